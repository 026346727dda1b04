"""The numbers of a text, in digits and in English words, with their units.

630 k = 630,000 = six hundred and thirty thousand; 12 % = twelve percent; 90 minutes = 1.5 hours.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import regex

from index.terms import fold
from index.types import Span
from rag.gate.foreign_numbers import FOREIGN, FOREIGN_NUMBER
from rag.gate.units import UNITS

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
    "sixth": Decimal(1) / 6,
    "seventh": Decimal(1) / 7,
    "eighth": Decimal("0.125"),
    "ninth": Decimal(1) / 9,
    "tenth": Decimal("0.1"),
    "twelfth": Decimal(1) / 12,
}
_SCALE_WORD = "hundred|thousand|million|billion|trillion"
_NUMBER_WORD = "|".join(sorted(_SMALL, key=len, reverse=True)) + "|" + _SCALE_WORD
_GROUPING = regex.compile(
    r"(?<=(?<!\d)\d{1,3})[\u00a0\u202f\u2009'’ ](?=000(?!\d))"
    r"|(?<=\d)[\u00a0\u202f\u2009'’](?=\d{3}(?!\d))"
)
"""What stands between thousands beside the comma: 630 000, 630'000."""
_CONTINENTAL = r"\d{1,3}(?:\.\d{3})+,\d+(?!\d)|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d+,\d{1,2}(?!,?\d)"
_NUMERAL = rf"\d{{1,3}}(?:[,·]\d{{3}})+(?!\d)(?:\.\d+)?|{_CONTINENTAL}|\d+(?:\.\d+)?"
_PART = "half|halves|quarter|third|fifth|sixth|seventh|eighth|ninth|tenth|twelfth"
_PERIOD = "second|minute|hour|day|night|week|month|season|year|decade"
_FIGURE = regex.compile(
    r"(?<!\b(?:passage|excerpt|snippet)s? )"  # whose number tells nothing of the world
    r"(?<![\p{Latin}_\p{N}.,])(?P<sign>[€$£¥]\s?)?"
    rf"(?P<numeral>{_NUMERAL})"
    rf"(?:\s?(?P<scale>k|mn?|bn|{_SCALE_WORD})\b)?(?P<half>(?:-|\s)and(?:-|\s)a(?:-|\s)half\b)?"
    r"|\b(?:half\s+)?a\s+dozen\b"
    r"|\b(?P<halves>half)\b(?=\s+(?:of|the|its|their|his|her|our|all)\b)"
    rf"|\b(?P<share>(?:one|two|three|four|a)(?:\s|-)(?:{_PART})s?)\b"
    r"(?!\s+(?:of\s+(?:january|february|march|april|may|june|july)|time|day|year|\d))"
    rf"|\b(?P<words>(?:{_NUMBER_WORD})"
    rf"(?:(?:\s|-|(?<={_SCALE_WORD})\sand\s)(?:{_NUMBER_WORD}))*)\b"
    r"(?P<half>(?:-|\s)and(?:-|\s)a(?:-|\s)half\b)?"
)
_WHOLES = "two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred"
_RATIO = regex.compile(
    rf"\b(?P<part>{'|'.join(_ONES[1:])}|[1-9]\d?)(?:(?<=one)\s+\p{{L}}+)?\s+(?:in|out\s+of)\s+"
    rf"(?:every\s+|the\s+|a\s+)?(?P<whole>{_WHOLES}|[2-9]|10|12|15|20|100)\b"
    rf"(?![.,:-]?[\d%]|\s+(?:{_PERIOD})s?\b)"
)
_LONGEST_REMEMBERED = 1_000
"""Characters of a text whose figures are remembered: a sentence."""
_UNIT = regex.compile(r"\s*[-]?\s*(per\s?cent\b|%|[ap]\.?m\b|\p{L}+)")


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
    return iter(_remembered(text)) if len(text) <= _LONGEST_REMEMBERED else _figures(text)


@lru_cache(maxsize=4_096)  # a question is held against each sentence, a sentence by several rules
def _remembered(text: str) -> tuple[Figure, ...]:
    return tuple(_figures(text))


def _figures(text: str) -> Iterator[Figure]:
    folded = fold(_GROUPING.sub("·", text))
    ratios, taken = _beside(folded, text), 0
    for match in _FIGURE.finditer(folded):
        while ratios and ratios[0].span.start <= match.start():
            yield ratios[0]
            taken, ratios = ratios[0].span.end, ratios[1:]
        if match.start() < taken:
            continue
        unit = _UNIT.match(folded, match.end())
        name = " ".join(unit.group(1).split()) if unit else ""
        known = UNITS.get(name)
        sign = UNITS.get((match.group("sign") or "").strip())
        end = unit.end() if unit and known and not sign else match.end()
        dimension, size = sign or known or (None, Decimal(1))
        yield Figure(
            written=fold(text[slice(*match.span())]),
            values=_values(match),
            unit=dimension,
            size=size,
            shown=text[match.start() : end],
            span=Span(*match.span()),
        )
    yield from ratios


def _beside(folded: str, text: str) -> list[Figure]:
    """Return in order what is told as a ratio or in words of German or French."""
    found = [*_ratios(folded, text), *_foreign(folded, text)]
    return sorted(found, key=lambda figure: figure.span.start)


def _foreign(folded: str, text: str) -> Iterator[Figure]:
    for match in FOREIGN_NUMBER.finditer(folded):
        shown = text[slice(*match.span())]
        values = frozenset({Decimal(FOREIGN[match.group()])})
        yield Figure(match.group(), values, None, Decimal(1), shown, Span(*match.span()))


def _ratios(folded: str, text: str) -> Iterator[Figure]:
    """Yield what is told as so many out of a few: "four in ten" is 0.4 and 40 percent."""
    for match in _RATIO.finditer(folded):
        part, whole = (_whole_number(match.group(name)) for name in ("part", "whole"))
        if part < whole:
            share = Decimal(part) / whole
            shown = text[match.start() : match.end()]
            values = frozenset({share, share * 100})
            yield Figure(fold(shown), values, None, Decimal(1), shown, Span(*match.span()))


def _whole_number(written: str) -> int:
    return int(written) if written.isdecimal() else _spoken(written)


def _values(match: "regex.Match[str]") -> frozenset[Decimal]:
    half = Decimal("0.5") if match.group("half") else Decimal(0)
    if match.group().endswith("dozen") and not match.group("words"):
        return frozenset({Decimal(6 if match.group().startswith("half") else 12)})
    if match.group("halves"):
        return frozenset({Decimal("0.5"), Decimal(50)})
    if share := match.group("share"):
        return _shares(share)
    if words := match.group("words"):
        return frozenset({Decimal(_spoken(words)) + half})
    values = {value + half for value in _readings(match.group("numeral"))}
    scale = match.group("scale")
    scaled = {value * _SCALES[scale] for value in values} if scale else values
    return frozenset(values | scaled if scale == "m" else scaled)


def _readings(numeral: str) -> set[Decimal]:
    """Return what digits may mean: 1,234.5 = 1.234,5; "1.234" is English or German."""
    if regex.fullmatch(_CONTINENTAL, numeral):
        return {Decimal(numeral.replace(".", "").replace(",", "."))}
    plain = numeral.replace(",", "").replace("·", "")
    thousands = regex.fullmatch(r"[1-9]\d{0,2}\.\d{3}", plain)
    return {Decimal(plain), *([Decimal(plain.replace(".", ""))] if thousands else [])}


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
