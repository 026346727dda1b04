"""What a draft quotes: words between quotation marks of any language, and block quotes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from index.types import Span

LONGEST = 5_000
"""Characters: what stands further from its closing mark is no quotation."""
DEEPEST = 3
"""Quotations within a quotation, of the same marks."""

_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    "‘": "’",
    "‚": "‘’",
    '"': '"',
}
"""Opening marks with those that may close them."""
_SINGLE = frozenset("‘‚‹")
"""Marks that also serve as apostrophes or commas: a quotation in them has two words at least."""
_BLOCK = regex.compile(r"(?m)^(?:[ \t]{0,3}>[^\n]*(?:\n|\Z))+")
_MARKS = regex.compile(r"(?m)^[ \t]{0,3}(?:>[ \t]?)+")
_WORD = regex.compile(r"[\p{L}\p{N}]")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that a draft gives as somebody's own."""

    span: Span
    """Where they stand in the draft, without their marks."""
    text: str
    """The words; of a block quote without the marks of its lines."""


def find_quotations(draft: str) -> list[Quoted]:
    """Return the quotations of a draft in order, outermost only.

    >>> [quoted.text for quoted in find_quotations('He wrote “it burned” and went.')]
    ['it burned']
    """
    blocks = list(_blocks(draft))
    inline = [
        quoted
        for quoted in _inline(draft)
        if not any(quoted.span.overlaps(block.span) for block in blocks)
    ]
    return sorted([*blocks, *inline], key=lambda quoted: quoted.span)


def _blocks(draft: str) -> Iterator[Quoted]:
    for found in _BLOCK.finditer(draft):
        text = _MARKS.sub("", found.group()).strip()
        if _WORD.search(text):
            end = found.start() + len(found.group().rstrip())
            yield Quoted(Span(found.start(), end), text)


def _inline(draft: str) -> Iterator[Quoted]:
    position = 0
    while position < len(draft):
        closing = _PAIRS.get(draft[position])
        end = _closed(draft, position, closing) if closing else None
        if end is None:
            position += 1
            continue
        span = _trimmed(draft, position + 1, end)
        if span is not None:
            yield Quoted(span, span.of(draft))
        position = end + 1


def _closed(draft: str, opened: int, closing: str) -> int | None:
    """Return where the quotation that opens there closes; None if it is none."""
    mark = draft[opened]
    if mark in '"»‘' and opened and _WORD.match(draft[opened - 1]):
        return None  # it closes something, or is an apostrophe
    depth = 0
    for at in range(opened + 1, min(len(draft), opened + LONGEST)):
        character = draft[at]
        if character == "\n" and draft[at : at + 2].strip() == "" and draft[at + 1 : at + 2]:
            return None  # a quotation does not go on over a blank line
        if character in closing and not _is_apostrophe(draft, at):
            if depth == 0:
                return at if mark not in _SINGLE or " " in draft[opened + 1 : at] else None
            depth -= 1
        elif character == mark and mark not in closing:
            depth += 1
            if depth > DEEPEST:
                return None
    return None


def _is_apostrophe(draft: str, at: int) -> bool:
    around: Sequence[str] = (draft[at - 1 : at], draft[at + 1 : at + 2])
    return draft[at] == "’" and all(_WORD.match(each) for each in around)


def _trimmed(draft: str, start: int, end: int) -> Span | None:
    text = draft[start:end]
    if not _WORD.search(text):
        return None
    lead = len(text) - len(text.lstrip())
    return Span(start + lead, start + len(text.rstrip()))
