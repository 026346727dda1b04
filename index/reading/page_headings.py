"""Which groups of lines are headings, told by size, weight and the file's own outline.

A false heading loses a fact, since headings are never cited; a missed one costs little. So what
reads like a statement, or is full of figures or names, is none unless the outline has it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import regex

from index.reading.headings import states
from index.reading.page_groups import Group
from index.reading.page_marks import is_ended, list_mark
from index.types import BlockKind

Outline = Mapping[tuple[int, str], int]
"""The level (from 1) of each entry of the file's outline, by its page and folded title."""

_LARGER = 1.15
_TITLE = 1.3
_LONGEST = 150  # characters
_LONGEST_BOLD = 90
_LEAST_PROSE = 60
_LONGEST_OPENING = 8  # groups
_MOST_LINES = 3
_DEEPEST = 6
_NUMBER = regex.compile(
    r"(?:(?:chapter|section|part|appendix|annex|article|kapitel|teil|abschnitt|anhang|artikel"
    r"|chapitre|partie|annexe|capítulo|parte|capitolo|глава)\s+)?"
    r"(?:\d{1,3}(?:\.\d{1,3}){0,4}|[A-Z](?:\.\d{1,3}){1,3}|[IVXL]{1,6})[.):]?\s+(?=\S)",
    regex.IGNORECASE,
)
_FOLDED = regex.compile(r"[^\p{L}\p{N}]+")


def fold_title(title: str) -> str:
    """Return a heading as it is compared: letters and digits alone, in lower case.

    >>> fold_title("2.1  Motivation et présentation")
    '21motivationetprésentation'
    """
    return _FOLDED.sub("", title).casefold()


def with_headings(
    groups: Sequence[Group], outline: Outline, recognised: frozenset[int] = frozenset()
) -> list[Group]:
    """Return the groups in reading order with the headings marked.

    On the pages ``recognised`` from pictures, sizes tell nothing.
    """
    body, bold = _body(groups)
    title = _title(groups, body)
    stated = {
        place: level for place, group in enumerate(groups) if (level := _stated(group, outline))
    }
    found = {
        place
        for place, group in enumerate(groups)
        if group.page not in recognised
        and (place == title or _looks_like(group, body, is_bold=bold))
    }
    found |= stated.keys()
    kept = [
        place
        for place in sorted(found)
        if place == title or place in stated or _leads(groups, place, found)
    ]
    levels = _levels([groups[place] for place in kept], [stated.get(place) for place in kept])
    marked = dict(zip(kept, levels, strict=True))
    return [
        group.of_kind(BlockKind.HEADING, marked[place]) if place in marked else group
        for place, group in enumerate(groups)
    ]


def body_of(groups: Sequence[Group]) -> float:
    """Return the font size in which most of the text is set, in points."""
    return _body(groups)[0]


def _body(groups: Sequence[Group]) -> tuple[float, bool]:
    sizes: Counter[tuple[float, bool]] = Counter()
    for group in groups:
        sizes[round(group.size * 2) / 2, group.bold] += len(group.text)
    return sizes.most_common(1)[0][0] if sizes else (10.0, False)


def _title(groups: Sequence[Group], body: float) -> int | None:
    """Return the place of the title: the largest of what comes before the first prose."""
    opening: list[int] = []
    for place, group in enumerate(groups[:_LONGEST_OPENING]):
        if group.kind is BlockKind.PARAGRAPH and group.size >= _TITLE * body:
            opening.append(place)
        elif group.kind is not BlockKind.FURNITURE and _is_prose(group):
            break
    if not opening:
        return None
    place = max(opening, key=lambda place: (groups[place].size, -place))
    text = groups[place].text
    fits = len(groups[place].lines) <= _MOST_LINES + 1 and len(text) <= 2 * _LONGEST
    return place if fits and text[-1] != "." and any(map(str.isalpha, text)) else None


def _stated(group: Group, outline: Outline) -> int | None:
    if (
        group.kind not in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}
        or len(group.text) > _LONGEST * 2
    ):
        return None
    text = group.text
    numbered = _NUMBER.match(text)
    bare = text[numbered.end() :] if numbered else text
    whole = outline.get((group.page, fold_title(text)))
    return whole or outline.get((group.page, fold_title(bare)))


def _looks_like(group: Group, body: float, *, is_bold: bool) -> bool:
    text = group.text
    numbered = _NUMBER.match(text)
    title = text[numbered.end() :] if numbered else text
    if not _has_shape(group, title) or (list_mark(text) and not numbered):
        return False
    if group.size >= _LARGER * body:
        return True
    heavy = group.bold and not is_bold and group.size >= 0.95 * body
    return heavy and len(text) <= _LONGEST_BOLD and (group.apart or group.opens or bool(numbered))


def _has_shape(group: Group, title: str) -> bool:
    return (
        group.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}
        and len(group.lines) <= _MOST_LINES
        and 2 <= len(title) <= _LONGEST
        and title[0].isalpha()
        and not title[0].islower()
        and title[-1] not in ".;,。"
        and title.count(",") < 2
        and not any(character in ":@=|∗†‡" or character.isdecimal() for character in title)
        and not states(title)
    )


def _leads(groups: Sequence[Group], place: int, found: set[int]) -> bool:
    """Tell whether text follows, with no more than two other headings in between."""
    for below in range(place + 1, min(place + 4, len(groups))):
        if below not in found:
            group = groups[below]
            return group.kind is not BlockKind.PARAGRAPH or _is_prose(group)
    return False


def _is_prose(group: Group) -> bool:
    return len(group.lines) > 1 or len(group.text) > _LEAST_PROSE or is_ended(group.text)


def _levels(headings: Sequence[Group], stated: Sequence[int | None]) -> list[int]:
    """Return a level for each heading: the outline's, or else by how large and heavy it is."""
    styles = [(-round(group.size * 2) / 2, not group.bold) for group in headings]
    ranks = {style: min(rank, _DEEPEST) for rank, style in enumerate(sorted(set(styles)), 1)}
    told: dict[tuple[float, bool], Counter[int]] = {}
    for style, level in zip(styles, stated, strict=True):
        if level is not None:
            told.setdefault(style, Counter())[level] += 1
    for style, counts in told.items():
        ranks[style] = counts.most_common(1)[0][0]
    return [
        min(level or ranks[style], _DEEPEST) for style, level in zip(styles, stated, strict=True)
    ]
