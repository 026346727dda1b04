"""Running headers, footers and page numbers: what stands at the same place on page after page."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from index.reading.page_words import Sheet, Word, lines_of

_ZONE = 0.25  # of the page's height, at its top and at its foot
_DEEPEST = 3  # lines from the edge
_LONGEST = 200  # characters
_NEAR = 4.0  # points by which a line may move from page to page
_REACH = (-2, -1, 1, 2)  # pages: headers of left and of right pages take turns
_MARGIN = 1.5  # font sizes between a page number and the words beside it
_NUMBER = re.compile(r"\d{1,5}")
_ROMAN = re.compile(r"[ivxl]{1,8}")
_ALONE = re.compile(
    r"\W*(?:(?:page|seite|p\.|s\.|página|pagina|стр\.)\s*)?#(?:\s*(?:/|of|von|de|sur|из)\s*#)?\W*",
    re.IGNORECASE,
)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}

Key = tuple[object, ...]
Seen = Mapping[Key, Mapping[int, float]]
"""At which height, in points, a key stands on which pages."""


class _EdgeLine:
    """A line near the head or the foot of a page, so many lines from the edge."""

    def __init__(self, words: Sequence[Word], side: str, depth: int) -> None:
        self.words, self.side, self.depth = words, side, depth
        self.text = " ".join(word.text for word in words)
        self.masked = _NUMBER.sub("#", self.text)
        self.numbers = [int(found) for found in _NUMBER.findall(self.text)]
        self.height = words[0].bottom


def furniture_of(sheets: Sequence[Sheet]) -> dict[int, frozenset[int]]:
    """Return the ``order`` of the words that are page furniture, by page.

    A line is furniture if it comes back at the same height within two pages, word for word or with
    a number that counts along with the pages, and all lines between it and the edge are too.
    """
    edges = {sheet.page: list(_edge_lines(sheet)) for sheet in sheets}
    seen: dict[Key, dict[int, float]] = defaultdict(dict)
    for page, lines in edges.items():
        for line in lines:
            for key in _keys(line, page):
                seen[key][page] = line.height
    needed = 2 if len(sheets) <= 4 else 3
    often = {key: heights for key, heights in seen.items() if len(heights) >= needed}
    return {page: frozenset(_orders(lines, page, often)) for page, lines in edges.items()}


def _edge_lines(sheet: Sheet) -> Iterator[_EdgeLine]:
    zone = sheet.depth * _ZONE
    high = [word for word in sheet.words if word.bottom < zone]
    low = [word for word in sheet.words if word.top > sheet.depth - zone]
    for side, lines in (("head", lines_of(high)), ("foot", lines_of(low)[::-1])):
        for depth, words in enumerate(lines[:_DEEPEST]):
            line = _EdgeLine(words, side, depth)
            if len(line.text) <= _LONGEST:
                yield line


def _keys(line: _EdgeLine, page: int) -> Iterator[Key]:
    """Yield all by which a line can be known again on another page."""
    yield line.side, line.text
    # A line of numbers alone may be the row of a table; one or two of them count the pages.
    if len(line.numbers) <= 2 or any(character.isalpha() for character in line.masked):
        for place, number in enumerate(line.numbers[:4]):
            yield line.side, line.masked, place, number - page
    yield from _margin_numbers(line, page)
    if _ROMAN.fullmatch(line.text):
        yield line.side, "roman", _roman(line.text) - page


def _margin_numbers(line: _EdgeLine, page: int) -> Iterator[Key]:
    """Yield the page number at either end of a line whose words change from page to page."""
    words = line.words
    if line.depth:
        return
    for end, beside, name in ((words[0], words[1:2], "first"), (words[-1], words[-2:-1], "last")):
        is_apart = all(
            max(other.left - end.right, end.left - other.right) > _MARGIN * end.size
            for other in beside
        )
        if end.text.isdecimal() and len(end.text) <= 5 and is_apart:
            yield line.side, name, int(end.text) - page


def _orders(lines: Sequence[_EdgeLine], page: int, seen: Seen) -> Iterator[int]:
    reached = {"head": 0, "foot": 0}
    for line in lines:
        if line.depth == reached[line.side] and _comes_back(line, page, seen):
            reached[line.side] += 1
            yield from (word.order for word in line.words)


def _comes_back(line: _EdgeLine, page: int, seen: Seen) -> bool:
    if line.depth == 0 and line.numbers[:1] == [page] and _ALONE.fullmatch(line.masked):
        return True
    return any(
        abs(seen[key].get(page + step, -_NEAR * 9) - line.height) <= _NEAR
        for key in _keys(line, page)
        if key in seen
        for step in _REACH
    )


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )
