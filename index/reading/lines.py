"""Lines of a text with their places, and what can be seen of a line alone."""

import re
from dataclasses import dataclass

import regex

from index.types import Span

ITEM = regex.compile(
    r"(?:[-*+•‣◦–—·▪●○■□✓]|\d{1,3}[.)]|[a-zA-Z]\)|\((?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})\)"
    r"|[ivx]{1,5}[.)]|[a-h]\.)[ \t]+(?=\S)"
)
RULE = re.compile(r"(?:[-=_*~#·•—.+ \t]{3,}|[·•—]{1,2})")
_KEY_VALUE = regex.compile(r"\p{L}[^\s:]*(?: [^\s:]+){0,3}:[ \t]+\S")
_STAMP = regex.compile(r"[\[(<]?\d{1,4}[:./-]\d{2}")
_STOPPED = regex.compile(r"[.!?…:;,。！？：；，、؟।][\"'”’»)\]」』）*_]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, trimmed: ``start`` and ``end`` are code points in the whole text."""

    text: str
    start: int
    end: int
    indent: int

    @property
    def blank(self) -> bool:
        """Tell whether nothing is on the line."""
        return not self.text

    @property
    def span(self) -> Span:
        """The characters of the line without the white space around it."""
        return Span(self.start, self.end)

    @property
    def item_mark(self) -> int:
        """The length of the bullet or number that opens a list item, 0 if none does."""
        found = ITEM.match(self.text)
        return found.end() if found else 0

    @property
    def is_rule(self) -> bool:
        """Tell whether the line only draws a rule: "-----", "* * *"."""
        return bool(self.text) and RULE.fullmatch(self.text) is not None

    @property
    def is_key_value(self) -> bool:
        """Tell whether the line is an entry or a turn of talk: "Price: 30 EUR", "Anna: yes"."""
        return bool(_KEY_VALUE.match(self.text) or _STAMP.match(self.text))

    @property
    def is_stopped(self) -> bool:
        """Tell whether the line ends with a punctuation mark."""
        return bool(_STOPPED.search(self.text[-8:]))

    @property
    def is_prose(self) -> bool:
        """Tell whether the line is running text, or a part of it."""
        return len(self.text) > 80 or (self.is_stopped and self.text.count(" ") >= 3)


def lines_of(text: str) -> list[Line]:
    """Return the lines of ``text`` by any of Unicode's line ends, page breaks included."""
    lines = []
    position = 0
    for raw in text.splitlines(keepends=True):
        body = raw.strip()
        indent = len(raw) - len(raw.lstrip()) if body else 0
        start = position + indent
        lines.append(Line(body, start, start + len(body), indent))
        position += len(raw)
    return lines
