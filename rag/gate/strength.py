"""Fifth layer: a sentence claims no more than its source: "all" is not "many", "is" not "may be".

Quantifiers and modal verbs are compared where they stand before the same words in both.
"""

from collections.abc import Mapping, Sequence

from rag.gate.alignment import Word, align, joined, words

_QUANTIFIERS: Sequence[str] = (
    "no none nobody neither",
    "few little rarely seldom hardly",
    "some certain several sometimes occasionally partly various",
    "many numerous often frequently much",
    "most mostly majority usually generally mainly largely",
    "all every each always entirely completely everyone everything everybody whole both",
)
"""From none to all; in one line words that say about the same."""
_RANK: Mapping[str, int] = {
    word: rank for rank, group in enumerate(_QUANTIFIERS) for word in group.split()
}
_NONE, _FEW, _SOME, _MANY, _MOST, _ALL = range(6)
_BOUNDS: Mapping[str, str] = {
    phrase: bound
    for bound, phrases in {
        "more than": "more than|over|above|upwards of",
        "less than": "less than|fewer than|under|below|almost|nearly|not quite",
        "at least": "at least|no fewer than|no less than|not less than|a minimum of",
        "at most": "at most|up to|no more than|not more than|a maximum of",
        "exactly": "exactly|precisely",
        "about": "about|around|roughly|approximately|some|or so",
    }.items()
    for phrase in phrases.split("|")
}
_MODALS: Mapping[str, str] = {
    word: kind
    for kind, group in {
        "possible": "may might could can possibly perhaps maybe potentially probably likely",
        "advised": "should ought",
        "required": "must shall required mandatory compulsory obliged",
        "coming": "will would",
    }.items()
    for word in group.split()
}
_AFTER = 3


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say where ``sentence`` claims more, or something firmer, than its quotes; else None."""
    said, told = words(sentence), joined(quotes)
    partners = align(said, told)
    return _quantity(said, told, partners) or _modality(said, told, partners)


def _quantity(
    said: Sequence[Word], told: Sequence[Word], partners: Mapping[int, int]
) -> str | None:
    for at, word in enumerate(said):
        rank = _rank(said, at)
        head = _head(said, at, partners) if rank is not None else None
        if rank is None or head is None:
            continue
        rivals = [
            t
            for t in range(max(0, partners[head] - _AFTER), partners[head])
            if _rank(told, t) is not None and told[t].clause == told[partners[head]].clause
        ]
        if rivals:
            other = _rank(told, rivals[-1])
            if other is not None and not _weaker(rank, other):
                return f"the source says “{told[rivals[-1]].shown}”, not “{word.shown}”"
        elif (
            rank == _ALL
            and word.text in {"all", "every", "always", "everyone", "everything"}
            and not any(_rank(told, t) == _ALL for t in range(len(told)))
        ):
            return f"the source does not say “{word.shown}”"
    return None


def _rank(text: Sequence[Word], at: int) -> int | None:
    return _RANK.get(text[at].text)


def _weaker(said: int, told: int) -> bool:
    """Tell whether the quantifier said follows from the one told."""
    if told in {_NONE, _FEW} or said in {_NONE, _FEW}:
        return said == told
    return said <= told


def _head(text: Sequence[Word], at: int, partners: Mapping[int, int]) -> int | None:
    near = range(at + 1, min(len(text), at + 1 + _AFTER))
    return next(
        (
            n
            for n in near
            if text[n].content and n in partners and text[n].clause == text[at].clause
        ),
        None,
    )


def _modality(
    said: Sequence[Word], told: Sequence[Word], partners: Mapping[int, int]
) -> str | None:
    placed = {place: at for at, place in partners.items() if said[at].content}
    for place, word in enumerate(told):
        kind = _modal(told, place)
        head = next(
            (
                p
                for p in range(place + 1, min(len(told), place + 4))
                if p in placed and told[p].clause == word.clause
            ),
            None,
        )
        if kind is None or head is None:
            continue
        near = [
            n
            for n in range(max(0, placed[head] - 4), placed[head])
            if _modal(said, n) and said[n].clause == said[placed[head]].clause
        ]
        if not near:
            if kind == "possible" and not any(_modal(said, n) for n in range(len(said))):
                return f"the source only says “{word.shown} {told[head].shown}”"
        elif _modal(said, near[-1]) != kind:
            return f"the source says “{word.shown}”, not “{said[near[-1]].shown}”"
    return _added(said, told, partners)


def _added(said: Sequence[Word], told: Sequence[Word], partners: Mapping[int, int]) -> str | None:
    if any(_modal(told, place) == "required" for place in range(len(told))):
        return None
    for at, word in enumerate(said):
        if _modal(said, at) == "required" and _head(said, at, partners) is not None:
            return f"the source does not say “{word.shown}”"
    return None


def _modal(text: Sequence[Word], at: int) -> str | None:
    """Return the kind of modal word at ``at``; the month of May is none."""
    word = text[at]
    if word.text == "may" and word.shown[0].isupper() and at > 0:
        return None
    return _MODALS.get(word.text)
