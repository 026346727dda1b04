"""From a span of a document to a citation of it."""

from bisect import bisect_left

from index.errors import InvalidSpanError
from index.terms import fold
from index.types import Block, BlockKind, Document, Span, heading_text
from rag.types import Citation, Locator, PlaceOnPage

CONTEXT = 32
"""Characters of prefix and suffix: enough to find the quote again when offsets have moved."""


def cite(document: Document, span: Span) -> Citation:
    """Return the citation of the characters at ``span``.

    Raises:
        InvalidSpanError: the span is empty, reaches beyond the text, or holds hidden text.
    """
    if not span.start < span.end <= len(document.text):
        raise InvalidSpanError(
            f"There are no characters {span.start}-{span.end} in this document: "
            f"give 0 <= start < end <= {len(document.text)}."
        )
    if any(block.kind is BlockKind.HIDDEN for block in document.blocks_in(span)):
        raise InvalidSpanError(
            "Some of these characters are hidden in the file: its readers do not see them, so they "
            "are not cited. Choose characters that are shown."
        )
    return Citation(
        document_id=document.id,
        title=document.title,
        source=document.source,
        exact=span.of(document.text),
        prefix=document.text[max(0, span.start - CONTEXT) : span.start],
        suffix=document.text[span.end : span.end + CONTEXT],
        span=span,
        locator=locate(document, span),
        collection=document.collection,
    )


def locate(document: Document, span: Span) -> Locator:
    """Return where a reader finds ``span``: section, paragraph in it (from 1), page, boxes.

    A heading that only repeats the document's title is no section. The page is that of the first
    word, for a paragraph may go on over a page's end.
    """
    here = [block for block in document.blocks_in(span) if block.kind is not BlockKind.HEADING]
    section = next(
        (
            heading
            for heading in reversed(document.headings_at(span.start))
            if fold(heading) != fold(document.title)
        ),
        None,
    )
    boxes = _boxes(document, span)
    return Locator(
        section=section,
        paragraph=_paragraph(document, here[0]) if here else None,
        page=boxes[0].box.page if boxes else here[0].page if here else None,
        boxes=boxes,
    )


def _boxes(document: Document, span: Span) -> tuple[PlaceOnPage, ...]:
    boxes = document.boxes.of(span)
    return tuple(PlaceOnPage(box, *document.boxes.page_size(box.page)) for box in boxes)


def _paragraph(document: Document, block: Block) -> int | None:
    if not block.kind.is_cited:
        return None
    at = bisect_left(document.blocks, block.span.start, key=lambda other: other.span.start)
    return document.paragraph_numbers[at]


def place(citation: Citation) -> str:
    """Return the locator in words.

    >>> place(Citation("d", "T", "t.txt", "x", "", "", Span(0, 1), Locator("Code", 2)))
    '“Code”, para. 2'
    """
    locator = citation.locator
    parts = [
        f"p. {locator.page}" if locator.page else "",
        f"“{heading_text(locator.section)}”" if locator.section else "",
        f"para. {locator.paragraph}" if locator.paragraph else "",
    ]
    return ", ".join(part for part in parts if part)
