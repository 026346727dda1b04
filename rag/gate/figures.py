"""Second layer: every figure of a sentence stands in its quotes, in whatever form.

630 k = 630,000 = six hundred and thirty thousand; 8 am = 8 a.m.; 12 % = twelve percent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from index.terms import fold
from index.types import Span

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_SMALL: Mapping[str, int] = (
    {word: value for value, word in enumerate(_ONES)}
    | {word: 10 * value for value, word in enumerate(_TENS, start=2)}
    | {word: value for value, word in enumerate(_ORDINALS)}
    | {"dozen": 12}
)
_SCALES: Mapping[str, int] = {
    "hundred": 10**2,
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
}
_SCALE_WORD = "hundred|thousand|million|billion|trillion"
_NUMBER_WORD = "|".join(sorted(_SMALL, key=len, reverse=True)) + "|" + _SCALE_WORD
_FIGURE = regex.compile(
    r"(?<![\w.,])(?P<numeral>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:\s?(?P<scale>k|mn?|bn|{_SCALE_WORD})\b)?"
    rf"|\b(?P<words>(?:{_NUMBER_WORD})(?:(?:\s|-|\sand\s)(?:{_NUMBER_WORD}))*)\b"
)
_UNIT = regex.compile(r"\s*[-]?\s*(%|[ap]\.?m\b|\p{L}+)")
_UNITS: Mapping[str, str] = {
    form: forms.split()[0]
    for forms in (
        "percent % percentage", "am a.m", "pm p.m",
        "second seconds sec", "minute minutes min", "hour hours hr hrs", "day days",
        "week weeks", "month months", "year years", "decade decades", "century centuries",
        "metre metres meter meters", "km kilometre kilometres kilometer kilometers",
        "cm centimetre centimetres centimeter centimeters", "mm millimetre millimetres",
        "mile miles", "foot feet ft", "inch inches", "yard yards",
        "kg kilogram kilograms kilo kilos", "gram grams", "tonne tonnes", "ton tons",
        "pound pounds", "ounce ounces", "litre litres liter liters", "gallon gallons",
        "dollar dollars", "euro euros", "degree degrees", "mb megabytes", "gb gigabytes",
    )
    for form in forms.split()
}  # fmt: skip
_HARMLESS = frozenset({"one", "first", "second", "zero"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a sentence with the unit behind it, if that is one we know."""

    written: str
    values: frozenset[Decimal]
    """What it may mean: "5 m" is five metres or five million."""
    unit: str | None
    shown: str
    """The number with the word behind it, as the text has it."""
    span: Span
    """Where the number stands in the text."""

    def agrees(self, other: "Figure") -> bool:
        """Tell whether the two can be the same quantity."""
        units = {self.unit, other.unit} - {None}
        return bool(self.values & other.values) and len(units) < 2


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first figure of ``sentence`` that no quote holds, or return None."""
    known = [figure for quote in quotes for figure in figures(quote)]
    for figure in figures(sentence):
        if figure.written in _HARMLESS or any(map(figure.agrees, known)):
            continue
        rivals = [other for other in known if other.unit == figure.unit and figure.unit]
        rivals += [other for other in known if other.values & figure.values]
        if rivals:
            return f"the source says {rivals[0].shown}, not {figure.shown}"
        return f"the source does not say {figure.shown}"
    return None


def figures(text: str) -> Iterator[Figure]:
    """Yield the numbers of ``text`` in order, in digits and in English words.

    >>> [str(max(figure.values)) for figure in figures("630 k PRs in fifty-three days")]
    ['630000', '53']
    """
    folded = fold(text)
    for match in _FIGURE.finditer(folded):
        unit = _UNIT.match(folded, match.end())
        known_unit = _UNITS.get(unit.group(1)) if unit else None
        end = unit.end() if unit and known_unit else match.end()
        yield Figure(
            written=match.group(),
            values=_values(match),
            unit=known_unit,
            shown=text[match.start() : end],
            span=Span(*match.span()),
        )


def _values(match: "regex.Match[str]") -> frozenset[Decimal]:
    if words := match.group("words"):
        return frozenset({Decimal(_spoken(words))})
    value = Decimal(match.group("numeral").replace(",", ""))
    scale = match.group("scale")
    if scale is None:
        return frozenset({value})
    scaled = value * _SCALES[scale]
    return frozenset({value, scaled} if scale == "m" else {scaled})


def _spoken(words: str) -> int:
    """Return the value of number words: "two hundred and fifty thousand" is 250,000."""
    total = group = 0
    for word in regex.split(r"[\s-]+", words):
        if word in _SMALL:
            group += _SMALL[word]
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word in _SCALES:
            total += max(group, 1) * _SCALES[word]
            group = 0
    return total + group
