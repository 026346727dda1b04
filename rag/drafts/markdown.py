"""The marks within the lines of a Markdown draft, and what a reader sees for them.

Emphasis, links, code, tags, comments, entities, escapes, and figures set as formulas. Where lines
begin with marks, blocks do: those are read elsewhere (``index.reading.markdown``).
"""

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

import regex

from index.types import Block, BlockKind, Span
from rag.drafts.draft import FILLER
from rag.drafts.latex_math import seen_math

_BARE = frozenset({BlockKind.CODE, BlockKind.FURNITURE, BlockKind.HIDDEN})
_SIGN = re.compile(
    r"""
    (?P<escape>\\[!-/:-@\[-`{-~])
    |(?P<comment><!--)
    |(?P<tag><(?P<slash>/?)[A-Za-z][A-Za-z0-9-]{0,20}(?:\s[^<>]{0,500})?/?>)
    |(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    |(?P<image>!\[[^\[\]\r\n]{0,300}\]\([^()\r\n]{0,2000}\))
    |(?P<open>\[)
    |(?P<link>\]\(\s{0,5}(?:<[^<>\r\n]{0,2000}>|[^\s()<>]{0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,500}){0,3})
        (?:\s{1,5}(?:"[^"\r\n]{0,500}"|'[^'\r\n]{0,500}'))?\s{0,5}\))
    |(?P<close>\])
    |(?<![\\$\w])\$(?=\S)(?P<math>[^$\r\n]{1,300})(?<=\S)\$(?![0-9$])
    |(?P<run>\*+|_+|~~+)
    """,
    re.VERBOSE,
)
_FORMULA = re.compile(r"[\\^_=]")
_PUNCTUATION = regex.compile(r"[\p{P}\p{S}]")


