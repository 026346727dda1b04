"""Text that a reader of the file does not see, or sees otherwise than its characters say.

Characters without a shape can carry a message for machines only, or break words that the eye
reads whole. Many have a use: joiners in Indic and Arabic scripts and in emoji, word breaks in
Thai, soft hyphens, a lone byte order mark. What has none is marked, sentence by sentence.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import regex

from index.reading.bidi import reversed_spans
from index.segmentation import trimmed
from index.types import Block, BlockKind, Span

_TAGS = "\U000e0000-\U000e007f"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_JOINERS = "\u034f\u115f\u1160\u180e\u200b-\u200d\u2060\u2065\u206a-\u206f\u3164\ufeff\uffa0"
_OPERATORS = "\u2061-\u2064"  # in formulas: "2x" is written with an invisible "times"
_SHAPELESS = rf"\u00ad{_JOINERS}{_OPERATORS}{_SELECTORS}"
_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"

_MOST_IN_A_WORD = 2
_MOST_OPERATORS = 4
# Breaks in several words of a sentence: so many at least, and one for so many characters.
_FEWEST = 3
_LETTERS_FOR_EACH = 8
_WIDE_LETTERS_FOR_EACH = 2.5  # a phrase has more

UNSEEN = regex.compile(rf"[{_SHAPELESS}{_TAGS}{_CONTROLS}]+")
"""Characters that have no shape of their own."""
_VISIBLE = regex.compile(rf"[^\s{_SHAPELESS}{_TAGS}{_CONTROLS}]")
# A flag of a part of a country is a black flag with its code in tags.
_CARRIED = regex.compile(
    r"(?P<flag>\U0001f3f4[\U000e0061-\U000e007a]{2}[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,4}"
    rf"\U000e007f)|[{_TAGS}]+|[{_SHAPELESS}]{{4,}}|[{_SELECTORS}]{{2,}}"
    r"|(?<!\p{Han})[\U000e0100-\U000e01ef]"
)
_BETWEEN = rf"[{_JOINERS}{_OPERATORS}{_SELECTORS}]"
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}]--{_BETWEEN}]"
_BROKEN_WORD = regex.compile(
    rf"(?<!{_LETTER}|{_BETWEEN}){_LETTER}++(?:{_BETWEEN}++{_LETTER}++)++", regex.V1
)
# Scripts whose letters need nothing between them to be shown right.
_ALPHABETS = r"\p{Latin}\p{Greek}\p{Cyrillic}\p{Armenian}\p{Georgian}\p{Hebrew}"
_PLAIN = rf"[[{_ALPHABETS}\p{{Nd}}]--{_BETWEEN}]"
# Programs mark where a line may be broken: "set|Next|Focus", and phrases of Chinese or Japanese.
_WIDE = rf"[[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}\p{{Hangul}}]--{_BETWEEN}]"
_BREAK = regex.compile(
    rf"(?<={_PLAIN})(?!(?<=\p{{Ll}}){_BETWEEN}+\p{{Lu}})(?:"
    rf"(?P<operator>[{_OPERATORS}]+)|(?P<joiner>{_BETWEEN}+))(?={_PLAIN})"
    rf"|(?<={_WIDE})(?P<wide>[{_JOINERS}{_OPERATORS}]+)(?={_WIDE})",
    regex.V1,
)
_ENDED = regex.compile(r"[.!?…。！？][\"'”’»)\]]*\s*\Z")


def mark_hidden(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return ``blocks`` with the sentences that hide something made blocks of their own.

    They stay in order, apart, and cover what they covered; clean sentences keep their kind.
    """
    if text.isascii() or not UNSEEN.search(text):
        return tuple(blocks)
    found = _find(text)
    return tuple(part for block in blocks for part in _parts(text, block, found))


