"""Sixth layer: the direction of a comparison: more is not less, before is not after."""

from collections.abc import Iterator, Mapping, Sequence

from rag.gate.polarity import reached
from rag.gate.words import Word, joined, stem_of, words

_PAIRS = (
    "more less|more fewer|most least|most fewest|before after|above below|over under|"
    "higher lower|highest lowest|larger smaller|largest smallest|bigger smaller|"
    "biggest smallest|longer shorter|longest shortest|older younger|older newer|"
    "oldest youngest|oldest newest|earlier later|earliest latest|faster slower|better worse|"
    "best worst|cheaper dearer|heavier lighter|stronger weaker|warmer colder|warmer cooler|"
    "hotter colder|wider narrower|deeper shallower|taller shorter|nearer farther|"
    "closer further|easier harder|first last|up down|rise fall|increase decrease|"
    "increase reduce|grow shrink|gain lose|win lose|accept reject|accept refuse|open close|"
    "open shut|start stop|begin end|start end|buy sell|arrive leave|arrive depart|"
    "lengthen shorten|allow forbid|allow ban|permit forbid|agree disagree|agree refuse|"
    "approve reject|approve refuse|succeed fail|pass fail|appear disappear|inside outside|"
    "indoors outdoors|early late|north south|east west|northern southern|eastern western|"
    "left right|upper lower|upstairs downstairs|morning evening|morning afternoon|day night|"
    "summer winter|spring autumn|raise lower|raise cut|increase cut|add remove|"
    "include exclude|strengthen weaken|improve worsen|hot cold|warm cold|wet dry|"
    "heavy light|hard soft|long short|high low|large small|big small|old new|old young|"
    "strong weak|cheap expensive|cheap dear|easy difficult|easy hard|safe dangerous|"
    "rich poor|public private|always never|remember forget|lock unlock|love hate|"
    "like dislike|son daughter|brother sister|mother father|husband wife|uncle aunt|"
    "grandmother grandfather|man woman|boy girl|male female|front back|front behind|"
    "full empty|true false|right wrong|praise criticise|support oppose|borrow lend|"
    "top bottom|import export|advance delay|keep discard|same different|together alone|"
    "together separately|front rear|paid unpaid|wide narrow|thick thin|deep shallow|"
    "fast slow|quick slow|near far|present absent|minimum maximum|profit loss|"
    "success failure|victory defeat|strength weakness|odd even|voluntary compulsory|"
    "optional mandatory|temporary permanent|partly fully|begin finish|ahead behind|"
    "forward back|alive dead|bright dark|clean dirty|noisy quiet|loud quiet|with without"
)


def _opposites() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _PAIRS.split("|"):
        one, other = map(stem_of, pair.split())
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


_OPPOSITES = _opposites()
_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "mis")
_REACH = 4
"""How many words around a place tell which place it is."""


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first word of ``sentence`` whose opposite the source has at that place.

    Opposites of which just one is denied ("not open", "closed") say the same and pass.
    """
    said, told = words(sentence), joined(quotes)
    denied, source_denied = reached(said), reached(told)
    for at, place in _opposed_places(said, told):
        if (at in denied) == (place in source_denied):
            return f"the source says “{told[place].shown}”, not “{said[at].shown}”"
    return None


def _opposed_places(said: Sequence[Word], told: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield the places of opposites that stand among the same words."""
    own, known = ({word.stem for word in text} for text in (said, told))
    for at, word in enumerate(said):
        for place, other in enumerate(told):
            both = other.stem in own and word.stem in known
            if not both and _opposed(word, other) and _same_place(said, at, told, place):
                yield at, place


def _opposed(one: Word, other: Word) -> bool:
    return other.stem in _OPPOSITES.get(one.stem, ()) or any(
        len(short.stem) > 3
        and long.text.startswith(prefix)
        and stem_of(long.text.removeprefix(prefix)) == short.stem
        for prefix in _PREFIXES
        for long, short in ((one, other), (other, one))
    )


def _same_place(said: Sequence[Word], at: int, told: Sequence[Word], place: int) -> bool:
    """Tell whether the words around the two places have a content word in common."""
    return not _around(said, at).isdisjoint(_around(told, place))


def _around(text: Sequence[Word], at: int) -> set[str]:
    near = text[max(0, at - _REACH) : at + _REACH + 1]
    return {word.stem for word in near if word.content}
