"""Used in checking alone: the names on both sides of a verb, however far they stand from it.

``roles`` looks at the next words only: it does not see "A announced that it will buy B" turned
into "B announced that it will buy A".
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from rag.gate.names import is_german
from rag.gate.roles import passive
from rag.gate.words import Word, joined, stems_by, words

_BEFORE_NOUNS = frozenset(
    "a an the of in on at for with from by into onto per each every its his her their my our your "
    "this that these those as".split()
)
_HELPING = frozenset("has have had is are was were will would can could may might must did".split())
_NO_VERBS = frozenset("about only all both each more most also around nearly".split())
_THING = 2
"""Content words of a subject that are compared."""
_LIKE = 0.6
"""The share of the sentence's content words that the sentence of the source must have."""

Sides = tuple[frozenset[str], frozenset[str]]


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say which two parties stand on the other sides of a verb in the quotes, or None."""
    if is_german(sentence):  # where nouns have capitals, and any of them may come first
        return None
    said, told = words(sentence), joined(quotes)
    return _turned_names(said, told) or _took_the_place(said, told) or _subject_turned(said, told)


def _turned_names(said: Sequence[Word], told: Sequence[Word]) -> str | None:
    whole = {word.stem for word in said if word.content}
    alike = {
        sentence
        for sentence, held in _held_by(told, "sentence").items()
        if len(whole & held) >= _LIKE * len(whole)
    }
    theirs_of: dict[str, set[Sides]] = {}
    for stem, place, sides in _verbs(told):
        if told[place].sentence in alike:
            theirs_of.setdefault(stem, set()).add(sides)
    for stem, _, (doers, others) in _verbs(said):
        known = theirs_of.get(stem, set())
        kept = any(doers & theirs[0] or others & theirs[1] for theirs in known)
        turned = any(doers & theirs[1] and others & theirs[0] for theirs in known)
        if turned and not kept:
            one, other = (_shown(said, names) for names in (doers, others))
            return f"the source has {one} and {other} the other way round"
    return None


@dataclass(frozen=True, slots=True)
class _Done:
    """What the source says of one verb, wherever it has it."""

    theirs: frozenset[str]
    """Who does it."""
    near: frozenset[str]
    """All that stands in the same clauses."""
    voices: frozenset[bool]
    """Whether it is in the passive."""


def _took_the_place(said: Sequence[Word], told: Sequence[Word]) -> str | None:
    """Find a verb whose doer in the source is said behind it, and another one before it."""
    places = _places(told)
    clauses = _held_by(told, "clause")
    done = {stem: _done(told, places.get(stem, ()), clauses) for stem in {w.stem for w in said}}
    for at, word in enumerate(said):
        doer, known = _doer(said, at), done[word.stem]
        if doer is None or known is None or doer.stem not in places:
            continue
        behind = {w.stem for w in said[at + 1 :] if w.clause == word.clause}
        same_voice = known.voices == {passive(said, at)}
        if same_voice and known.theirs <= behind and doer.stem not in known.near:
            return f"the source has {sorted(known.theirs)[0]} and {doer.shown} the other way round"
    return None


def _done(
    told: Sequence[Word], places: Sequence[int], clauses: Mapping[int, frozenset[str]]
) -> _Done | None:
    doers = {place: doer.stem for place in places if (doer := _doer(told, place))}
    if not doers:
        return None
    near = {clauses[told[place].clause] for place in doers}
    voices = frozenset(passive(told, place) for place in doers)
    return _Done(frozenset(doers.values()), frozenset[str]().union(*near), voices)


def _places(text: Sequence[Word]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for at, word in enumerate(text):
        places.setdefault(word.stem, []).append(at)
    return places


def _held_by(text: Sequence[Word], part: str) -> dict[int, frozenset[str]]:
    """Return all stems of each clause or sentence, those of small words too."""
    found: dict[int, set[str]] = {}
    for word in text:
        found.setdefault(getattr(word, part), set()).add(word.stem)
    return {number: frozenset(stems) for number, stems in found.items()}


@dataclass(frozen=True, slots=True)
class _Subject:
    """The subject that the source has for a verb."""

    theirs: frozenset[str]
    others: frozenset[str]
    """What else its sentence says."""
    is_passive: bool


def _subject_turned(said: Sequence[Word], told: Sequence[Word]) -> str | None:
    """Find a verb whose subject is among its objects in the source, and the other way round.

    Where the source has the verb behind "and", its subject is that of the sentence.
    """
    known_of = _subjects(told, {word.stem for word in said})
    for at, word in enumerate(said):
        known = known_of.get(word.stem)
        if not known or not word.text.isalpha() or word.text in _NO_VERBS:
            continue
        mine, behind = _subject(said, at), _after(said, at)
        if not mine or not behind:
            continue
        turned = all(_is_turned(mine, behind, each) for each in known)
        voice = passive(said, at)
        if turned and all(each.is_passive == voice for each in known):
            one, other = _shown(told, known[0].theirs), _shown(said, mine)
            return f"the source has {one} and {other} the other way round"
    return None


def _subjects(told: Sequence[Word], wanted: Collection[str]) -> dict[str, list[_Subject]]:
    """Return the subjects of each wanted stem in the source, in order, each once."""
    content = stems_by(told, "sentence")
    found: dict[str, dict[_Subject, None]] = {}
    for place, word in enumerate(told):
        if word.stem in wanted and (theirs := _subject(told, place)):
            each = _Subject(theirs, content[word.sentence] - theirs, passive(told, place))
            found.setdefault(word.stem, {})[each] = None
    return {stem: list(subjects) for stem, subjects in found.items()}


def _is_turned(mine: frozenset[str], behind: frozenset[str], known: _Subject) -> bool:
    theirs = known.theirs
    return theirs <= behind and mine <= known.others and theirs.isdisjoint(mine)


def _subject(text: Sequence[Word], at: int) -> frozenset[str]:
    """Return the stems of the thing right before a verb, or that the sentence opens with."""
    word = text[at]
    if not word.content or word.shown[0].isupper() or (at and text[at - 1].text in _BEFORE_NOUNS):
        return frozenset()
    near = at - 1
    while near >= 0 and text[near].text in _HELPING and text[near].sentence == word.sentence:
        near -= 1
    if near >= 0 and text[near].text in {"and", "but"}:
        first = next(n for n, each in enumerate(text) if each.sentence == word.sentence)
        return _opening(text[first:at])
    if near < 0 or text[near].clause != word.clause:
        return frozenset()
    return _run(text, range(near, -1, -1))


def _opening(text: Sequence[Word]) -> frozenset[str]:
    """Return the first word that says something, with the names right behind it."""
    content = (n for n, word in enumerate(text) if word.content)
    first = next(content, None)
    if first is None:
        return frozenset()
    names = takewhile(lambda word: word.content and word.shown[0].isupper(), text[first + 1 :])
    return frozenset({text[first].stem, *(word.stem for word in names)})


def _run(text: Sequence[Word], order: range) -> frozenset[str]:
    """Return the content stems in a row, an article before them left out; the last two at most."""
    found: list[str] = []
    for at in order:
        if text[at].content:
            found.append(text[at].stem)
        elif found or text[at].text not in _BEFORE_NOUNS:
            break
        if len(found) == _THING:
            break
    return frozenset(found)


def _after(text: Sequence[Word], at: int) -> frozenset[str]:
    return frozenset(w.stem for w in text[at + 1 :] if w.clause == text[at].clause and w.content)


def _doer(text: Sequence[Word], at: int) -> Word | None:
    """Return the content word right before a word that may be a verb, or before its helpers."""
    word = text[at]
    if not word.content or not word.text.isalpha() or word.shown[0].isupper():
        return None
    for near in range(at - 1, max(-1, at - 4), -1):
        if text[near].clause != word.clause or text[near].text in _BEFORE_NOUNS:
            return None
        if text[near].content:
            return text[near]
    return None


def _verbs(text: Sequence[Word]) -> Iterator[tuple[str, int, Sides]]:
    """Yield words that may be verbs with the names before and behind them, the passive turned."""
    for at, word in enumerate(text):
        before = text[at - 1].text if at else ""
        if (
            word.content
            and word.shown.islower()
            and word.text.isalpha()
            and before not in _BEFORE_NOUNS
        ):
            sides = _names(text, range(at - 1, -1, -1)), _names(text, range(at + 1, len(text)))
            if all(sides):
                yield word.stem, at, (sides[::-1] if passive(text, at) else sides)


def _names(text: Sequence[Word], order: range) -> frozenset[str]:
    """Return the stems of the nearest name in a direction, within the sentence."""
    found: set[str] = set()
    home = text[order.start - order.step].sentence
    for at in order:
        word = text[at]
        if word.sentence != home:
            break
        if word.shown[0].isupper() and word.content:
            found.add(word.stem)
        elif found and word.content:
            break
    return frozenset(found)


def _shown(text: Sequence[Word], stems: frozenset[str]) -> str:
    return " ".join(dict.fromkeys(word.shown for word in text if word.stem in stems))
