"""Citations written out in the words of a draft, of whatever form: by number, by author and year.

"(Byrne, 2019, p. 3; Moreau 2020)", "Byrne (2019)", and "[3]" where the draft has a numbered list of
references. What only may be a citation, as "Lisbon (2007)" may, is said to be unsure.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import regex

from index.types import Span
from rag.citing.phrases import plain_words
from rag.drafts.draft import Mark
from rag.drafts.reference_list import Entry

MOST_IN_RANGE = 30
"""Numbers that "[3-9]" may stand for."""

_NAME = r"(?:(?:van|von|de|der|den|del|di|da|du|la|le|ten|zu)\s+){0,3}\p{Lu}[\p{L}'’-]+"
_NAMES = (
    rf"{_NAME}(?:\s+(?!et\b)\p{{Lu}}[\p{{L}}'’-]+){{0,3}}(?:,\s+{_NAME}){{0,6}}"
    rf"(?:,?\s+(?:&|and|und|et|y)\s+{_NAME})?(?P<more>\s+(?:et\s+al\.?|u\.\s?a\.))?"
)
_YEAR = r"(?P<year>(?:1[4-9]|20)\d\d[a-z]?)"
_PLACE = r"(?:\s*[,:]\s*(?P<place>[^()]{1,60}))?"
_PARENTHESIS = regex.compile(r"\((?P<inside>[^()]{6,400})\)")
_PIECE = regex.compile(
    rf"\s*(?:(?:see|cf\.?|vgl\.|siehe|voir|e\.g\.,?|z\.\s?B\.)\s+(?:also\s+|auch\s+)?)?"
    rf"(?P<names>{_NAMES})(?P<comma>,?)\s+{_YEAR}{_PLACE}\s*"
)
_YEAR_IN_PARENTHESES = regex.compile(rf"\({_YEAR}{_PLACE}\)")
_NAMES_BEFORE = regex.compile(rf"(?P<names>{_NAMES})(?:['’]s?)?\s+\Z")
_OPENING_WORDS = regex.compile(
    r"(?:(?:as|but|and|in|since|after|while|following|to|see|wie|nach|laut|bei|und|selon"
    r"|como|según)\s+)*",
    regex.IGNORECASE,
)
"""Words that begin a sentence before an author's name."""
_NUMBERS = regex.compile(
    r"\[(?P<numbers>\d{1,4}(?:\s*[,;–-]\s*\d{1,4}){0,30})(?:,\s*(?:pp?|S)\.[^\[\]]{1,40})?\](?![(:])"
)
_NUMBER = regex.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_IS_PLACE = regex.compile(r"(?:pp?|ss?|seiten?|pages?|ch|sec|kap|§)\b|\d", regex.IGNORECASE)
_LOOK_BACK = 120
_OPENING = 400
"""Characters of an entry that name its authors and its year."""
_AUTHORS_IN = 12
"""Words that an entry's first author stands among."""
_MOST_BY_ONE = 200
"""Entries of one author that are looked through."""
_JOINTS = frozenset({"and", "und", "et", "al", "y", "u", "a"})
_OLDEST = 1900
"""The year from which "(Smith, 1956)" is a citation without a doubt; "(London, 1874)" is none."""
_NO_AUTHORS = frozenset(
    "january february march april may june july august september october november december spring "
    "summer autumn fall winter januar februar märz mai juni juli oktober dezember frühjahr sommer "
    "herbst since until before after about around circa figure table act in from to by and the"
    .split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextMark:
    """A citation in words."""

    mark: Mark
    """Its note is the entry of the list of references, or what it says itself."""
    sure: bool
    """Whether it is a citation, wherever what it names may be."""
    whole: Span
    """What of the draft it takes up: with its parentheses, where they hold nothing else."""


def text_marks(plain: str, entries: Sequence[Entry]) -> list[TextMark]:
    """Return what may be citations in the words that a reader sees of a draft, in order.

    ``entries`` are those of its list of references.
    """
    listed = _Listed(entries)
    found = chain(_numbers(plain, entries), _in_parentheses(plain, listed), _named(plain, listed))
    return sorted(found, key=lambda each: each.mark.span)


class _Listed:
    """A list of references by the words that its entries begin with."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._by_word: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
        for entry in entries:
            words = plain_words(entry.text[:_OPENING])
            for word in dict.fromkeys(words[:_AUTHORS_IN]):
                self._by_word[word].append((frozenset(words), entry.text))

    def __bool__(self) -> bool:
        return bool(self._by_word)

    def by(self, names: str, year: str) -> list[str]:
        """Return the entries of works by all these authors, of that year."""
        words = [word for word in plain_words(names) if word not in _JOINTS]
        wanted = {*words, year}
        found = self._by_word.get(words[0], []) if words else []
        return [text for held, text in found[:_MOST_BY_ONE] if wanted <= held]


def _numbers(plain: str, entries: Sequence[Entry]) -> Iterator[TextMark]:
    listed = {entry.label: entry.text for entry in entries if entry.label}
    for found in _NUMBERS.finditer(plain) if listed else ():
        for number in _each_number(found["numbers"]):
            keys = () if number in listed else (f"[{number}]",)
            span = Span(*found.span())
            yield TextMark(Mark(span, keys, listed.get(number, "")), sure=True, whole=span)


def _each_number(written: str) -> Iterator[str]:
    for first, last in _NUMBER.findall(written):
        most = min(int(last or first), int(first) + MOST_IN_RANGE)
        yield from map(str, range(int(first), max(most, int(first)) + 1))


def _in_parentheses(plain: str, listed: _Listed) -> Iterator[TextMark]:
    for found in _PARENTHESIS.finditer(plain):
        pieces = found["inside"].split(";")
        cited = [_cited(piece) for piece in pieces]
        start = found.start("inside")
        for piece, parts in zip(pieces, cited, strict=True):
            span = _trimmed(piece, start)
            if parts:
                whole = Span(*found.span()) if all(cited) else span
                own = whole if len(pieces) == 1 else span
                yield _by_author(own, parts, listed, sure=_is_sure(parts, listed), whole=whole)
            start += len(piece) + 1


def _cited(piece: str) -> "regex.Match[str] | None":
    parts = _PIECE.fullmatch(piece)
    return None if parts is None or _is_no_author(parts["names"]) else parts


def _trimmed(piece: str, start: int) -> Span:
    start += len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))


def _named(plain: str, listed: _Listed) -> Iterator[TextMark]:
    """Yield authors in the text with their year in parentheses."""
    for found in _YEAR_IN_PARENTHESES.finditer(plain):
        first = max(0, found.start() - _LOOK_BACK)
        before = _NAMES_BEFORE.search(plain[first : found.start()])
        opening = _OPENING_WORDS.match(before["names"]) if before else None
        if before and opening and not _is_no_author(names := before["names"][opening.end() :]):
            span = Span(first + before.start() + opening.end(), found.end())
            sure = before["more"] is not None
            yield _by_author(span, found, listed, sure=sure, names=names, whole=span)


def _by_author(
    span: Span,
    parts: "regex.Match[str]",
    listed: _Listed,
    *,
    sure: bool,
    whole: Span,
    names: str | None = None,
) -> TextMark:
    written = names or parts["names"]
    texts = listed.by(written, parts["year"])
    note = texts[0] if len(texts) == 1 else f"{written}, {parts['year']}"
    return TextMark(Mark(span, (), note), sure=sure or bool(texts), whole=whole)


def _is_sure(parts: "regex.Match[str]", listed: _Listed) -> bool:
    place = parts["place"]
    if parts["more"] or "&" in parts["names"] or (place and _IS_PLACE.match(place)):
        return True
    return (bool(parts["comma"]) or bool(listed)) and int(parts["year"][:4]) >= _OLDEST


def _is_no_author(names: str) -> bool:
    return any(word in _NO_AUTHORS for word in plain_words(names)[:1])
