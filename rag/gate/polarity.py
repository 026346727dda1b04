"""Fourth layer: what the source denies, the sentence denies, and the other way round."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from rag.gate.alignment import Alignment, align
from rag.gate.opposites import opposites
from rag.gate.words import Word, stem_of

NEGATORS = frozenset(
    "not no never none nobody nothing nowhere neither nor cannot without hardly scarcely "
    "barely nicht nichts kein keine keinen keinem keiner keines nie niemals niemand kaum ohne "
    "weder pas jamais aucun aucune guère ni sans nunca jamás ningún ninguna nadie tampoco "
    "sin".split()
)
"""Words that deny, in English, German, French and Spanish."""
_LEXICAL = frozenset(
    "lacks lack lacked lacking fails fail failed failing refuses refused refuse refusing denied "
    "denies deny unable".split()
)
"""Verbs that deny the word behind them, and may be denied themselves."""
_NOT_NEGATING: Mapping[str, frozenset[str]] = {
    "not": frozenset("only least until before after all every everyone just".split()),
    "no": frozenset("doubt matter sooner less fewer more later earlier".split()),
    "without": frozenset({"doubt"}),
}
_INSTEAD = frozenset({("rather", "than")})
_STOPPERS = frozenset(
    "is are was were be been am do does did has have had will would can could may might must "
    "should shall and but".split()
)
_ONLY = stem_of("only")
_EXCEPTING = frozenset(map(stem_of, ("except", "exception", "excepting", "unless", "apart")))
_REACH: Mapping[str, int] = {"without": 1, "no": 3}
_FAR = 3
"""How many content words after a negator it may deny; an auxiliary verb ends its reach sooner."""


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first word that ``sentence`` denies and the source affirms, or the other way round.

    A negator denies the first content word behind it in its clause; that word is compared with
    the same word of the source. Two negators of one word cancel each other out. Words that only
    one side has say nothing here. What it does not do: antonyms (see ``comparison``).
    """
    both = align(sentence, quotes)
    said_heads, told_heads = _heads(both.said), _heads(both.told)
    backward = {place: at for at, place in both.places.items()}
    for at, place in both.places.items():
        said, told = said_heads[at], told_heads[place]
        if said % 2 == told % 2 or not both.restates(at, place) or _turned_round(both, at, place):
            continue
        if said % 2 and not told % 2 and (told or not _met(both.said, at, both.places, both.told)):
            return f"the source does not deny “{both.said[at].shown}”"
        if told % 2 and not said % 2 and (said or not _met(both.told, place, backward, both.said)):
            return f"the source denies “{both.said[at].shown}”"
    return None


def _turned_round(both: Alignment, at: int, place: int) -> bool:
    """Tell whether the two deny by other means: "not allowed", "forbidden"; "only", "except"."""
    told = both.sentences[both.told[place].sentence]
    clause = both.clauses[both.said[at].clause]
    if _ONLY in clause and told & _EXCEPTING:
        return True
    return any(opposites(stem) & told for stem in clause - told)


def _met(
    one: tuple[Word, ...], head: int, places: Mapping[int, int], other: tuple[Word, ...]
) -> bool:
    """Tell whether the other text denies the word too; "no red cars" denies what cars do."""
    reach = reached(other)
    if places[head] in reach:
        return True
    groups = [group for group in _denied(one) if group[:1] == [head] and _says_no(one, head)]
    return any(places.get(at, -1) in reach for group in groups for at in group)


def _says_no(text: tuple[Word, ...], head: int) -> bool:
    return head > 0 and text[head - 1].text == "no"


def reached(text: tuple[Word, ...]) -> frozenset[int]:
    """Return the places of all words that a negator before them may deny."""
    return frozenset(at for reach in _denied(text) for at in reach)


def _heads(text: tuple[Word, ...]) -> Counter[int]:
    """Count the negators of each word that stands next behind one."""
    return Counter(reach[0] for reach in _denied(text) if reach)


@lru_cache(maxsize=1_024)
def _denied(text: tuple[Word, ...]) -> tuple[list[int], ...]:
    """Return for each negator the content words that it may deny, nearest first.

    One with none behind it ("I could not do it") denies the last one before it.
    """
    found = []
    for at in range(len(text)):
        if _negates(text, at):
            behind = list(_behind(text, at))
            before = [near for near in range(at) if _could_be_denied(text, near, at)]
            alone = text[at].text in _LEXICAL  # "was refused" denies nothing but itself
            found.append(behind or ([] if alone else before[-1:]))
    return tuple(found)


def _could_be_denied(text: Sequence[Word], near: int, at: int) -> bool:
    same = text[near].sentence == text[at].sentence
    return same and text[near].content and not _negates(text, near)


def _negates(text: Sequence[Word], at: int) -> bool:
    word = text[at].text
    following = text[at + 1].text if at + 1 < len(text) else ""
    if (word, following) in _INSTEAD:
        return True
    kind = "not" if word.endswith("n't") else word
    if kind in _NOT_NEGATING and (following in _NOT_NEGATING[kind] or following.isdigit()):
        return False
    return word in NEGATORS or word in _LEXICAL or word.endswith("n't")


def _behind(text: Sequence[Word], at: int) -> Iterator[int]:
    left = _REACH.get(text[at].text, _FAR)
    for near in range(at + 1, len(text)):
        word = text[near]
        ended = word.clause != text[at].clause
        stopped = word.text in _STOPPERS and text[at].text != "no" and left < _FAR
        if ended or stopped or not left:
            return
        if word.content and word.text not in NEGATORS:
            left -= 1
            yield near
