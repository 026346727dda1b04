"""Used in checking alone: what comes before what: "before" and "after" need the source's word.

Where the source has a word of order itself, both sides are compared; where it has none, what it
tells first comes first, and nothing else is known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.gate.homes import stems
from rag.gate.words import Word, joined, words

_BEFORE = frozenset("before until till bevor ehe bis avant antes".split())
_AFTER = frozenset(
    "after since once afterwards nachdem seit sobald après depuis dès después desde".split()
)
_STRICT = frozenset("before after bevor nachdem avant après antes después afterwards".split())
"""Those of a sentence that are compared."""
_LOOSE = (
    _BEFORE
    | _AFTER
    | frozenset(
        "when then later earlier first next beforehand previously finally already from as "
        "following vor nach danach dann zuvor vorher später erst früher puis ensuite lorsque quand "
        "plus following while until".split()
    )
)
_LONG_PAST = frozenset("had hatte hatten avait avaient había".split())
_BEHIND = 4
"""How many content words behind a word of order are its own side."""
_NEARLY = 0.75


@dataclass(frozen=True, slots=True)
class _Order:
    """A word of order with what stands right behind it and all the rest."""

    word: Word
    behind: frozenset[str]
    rest: frozenset[str]

    @property
    def is_before(self) -> bool:
        return self.word.text in _BEFORE


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say which order of events the sentence turns round or makes up, or None."""
    said = list(_orders(words(sentence), _STRICT))
    if not said:
        return None
    sentences: dict[int, list[Word]] = {}
    for word in joined(quotes):
        sentences.setdefault(word.sentence, []).append(word)
    for order in said:
        near = _nearest(order, list(sentences.values()))
        told = [each for one in near for each in _orders(one, _BEFORE | _AFTER)]
        if any(_kept(order, each) for each in told):
            continue
        if turned := next((each for each in told if _turned(order, each)), None):
            return f"the source says “{turned.word.shown}” there, not “{order.word.shown}”"
        if not any(_in_order(order, each) for each in near):
            return f"the source does not say “{order.word.shown}”"
    return None


def _orders(text: Sequence[Word], signs: frozenset[str]) -> Iterator[_Order]:
    """Yield the words of order that have events on both sides; "before noon" is a time."""
    for at, word in enumerate(text):
        if word.text not in signs:
            continue
        behind = [w for w in text[at + 1 :] if w.content and w.clause == word.clause]
        own = stems(behind[:_BEHIND])
        rest = stems([w for w in text if w not in behind[:_BEHIND]])
        if own and rest and not behind[0].stem[0].isdigit():
            yield _Order(word, own, rest)


def _nearest(order: _Order, told: Sequence[Sequence[Word]]) -> list[Sequence[Word]]:
    """Return the sentences that have nearly as much of what is said as the one that has most."""
    shares = [len((order.behind | order.rest) & stems(each)) for each in told]
    most = max(shares, default=0)
    return [each for share, each in zip(shares, told, strict=True) if share >= _NEARLY * most > 0]


def _kept(said: _Order, told: _Order) -> bool:
    same = said.is_before == told.is_before
    if same:
        return bool(said.behind & told.behind)
    return bool(said.behind & told.rest) and bool(said.rest & told.behind)


def _turned(said: _Order, told: _Order) -> bool:
    if said.is_before != told.is_before:
        return bool(said.behind & told.behind)
    return bool(said.behind & told.rest) and bool(said.rest & told.behind)


def _in_order(order: _Order, told: Sequence[Word]) -> bool:
    """Tell whether a sentence without a word of order tells both sides in the order said."""
    places = {word.stem: at for at, word in reversed(list(enumerate(told)))}
    behind = [places[stem] for stem in order.behind if stem in places]
    rest = [places[stem] for stem in order.rest - order.behind if stem in places]
    if not behind or not rest:
        return any(word.text in _LOOSE for word in told)
    if any(word.text in _LONG_PAST for word in told) and order.word.text in _AFTER:
        return True
    earlier = sum(rest) / len(rest) < sum(behind) / len(behind)
    return earlier == order.is_before