class Side(Enum):
    """Which side of words a mark stands on."""

    BEFORE = auto()
    BEHIND = auto()
    INSTEAD = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A mark, and what is seen for it."""

    span: Span
    side: Side = Side.INSTEAD
    shown: str = ""


def inline_marks(text: str, blocks: Iterable[Block], code: Sequence[Span]) -> list[Piece]:
    """Return the marks in the lines of some blocks in order; ``code`` stands between ticks."""
    found = [
        piece
        for block in blocks
        if block.kind not in _BARE
        for piece in _Line(text, block.span, code).pieces()
    ]
    return sorted(found, key=lambda piece: piece.span)


def apart_from(pieces: Iterable[Piece], masked: Sequence[Span]) -> list[Piece]:
    """Return the pieces that share nothing with spans (in order, apart), nor with one before."""
    kept: list[Piece] = []
    for piece in pieces:
        at = bisect_right(masked, piece.span.start, key=lambda span: span.start)
        beside = [*masked[max(0, at - 1) : at + 1], *(each.span for each in kept[-1:])]
        if not any(piece.span.overlaps(each) for each in beside):
            kept.append(piece)
    return kept


def seen_with(plain: str, pieces: Sequence[Piece]) -> str:
    """Return what is seen, as long as before, with the pieces shown as they are seen."""
    parts, end = [], 0
    for each in pieces:
        parts += [plain[end : each.span.start], each.shown.rjust(len(each.span), FILLER)]
        end = each.span.end
    return "".join([*parts, plain[end:]])


class _Line:
    """The walk over one block."""

    def __init__(self, text: str, span: Span, code: Sequence[Span]) -> None:
        self.text = text
        self.span = span
        first = bisect_right(code, span.start, key=lambda each: each.end)
        self.code = code[first : bisect_left(code, span.end, key=lambda each: each.start)]
        self.found: list[Piece] = []
        self.brackets: list[int] = []
        self.runs: dict[str, list[Span]] = {"*": [], "_": [], "~": []}
        self.comments_end = True

    def pieces(self) -> list[Piece]:
        """Return the marks of the block."""
        at = self.span.start
        for code in self.code:
            self.walk(at, code.start)
            at = max(at, code.end)
            self.found += _ticks(self.text, code)
        self.walk(at, self.span.end)
        return self.found

    def walk(self, at: int, end: int) -> None:
        """Take the marks between two places that hold no code."""
        while at < end and (sign := _SIGN.search(self.text, at, end)):
            at = sign.end()
            if sign["comment"]:
                at = self.comment(sign.start(), end) or at
            else:
                self.sign(sign)

    def sign(self, sign: re.Match[str]) -> None:
        """Take one mark."""
        span = Span(*sign.span())
        match sign.lastgroup:
            case "escape":
                self.add(Span(span.start, span.start + 1), Side.BEFORE)
            case "tag" | "slash":
                self.add(span, Side.BEHIND if sign["slash"] else Side.BEFORE)
            case "entity":
                shown = html.unescape(sign.group())
                self.add(span, Side.INSTEAD, shown if len(shown) <= len(span) else "")
            case "image":
                self.add(span, Side.INSTEAD)
            case "math":
                self.math(span, sign["math"])
            case "run":
                self.run(span)
            case _:
                self.bracket(span, is_link=sign["link"] is not None)

    def add(self, span: Span, side: Side, shown: str = "") -> None:
        """Keep a mark."""
        self.found.append(Piece(span, side, shown))

    def comment(self, start: int, last: int) -> int | None:
        """Take a comment and return where it ends; None where it does not."""
        end = self.text.find("-->", start + 4, last) if self.comments_end else -1
        if end < 0:
            self.comments_end = False
            return None
        self.add(Span(start, end + 3), Side.INSTEAD)
        return end + 3

    def math(self, span: Span, inner: str) -> None:
        """Take a formula; what has no sign of one is left as it is: two prices are none."""
        shown = seen_math(inner).strip(f"{FILLER} ")
        if shown or _FORMULA.search(inner):
            self.add(span, Side.INSTEAD, shown)

    def bracket(self, span: Span, *, is_link: bool) -> None:
        """Take a bracket; only one before an address is a mark."""
        if len(span) == 1 and self.text[span.start] == "[":
            self.brackets.append(span.start)
        elif self.brackets:
            opened = self.brackets.pop()
            if is_link:
                self.add(Span(opened, opened + 1), Side.BEFORE)
                self.add(span, Side.BEHIND)

    def run(self, span: Span) -> None:
        """Take a run of stars and the like, by the rules of CommonMark in short."""
        sign = self.text[span.start]
        opens, closes = self._flanks(span, sign)
        opened = self.runs[sign]
        while closes and opened and span:
            before = opened.pop()
            most = min(len(before), len(span))
            self.add(Span(before.end - most, before.end), Side.BEFORE)
            self.add(Span(span.start, span.start + most), Side.BEHIND)
            span = Span(span.start + most, span.end)
            if len(before) > most:
                opened.append(Span(before.start, before.end - most))
        if opens and span:
            opened.append(span)

    def _flanks(self, span: Span, sign: str) -> tuple[bool, bool]:
        """Return whether a run may open, and whether it may close."""
        before = self.text[span.start - 1] if span.start > self.span.start else " "
        behind = self.text[span.end] if span.end < self.span.end else " "
        edges = [
            " " if each.isspace() else "." if _PUNCTUATION.match(each) else "a"
            for each in (before, behind)
        ]
        opens = edges[1] != " " and (edges[1] == "a" or edges[0] != "a")
        closes = edges[0] != " " and (edges[0] == "a" or edges[1] != "a")
        if sign == "_":
            return opens and edges[0] != "a", closes and edges[1] != "a"
        return opens, closes


def _ticks(text: str, code: Span) -> Iterator[Piece]:
    shown = code.of(text)
    length = len(shown) - len(shown.lstrip("`"))
    if length and 2 * length < len(shown):
        yield Piece(Span(code.start, code.start + length), Side.BEFORE)
        yield Piece(Span(code.end - length, code.end), Side.BEHIND)
