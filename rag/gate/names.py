"""Third layer: every name and quoted term of a sentence stands in its quotes, at its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from index.terms import fold, terms
from index.types import Span
from rag.gate.aliases import is_day, other_forms, own_short_forms
from rag.gate.figures import figures
from rag.gate.placement import SAME_PLACE, Place, nearest, places, restates
from rag.gate.small_words import LIGHT
from rag.gate.units import UNITS
from rag.gate.words import stem_of
from rag.thesaurus import is_word

_WORD = regex.compile(r"(?:\p{Lu}\.){2,}|[^\W_][\w'’‑-]*")
_QUOTED = regex.compile(r'"([^"]{2,200})"')
_QUOTED_WORD = regex.compile(r'"(\p{L}+)[.,;!?]?"')
_OPENING = frozenset('.!?:;"“(')
_LOOK = 12
"""Characters before a word that tell whether it opens a sentence."""
_AFTER_A_NAME = regex.compile(
    r"(?:\b\p{Lu}\.|\b(?:Mr|Mrs|Ms|Dr|St|Prof|Capt|Sgt|Rev|Gen|Lt|Mt)\.)\s*$"
)
_TITLES = frozenset("mr mrs ms miss dr st prof professor captain sir lord lady king queen".split())
_OPENERS = LIGHT | frozenset(
    "about above according across actually additional additionally after although among another "
    "around fewer less more "
    "because before behind below beneath besides between beyond both despite during each either "
    "even eventually every few finally first following fortunately further furthermore generally "
    "given here however indeed initially instead lastly later like many meanwhile moreover most "
    "much nearly neither nevertheless next no none nonetheless not now often once one only others "
    "otherwise overall per perhaps possibly previously rather recently roughly second several "
    "similarly since some sometimes soon still such third though through throughout thus today "
    "together toward towards two three four five six seven eight nine ten unlike unless until "
    "anybody anyone anything everybody everyone nobody nothing somebody someone whatever whoever "
    "upon usually various via whether whereas within without yes".split()
)
"""Words with a capital at the start of a sentence that are no names."""


_OF_A_SUBJECT = frozenset("is was has had did does do could would might must should and".split())
"""Small words that follow a subject."""
_LIKE_SMALL_WORDS = frozenset(("US", "WHO", "IT", "May", "Will"))
"""Names that are small words when they are written small."""
_NAMED = regex.compile(
    r"(?:May|Will)(?=\s+(?:\p{Lu}|(?!(?:not|all|any|every|each|no)\b)\p{Ll}))"
    rf"(?!\s+(?:{'|'.join(LIGHT - _OF_A_SUBJECT)})\b)"
)
"""Those that may open a sentence: a verb comes next, where "May" and "Will" are none themselves."""


_MEASURES = frozenset(
    "jahr jahre jahren monat monate monaten tag tage tagen stunde stunden minute minuten prozent "
    "mal ende anfang mitte teil".split()
)
"""German nouns that measure; they are no names, for all their capitals."""
_GERMAN = frozenset(
    "der die das den dem des ein eine einen einem einer und oder nicht ist sind war waren wurde "
    "wird hat haben sich mit von vom zum zur im auf fur nach bei als wie dass".split()
)


@dataclass(frozen=True, slots=True)
class _Name:
    """A word with a capital: surely a name, or perhaps just the first word of a sentence."""

    text: str
    stem: str
    sure: bool
    beside: frozenset[str]
    """The stems of the other words of the same name."""
    place: Place


@dataclass(frozen=True, slots=True)
class _Told:
    """What the quotes have, to hold a name."""

    terms: frozenset[str] = frozenset()
    capitals: frozenset[str] = frozenset()
    """The words that begin with one, without dots."""

    @classmethod
    def of(cls, quotes: Sequence[str]) -> "_Told":
        words = (word for quote in quotes for word in _WORD.findall(quote))
        capitals = frozenset(word.replace(".", "") for word in words if word[0].isupper())
        return cls(frozenset[str]().union(*map(_terms, quotes)), capitals)

    def has(self, name: str, *, shouted: bool) -> bool:
        """Tell whether a name stands there, "US" as such and not as "us" unless all is shouted."""
        bare = name.replace(".", "")
        if bare in _LIKE_SMALL_WORDS and self.capitals and not shouted:
            return bare in self.capitals
        return fold(name) in self.terms or self.terms.issuperset(terms(name))


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first name or quoted term of ``sentence`` that its quotes do not hold there.

    A name is a word with a capital: "Google", "OpenAI", "AGI". One that opens a sentence counts
    when the source has another one at its place. What it does not do: know that two names mean
    the same.
    """
    said = _names(sentence)
    known = [name for quote in quotes for name in _names(quote)] if said else []
    told = _Told.of(quotes) if said else _Told()
    spoken, shouted = frozenset(name.stem for name in said), sentence.isupper()
    made_here = own_short_forms(sentence) if said else frozenset()
    forms = other_forms(sentence, quotes) if said else {}
    for name in said:
        if name.text in made_here:
            continue
        same = forms.get(name.text, frozenset())
        others = [o for o in known if _may_rival(name, o) and o.text not in same]
        rivals = [other for other in nearest(name.place, others) if not _same_ending(name, other)]
        if told.has(name.text, shouted=shouted):
            own = nearest(name.place, [other for other in known if other.stem == name.stem])
            reason = _misplaced(name, own, rivals, spoken)
        elif same:
            continue
        else:
            reason = _missing(name, [rival for rival in rivals if _unsaid(rival, spoken)])
        if reason:
            return reason
    return _unquoted(sentence, quotes)


