"""A quotation beside its source, letter by letter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

import regex

from index.types import Span
from rag.quoting.folding import Folded, folded

LEAST_ALIKE = 0.6
"""The share of a quotation's words that a place must have to be what was altered."""
WIDEST_GAP = 1_500
"""Characters of a source that one ellipsis may stand for."""
MOST_BRACKETED = 80
"""Characters of a source that one bracket may stand for."""

_ELLIPSIS = regex.compile(r"[ ]*[\[(]?[ ]*(?:\.[ ]?){3,4}[ ]*[\])]?[ ]*")
_BRACKET = regex.compile(r"\[[^\[\]]{0,200}\]")
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['\-.,][\p{L}\p{N}]+)*")
_TAIL = " .,;:!?"
_LEAST_WORDS = 2
"""Words that a quotation with gaps must have, or it would fit anywhere."""


class QuoteVerdict(StrEnum):
    """How a quotation stands to the sources."""

    EXACT = "exact"
    ELIDED = "elided"
    ALTERED = "altered"
    NOT_FOUND = "not_found"
    WRONG_DOCUMENT = "wrong_document"


@dataclass(frozen=True, slots=True)
class Match:
    """What a text has of a quotation."""

    verdict: QuoteVerdict
    span: Span | None = None
    """Where in the text."""
    difference: str | None = None
    """What the quotation changes, in words a reader understands."""
    alike: float = 0.0
    """The share of its words that stand there, 0 to 1."""


NOTHING = Match(QuoteVerdict.NOT_FOUND)


def compare(quotation: str, source: Folded) -> Match:
    """Return how faithfully ``quotation`` gives the words of ``source``.

    A stop or comma at its end may be the writer's, as may the case of its first letter. Words left
    out must be marked by an ellipsis, words put in or changed by brackets.
    """
    wanted = folded(quotation).text.strip()
    bare = wanted.rstrip(_TAIL) or wanted
    if not _WORD.search(bare):
        return NOTHING
    if (start := _find(bare, source.text)) is not None:
        return Match(QuoteVerdict.EXACT, source.span(start, start + len(bare)), alike=1.0)
    pattern = _pattern(bare)
    if pattern is not None and (found := pattern.search(source.text, timeout=2.0)):
        note = _bracketed(bare)
        return Match(QuoteVerdict.ELIDED, source.span(*found.span()), note, alike=1.0)
    return _altered(bare, source)


def _find(bare: str, text: str) -> int | None:
    """Return where ``bare`` stands as whole words; its first letter may differ in case."""
    for first in dict.fromkeys((bare[0], bare[0].swapcase())):
        if len(first) != 1:
            continue
        wanted = first + bare[1:]
        start = text.find(wanted)
        while start >= 0:
            if _whole(text, start, start + len(wanted)):
                return start
            start = text.find(wanted, start + 1)
    return None


def _whole(text: str, start: int, end: int) -> bool:
    return not (
        (start and text[start - 1].isalnum() and text[start].isalnum())
        or (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())
    )


def _pattern(bare: str) -> "regex.Pattern[str] | None":
    """Return what finds the words around ellipses and brackets; None where it has neither."""
    parts: list[str] = []
    gaps: list[str] = []
    position = 0
    for mark in _marks(bare):
        parts.append(bare[position : mark.start()])
        gaps.append(_gap(mark.group()))
        position = mark.end()
    parts.append(bare[position:])
    if not gaps or sum(len(_WORD.findall(part)) for part in parts) < _LEAST_WORDS:
        return None
    # A mark at either end stands for what the quotation does not need.
    while parts and not parts[0].strip():
        parts, gaps = parts[1:], gaps[1:]
    while parts and not parts[-1].strip(_TAIL):
        parts, gaps = parts[:-1], gaps[:-1]
    literals = [_literal(part, first=not at) for at, part in enumerate(parts)]
    inner = "".join(literal + gap for literal, gap in zip(literals, [*gaps, ""], strict=False))
    return regex.compile(rf"(?<!\w){inner}(?!\w)")


def _marks(bare: str) -> "Iterator[regex.Match[str]]":
    found = [*_ELLIPSIS.finditer(bare), *_BRACKET.finditer(bare)]
    end = 0
    for mark in sorted(found, key=lambda each: (each.start(), -each.end())):
        if mark.start() >= end:
            yield mark
            end = mark.end()


def _literal(part: str, *, first: bool) -> str:
    bare = part.strip(" ").rstrip(",;")
    escaped = str(regex.escape(bare, literal_spaces=True))
    if first and bare[:1].isalpha():
        return f"[{bare[0].lower()}{bare[0].upper()}]{escaped[1:]}"
    return escaped


def _gap(mark: str) -> str:
    if "..." in mark.replace(" ", ""):
        return rf"(?:\W[^\x00]{{0,{WIDEST_GAP}}}?\W|\W)"
    inner = mark[1:-1].strip()
    if inner.lower() in {"sic", "sic!", "!"}:
        return r"\W{0,2}"
    return rf"[^\x00]{{0,{MOST_BRACKETED}}}?"


def _bracketed(bare: str) -> str | None:
    changed = [mark for mark in _BRACKET.findall(bare) if "..." not in mark.replace(" ", "")]
    return f"changed in brackets: {', '.join(changed)}" if changed else None


def _altered(bare: str, source: Folded) -> Match:
    """Return the place that has most of the words, and what is different there."""
    said = _WORD.findall(bare)
    told = list(_WORD.finditer(source.text))
    window = _nearest(said, [word.group() for word in told])
    if window is None:
        return NOTHING
    start, end, alike = window
    span = source.span(told[start].start(), told[end - 1].end())
    difference = _difference(said, [word.group() for word in told[start:end]])
    return Match(QuoteVerdict.ALTERED, span, difference, alike)


def _nearest(said: Sequence[str], told: Sequence[str]) -> tuple[int, int, float] | None:
    """Return the stretch of ``told`` most like ``said`` with the share of ``said`` it has."""
    if not said or not told:
        return None
    lowered = [word.lower() for word in said]
    held = [word.lower() for word in told]
    wanted = set(lowered)
    width = len(said) + max(2, len(said) // 4)
    counts = [int(word in wanted) for word in held]
    running = sum(counts[:width])
    best, at = running, 0
    for start in range(1, max(1, len(held) - width + 1)):
        running += counts[start + width - 1] - counts[start - 1]
        if running > best:
            best, at = running, start
    window = held[at : at + width]
    blocks = SequenceMatcher(None, lowered, window, autojunk=False).get_matching_blocks()
    shared = sum(block.size for block in blocks)
    alike = shared / len(said)
    if alike < LEAST_ALIKE:
        return None
    matching = [block for block in blocks if block.size]
    first, last = matching[0], matching[-1]
    start = max(0, at + first.b - first.a)
    end = min(len(told), at + last.b + last.size + (len(said) - last.a - last.size))
    return start, max(start + 1, end), alike


def _difference(said: Sequence[str], told: Sequence[str]) -> str:
    """Return in words what the quotation changes."""
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, told, said, autojunk=False).get_opcodes():
        source, own = " ".join(told[a:b]), " ".join(said[c:d])
        match kind:
            case "replace":
                parts.append(f"the source says “{source}”, not “{own}”")
            case "delete":
                parts.append(f"it leaves out “{source}”")
            case "insert":
                parts.append(f"it adds “{own}”")
    return "; ".join(parts) or "it joins or punctuates the source's words otherwise"
