"""Number words of German and French, up to ninety-nine: "zweiundzwanzig", "quatre-vingt-dix"."""

from collections.abc import Mapping

import regex

_GERMAN_ONES = (
    "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
    "sechzehn siebzehn achtzehn neunzehn"
).split()
_GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_FRENCH_ONES = (
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
).split()
_FRENCH_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante"}
_FRENCH_SCORES = {60: "soixante", 80: "quatre-vingt"}
_UNSURE = frozenset({"ein", "un", "elf", "six", "sept", "acht"})
"""Words of other meanings, or that English has too."""


def _german() -> dict[str, int]:
    found = {word: value for value, word in enumerate(_GERMAN_ONES, 1)}
    for value, ten in enumerate(_GERMAN_TENS, 2):
        found[ten] = 10 * value
        found |= {f"{one}und{ten}": 10 * value + n for n, one in enumerate(_GERMAN_ONES[:9], 1)}
    return found


def _french() -> dict[str, int]:
    found = {word: value for value, word in enumerate(_FRENCH_ONES, 1)}
    for base, ten in _FRENCH_TENS.items():
        found |= {ten: base, f"{ten} et un": base + 1}
        found |= {f"{ten}-{one}": base + n for n, one in enumerate(_FRENCH_ONES[:9], 1)}
    for base, score in _FRENCH_SCORES.items():
        found |= {score: base, f"{score}s": base}
        found |= {f"{score}-{one}": base + n for n, one in enumerate(_FRENCH_ONES, 1)}
    return found


FOREIGN: Mapping[str, int] = {
    word: value for word, value in {**_german(), **_french()}.items() if word not in _UNSURE
}
FOREIGN_NUMBER = regex.compile(
    r"(?<![\p{L}\p{N}-])(?:" + "|".join(sorted(FOREIGN, key=len, reverse=True)) + r")(?![\p{L}-])"
)
"""Finds them in folded text."""