def _may_rival(name: _Name, other: _Name) -> bool:
    """Tell whether the other may stand in place of a name: no day of a person's, no verb's."""
    are_words = not (name.sure or other.sure) and is_word(name.stem) and is_word(other.stem)
    same_kind = is_day(name.text) == is_day(other.text)
    return other.stem != name.stem and same_kind and not are_words


def _missing(name: _Name, unsaid: Sequence[_Name]) -> str | None:
    """Say what the source has instead of a name that it lacks, or that it lacks it."""
    rival = max(unsaid, key=lambda other: name.place.likeness(other.place), default=None)
    if rival and name.place.likeness(rival.place) >= SAME_PLACE:
        return f"the source says {rival.text}, not {name.text}"
    if name.text.islower():
        return f"the source does not say “{name.text}”"
    return f"the source does not name {name.text}" if name.sure else None


def _misplaced(
    name: _Name, own: Sequence[_Name], rivals: Sequence[_Name], spoken: frozenset[str]
) -> str | None:
    """Say what the source has at the place of a name that it has elsewhere."""
    for rival in rivals:
        in_place = name.place.slot is not None and name.place.slot == rival.place.slot
        likely = in_place or (own and _unsaid(rival, spoken))
        if likely and all(_displaces(rival, mine, name) for mine in own):
            return f"the source says {rival.text} there, not {name.text}"
    return None


def _unsaid(rival: _Name, spoken: frozenset[str]) -> bool:
    """Tell whether the sentence leaves a name out, and has no other word of that name."""
    return rival.stem not in spoken and spoken.isdisjoint(rival.beside)


def _displaces(rival: _Name, own: _Name, name: _Name) -> bool:
    """Tell whether ``rival`` stands in the very words said, or in the sentence restated."""
    said = name.place
    if said.slot is not None and said.slot == rival.place.slot:
        return said.slot != own.place.slot
    elsewhere = said.sentence & own.place.sentence < said.sentence & rival.place.sentence
    alike = said.likeness(rival.place) >= SAME_PLACE
    return elsewhere and alike and restates(said, rival.place, own.place)


def _same_ending(one: _Name, other: _Name) -> bool:
    """Tell whether both look like a verb or adverb that opens a sentence."""
    return not (one.sure or other.sure) and any(
        one.text.endswith(ending) and other.text.endswith(ending) for ending in ("ing", "ly", "ed")
    )


