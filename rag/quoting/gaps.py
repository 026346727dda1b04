"""Quotations with ellipses and brackets: their parts are looked for in order, in linear time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

WIDEST_GAP = 1_500
"""Characters of a source that one ellipsis may stand for."""
MOST_BRACKETED = 80
"""Characters of a source that one bracket may stand for."""
TAIL = " .,;:!?"
"""Stands around words and belongs to the sentence that they are quoted in."""
NO_WORD = "\0"
"""Stands in a source, which holds none itself, for what no quotation may go on over."""

_ELLIPSIS = regex.compile(r"[ ]*[\[(]?[ ]*(?:\.[ ]?){3,4}[ ]*[\])]?[ ]*")
_BRACKET = regex.compile(r"\[[^\[\]]{0,200}\]")
_OPENING = regex.compile(r"^\[(\p{L})\](?=\p{L})")
_WORD = regex.compile(r"\w")
_MOST_PARTS = 50
"""Parts of a quotation between marks; what has more is compared as if it had none."""
_LEAST_WORDS = 2
"""Words that a quotation with gaps must have, or it would fit anywhere."""
_WORDS = regex.compile(r"[\p{L}\p{N}]+")
_MISPRINT = frozenset({"sic", "sic!", "!"})


@dataclass(frozen=True, slots=True)
class _Gap:
    """What a mark may stand for in a source."""

    most: int
    """Characters."""
    least: int = 0
    after_word: bool = False
    """Whether it begins where a word ends, or between words."""
    before_word: bool = False
    """Whether it ends where a word begins, or between words."""
    has_words: bool = True


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of the source that the parts up to one fit."""

    start: int
    """Of the first part."""
    end: int
    """Of the last one."""


def find_with_gaps(bare: str, text: str) -> tuple[int, int] | None:
    """Return the first stretch of ``text`` that a quotation with marks fits, at its shortest.

    The first part begins a word there and the last one ends one; the first letter may differ in
    case. None where the quotation has no marks, or fits nowhere.

    >>> find_with_gaps("the mill ... burned", "The mill. The mill of Olm burned.")
    (10, 32)
    """
    parts, gaps = _taken_apart(_OPENING.sub(r"\1", bare))
    has_marks = next(_marks(bare), None) is not None
    if len(parts) > _MOST_PARTS:
        return None
    if not has_marks or sum(len(_WORDS.findall(part)) for part in parts) < _LEAST_WORDS:
        return None
    places = [_Place(at, at + len(parts[0])) for at in _beginnings(parts[0], text)]
    for gap, part in zip(gaps, parts[1:], strict=True):
        places = list(_continued(places, gap, part, text))
    return next(((p.start, p.end) for p in places if not _is_word(text, p.end)), None)


def bracketed(bare: str) -> str | None:
    """Return in words what a quotation has in brackets; None where it has nothing."""
    changed = [mark for mark in _BRACKET.findall(bare) if not _is_ellipsis(mark)]
    return f"changed in brackets: {', '.join(changed)}" if changed else None


def _taken_apart(bare: str) -> tuple[list[str], list[_Gap]]:
    """Return the parts of a quotation, none of them empty, and the gaps between them."""
    parts, gaps = [""], [_gap("")]
    position = 0
    for mark in _marks(bare):
        _append(parts, gaps, bare[position : mark.start()], _gap(mark.group()))
        position = mark.end()
    _append(parts, gaps, bare[position:], _gap(""))
    # A mark at either end stands for what the quotation does not need.
    return parts[1:], gaps[1:-1]


def _append(parts: list[str], gaps: list[_Gap], part: str, gap: _Gap) -> None:
    """Append a part and the gap behind it; the gaps beside an empty part become one."""
    literal = part.strip(" ").rstrip(",;")
    if literal.strip(TAIL):
        parts.append(literal)
        gaps.append(gap)
    else:
        gaps[-1] = _joined(gaps[-1], gap)


def _joined(one: _Gap, other: _Gap) -> _Gap:
    return replace(
        one,
        most=one.most + other.most,
        least=max(one.least, other.least),
        before_word=other.before_word,
        has_words=one.has_words or other.has_words,
    )


def _marks(bare: str) -> "Iterator[regex.Match[str]]":
    found = [*_ELLIPSIS.finditer(bare), *_BRACKET.finditer(bare)]
    end = 0
    for mark in sorted(found, key=lambda each: (each.start(), -each.end())):
        if mark.start() >= end:
            yield mark
            end = mark.end()


def _gap(mark: str) -> _Gap:
    if _is_ellipsis(mark):
        return _Gap(WIDEST_GAP + 2, least=1, after_word=True, before_word=True)
    if not mark or mark[1:-1].strip().lower() in _MISPRINT:
        return _Gap(2, has_words=False)
    return _Gap(MOST_BRACKETED)


def _is_ellipsis(mark: str) -> bool:
    return "..." in mark.replace(" ", "")


def _beginnings(part: str, text: str) -> Iterator[int]:
    """Yield where a part begins a word, its first letter in either case, in order."""
    cases = [case for case in {part[0], part[0].swapcase()} if len(case) == 1]
    first = "|".join(sorted(map(regex.escape, cases)))
    rest = regex.escape(part[1:], literal_spaces=True)
    for found in regex.finditer(rf"(?<!\w)(?:{first}){rest}", text, overlapped=True):
        yield found.start()


def _continued(places: Sequence[_Place], gap: _Gap, part: str, text: str) -> Iterator[_Place]:
    """Yield the places that a further part fits, each behind the nearest of ``places``.

    What is nearest has the shortest gap; a gap that is too long or has hidden words in it is so
    from all places before as well.
    """
    before = [each for each in places if not (gap.after_word and _is_word(text, each.end))]
    near = 0
    start = text.find(part)
    while start >= 0:
        while near + 1 < len(before) and before[near + 1].end + gap.least <= start:
            near += 1
        if before and _fits(gap, text, before[near].end, start):
            yield _Place(before[near].start, start + len(part))
        start = text.find(part, start + 1)


def _fits(gap: _Gap, text: str, start: int, end: int) -> bool:
    if not gap.least <= end - start <= gap.most:
        return False
    between = text[start:end]
    if NO_WORD in between or (gap.before_word and _is_word(text, end - 1)):
        return False
    return gap.has_words or _WORD.search(between) is None


def _is_word(text: str, place: int) -> bool:
    return _WORD.match(text, place) is not None
