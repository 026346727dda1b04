"""Words on lines to a text, each with its place in it; words broken at a line's end made whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from index.reading.page_words import Word, is_right_to_left
from index.types import Span

_HYPHENS = "-\u2010\u00ad"
_SOFT_HYPHEN = "\u00ad"
_TOUCHING = 0.08  # of the font size: nearer words are one, such as a note's mark and its word
_JOINING = 0.18  # of the font size: Arabic letters that do not join stand as far apart
_BOUND = 0.4  # of the font size: what the file has as one word is one, at larger distances
_MOSTLY = 0.6
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}，。、：；！？「」『』（）]")
_LAST_LETTERS = regex.compile(r"(?<!\p{L})\p{L}++$")
_FIRST_LETTERS = regex.compile(r"\p{L}+")
_COMPOUND = regex.compile(r"(?<!\p{L})\p{L}++(?:[-\u2010]\p{L}++)+")


@dataclass(frozen=True)
class Line:
    """A line of one column, or the row of a table where it has several ``cells``."""

    cells: tuple[tuple[Word, ...], ...]
    page: int

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words of the line in reading order."""
        return tuple(word for cell in self.cells for word in cell)

    @cached_property
    def left(self) -> float:
        """The left edge, in points."""
        return min(word.left for word in self.words)

    @cached_property
    def right(self) -> float:
        """The right edge, in points."""
        return max(word.right for word in self.words)

    @cached_property
    def main(self) -> Word:
        """The longest word: the line's own size and height are its."""
        return max(self.words, key=lambda word: (len(word.text), word.size))

    @property
    def size(self) -> float:
        """The font size, in points."""
        return self.main.size

    @cached_property
    def bold(self) -> bool:
        """Whether it is bold but for a word or two."""
        letters = [(sum(map(str.isalpha, word.text)), word.bold) for word in self.words]
        heavy = sum(count for count, bold in letters if bold)
        return heavy > _MOSTLY * sum(count for count, _ in letters)

    @cached_property
    def text(self) -> str:
        """The words as they stand, apart: to tell what the line is, not to be read."""
        return " ".join(word.text for word in self.words)


def compounds_in(lines: Iterable[Sequence[Word]]) -> frozenset[str]:
    """Return the hyphenated words that stand inside lines, in lower case: those keep theirs."""
    return frozenset(
        found.group().lower().replace("\u2010", "-")
        for line in lines
        for word in line[:-1]
        if "-" in word.text or "\u2010" in word.text
        for found in _COMPOUND.finditer(word.text)
    )


def joined(
    lines: Iterable[Line], compounds: frozenset[str]
) -> tuple[str, list[tuple[Span, Word, int]]]:
    """Return the text of the lines, and each word's span in it with the word and its page.

    ``compounds`` are words known to have a hyphen (see ``compounds_in``).
    """
    parts: list[str] = []
    places: list[tuple[Span, Word, int]] = []
    length = 0
    held: tuple[Word, int] | None = None  # a word waits for what follows, which may take its hyphen
    for line in lines:
        for place, word in enumerate(line.words):
            if held is not None:
                text, glue = _glued(held[0], word, compounds, breaks=not place)
                places.append((Span(length, length + len(text)), *held))
                parts += (text, glue)
                length += len(text) + len(glue)
            held = word, line.page
    if held is not None:
        text = held[0].text.replace(_SOFT_HYPHEN, "")
        places.append((Span(length, length + len(text)), *held))
        parts.append(text)
    return "".join(parts), [each for each in places if each[0]]


def _glued(word: Word, after: Word, compounds: frozenset[str], *, breaks: bool) -> tuple[str, str]:
    """Return the word's text, and what stands between it and the word after.

    ``breaks`` tells that the line ends between them.
    """
    if breaks:
        return _broken(word, after, compounds)
    return word.text.replace(_SOFT_HYPHEN, ""), "" if _touches(word, after) else " "


def _touches(word: Word, after: Word) -> bool:
    """Tell whether two words of a line are one, such as H and 2 and O."""
    if after.spaced and word.text.isascii() and after.text.isascii():
        return False  # nearly all
    apart = max(after.left - word.right, word.left - after.right)
    level = abs(after.bottom - word.bottom) < 0.7 * max(word.size, after.size)
    if is_right_to_left(word.text) or is_right_to_left(after.text):
        return level and apart < _JOINING * word.size  # its spaces stand elsewhere in the file
    near = apart < (_BOUND if after.bound else _TOUCHING) * max(word.size, after.size)
    if after.spaced or not level or not near:
        return False
    # Never make another figure of a figure and its note's mark, nor a word of a footnote's.
    is_figure = word.text[-1].isdecimal() and after.text[0].isdecimal()
    is_mark = word.text.isdecimal() and word.size < 0.85 * after.size
    return not is_figure and not is_mark


def _broken(word: Word, after: Word, compounds: frozenset[str]) -> tuple[str, str]:
    """Return the last word of a line as it is, or without the hyphen that the break has put in."""
    text = word.text.replace(_SOFT_HYPHEN, "")
    stem = text.rstrip(_HYPHENS)
    if word.text.endswith(_SOFT_HYPHEN):
        return stem, ""
    if len(text) - len(stem) == 1 and stem[-1:].isalnum():
        return (stem if _is_put_in(stem, after.text, compounds) else text), ""
    # Chinese and Japanese have no spaces that a line's end could stand for.
    return text, "" if _UNSPACED.match(text[-1:]) and _UNSPACED.match(after.text) else " "


def _is_put_in(stem: str, after: str, compounds: frozenset[str]) -> bool:
    begun = _LAST_LETTERS.search(stem)
    ended = _FIRST_LETTERS.match(after)
    if begun is None or ended is None or not after[0].islower():
        return False
    # "state-of-the-/art", "e-/mail", "TF-/idf": these have their hyphen by nature.
    if "-" in stem or len(begun.group()) < 2 or not begun.group()[1:].islower():
        return False
    return f"{begun.group()}-{ended.group()}".lower() not in compounds
