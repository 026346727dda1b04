"""What two texts have in common word for word, in time that grows with their lengths."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import regex

from index.spans import overlaps_any
from index.types import Span
from rag.quoting.gaps import NO_WORD

MOST_PLACES = 8
"""Places of a source that are tried for a run of the draft; the longest counts."""

_INVISIBLE = r"\u00ad\u200b\u2060\ufeff"
_LETTERS = r"[\p{L}\p{M}\p{N}]+"
_JOINT = rf"(?:[{_INVISIBLE}]+|[-‐][ \t\r]*\n[ \t\r]*(?=\p{{Ll}}))"
_WORD = regex.compile(rf"{_LETTERS}(?:{_JOINT}{_LETTERS})*|{NO_WORD}+")
_JOINTS = regex.compile(_JOINT)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as they are compared: without case, hyphenation and punctuation."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    """Where each stands in the text."""

    @classmethod
    def of(cls, text: str) -> "Words":
        """Take the words of a text; what is masked in it parts them as a word would."""
        found = list(_WORD.finditer(text))
        return cls(
            tuple(_plain(word.group()) for word in found),
            tuple(Span(*word.span()) for word in found),
        )

    def span(self, start: int, end: int) -> Span:
        """Return where the words from ``start`` to before ``end`` stand."""
        return Span(self.spans[start].start, self.spans[end - 1].end)


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that a draft and a source have in common."""

    span: Span
    """In the draft."""
    source: Span
    """In the source."""
    words: int
    is_quoted: bool
    """Whether the draft gives them as a quotation."""


@dataclass(frozen=True, slots=True)
class _Common:
    """Words that are equal from two places on."""

    at: int
    place: int
    length: int


def runs(draft: Words, source: Words, least: int, quoted: Sequence[Span]) -> Iterator[Run]:
    """Yield the runs of at least ``least`` words that stand in both, in the order of the draft.

    They do not overlap in the draft. A run that is quoted in part is parted where its quotation
    ends; of what is not quoted only pieces of ``least`` words are kept. ``quoted`` are in order.
    """
    places = _places(draft.words, source.words, least)
    at = 0
    while at + least <= len(draft.words):
        key = draft.words[at : at + least]
        length, place = max(
            ((_common(draft.words, source.words, at, each), -each) for each in places.get(key, ())),
            default=(0, 0),
        )
        if length:
            common = _Common(at, -place, length)
            yield from _parted(draft, source, common, quoted, least)
        at += max(length, 1)


def _places(
    draft: tuple[str, ...], source: tuple[str, ...], least: int
) -> dict[tuple[str, ...], list[int]]:
    """Return for each run of ``least`` words of the draft the first places that have it."""
    wanted = {draft[at : at + least] for at in range(len(draft) - least + 1)}
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(source) - least + 1):
        key = source[at : at + least]
        if key in wanted and len(found[key]) < MOST_PLACES:
            found[key].append(at)
    return found


def _common(draft: Sequence[str], source: Sequence[str], at: int, place: int) -> int:
    """Return how many words in a row are equal from two places on."""
    length = 0
    most = min(len(draft) - at, len(source) - place)
    while length < most and draft[at + length] == source[place + length]:
        length += 1
    return length


def _parted(
    draft: Words, source: Words, common: "_Common", quoted: Sequence[Span], least: int
) -> Iterator[Run]:
    """Yield the pieces of a run that are quoted, and the long ones that are not."""
    at, place = common.at, common.place
    for is_quoted, group in groupby(
        range(common.length), key=lambda offset: overlaps_any(draft.spans[at + offset], quoted)
    ):
        first, *_ = offsets = list(group)
        last = offsets[-1] + 1
        if is_quoted or len(offsets) >= least:
            yield Run(
                draft.span(at + first, at + last),
                source.span(place + first, place + last),
                len(offsets),
                is_quoted,
            )


def _plain(word: str) -> str:
    if word.isascii():
        return _JOINTS.sub("", word).casefold()
    return unicodedata.normalize("NFKC", _JOINTS.sub("", word)).casefold()
