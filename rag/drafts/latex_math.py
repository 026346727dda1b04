"""Formulas of LaTeX: a plain figure is a word of the sentence, all else is not."""

import re
from collections.abc import Iterator

from rag.drafts.draft import FILLER

_PIECE = re.compile(
    r"(?P<kept>[0-9]+|[.,:/+–±×-]|\s+)"
    r"|\{(?P<mark>[.,])\}"
    r"|(?P<thin>\\[,!])"
    r"|(?P<space>\\[;: ]|~)"
    r"|\\(?P<percent>%)"
    r"|(?P<degree>\^(?:\\circ(?![A-Za-z])|\{\\circ\}))"
    r"|\\(?:text|textrm|mathrm|mbox|rm)\{(?P<words>[^{}\\$]{0,40})\}"
    r"|(?P<sign>\\(?:sim|approx|simeq|le|leq|ge|geq|pm)(?![A-Za-z])\s*|[<>=])"
)
_FIGURE = re.compile(r"[0-9]")


def seen_math(inner: str) -> str:
    r"""Return a formula as a reader takes it, as long as it was written.

    >>> seen_math(r"53\%").replace(FILLER, "")
    '53%'
    >>> seen_math("x + 53").replace(FILLER, "")
    ''
    """
    parts = list(_pieces(inner))
    if sum(map(len, parts)) != len(inner) or not _FIGURE.search(inner):
        return FILLER * len(inner)
    return "".join(parts)


def _pieces(inner: str) -> Iterator[str]:
    at = 0
    while found := _PIECE.match(inner, at):
        at = found.end()
        yield _seen(found).rjust(len(found.group()), FILLER)


def _seen(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "thin" | "sign" | None:
            return ""
        case "space":
            return " "
        case "degree":
            return "°"
        case group:
            return found[group]
