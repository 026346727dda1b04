"""A quotation beside its source, letter by letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile

import regex

from index.types import Span
from rag.quoting.folding import Folded, folded
from rag.quoting.gaps import NO_WORD, TAIL, bracketed, find_with_gaps

LEAST_ALIKE = 0.6
"""The share of a quotation's words that a place must have to be what was altered."""
MOST_COMPARED = 200
"""Words of a quotation that are compared one by one; of a longer one the first difference is told.

Comparing takes the square of them.
"""

_ONLY_JOINED = "it joins or punctuates the source's words otherwise"
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['\-.,][\p{L}\p{N}]+)*")


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
    bare = wanted.rstrip(TAIL) or wanted
    if not _WORD.search(bare):
        return NOTHING
    if (start := _find(bare, source.text)) is not None:
        return Match(QuoteVerdict.EXACT, source.span(start, start + len(bare)), alike=1.0)
    if (found := find_with_gaps(bare, source.text)) is not None:
        return Match(QuoteVerdict.ELIDED, source.span(*found), bracketed(bare), alike=1.0)
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


def _altered(bare: str, source: Folded) -> Match:
    """Return the place that has most of the words, and what is different there."""
    said = _WORD.findall(bare)
    told = list(_WORD.finditer(source.text))
    window = _nearest(said[:MOST_COMPARED], [word.group() for word in told])
    if window is None:
        return NOTHING
    start, end, alike = window
    if len(said) > MOST_COMPARED:
        end = min(len(told), start + len(said))
    first, last = told[start].start(), told[end - 1].end()
    if NO_WORD in source.text[first:last]:
        return NOTHING
    span = source.span(first, last)
    own = [word.group() for word in told[start:end]]
    is_long = len(said) > MOST_COMPARED
    difference = _first_difference(said, own) if is_long else _difference(said, own)
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
    return "; ".join(parts) or _ONLY_JOINED


def _first_difference(said: Sequence[str], told: Sequence[str]) -> str:
    """Return in words where a quotation begins to differ."""
    pairs = zip(said, told, strict=False)
    alike = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    source, own = (" ".join(words[alike : alike + 8]) for words in (told, said))
    if not own:
        return _ONLY_JOINED
    if not source:
        return f"it goes on with “{own} …” where the source ends"
    return f"after {alike} words the source says “{source} …”, not “{own} …”"
