"""Words of a sentence that its source says of something else, or has in no list.

Sentences that lie far apart in a source bear out together what none of them says: "dogs need
consent" and "cats are small" do not make cats need consent. So the things that a part of a
sentence names must stand in the sentence that it restates, in the one before it, or be what the
whole text is about.
"""

from collections.abc import Iterator, Sequence

from rag.evidence import Sentence, Source, content_terms
from rag.gate.alignment import PRONOUNS
from rag.gate.parts import is_name
from rag.gate.small_words import small_words
from rag.gate.units import UNITS
from rag.gate.words import Word, words
from rag.wording import stand_ins

_TOPIC = 3
"""In so many sentences a word tells what the text is about."""
_BEFORE_THINGS = frozenset(
    "a an the of in on at for with from by into its his her their "
    "der die das den dem des ein eine einen einem einer im am zum zur mit von aus "
    "le la les l un une du des de el los las".split()
)
_FAR = 3
"""So many sentences before it may tell whom a pronoun means."""
_SMALL = small_words() | frozenset(
    "etwa jahr jahre jahren monat monate woche wochen tag tage".split()
)
_LISTING = frozenset("and or und oder et ou y".split())


def stranger(sentence: str, evidence: Sequence[Sentence], source: Source) -> str | None:
    """Say which thing the sentence brings in from elsewhere, or None."""
    said = words(sentence)
    home = _home(sentence, evidence)
    if home is None:
        return None
    held, here = _around(home, source), home.terms
    for at, word in enumerate(said):
        if not _names_a_thing(word):
            continue
        elsewhere = not _is_held(word, held) and _is_elsewhere(said, at, evidence, source)
        if elsewhere or _is_added(said, at, here):
            return f"the source does not say “{word.shown}” of this"
    return None


def _names_a_thing(word: Word) -> bool:
    """Tell whether a word may be a thing: no small word of any language, no unit, no "-ing"."""
    small = word.text in _SMALL or word.text in UNITS or word.text.endswith("ing")
    return word.content and word.text.isalpha() and not small


def _home(sentence: str, evidence: Sequence[Sentence]) -> Sentence | None:
    wanted = content_terms(sentence)
    return max(evidence, key=lambda each: len(wanted & each.own), default=None)


def _around(home: Sentence, source: Source) -> frozenset[str]:
    """Return the terms of a sentence and of those before it that it may speak of."""
    at = source.sentences.index(home)
    leans = any(word.text in PRONOUNS for word in words(home.text))
    before = source.sentences[max(0, at - (_FAR if leans else 1)) : at]
    told = () if home.is_row else (each.terms for each in before)
    return home.terms.union(content_terms(source.document.title), *told)


def _is_held(word: Word, held: frozenset[str]) -> bool:
    own = content_terms(word.text)
    return not own or any(stand_ins(term) & held for term in own)


def _is_added(said: Sequence[Word], at: int, held: frozenset[str]) -> bool:
    """Tell whether a word lengthens a list whose other things the source has."""
    if at < 2 or said[at - 1].text not in _LISTING or not said[at - 2].content:
        return False
    thing = list(_thing(said, at))
    end = at + len(thing)
    closes = end == len(said) or said[end].clause != said[at].clause
    opens = at == 2 or said[at - 3].clause != said[at].clause
    if not (closes or opens) or said[at].clause != said[at - 2].clause:
        return False
    thing = thing[:1] if opens and not closes else thing
    return not all(_is_held(w, held) for w in thing) and _is_held(said[at - 2], held)


def _thing(said: Sequence[Word], at: int) -> Iterator[Word]:
    """Yield the words of a thing: those in a row that say something."""
    for word in said[at:]:
        if not word.content or word.clause != said[at].clause:
            return
        yield word


def _is_elsewhere(
    said: Sequence[Word], at: int, evidence: Sequence[Sentence], source: Source
) -> bool:
    """Tell whether the source has a thing, but not with what is said here with it."""
    word = said[at]
    is_thing = is_name(said, at) or (at > 0 and said[at - 1].text in _BEFORE_THINGS)
    own = content_terms(word.text)
    if not is_thing or own.isdisjoint(source.terms):
        return False
    if sum(not own.isdisjoint(each.own) for each in source.sentences) >= _TOPIC:
        return False
    beside = [w for w in said if w.clause == word.clause and w.content and w is not word]
    return not any(
        all(_is_held(w, each.terms) for w in beside) for each in evidence if own & each.terms
    )
