"""The words of a page with their places: what a layout is told from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import NamedTuple

from index.boxes import Box

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u058f]")
_MARK = 0.8  # of the size of the words that it stands at


class Word(NamedTuple):
    """A run of characters without white space, where it stands.

    A tuple because an e-book has 10^5 of them. Lengths are in points from the upper left corner of
    the page as shown, turned back by ``turn`` so that the words run to the right.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    """Of its font, as shown."""
    order: int
    """Its place in the file, from 0 on each page."""
    bold: bool = False
    turn: int = 0
    """Quarter turns clockwise by which it is turned on the page."""
    spaced: bool = True
    """Whether a space stands before it, not just the end of a line, or nothing."""
    bound: bool = False
    """Whether the file has nothing between it and the word before."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its words, each in one of three groups."""

    page: int
    """Page number from 1."""
    width: float
    height: float
    words: tuple[Word, ...]
    hidden: tuple[Word, ...] = ()
    """Words that a reader of the page does not see."""
    aside: tuple[Word, ...] = ()
    """Words that are turned by quarters against the rest of the page."""
    stamps: tuple[Word, ...] = ()
    """Words that slant across the page, such as a watermark's."""

    recognised: bool = False
    """Whether its words were read from a picture: their sizes vary, and tell nothing."""

    @property
    def depth(self) -> float:
        """The height of the page when it is turned so that its words run to the right."""
        return self.width if self.words and self.words[0].turn % 2 else self.height


def turned(word: Word, quarters: int, width: float, height: float) -> Word:
    """Return the word on its page (of that size) turned clockwise by so many quarters."""
    left, top, right, bottom = word.left, word.top, word.right, word.bottom
    for _ in range(quarters % 4):
        left, top, right, bottom = height - bottom, left, height - top, right
        width, height = height, width
    return word._replace(left=left, top=top, right=right, bottom=bottom)


def box_of(word: Word, sheet: Sheet) -> Box:
    """Return where the word stands on the page as shown."""
    if word.turn:
        across = word.turn % 2
        size = (sheet.height, sheet.width) if across else (sheet.width, sheet.height)
        word = turned(word, word.turn, *size)
    return Box(sheet.page, word.left, word.top, word.right, word.bottom)


def is_right_to_left(text: str) -> bool:
    """Tell whether a text has letters of Hebrew, Arabic or their kin."""
    return not text.isascii() and bool(_RIGHT_TO_LEFT.search(text))


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """Return the words by lines from top to bottom, each in reading order.

    All must stand in one column.
    """
    lines: list[list[Word]] = []
    tallest: Word | None = None
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        if tallest is not None and _beside(tallest, word):
            lines[-1].append(word)
            if word.size > tallest.size:
                tallest = word
        else:
            lines.append([word])
            tallest = word
    return [_in_order(line) for line in lines]


def body_size(words: Iterable[Word]) -> float:
    """Return the middle one of the words' font sizes; 10 if there are none."""
    sizes = [word.size for word in words]
    return median(sizes) if sizes else 10.0


def _beside(tallest: Word, word: Word) -> bool:
    low, high = sorted((tallest, word), key=lambda each: each.bottom - each.top)
    shared = min(low.bottom, high.bottom) - max(low.top, high.top)
    # What hangs from a word as an index, or stands on it as a note's mark, only touches its line.
    least = 0.2 if low.size < _MARK * high.size else 0.5
    return shared >= least * (low.bottom - low.top)


def _in_order(line: list[Word]) -> list[Word]:
    by_place = sorted(line, key=lambda word: word.left)
    if not any(is_right_to_left(word.text) for word in line):
        return by_place
    # From right to left, but for stretches of Latin words in it.
    ordered: list[Word] = []
    stretches = groupby(reversed(by_place), key=lambda word: bool(_LATIN.search(word.text)))
    for is_latin, stretch in stretches:
        ordered.extend(reversed(list(stretch)) if is_latin else stretch)
    return ordered