@dataclass(frozen=True, slots=True)
class _Found:
    """What a text hides: ``spans`` in order and apart, and words that are broken a little."""

    spans: tuple[Span, ...]
    words: tuple[tuple[Span, int], ...]
    """Each with the number of its breaks."""

    def first_in(self, text: str, unit: Span) -> int | None:
        """Return where the first hidden characters of ``unit`` begin, None if there are none."""
        if not _VISIBLE.search(text, unit.start, unit.end):
            return unit.start
        starts = [*self._first_span(unit), *self._first_word(unit)]
        return max(unit.start, min(starts)) if starts else None

    def _first_span(self, unit: Span) -> list[int]:
        place = bisect_right(self.spans, unit.start, key=lambda span: span.end)
        touched = place < len(self.spans) and self.spans[place].start < unit.end
        return [self.spans[place].start] if touched else []

    def _first_word(self, unit: Span) -> list[int]:
        first = bisect_right(self.words, unit.start, key=lambda word: word[0].end)
        last = bisect_right(self.words, unit.end - 1, key=lambda word: word[0].start)
        breaks = sum(count for _, count in self.words[first:last])
        frequent = breaks >= _FEWEST and breaks * _LETTERS_FOR_EACH >= len(unit)
        return [self.words[first][0].start] if frequent else []


def _find(text: str) -> _Found:
    spans = [*_carried(text), *reversed_spans(text)]
    words = []
    for match in _BROKEN_WORD.finditer(text):
        word = Span(*match.span())
        breaks = Counter(each.lastgroup for each in _BREAK.finditer(text, word.start, word.end))
        if _is_broken_up(word, breaks):
            spans.append(word)
        elif breaks["joiner"]:
            words.append((word, breaks["joiner"]))
    return _Found(tuple(_merged(spans)), tuple(words))


def _is_broken_up(word: Span, breaks: Mapping[str | None, int]) -> bool:
    return (
        breaks["joiner"] > _MOST_IN_A_WORD
        or breaks["operator"] > _MOST_OPERATORS
        or (breaks["wide"] >= _FEWEST and breaks["wide"] * _WIDE_LETTERS_FOR_EACH > len(word))
    )


def _carried(text: str) -> Iterator[Span]:
    for match in _CARRIED.finditer(text):
        if match["flag"] is None:
            yield Span(*match.span())


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


@dataclass(frozen=True, slots=True)
class _Part:
    """From ``start`` on, up to the next part, a block is hidden or not."""

    start: int
    hidden: bool
    sentences: tuple[Span, ...] = ()


def _parts(text: str, block: Block, found: _Found) -> Iterator[Block]:
    if not block.kind.is_cited:
        yield block
        return
    parts = [part for unit in _units(block) for part in _judged(text, *unit, found)]
    groups = [list(group) for _, group in groupby(parts, key=lambda part: part.hidden)]
    starts = [*(group[0].start for group in groups), block.span.end]
    for group, (start, end) in zip(groups, pairwise(starts), strict=True):
        sentences = tuple(sentence for part in group for sentence in part.sentences)
        for span in trimmed(text, start, end):
            yield _part_of(block, span, None if group[0].hidden else sentences)


def _part_of(block: Block, span: Span, sentences: tuple[Span, ...] | None) -> Block:
    if sentences is None:
        return replace(block, span=span, kind=BlockKind.HIDDEN, sentences=(), level=None)
    return replace(block, span=span, sentences=sentences)


def _units(block: Block) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    """Yield the parts of a block with one sentence each, which together are the whole block."""
    later = [sentence.start for sentence in block.sentences[1:]]
    bounds = [block.span.start, *later, block.span.end]
    for place, (start, end) in enumerate(pairwise(bounds)):
        yield Span(start, end), block.sentences[place : place + 1]


def _judged(text: str, unit: Span, sentences: tuple[Span, ...], found: _Found) -> Iterator[_Part]:
    start = found.first_in(text, unit)
    if start is None:
        yield _Part(unit.start, False, sentences)
        return
    # What is put right behind a full stop leaves the sentence before it whole.
    opened = sentences[0].start if sentences else start
    before = trimmed(text, opened, start) if start > opened else ()
    if before and _ENDED.search(text, max(opened, start - 8), start):
        yield _Part(unit.start, False, before)
        yield _Part(start, True)
    else:
        yield _Part(unit.start, True)
