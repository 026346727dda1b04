"""Used in checking alone: small words that claim much need the source's word for it.

"Only", a comparison, a reason, "not even": a sentence may leave them out of what its source says,
and may not add them.
"""

from collections.abc import Mapping, Sequence

from rag.gate.figures import figures
from rag.gate.homes import Home, home
from rag.gate.words import Word

_ONLY = frozenset("only solely exclusively nur lediglich seulement uniquement solamente".split())
_LIMITING = _ONLY | frozenset(
    "just alone sole except but merely exclusively until before unless not no nobody none never "
    "limited exception other single after once allein erst außer nicht kein keine sauf seul seule "
    "ne que sans".split()
)
_MORE = frozenset(
    "more larger bigger higher greater longer later older heavier warmer hotter faster wider "
    "deeper taller further farther stronger better dearer richer harder louder brighter "
    "thicker".split()
)
_LESS = frozenset(
    "less fewer smaller lower shorter earlier younger lighter colder cooler slower narrower "
    "shallower nearer closer weaker worse cheaper poorer softer quieter thinner".split()
)
_OTHER_MORE = frozenset(
    "mehr höher größer länger älter später schneller stärker besser teurer plus meilleur mieux "
    "más mayor mejor".split()
)
_OTHER_LESS = frozenset(
    "weniger niedriger kleiner kürzer jünger früher langsamer schwächer schlechter billiger "
    "günstiger moins pire menos menor peor".split()
)
"""Those of other languages are compared before "als" and "que" alone."""
_RISING = frozenset(
    "rise rises rose risen grow grows grew grown increase increased climb gain".split()
)
_FALLING = frozenset(
    "fall falls fell fallen drop dropped decrease decline shrink shrank lose".split()
)
_TIMES = frozenset("double doubled twice times treble tripled expensive exceed most best".split())
_PARTS = frozenset("half halved reduced least worst réduit".split())
_WAYS: Mapping[str, int] = {
    **dict.fromkeys(_MORE | _OTHER_MORE | _RISING | _TIMES, 1),
    **dict.fromkeys(_LESS | _OTHER_LESS | _FALLING | _PARTS, -1),
}
"""Words that compare or tell a change: 1 upwards, -1 downwards."""
_THAN = frozenset("than als que qu".split())
_REASONS = frozenset(
    "because since weil denn parce puisque car porque due owing thanks wegen aufgrund grâce".split()
)
_GIVEN = _REASONS | frozenset(
    "so therefore thus hence as for reason reasons cause caused causes led leads lead why thanks "
    "result results after made makes make makes let lets allow to blamed owed when if whereas "
    "daher deshalb darum deswegen dadurch grund sodass damit ursache führte "
    "donc ainsi raison cause pour debido gracias".split()
)


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first such word of the sentence that the source does not bear out, or None."""
    both = home(sentence, quotes)
    if both is None:
        return None
    return _only(both) or _compared(both) or _reasoned(both)


def _only(both: Home) -> str | None:
    """Object to "only" but before a figure, where it tells that it is little."""
    for at, word in enumerate(both.said):
        behind = both.said[at + 1].text if at + 1 < len(both.said) else ""
        figure = next(figures(behind), None)
        if word.text in _ONLY and figure is None and not _has(both.told, _LIMITING):
            return f"the source does not say “{word.shown}”"
    return None


def _compared(both: Home) -> str | None:
    ways = [w for at, w in enumerate(both.told) if _tells_a_way(both.told, at)]
    than = any(word.text == "than" for word in both.said)
    told = {_WAYS[w.text] for w in ways if not than or w.text not in _RISING | _FALLING}
    for at, word in enumerate(both.said):
        if _compares(both.said, at) and _WAYS[word.text] not in told:
            return f"the source does not say “{word.shown}” there"
    return None


def _compares(text: Sequence[Word], at: int) -> bool:
    word = text[at]
    behind = [w.text for w in text[at + 1 : at + 8] if w.clause == word.clause]
    if _bounds(text, at):
        return False
    if word.text in _OTHER_MORE | _OTHER_LESS:
        return bool(_THAN.intersection(behind))
    return word.text in _MORE | _LESS


def _tells_a_way(text: Sequence[Word], at: int) -> bool:
    return text[at].text in _WAYS and not _bounds(text, at)


def _bounds(text: Sequence[Word], at: int) -> bool:
    """Tell whether a word bounds a figure: "more than 40", "longer than a metre"."""
    behind = [w for w in text[at + 1 : at + 4] if w.clause == text[at].clause]
    if len(behind) < 2 or behind[0].text not in _THAN:
        return False
    return behind[1].text in {"a", "an", "half"} or next(figures(behind[1].text), None) is not None


def _reasoned(both: Home) -> str | None:
    for at, word in enumerate(both.said):
        if word.text not in _REASONS or (word.text in {"since", "due", "for"} and _timed(both, at)):
            continue
        if not _has(both.told, _GIVEN):
            return f"the source does not say “{word.shown}”"
    return None


def _timed(both: Home, at: int) -> bool:
    behind = both.said[at + 1] if at + 1 < len(both.said) else None
    return behind is None or behind.text[0].isdigit() or behind.shown.istitle()


def _has(text: Sequence[Word], signs: frozenset[str]) -> bool:
    return any(word.text in signs for word in text)
