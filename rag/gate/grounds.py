"""Used in checking alone: reasons, comparisons and authorities that the source does not give."""

from collections.abc import Sequence
from itertools import pairwise

from rag.gate.alignment import Alignment, align
from rag.gate.figures import figures
from rag.gate.words import Word, joined, stem_of, words

_REASONS = frozenset("because since weil denn parce puisque car porque".split())
_CAUSAL = _REASONS | frozenset(
    "so therefore thus hence as for due owing thanks why reason cause lead result daher deshalb "
    "darum deswegen wegen donc ainsi grâce raison aufgrund to".split()
)
_ACCORDING = {("according", "to"), ("laut", "dem"), ("laut", "der")}
_TELLING = frozenset(map(stem_of, "source article report text author study document".split()))
_AUTHORITY = 3
"""Content words behind "according to" that may name who said it."""
_COMPARING = frozenset(
    "than as like compared twice double half less more fewer earlier later same rather "
    "unlike larger smaller bigger higher lower longer shorter older younger faster slower better "
    "worse cheaper dearer heavier lighter stronger weaker warmer colder hotter cooler wider "
    "narrower deeper taller nearer closer further farther easier harder richer poorer newer "
    "brighter darker safer quicker greater quarter third".split()
)


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say which reason, comparison or authority of ``sentence`` the quotes do not have, or None."""
    return (
        _other_reason(sentence, quotes)
        or _comparing(sentence, quotes)
        or _other_authority(sentence, quotes)
    )


def _other_reason(sentence: str, quotes: Sequence[str]) -> str | None:
    """Compare the part behind "because" with those of the source, where it has any."""
    said = _behind_reason(words(sentence))
    if said is None or not said:
        return None
    told = joined(quotes)
    given = _behind_reason(told)
    if given is not None and not {w.stem for w in said} & {w.stem for w in given}:
        return f"the source gives another reason: “{' '.join(w.shown for w in given)}”"
    held = {word.stem for word in told}
    if not any(word.stem in held for word in said):
        return f"the source does not say “{' '.join(word.shown for word in said)}”"
    return None


def _other_authority(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name who is said to have said it, where the quotes have nobody of that name."""
    said = words(sentence)
    for first, second in pairwise(said):
        if (first.text, second.text) not in _ACCORDING:
            continue
        clause = [w for w in said if w.clause == second.clause and w.content]
        named = [w for w in clause if w.span.start > second.span.start][:_AUTHORITY]
        held = {word.stem for word in joined(quotes)}
        if named and not any(word.stem in held | _TELLING for word in named):
            return f"the source does not say “according to {named[0].shown}”"
    return None


def _behind_reason(text: Sequence[Word]) -> list[Word] | None:
    """Return the content words behind the first word that opens a reason, None if none does."""
    for at, word in enumerate(text):
        if word.text in _REASONS and not (word.text == "since" and _is_time(text, at)):
            return [w for w in text[at + 1 :] if w.clause == word.clause and w.content]
    return None


def _is_time(text: Sequence[Word], at: int) -> bool:
    return at + 1 < len(text) and (text[at + 1].text[0].isdigit() or text[at + 1].shown.istitle())


def _comparing(sentence: str, quotes: Sequence[str]) -> str | None:
    """Object to "than" where nothing is compared in what the sentence restates."""
    both = align(sentence, quotes)
    for at, word in enumerate(both.said):
        if word.text != "than" or at == 0 or _bounds(both, at):
            continue
        homes = {both.told[place].sentence for place in both.places.values()}
        if not any(told.text in _COMPARING for told in both.told if told.sentence in homes):
            return f"the source does not compare “{both.said[at - 1].shown} than”"
    return None


def _bounds(both: Alignment, at: int) -> bool:
    """Tell whether it is the "than" of "more than 40"."""
    behind = both.said[at + 1].text if at + 1 < len(both.said) else ""
    return behind[:1].isdigit() or next(figures(behind), None) is not None