def names(sentence: str) -> Iterator[str]:
    """Yield the words of ``sentence`` that are surely names.

    >>> list(names("Teams at OpenAI chose Azure, not AWS."))
    ['OpenAI', 'Azure', 'AWS']
    """
    return (sentence[start:end] for start, end, sure in _capitals(sentence) if sure)


def _capitals(sentence: str) -> Iterator[tuple[int, int, bool]]:
    german = is_german(sentence)  # there every noun has a capital
    for match in _WORD.finditer(sentence):
        word, start = match.group(), match.start()
        inner = any(character.isupper() for character in word[1:])
        if word == "I" or not (inner or word[0].isupper()):
            continue
        yield start, match.end(), inner or not (german or _opens(sentence, start))


def is_german(sentence: str) -> bool:
    """Tell whether a sentence has German small words and no English ones."""
    words = {*fold(sentence).split()}
    return len(_GERMAN & words) > 1 and words.isdisjoint(("the", "of", "and"))


def _opens(sentence: str, start: int) -> bool:
    before = sentence[max(0, start - _LOOK) : start]
    last = before.rstrip()[-1:]
    return last in _OPENING and (last in '"“(' or before[-1:].isspace()) if last else start <= _LOOK


@lru_cache(maxsize=2_048)
def _names(text: str) -> tuple[_Name, ...]:
    found = [
        (start, end, sure or _AFTER_A_NAME.search(text[max(0, start - _LOOK) : start]) is not None)
        for start, end, sure in _surely_or_perhaps(text)
        if not _is_common(fold(text[start:end]), sure=sure)
    ]
    found = sorted({*found, *_quoted_words(text)})
    spans = [Span(start, end) for start, end, _ in found]
    around = places(text, spans, ())
    made = (_name(text, spans, at, place, sure=found[at][2]) for at, place in enumerate(around))
    return tuple(dict.fromkeys(made))


def _surely_or_perhaps(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the words with a capital; of those that open a sentence, some are surely names."""
    for start, end, sure in _capitals(text):
        yield start, end, sure or _NAMED.match(text, start) is not None


def _quoted_words(text: str) -> Iterator[tuple[int, int, bool]]:
    for match in _QUOTED_WORD.finditer(fold(text)):
        if text[match.start(1)].islower():
            yield *match.span(1), True


def _is_common(word: str, *, sure: bool) -> bool:
    if word in _TITLES or word in _MEASURES or word in UNITS or next(figures(word), None):
        return True
    return not sure and (len(word) == 1 or word.partition("'")[0] in _OPENERS)


def _name(text: str, spans: Sequence[Span], at: int, place: Place, *, sure: bool) -> _Name:
    """Return a name among the other words of its sentence."""
    word = spans[at].of(text)
    near = [n for n in (at - 1, at + 1) if 0 <= n < len(spans) and _adjacent(text, spans, at, n)]
    beside = frozenset(stem_of(fold(spans[n].of(text))) for n in near)
    return _Name(word, stem_of(fold(word)), sure, beside, place)


def _adjacent(text: str, spans: Sequence[Span], one: int, other: int) -> bool:
    first, second = sorted((spans[one], spans[other]), key=lambda span: span.start)
    initial = len(second.of(text)) == 1 or len(first.of(text)) == 1
    return text[first.end : second.start] in {" ", "-", ". "} and not initial


@lru_cache(maxsize=2_048)
def _terms(text: str) -> frozenset[str]:
    return frozenset(terms(text)) | {fold(match.group()) for match in _WORD.finditer(text)}


def _unquoted(sentence: str, quotes: Sequence[str]) -> str | None:
    terms_said = _QUOTED.findall(fold(sentence))
    told = " ".join(" ".join(fold(quote).split()) for quote in quotes) if terms_said else ""
    for term in terms_said:
        if " ".join(term.split()).rstrip(",.") not in told:
            return f"the source does not say “{term}”"
    return None
