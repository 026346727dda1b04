"""The list of references of a draft: where it stands, and what its entries say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import regex

from index.types import Block, BlockKind, Span
from rag.drafts.draft import FILLER, Draft

_HEADING = regex.compile(
    r"[\W\d]*(?:references|bibliography|works cited|(?:list of )?(?:references|sources)|literature"
    r"(?: cited)?|literatur(?:verzeichnis|angaben)?|quellen(?:verzeichnis|angaben)?|références"
    r"(?: bibliographiques)?|bibliographie|referencias(?: bibliográficas)?|bibliografía|fuentes"
    r"|参考文献|文献)\W*",
    regex.IGNORECASE,
)
_LABEL = regex.compile(
    r"[ \t>]*(?:[-*+]\s+)?(?:\[(?P<label>\d{1,4})\]:?|(?P<number>\d{1,4})[.)])\s+"
)
_ITEM = regex.compile(r"[ \t>]*(?:[-*+]\s+)?")
_BRACKETED = regex.compile(r"[ \t]{0,3}\[\d{1,4}\]:?\s+\S")
_LIKE_AN_ENTRY = regex.compile(r"\b(?:1[4-9]|20)\d\d[a-z]?\b|https?://|\b10\.\d{4,9}/|\bn\. ?d\.")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list of references."""

    label: str
    """Its number; empty where it has none."""
    text: str
    span: Span
    """Where it stands in the draft."""


def reference_list(draft: Draft) -> list[Entry]:
    """Return the entries of a draft's list of references in order; none where it has no list.

    A list stands under a heading that says so, or is numbered in brackets at the draft's end.
    """
    blocks = _listed(draft)
    lines = [list(_lines(draft, block.span)) for block in blocks]
    if lines and _LABEL.match(draft.text, lines[0][0].start, lines[0][0].end):
        every = list(chain.from_iterable(lines))
        numbered = [_LABEL.match(draft.text, line.start, line.end) is not None for line in every]
        return list(_entries(draft, every, numbered))
    return [
        entry
        for each in lines
        for entry in _entries(draft, each, [_dated(draft, line) for line in each])
    ]


def _listed(draft: Draft) -> list[Block]:
    under: list[Block] = []
    is_list = False
    for block in draft.blocks:
        words = draft.words(block.span)
        if len(words) < 60 and _HEADING.fullmatch(words):
            is_list = True
        elif block.kind is BlockKind.HEADING:
            is_list = False
        elif is_list and _is_entry(words):
            under.append(block)
    return under or _numbered_at_the_end(draft)


def _numbered_at_the_end(draft: Draft) -> list[Block]:
    found: list[Block] = []
    for block in reversed(draft.blocks):
        lines = [line for line in block.span.of(draft.plain).splitlines() if line.strip()]
        if not (lines and _BRACKETED.match(lines[0]) and _is_entry("\n".join(lines))):
            break
        found.append(block)
    return found[::-1]


def _is_entry(words: str) -> bool:
    return bool(_LABEL.match(words) or _LIKE_AN_ENTRY.search(words))


def _entries(draft: Draft, lines: Sequence[Span], begins: Sequence[bool]) -> Iterator[Entry]:
    """Yield the entries in some lines; a line that begins none goes on the one before."""
    starts = [line.start for line, is_begin in zip(lines, begins, strict=True) if is_begin]
    for start, end in pairwise([lines[0].start, *starts[1:], lines[-1].end]):
        yield _entry(draft, Span(start, end))


def _lines(draft: Draft, span: Span) -> Iterator[Span]:
    start = span.start
    for line in span.of(draft.text).splitlines(keepends=True):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line)


def _dated(draft: Draft, line: Span) -> bool:
    return _LIKE_AN_ENTRY.search(draft.text, line.start, line.end) is not None


def _entry(draft: Draft, span: Span) -> Entry:
    label = _LABEL.match(draft.text, span.start, span.end)
    bare = label or _ITEM.match(draft.text, span.start, span.end)
    start = bare.end() if bare else span.start
    text = " ".join(draft.text[start : span.end].replace(FILLER, "").split())
    return Entry((label["label"] or label["number"]) if label else "", text, span)
