"""Where a text is shown in another order than its characters have.

Control characters of the bidirectional algorithm (Unicode Annex 9) may turn "2191" into 1912 on
the screen. Right-to-left text needs some of them, so only scopes that turn something round are
found: an override over text of the other direction, or an embedding or isolate to the right
around text that has no right-to-left letter but parts that change places.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

import regex

from index.types import Span

_LEFT_OVERRIDE, _RIGHT_OVERRIDE = "\u202d", "\u202e"
_EMBEDDINGS = "\u202a\u202b\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_TO_THE_RIGHT = "\u202b\u2067"
_MARKS = "\u200f\u061c"

_CONTROL = regex.compile(f"[{_EMBEDDINGS}{_ISOLATES}{_MARKS}]")
_LINE = regex.compile(r"[^\n\r\x1c-\x1e\x85\u2029]+")
_RIGHT = (
    r"\p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}\p{Nko}\p{Samaritan}\p{Mandaic}\p{Adlam}"
    r"\p{Hanifi_Rohingya}\p{Mende_Kikakui}"
)
_TOKEN = regex.compile(
    rf"(?P<open>[{_EMBEDDINGS}{_ISOLATES}])|(?P<pop>\u202c)|(?P<close>\u2069)|(?P<mark>[{_MARKS}])"
    r"|(?P<digits>\p{Nd}+(?:[.,:/]\p{Nd}+)*)"
    rf"|(?P<right>[\p{{L}}&&[{_RIGHT}]]+)|(?P<left>[\p{{L}}--[{_RIGHT}]]+)",
    regex.V1,
)


def reversed_spans(text: str) -> Iterator[Span]:
    """Yield the stretches that are shown in another order; they may nest."""
    if not _CONTROL.search(text):
        return
    for line in _LINE.finditer(text):
        if _CONTROL.search(text, line.start(), line.end()):
            tokens = list(_TOKEN.finditer(text, line.start(), line.end()))
            yield from _Line(tokens).reversed_spans(line.end())


class _Line:
    """The tokens of one line, with how many of each kind come before each of them."""

    def __init__(self, tokens: "Sequence[regex.Match[str]]") -> None:
        self.tokens = tokens
        kinds = [token.lastgroup for token in tokens]
        self.kinds = [*kinds, None, None]
        self._before = {
            kind: list(accumulate((found == kind for found in kinds), initial=0))
            for kind in ("left", "right", "digits", "open")
        }

    def reversed_spans(self, end: int) -> Iterator[Span]:
        for first, last in self._scopes():
            if self._turns_round(first, last):
                closed = self.tokens[last].end() if last < len(self.tokens) else end
                yield Span(self.tokens[first].start(), closed)

    def _scopes(self) -> Iterator[tuple[int, int]]:
        """Yield for each control its own place and that of what ends it."""
        opened: list[int] = []
        isolates = 0
        for place, token in enumerate(self.tokens):
            match token.lastgroup:
                case "mark":
                    yield place, min(place + 2, len(self.tokens))
                case "open":
                    opened.append(place)
                    isolates += token[0] in _ISOLATES
                case "pop" if opened and self.tokens[opened[-1]][0] in _EMBEDDINGS:
                    yield opened.pop(), place
                case "close" if isolates:
                    # An isolate ends the embeddings that were opened in it.
                    isolates -= 1
                    while self.tokens[opened[-1]][0] in _EMBEDDINGS:
                        yield opened.pop(), place
                    yield opened.pop(), place
        for place in opened:
            yield place, len(self.tokens)

    def _turns_round(self, first: int, last: int) -> bool:
        control = self.tokens[first][0]
        rights = self._count("right", first, last)
        words = self._count("left", first, last) + self._count("digits", first, last)
        if control == _RIGHT_OVERRIDE:
            return words > 0
        if control == _LEFT_OVERRIDE:
            return rights > 0
        starts_with_number = self.kinds[first + 1] == "digits"
        if control in _MARKS:
            follows = self.kinds[first + 2] in ("digits", "left")
            return starts_with_number and follows and not self._before["right"][-1]
        if control not in _TO_THE_RIGHT or rights or words < 2:
            return False
        return starts_with_number or self._count("open", first, last) > 0

    def _count(self, kind: str, first: int, last: int) -> int:
        return self._before[kind][last] - self._before[kind][first + 1]
