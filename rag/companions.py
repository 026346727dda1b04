"""Which sentences beside it a sentence cannot be understood, or is not complete, without."""

import re
from collections.abc import Sequence
from itertools import takewhile

from index.terms import fold
from index.types import BlockKind, Document, Passage, Span

MOST_LISTED = 12
"""Items of a list that are shown with the line that announces it."""
_DEPENDENT = re.compile(
    r"(?:it|its|this|that|these|those|they|their|them|he|his|she|her|such|here|there|both|"
    r"however|nevertheless|nonetheless|instead|otherwise|likewise|similarly|therefore|thus|hence|"
    r"consequently|accordingly|also|so|but|and|then|as a result)\b"
)
ANNOUNCING = (":", "：")
"""Ends of a line that announces what follows."""


def companions(document: Document, passage: Passage, ordinal: int) -> list[int]:
    """Return the numbers of a passage's sentences to show for one of them, itself included.

    One that leans on the sentence before ("It …", "This …") comes after that; a line that announces
    a list comes with the items, and an item after the line that announces its list.
    """
    texts = [_text(passage, span) for span in passage.sentences]
    if texts[ordinal].endswith(ANNOUNCING):
        return [ordinal, *_listed(document, passage.sentences, ordinal)]
    announced = _announced(document, passage.sentences, texts, ordinal)
    if announced is not None:
        return [announced, ordinal]
    leans = ordinal > 0 and _DEPENDENT.match(fold(texts[ordinal]).lstrip("\"'( "))
    return [ordinal - 1, ordinal] if leans else [ordinal]


def joined(document: Document, sentences: Sequence[Span]) -> list[Span]:
    """Return the sentences, in order; neighbours of one paragraph become one span."""
    found: list[Span] = []
    for sentence in sentences:
        if found and _of_one_paragraph(document, found[-1], sentence):
            found[-1] = Span(found[-1].start, sentence.end)
        else:
            found.append(sentence)
    return found


def _of_one_paragraph(document: Document, one: Span, other: Span) -> bool:
    """Tell whether ``other`` follows ``one`` in a block with nothing but white space between."""
    if one.end > other.start or document.text[one.end : other.start].strip():
        return False
    return len(document.blocks_in(Span(one.start, other.end))) == 1


def _listed(document: Document, sentences: Sequence[Span], ordinal: int) -> list[int]:
    """Return the list's items, or the one sentence that follows."""
    after = range(ordinal + 1, len(sentences))
    items = list(takewhile(lambda at: _is_item(document, sentences[at]), after))
    return items[:MOST_LISTED] or list(after[:1])


def _announced(
    document: Document, sentences: Sequence[Span], texts: Sequence[str], ordinal: int
) -> int | None:
    """Return the line that announces the list of an item; None if there is none."""
    at = ordinal
    while at > 0 and _is_item(document, sentences[at]):
        at -= 1
    return at if at < ordinal and texts[at].endswith(ANNOUNCING) else None


def _is_item(document: Document, sentence: Span) -> bool:
    return any(block.kind is BlockKind.LIST_ITEM for block in document.blocks_in(sentence))


def _text(passage: Passage, span: Span) -> str:
    return passage.text[span.start - passage.span.start : span.end - passage.span.start]
