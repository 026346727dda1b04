"""Two sentences in the same words that cannot both be true.

Precision goes before recall: one other word, another year, a plan or a doubt beside a result, a
thing that may happen twice, and they are left alone. What differs must be one figure, one date, one
name or a denial, and the gate's own layers must object to each sentence beside the other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import takewhile, zip_longest

from index.terms import fold
from index.types import Span
from rag.gate import Layer, polarity, quantities
from rag.gate.bounds import bound
from rag.gate.dates import Moment, moments
from rag.gate.figures import Figure, figures
from rag.gate.names import is_german, names
from rag.gate.polarity import NEGATORS
from rag.gate.words import IRREGULAR, Word, stem_of, words

LONGEST = 600
"""Characters of a sentence that is still compared."""
_LEAST = 2
"""Content words, figures left out, from which a sentence tells what it is about."""
_ROUGHLY = 0.6
"""The share of the longer words of the shorter sentence that the other must have."""
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
_BEFORE_YEAR = frozenset(
    "in since until by before after of from im seit bis wurde wurden jahr jahre en depuis "
    "desde".split()
)
_POINTING = frozenset(
    "it they he she we i you this these those that here there its their his her our my your such "
    "another some one er sie es wir ich dies diese dieser dieses dort hier il elle ils elles nous "
    "je ce cet cette ces este esta ella nosotros".split()
)
"""Words that point at what another sentence tells: what they mean in it is not known here."""
_INDEFINITE = frozenset("a an ein eine einen einem einer un une una uno unos unas".split())
_NO_MATTER = frozenset(
    "the a an in on at of do does did done der die das den dem des im am ein eine einen einem "
    "einer le la les l un une du de d en el los las una".split()
)
"""Small words that may differ: they say nothing of what is told."""
_ONCE = frozenset(
    stem_of(word)
    for word in "born died founded established built opened closed completed finished signed "
    "published released launched discovered invented destroyed demolished abolished incorporated "
    "inaugurated erected dissolved married killed executed assassinated crowned ratified enacted "
    "adopted collapsed sank expires written designed composed painted authored "
    "geboren gestorben starb gegründet erbaut gebaut eröffnet geschlossen fertiggestellt "
    "unterzeichnet veröffentlicht entdeckt erfunden zerstört geschrieben "
    "né née mort morte fondé fondée construit construite ouvert fermé fermée signé publié "
    "découvert inventé détruit écrit nació murió fundado fundada construido construida "
    "inaugurado firmado publicado descubierto inventado destruido escrito".split()
)
"""What happens to a thing once, by one doer: told of two years or doers, one is wrong."""
_SINGULAR = frozenset("is was ist war wurde est fut était es fue era".split())
_WAS = frozenset(
    "was were had war waren hatte hatten wurde wurden fut furent avait fue fueron".split()
)
_ALIKE = Decimal("0.97")
"""Figures that are nearer than this to each other say the same, rounded or converted."""
_LONGEST_NAME = 3
_IS = frozenset("is are ist sind est sont es son".split())
_DOERS = frozenset("by von par por".split())
_THE = frozenset("the der die das le la el los las".split())


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence taken apart."""

    words: tuple[Word, ...]
    """Without those of figures and dates."""
    clauses: tuple[frozenset[str], ...]
    """The content stems of each clause that has some, denials left out."""
    small: frozenset[str]
    """The small words that matter."""
    marks: tuple[Figure | Moment, ...]
    """Figures and dates in order; a year by itself is a date."""
    negated: bool


def opposed(one: str, other: str) -> bool:
    """Tell whether two sentences say the same but for a figure, a date, a name or a denial.

    >>> opposed("The mill closed in 1931.", "In 1932 the mill closed.")
    True
    >>> opposed("The mill closed in 1931.", "The mill burnt down in 1932.")
    False
    """
    if max(len(one), len(other)) > LONGEST or not _may_be_same(one, other):
        return False
    first, second = _told(one), _told(other)
    if _points(first) or _points(second) or first.small != second.small:
        return False
    figures_differ = _differing(first, second)
    if figures_differ is None:
        return False
    if first.negated != second.negated:
        return (
            not figures_differ
            and _same_words(first, second)
            and _object(polarity.objection, one, other)
        )
    if figures_differ:
        same = _same_words(first, second) and _exclusive(*figures_differ, one, other)
        return same and _object(quantities.objection, one, other)
    return _names_differ(one, other)


