"""The tokens of a LaTeX text, in one walk, and the braces that belong together."""

import re
from array import array
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

RAW = frozenset(
    "verbatim Verbatim lstlisting minted comment filecontents equation align gather multline "
    "eqnarray displaymath math flalign alignat tikzpicture pgfpicture picture thebibliography "
    "algorithm algorithmic dmath alltt subequations split cases matrix forest".split()
)
"""Environments, starred or not, in which nothing is prose."""

_TOKEN = re.compile(
    r"""
    (?P<verb>\\(?:verb|lstinline)\b\*?(?P<mark>[^A-Za-z\s*{\[])[^\n]{0,1000}?(?P=mark))
    |\\(?P<edge>begin|end)[ \t]*\{(?P<name>[A-Za-z@]{1,60}\*?)\}
    |(?P<command>\\(?:[A-Za-z@]+\*?|[^A-Za-z@]|\Z))
    |(?P<comment>%[^\r\n]*)
    |(?P<math>\$\$?)
    |(?P<open>\{)
    |(?P<close>\})
    |(?P<blank>\r?\n[ \t]*\r?\n\s*)
    |(?P<quote>``|''|"[`']|[`'"])
    |(?P<dash>---?)
    |(?P<tie>~)
    |(?P<bracket>[\[\]])
    |(?P<cell>&)
    """,
    re.VERBOSE,
)


class Kind(Enum):
    """What a token is."""

    BEGIN = auto()
    END = auto()
    COMMAND = auto()
    COMMENT = auto()
    MATH = auto()
    OPEN = auto()
    CLOSE = auto()
    BLANK = auto()
    QUOTE = auto()
    DASH = auto()
    TIE = auto()
    BRACKET = auto()
    CELL = auto()
    RAW = auto()


class Token(NamedTuple):
    """A stretch of a LaTeX text that is not simply words."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    """Of a command, without its backslash, or of an environment."""


def tokens_of(text: str) -> Iterator[Token]:
    """Yield the tokens in order; an environment without prose is one token, however long."""
    at = 0
    unended: set[str] = set()
    while found := _TOKEN.search(text, at):
        at = found.end()
        if found["name"] is None:
            yield _token(found)
            continue
        name = found["name"]
        is_begin = found["edge"] == "begin"
        if is_begin and name.rstrip("*") in RAW and name not in unended:
            ended = text.find(f"\\end{{{name}}}", at)
            if ended >= 0:
                at = ended + len(name) + 6
                yield Token(Kind.RAW, found.start(), at, name)
                continue
            unended.add(name)
        yield Token(Kind.BEGIN if is_begin else Kind.END, found.start(), at, name)


def _token(found: re.Match[str]) -> Token:
    if found["verb"] is not None:
        return Token(Kind.COMMAND, *found.span(), "verb")
    name = found["command"][1:] if found["command"] is not None else ""
    return Token(Kind[(found.lastgroup or "").upper()], *found.span(), name)


class Braces:
    """Where each brace and each bracket of a text is closed."""

    def __init__(self, text: str) -> None:
        """Match them, those in comments and in what is no prose left out.

        A bracket is closed inside of the braces and the paragraph that it stands in.
        """
        self._text = text
        self._closing = array("l", [-1]) * len(text)
        self._opened: list[int] = []
        for token in tokens_of(text):
            match token.kind:
                case Kind.OPEN:
                    self._opened.append(token.start)
                case Kind.CLOSE:
                    self._forget_brackets()
                    self._close(token.start)
                case Kind.BRACKET if text[token.start] == "[":
                    self._opened.append(token.start)
                case Kind.BRACKET if self._opened and text[self._opened[-1]] == "[":
                    self._close(token.start)
                case Kind.BLANK:
                    self._forget_brackets()

    def end(self, at: int, brace: str = "{") -> int | None:
        """Return where ends what a brace or bracket at ``at`` opens; None if nothing does."""
        if self._text[at : at + 1] != brace or self._closing[at] < 0:
            return None
        return self._closing[at] + 1

    def _close(self, at: int) -> None:
        if self._opened:
            self._closing[self._opened.pop()] = at

    def _forget_brackets(self) -> None:
        while self._opened and self._text[self._opened[-1]] == "[":
            self._opened.pop()
