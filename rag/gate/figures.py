"""The numbers of a text, in digits and in English words, with their units.

630 k = 630,000 = six hundred and thirty thousand; 12 % = twelve percent; 90 minutes = 1.5 hours.
"""

from collections.abc import Iterator, Mapping
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
_PARTS: Mapping[str, Decimal] = {
    "half": Decimal("0.5"),
    "halves": Decimal("0.5"),
    "quarter": Decimal("0.25"),
    "third": Decimal(1) / 3,
    "fifth": Decimal("0.2"),
    "tenth": Decimal("0.1"),
}
_SCALE_WORD = "hundred|thousand|million|billion|trillion"
_NUMBER_WORD = "|".join(sorted(_SMALL, key=len, reverse=True)) + "|" + _SCALE_WORD
_FIGURE = regex.compile(
    r"(?<![\p{Latin}_\p{N}.,])(?P<sign>[€$£¥]\s?)?"
    r"(?P<numeral>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:\s?(?P<scale>k|mn?|bn|{_SCALE_WORD})\b)?(?P<half>(?:-|\s)and(?:-|\s)a(?:-|\s)half\b)?"
    r"|\b(?:half\s+)?a\s+dozen\b"
    r"|\b(?P<share>(?:one|two|three|four|a)(?:\s|-)(?:half|halves|quarter|third|fifth|tenth)s?)\b"
    r"(?!\s+(?:of\s+(?:january|february|march|april|may|june|july)|time|day|year|\d))"
    rf"|\b(?P<words>(?:{_NUMBER_WORD})(?:(?:\s|-|\sand\s)(?:{_NUMBER_WORD}))*)\b"
    r"(?P<half>(?:-|\s)and(?:-|\s)a(?:-|\s)half\b)?"
)
_UNIT = regex.compile(r"\s*[-]?\s*(per\s?cent\b|%|[ap]\.?m\b|\p{L}+)")
_UNITS: Mapping[str, tuple[str, Decimal]] = {
    form: (dimension, Decimal(size))
    for dimension, size, forms in (
        ("percent", "1", "percent|per cent|%|percentage"),
        ("am", "1", "am|a.m"),
        ("pm", "1", "pm|p.m"),
        ("time", "1", "second|seconds|sec"),
        ("time", "60", "minute|minutes|min"),
        ("time", "3600", "hour|hours|hr|hrs"),
        ("time", "86400", "day|days"),
        ("time", "604800", "week|weeks"),
        ("months", "1", "month|months"),
        ("months", "12", "year|years"),
        ("months", "120", "decade|decades"),
        ("months", "1200", "century|centuries"),
        ("length", "0.001", "mm|millimetre|millimetres|millimeter|millimeters"),
        ("length", "0.01", "cm|centimetre|centimetres|centimeter|centimeters"),
        ("length", "1", "metre|metres|meter|meters"),
        ("length", "1000", "km|kilometre|kilometres|kilometer|kilometers"),
        ("length", "1609.344", "mile|miles"),
        ("length", "0.3048", "foot|feet|ft"),
        ("length", "0.0254", "inch|inches"),
        ("length", "0.9144", "yard|yards"),
        ("mass", "0.001", "mg|milligram|milligrams"),
        ("mass", "1", "gram|grams|g"),
        ("mass", "1000", "kg|kilogram|kilograms|kilo|kilos"),
        ("mass", "1000000", "tonne|tonnes"),
        ("mass", "1016046.9", "ton|tons"),
        ("mass", "28.35", "ounce|ounces"),
        ("volume", "0.001", "ml|millilitre|millilitres|milliliter|milliliters"),
        ("volume", "0.01", "cl|centilitre|centilitres"),
        ("volume", "1", "litre|litres|liter|liters"),
        ("volume", "4.546", "gallon|gallons"),
        ("dollar", "1", "dollar|dollars|$"),
        ("dollar", "0.01", "cent|cents"),
        ("euro", "1", "euro|euros|€"),
        ("pound", "1", "pound|pounds|£"),
        ("yen", "1", "yen|¥"),
        ("degree", "1", "degree|degrees"),
        ("megabyte", "1", "mb|megabyte|megabytes"),
        ("megabyte", "1000", "gb|gigabyte|gigabytes"),
    )
    for form in forms.split("|")
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a sentence with the unit behind it, if that is one we know."""

    written: str
    values: frozenset[Decimal]
    """What it may mean: "5 m" is five metres or five million."""
    unit: str | None
    """The dimension of the unit, as "length", or a unit that is converted to no other."""
    size: Decimal
    """The unit in the smallest one of its dimension."""
    shown: str
    """The number with the word behind it, as the text has it."""
    span: Span
    """Where the number stands in the text."""

    def agrees(self, other: "Figure") -> bool:
        """Tell whether the two can be the same quantity."""
        if self.unit is None or other.unit is None:
            return bool(self.values & other.values)
        return self.unit == other.unit and bool(self.amounts & other.amounts)

    @property
    def amounts(self) -> frozenset[Decimal]:
        """The values in the smallest unit of the dimension."""
        return frozenset(value * self.size for value in self.values)


def figures(text: str) -> Iterator[Figure]:
    """Yield the numbers of ``text`` in order, in digits and in English words.

    >>> [str(max(figure.values)) for figure in figures("630 k PRs in fifty-three days")]
    ['630000', '53']
    """
    folded = fold(text)
    for match in _FIGURE.finditer(folded):
        unit = _UNIT.match(folded, match.end())
        name = " ".join(unit.group(1).split()) if unit else ""
        known = _UNITS.get(name)
        sign = _UNITS.get((match.group("sign") or "").strip())
        end = unit.end() if unit and known and not sign else match.end()
        dimension, size = sign or known or (None, Decimal(1))
        yield Figure(
            written=match.group(),
            values=_values(match),
            unit=dimension,
            size=size,
            shown=text[match.start() : end],
            span=Span(*match.span()),
        )


def _values(match: "regex.Match[str]") -> frozenset[Decimal]:
    half = Decimal("0.5") if match.group("half") else Decimal(0)
    if match.group().endswith("dozen") and not match.group("words"):
        return frozenset({Decimal(6 if match.group().startswith("half") else 12)})
    if share := match.group("share"):
        return _shares(share)
    if words := match.group("words"):
        return frozenset({Decimal(_spoken(words)) + half})
    value = Decimal(match.group("numeral").replace(",", "")) + half
    scale = match.group("scale")
    if scale is None:
        return frozenset({value})
    scaled = value * _SCALES[scale]
    return frozenset({value, scaled} if scale == "m" else {scaled})


def _shares(share: str) -> frozenset[Decimal]:
    """Return a fraction as a part of one and in percent: "three quarters" is 0.75 and 75."""
    count, part = regex.split(r"[\s-]+", share)
    value = (_SMALL.get(count) or 1) * _PARTS[part if part in _PARTS else part.removesuffix("s")]
    ordinal = {Decimal(_SMALL[part])} if count == "a" and part in _SMALL else set()
    return frozenset({value, value * 100} | ordinal)


def _spoken(words: str) -> int:
    """Return the value of number words: "two hundred and fifty thousand" is 250,000."""
    total = group = 0
    for word in regex.split(r"[\s-]+", words):
        if word in _SMALL:
            group = group * 12 if word == "dozen" and group else group + _SMALL[word]
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word in _SCALES:
            total += max(group, 1) * _SCALES[word]
            group = 0
    return total + group