def names_of(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that are surely names."""
    return frozenset(stem_of(fold(name)) for name in names(text))


def _object(layer: Layer, one: str, other: str) -> bool:
    return layer(one, [other]) is not None and layer(other, [one]) is not None


def _may_be_same(one: str, other: str) -> bool:
    """Tell soon whether two sentences share most of their words, and point at nothing else."""
    first, second = _roughly(one), _roughly(other)
    return len(first & second) >= _ROUGHLY * min(len(first), len(second)) > 0


@lru_cache(maxsize=2_048)
def _roughly(text: str) -> frozenset[str]:
    found = [word.strip(".,;:()") for word in text.casefold().split()]
    if not _POINTING.isdisjoint(found):
        return frozenset()
    return frozenset(word for word in found if len(word) > 3 and word.isalpha())


@lru_cache(maxsize=512)
def _told(text: str) -> _Told:
    numbers = list(figures(text))
    marks = _marks(text, numbers)
    hidden = [Span(m.span.start, m.span.start + len(m.shown)) for m in (*marks, *numbers)]
    found = [w for w in words(text) if not any(w.span.overlaps(span) for span in hidden)]
    clauses: dict[int, set[str]] = {}
    for word in found:
        if word.content and word.text not in NEGATORS:
            clauses.setdefault(word.clause, set()).add(word.stem)
    denials = sum(word.text in NEGATORS or word.text.endswith("n't") for word in found)
    return _Told(
        words=tuple(found),
        clauses=tuple(frozenset(each) for each in clauses.values()),
        small=frozenset(w.text for w in found if not w.content) - _NO_MATTER - NEGATORS,
        marks=tuple(marks),
        negated=denials % 2 == 1,
    )


def _marks(text: str, numbers: Sequence[Figure]) -> list[Figure | Moment]:
    dates = list(moments(text))
    alone = [f for f in numbers if not any(date.span.overlaps(f.span) for date in dates)]
    marks: list[Figure | Moment] = [*dates, *(_year(text, each) or each for each in alone)]
    return sorted(marks, key=lambda mark: mark.span.start)


def _year(text: str, figure: Figure) -> Moment | None:
    """Return a figure as the year that it is, by what stands before it."""
    before = fold(text[: figure.span.start]).split()[-1:]
    if figure.unit or not _YEAR.fullmatch(figure.written) or not before:
        return None
    if before[0] not in _BEFORE_YEAR and not before[0].startswith("("):
        return None
    return Moment({"year": int(figure.written)}, figure.shown, figure.span)


def _points(told: _Told) -> bool:
    return any(word.text in _POINTING for word in told.words)


def _same_words(one: _Told, other: _Told) -> bool:
    """Tell whether the clauses have the same words; only one sentence may go on after them."""
    pairs = list(zip(one.clauses, other.clauses, strict=False))
    return all(a == b for a, b in pairs) and sum(len(a) for a, _ in pairs) >= _LEAST


_Pair = tuple[Figure | Moment, Figure | Moment]


def _differing(one: _Told, other: _Told) -> _Pair | tuple[()] | None:
    """Return the one pair of marks that differs, nothing if none does; None if more differ."""
    found: list[_Pair] = []
    for mine, its in zip_longest(one.marks, other.marks):
        if type(mine) is not type(its):
            return None
        if isinstance(mine, Moment) and isinstance(its, Moment):
            if mine.conflicts(its):
                found.append((mine, its))
            elif mine.parts != its.parts:
                return None
        elif isinstance(mine, Figure) and isinstance(its, Figure) and not mine.agrees(its):
            found.append((mine, its))
    return None if len(found) > 1 else found[0] if found else ()


def _exclusive(mine: Figure | Moment, its: Figure | Moment, one: str, other: str) -> bool:
    """Tell whether only one of two figures or dates can hold of the thing."""
    told = _told(one)
    if any(word.text in _INDEFINITE for word in told.words):
        return False
    definite = _definite(told)
    if isinstance(mine, Moment) or isinstance(its, Moment):
        return definite and (_once(told) or any(word.text in _IS for word in told.words))
    counted = _counts(mine, one) and _counts(its, other) and mine.unit == its.unit
    near = any(_nearly(a, b) for a in mine.amounts for b in its.amounts)
    return counted and not near and (definite or not _past(told))


def _definite(told: _Told) -> bool:
    """Tell whether a sentence begins with one thing that is known: "the mill", "Anna Reed"."""
    first, *others = [word for word in told.words if word.text not in _BEFORE_YEAR | {"on", "at"}]
    if first.text in _THE:
        return True
    behind = others[0] if others else first
    named = behind.shown[0].isupper() or behind.text in _SINGULAR
    return first.shown[0].isupper() and named


def _past(told: _Told) -> bool:
    return any(
        word.text.endswith("ed")
        or IRREGULAR.get(word.text, word.text) != word.text
        or word.text in _WAS
        for word in told.words
    )


def _once(told: _Told) -> bool:
    return any(word.stem in _ONCE for word in told.words)


def _counts(figure: Figure, text: str) -> bool:
    """Tell whether a figure says how much or how many: no ordinal, no number of a thing."""
    if bound(text, figure.span):
        return False
    if figure.unit is not None:
        return True
    behind = text[figure.span.end :]
    following = next(iter(words(behind)), None)
    return bool(following and following.content) and behind[:1].isspace() and not _ordinal(figure)


def _ordinal(figure: Figure) -> bool:
    return figure.written.endswith(("st", "nd", "rd", "th")) or "second" in figure.written


def _nearly(one: Decimal, other: Decimal) -> bool:
    """Tell whether one is the other rounded, or converted: "1.2 million" is 1,234,567."""
    low, high = sorted((one, other))
    return low >= _ALIKE * high or any(
        b.quantize(a.normalize(), ROUND_HALF_UP) == a for a, b in ((one, other), (other, one))
    )


def _names_differ(one: str, other: str) -> bool:
    """Tell whether the sentences are the same but for one name, where only one can be right."""
    first, second = _told(one), _told(other)
    start, end = _common(first.words, second.words)
    mine, its = (each.words[start : len(each.words) - end] for each in (first, second))
    if not (0 < len(mine) <= _LONGEST_NAME and 0 < len(its) <= _LONGEST_NAME):
        return False
    rest = first.words[:start], first.words[len(first.words) - end :]
    known = {word.stem for part in rest for word in part}
    if not (known & names_of(one) & names_of(other)) or _is_name_of(mine, its):
        return False
    named = all(_is_name(each, text) for each, text in ((mine, one), (its, other)))
    return named and _for_one_name(*rest, bool(first.marks))


def _common(one: Sequence[Word], other: Sequence[Word]) -> tuple[int, int]:
    """Return how many words two sentences share at the start, and behind that at the end."""
    start = _run(one, other)
    end = _run(one[start:][::-1], other[start:][::-1])
    return start, end


def _run(one: Sequence[Word], other: Sequence[Word]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].text == pair[1].text, pairs))


def _is_name(found: Sequence[Word], text: str) -> bool:
    sure = names_of(text)
    opens = found[0].span.start == 0 and not is_german(text)
    return all(
        word.stem in sure or (opens and at == 0 and word.shown[0].isupper())
        for at, word in enumerate(found)
    )


def _is_name_of(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Tell whether two names may be one: they share a word, or one is the other's initials."""
    if {word.stem for word in one} & {word.stem for word in other}:
        return True
    return any(
        "".join(word.text[0] for word in whole) == "".join(word.text for word in short)
        for whole, short in ((one, other), (other, one))
    )


def _for_one_name(before: Sequence[Word], after: Sequence[Word], dated: bool) -> bool:
    """Tell whether a sentence has room for one name: "built by …", "the mayor of Bree is …"."""
    if after and after[0].shown[0].isupper():
        return False  # a part of a longer name
    verbs = _IS | _SINGULAR if dated else _IS
    if not before:
        return len(after) > 1 and after[0].text in verbs and after[1].text in _THE
    if before[-1].text in _DOERS:
        return any(word.stem in _ONCE for word in before)
    return before[-1].text in verbs and before[0].text in _THE
