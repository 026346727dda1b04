"""Seventh layer: who did what to whom: names keep their order around a word, or its voice turns."""

from collections.abc import Iterator, Sequence

from rag.gate.words import Word, joined, words

_BE = frozenset("is are was were be been being am got gets get".split())
_REACH = 12
"""How many words apart two names around a shared word may stand."""


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say which two names of ``sentence`` stand the other way round in its quotes, or None.

    Two names with a word between them ("Ada told Bela") keep their order in the source around
    the same word ("Ada told Bela"), or change both order and voice ("Bela was told by Ada").
    """
    told = joined(quotes)
    known = set[tuple[str, str, str]]()
    for doer, verb, other in _relations(told):
        known.add((doer.stem, verb, other.stem))
    for doer, verb, other in _relations(words(sentence)):
        turned = (other.stem, verb, doer.stem)
        if turned in known and (doer.stem, verb, other.stem) not in known:
            return f"the source has {other.shown} and {doer.shown} the other way round"
    return None


def _relations(text: Sequence[Word]) -> Iterator[tuple[Word, str, Word]]:
    """Yield name, word, name for each word between two names, the passive turned round."""
    named = [at for at, word in enumerate(text) if _is_name(text, at)]
    for first, second in _neighbours(named):
        if text[first].stem == text[second].stem:
            continue
        for at in range(first + 1, second):
            if not text[at].content or at in named:
                continue
            if _passive(text, at, second):
                yield text[second], text[at].stem, text[first]
            else:
                yield text[first], text[at].stem, text[second]


def _neighbours(named: Sequence[int]) -> Iterator[tuple[int, int]]:
    for position, first in enumerate(named):
        for second in named[position + 1 : position + 4]:
            if second - first <= _REACH:
                yield first, second


def _passive(text: Sequence[Word], at: int, end: int) -> bool:
    before = {word.text for word in text[max(0, at - 3) : at]}
    after = [word.text for word in text[at + 1 : end]]
    return bool(before & _BE) and "by" in after[-4:]


def _is_name(text: Sequence[Word], at: int) -> bool:
    word = text[at]
    return word.shown[:1].isupper() and word.content and word.shown != "I"
