"""Links that a browser opens at a quotation: text fragments.

A browser looks for the words in the text as it shows it: whole words, without regard to case, runs
of white space as one space, and each part of the fragment inside one line or paragraph. Two parts
by a comma are the first and the last words of a stretch, which may go over several paragraphs;
where no words are between spaces, whole clauses are named, for only the browser knows the words.
Source: WICG, URL Fragment Text Directives, 2023.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from index.terms import fold
from index.types import Span

_LONG = 80
"""Characters of a quote beyond which only its first and last words are named."""
_NAMED = (24, 48, 96, 192)
"""Characters named at least at each end of a long quote: more where fewer tell another stretch."""
_CONTEXTS = (16, 64)
"""Characters named at least before or behind words that stand elsewhere too."""
_LONGEST_WORD = 100
_MOST_PLACES = 10_000
"""Places that are looked at; words that stand more often are named without regard to the others."""
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(r"\w")
_PIECE = re.compile(rf"\w*[{_UNSPACED}]\w*[^\w\s]*|[^\s{_UNSPACED}]+")
"""What is named whole: a word with its signs, or a clause of a script without spaces."""


@dataclass(frozen=True, slots=True)
class Directive:
    """The parts of a text fragment, as plain text; empty ones are left out."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def written(self) -> str:
        """What stands behind the # of an address."""
        parts = [
            f"{_encoded(self.prefix)}-" if self.prefix else "",
            _encoded(self.start),
            _encoded(self.end),
            f"-{_encoded(self.suffix)}" if self.suffix else "",
        ]
        return f":~:text={','.join(filter(None, parts))}"


def directive(exact: str) -> Directive:
    """Return what names the words, wherever they stand first."""
    return Directive(*next(_named(exact)))


def directive_at(span: Span, text: str) -> Directive:
    """Return what names the words at ``span`` and, if that can be, none that stand before them.

    Words that are cut are made whole, for a browser finds no part of one.
    """
    whole = _whole_words(span, text)
    exact = whole.of(text)
    shown = fold(_line(text))
    start = len(_line(text[: whole.start] + "|")) - 1
    wanted = (start, start + len(_line(exact)))
    tried = [
        Directive(first, last, prefix, suffix)
        for prefix, suffix in _contexts(whole, text)
        for first, last in _named(exact)
    ]
    return next((each for each in tried if _found(each, shown) == wanted), tried[0])


def _named(exact: str) -> Iterator[tuple[str, str]]:
    """Yield the words whole, or first and last ones of them, the shortest first."""
    lines = [_line(line) for line in exact.splitlines() if line.strip()] or [""]
    words = " ".join(lines)
    if len(lines) == 1 and len(words) <= _LONG:
        yield words, ""
        return
    for least in _NAMED:
        first, last = _first(lines[0], least), _last(lines[-1], least)
        if len(lines) > 1 or len(first) + len(last) < len(words):
            yield first, last
    if len(lines) == 1:
        yield words, ""


def _contexts(span: Span, text: str) -> Iterator[tuple[str, str]]:
    """Yield what may be named before and behind the words, nothing first."""
    yield "", ""
    before = text[max(0, span.start - 500) : span.start].rstrip().rpartition("\n")[2]
    behind = text[span.end : span.end + 500].lstrip().partition("\n")[0]
    for least in _CONTEXTS:
        prefix, suffix = _last(_line(before), least), _first(_line(behind), least)
        yield from ((prefix, ""), ("", suffix), (prefix, suffix))


def _first(line: str, least: int) -> str:
    """Return the first whole words of a line, ``least`` characters if it has so many."""
    end = next((found.end() for found in _PIECE.finditer(line) if found.end() >= least), len(line))
    return line[:end]


def _last(line: str, least: int) -> str:
    starts = [found.start() for found in _PIECE.finditer(line)]
    start = next((at for at in reversed(starts) if len(line) - at >= least), 0)
    return line[start:]


def _whole_words(span: Span, text: str) -> Span:
    """Return the span without white space at its ends, and with what it cuts whole.

    That is a word, or a clause of a script without spaces.
    """
    inner = span.of(text)
    if inner.isspace():
        return span
    start = inner_start = span.end - len(inner.lstrip())
    end = inner_end = span.start + len(inner.rstrip())
    while _cuts(text, start) and inner_start - start < _LONGEST_WORD:
        start -= 1
    while _cuts(text, end) and end - inner_end < _LONGEST_WORD:
        end += 1
    return Span(start, end)


def _cuts(text: str, at: int) -> bool:
    """Tell whether a word goes on over a place."""
    if not 0 < at < len(text):
        return False
    return bool(_WORD.match(text[at - 1]) and _WORD.match(text[at]))


def _found(named: Directive, shown: str) -> tuple[int, int] | None:
    """Return where a browser finds a stretch first, in folded text without double spaces."""
    start, end, prefix, suffix = map(fold, (named.start, named.end, named.prefix, named.suffix))
    for begun in _places(start, shown):
        before = shown[max(0, begun - len(prefix) - 1) : begun]
        if prefix and not before.rstrip().endswith(prefix):
            continue
        ends = _places(end, shown, begun + len(start)) if end else iter((begun,))
        for at in ends:
            ended = at + len(end or start)
            if not suffix or shown[ended : ended + len(suffix) + 1].lstrip().startswith(suffix):
                return begun, ended
        if end:
            return None  # a later beginning has no other ends
    return None


def _places(words: str, shown: str, at: int = 0) -> Iterator[int]:
    """Yield where words stand that are not cut, as far as it is worth to look."""
    for _ in range(_MOST_PLACES):
        at = shown.find(words, at)
        if at < 0:
            return
        if not (_cuts(shown, at) or _cuts(shown, at + len(words))):
            yield at
        at += 1


def _encoded(part: str) -> str:
    return quote(part, safe="").replace("-", "%2D")


def _line(text: str) -> str:
    return " ".join(text.split())
