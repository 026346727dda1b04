"""The page of a document: its text as it was read, with the cited characters marked.

The text content of the page's ``<article>`` equals the document's text, character for character,
and the joined text of its ``<mark>`` elements equals the cited characters. It needs no program:
``autofocus`` scrolls to the mark, and a link to it stands at the top.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from api.html import exact, home, page, query_of
from api.page_words import ENGLISH, Words
from api.unseen import spelled_out
from index.errors import InvalidSpanError
from index.types import Block, BlockKind, Document, Span

MAX_SPANS = 100
Written = Callable[[str], str]
"""From a text to the HTML of it."""

_SPANS = re.compile(r"[0-9]{1,9}-[0-9]{1,9}(,[0-9]{1,9}-[0-9]{1,9})*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def parse_spans(written: str | None, length: int) -> list[Span]:
    """Return the spans of "120-181,200-210" in the order of the text, those that touch joined.

    None gives no spans.

    Raises:
        InvalidSpanError: not of this form, empty, or beyond ``length`` characters.
    """
    if written is None:
        return []
    if not _SPANS.fullmatch(written) or written.count(",") >= MAX_SPANS:
        raise InvalidSpanError(
            f"The characters to mark are given as c=START-END, or up to {MAX_SPANS} such by commas."
        )
    bounds = sorted(tuple(map(int, pair.split("-"))) for pair in written.split(","))
    if any(not start < end <= length for start, end in bounds):
        raise InvalidSpanError(
            f"There are no such characters in this document: it has {length:,}, counted from 0, "
            "and c=START-END needs START < END."
        )
    return _joined(Span(start, end) for start, end in bounds)


def document_page(document: Document, cited: Sequence[Span], words: Words = ENGLISH) -> str:
    """Return the page; ``cited`` are in order and do not touch each other."""
    jump = f'<a class="jump" href="#cited">{words.jump}</a>' if cited else ""
    text = f"/v1/documents/{exact(document.id)}/text{query_of(document.collection)}"
    return page(
        document.title,
        f"""<header>
<p class="bar">{home(document.collection)} <a href="{text}">{words.plain_text}</a> {jump}</p>
<h1 dir="auto">{exact(document.title)}</h1>
<p class="source" dir="auto">{_source(document.source)}</p>
</header>
<main>
<article{_language(document)}>{"".join(_article(document, cited, words))}</article>
</main>""",
        words.language,
    )


def problem_page(problem: Mapping[str, Any]) -> str:
    """Return a page that tells a problem to a person."""
    return page(
        problem["title"],
        f"""<header>
<p class="bar">{home()}</p>
</header>
<main>
<h1>{exact(problem["title"])}</h1>
<p>{exact(problem["detail"])}</p>
</main>""",
    )


def _article(document: Document, cited: Sequence[Span], words: Words) -> Iterator[str]:
    position = 0
    for block in document.blocks:
        yield _marked(document.text, Span(position, block.span.start), cited)
        opening, closing = _element(block, words)
        written = spelled_out if block.kind is BlockKind.HIDDEN else exact
        yield opening + _marked(document.text, block.span, cited, written) + closing
        position = block.span.end
    yield _marked(document.text, Span(position, len(document.text)), cited)


def _element(block: Block, words: Words) -> tuple[str, str]:
    match block.kind:
        case BlockKind.HEADING:
            level = min((block.level or 1) + 1, 6)  # the title is the page's h1
            return f'<h{level} dir="auto">', f"</h{level}>"
        case BlockKind.CODE:
            return '<pre tabindex="0"><code>', "</code></pre>"
        case BlockKind.FURNITURE:
            return f'<p class="furniture" dir="auto" title="{words.furniture}">', "</p>"
        case BlockKind.HIDDEN:
            return f'<p class="hidden-text" dir="auto" title="{words.hidden}">', "</p>"
    return f'<p class="{block.kind.value}" dir="auto">', "</p>"


def _marked(text: str, part: Span, cited: Sequence[Span], written: Written = exact) -> str:
    """Return the HTML of ``part``, with what is cited of it in ``<mark>``."""
    pieces = []
    position = part.start
    for number, span in enumerate(cited):
        start, end = max(span.start, part.start), min(span.end, part.end)
        if start < end:
            pieces += [
                written(text[position:start]),
                _mark(written(text[start:end]), first=number == 0 and start == span.start),
            ]
            position = end
    return "".join(pieces) + written(text[position : part.end])


def _mark(html: str, *, first: bool) -> str:
    # A span over several blocks is one mark in each; only the first piece of all is gone to.
    attributes = ' id="cited" tabindex="-1" autofocus' if first else ""
    return f"<mark{attributes}>{html}</mark>"


def _joined(spans: Iterator[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return joined


def _source(source: str) -> str:
    if re.match(r"https?://", source):
        return f'<a href="{exact(source)}" rel="noopener noreferrer">{exact(source)}</a>'
    return exact(source)


def _language(document: Document) -> str:
    language = document.metadata.get("language")
    if isinstance(language, str) and _LANGUAGE.fullmatch(language):
        return f' lang="{language}"'
    return ' lang=""'  # unknown, and not that of the page round it
