"""Small changes of a fact that make an English sentence say something else.

A maker changes a number, a unit, a date, a name or a quoted word, and returns None where that
cannot be done so that the result is surely false. ``contradicting`` changes what is said of them.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence

import regex

from index.terms import stem
from rag.gate.dates import Moment, moments
from rag.gate.figures import Figure, figures

Maker = Callable[[str, random.Random], str | None]
"""Change a sentence, or return None where that cannot be done safely."""

NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
).split()
MONTHS = (
    "January February March April May June July August September October November December"
).split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_UNITS: Mapping[str, Sequence[str]] = {
    unit: [other for other in group.split("|") if other != unit]
    for group in (
        "seconds|minutes|hours",
        "days|weeks|months|years",
        "hour|minute",
        "week|month|year",
        "metres|kilometres|miles|centimetres|millimetres",
        "km|miles",
        "kilos|grams|tonnes",
        "kg|tonnes",
        "euros|pounds|dollars",
        "litres|millilitres|gallons",
        "per cent|degrees|metres",
        "am|pm",
        "cm|mm",
    )
    for unit in group.split("|")
    if not (unit == "metres" and "per cent" in group)
}
_LISTED = r"\s*(?:or|and|to|[-–,])\s*"
_NUMBERED = regex.compile(r"(?:version|number|no\.|page|item|chapter|step) $", regex.I)


def number(sentence: str, chance: random.Random) -> str | None:
    """Change one number."""
    found = [figure for figure in figures(sentence) if _changeable(sentence, figure)]
    if not found:
        return None
    figure = chance.choice(found)
    new = _other_number(figure.written, chance)
    return put(sentence, figure.span.start, figure.span.end, new) if new else None


def _changeable(sentence: str, figure: Figure) -> bool:
    written = figure.written.casefold()
    dated = any(moment.span.overlaps(figure.span) for moment in moments(sentence))
    tail = sentence[figure.span.end : figure.span.end + 1]
    counted = regex.match(r"\s*\d+[.)]\s", sentence) and figure.span.start <= 2  # "2. Sales"
    plain = written in NUMBERS or regex.fullmatch(r"\d+(?:,\d{3})*(?:\.\d+)?", written) is not None
    return plain and not dated and not counted and tail not in {":", "-", "'", "’", "/", "‑"}


def _other_number(written: str, chance: random.Random) -> str | None:
    word = written.casefold()
    if word in NUMBERS:
        pool = NUMBERS[:11] if word in NUMBERS[:11] else NUMBERS[11:]
        new = chance.choice([other for other in pool if other != word])
        return new.capitalize() if written[0].isupper() else new
    return _other_digit(written, chance)


def _other_digit(written: str, chance: random.Random) -> str | None:
    digits = [at for at, character in enumerate(written) if character.isdigit()]
    at = chance.choice(digits[1:] or digits)
    new = str((int(written[at]) + chance.randint(1, 8)) % 10 or 4)
    if new == written[at] or (len(digits) == 1 and new == "1"):
        new = "7" if written[at] != "7" else "6"
    changed = put(written, at, at + 1, new)
    sizes = [float(form.replace(",", "")) for form in (written, changed)]
    return changed if sizes[1] > 1 or sizes[0] <= 1 else None


def number_swap(sentence: str, chance: random.Random) -> str | None:
    """Let two numbers of a sentence change places."""
    found = [figure for figure in figures(sentence) if _changeable(sentence, figure)]
    pairs = [
        (one, other)
        for at, one in enumerate(found)
        for other in found[at + 1 :]
        if _exchangeable(sentence, one, other)
    ]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    between = sentence[one.span.end : other.span.start]
    swapped = other.written + between + one.written
    return put(sentence, one.span.start, other.span.end, swapped)


def _exchangeable(sentence: str, one: Figure, other: Figure) -> bool:
    first, second = one.written[0], other.written[0]
    return (
        not one.values & other.values
        and first.isdigit() == second.isdigit()
        and first.isupper() == second.isupper()
        and not regex.fullmatch(_LISTED, sentence[one.span.end : other.span.start])
        and not _NUMBERED.search(sentence[: one.span.start])
    )


def unit(sentence: str, chance: random.Random) -> str | None:
    """Change the unit of one number."""
    behind = regex.compile(r"[ -]?(per cent|\p{L}+)\b")
    found = [
        match
        for figure in figures(sentence)
        if figure.written.casefold() not in {"one", "first", "second"}
        and (match := behind.match(sentence, figure.span.end))
        and match.group(1) in _UNITS
    ]
    if not found:
        return None
    match = chance.choice(found)
    return put(sentence, *match.span(1), chance.choice(_UNITS[match.group(1)]))


Change = tuple[int, int, Sequence[str]]
"""From where to where what may stand instead."""


def date(sentence: str, chance: random.Random) -> str | None:
    """Change a weekday, a month, a day of the month, or a year."""
    changes = [*_weekdays(sentence), *_years(sentence)]
    for moment in moments(sentence):
        changes += _dated(sentence, moment)
    if not changes:
        return None
    start, end, pool = chance.choice(changes)
    new = chance.choice([other for other in pool if other != sentence[start:end]])
    return put(sentence, start, end, new)


def _weekdays(sentence: str) -> Iterator[Change]:
    for match in regex.finditer(r"\b(" + "|".join(DAYS) + r")s?\b", sentence):
        yield *match.span(1), DAYS


def _years(sentence: str) -> Iterator[Change]:
    prepositions = r"(?<=\b(?:in|since|until|by|from|of) )"
    for match in regex.finditer(prepositions + r"(1[5-9]\d\d|20[012]\d)\b(?![-–,.]\d)", sentence):
        year = int(match.group(1))
        yield *match.span(1), [str(year + step) for step in (-11, -3, -2, -1, 1, 2, 4, 10)]


def _dated(sentence: str, moment: Moment) -> Iterator[Change]:
    name = next((month for month in MONTHS if month in moment.shown), None)
    named = regex.match(r" \p{Lu}", sentence[moment.span.end :])  # "August Strindberg"
    if "month" in moment.parts and name and not named:
        at = sentence.index(name, moment.span.start)
        yield at, at + len(name), MONTHS
    digits = regex.compile(r"\d+").search(sentence, moment.span.start)
    if digits and int(digits.group()) == moment.parts.get("day"):
        yield *digits.span(), [str(day) for day in range(4, 19)]


def quoted_of(text: str) -> Maker:
    """Return a maker that changes a word inside quotation marks to another word of ``text``."""
    pool = sorted(set(regex.findall(r"(?<![\p{L}'’-])\p{Ll}{5,9}(?![\p{L}'’-])", text)))

    def quoted(sentence: str, chance: random.Random) -> str | None:
        plain = regex.compile(r"(?<![\p{L}'’-])\p{Ll}{4,}(?![\p{L}'’-])")
        found = [
            word.span()
            for start, end in quotations(sentence)
            for word in plain.finditer(sentence, start, end)
        ]
        others = [word for word in pool if word not in sentence]
        if not found or not others:
            return None
        return put(sentence, *chance.choice(found), chance.choice(others))

    return quoted


def quotations(sentence: str) -> list[tuple[int, int]]:
    """Return where in ``sentence`` the words stand that it quotes."""
    return [m.span(1) for m in regex.finditer(r"[“\"]([^“”\"]{1,200})[”\"]", sentence)]


def entity_of(text: str) -> Maker:
    """Return a maker that puts another name of ``text`` in the place of a person's or place's."""
    inside = _names(text)

    def entity(sentence: str, chance: random.Random) -> str | None:
        found = [match for match in _spots(sentence) if match.group() in inside]
        if not found:
            return None
        match = chance.choice(found)
        before = inside[match.group()]
        stems = {stem(word.casefold()) for word in regex.findall(r"\p{L}+", sentence)}
        pool = sorted(
            name
            for name, kind in inside.items()
            if kind == before and name not in sentence and stem(name.casefold()) not in stems
        )
        return put(sentence, *match.span(), chance.choice(pool)) if pool else None

    return entity


_PERSON_BEFORE = regex.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Professor|Captain|Sister|Dona)\.? $")
_PLACE_BEFORE = regex.compile(r"\b(?:in|at|to|from|near|of|outside) $")
_PERSON_AFTER = regex.compile(
    r" (?:said|says|was|had|asked|told|wrote|proposed|is|has|wants|will)\b"
)
_OPENING = regex.compile(r"[.!?:\n]\s*$")
_SPOT = regex.compile(r"(?<![\p{L}\p{N}'’.-])\p{Lu}\p{Ll}{2,}(?![\p{L}\p{N}'’-])")
NO_NAMES = frozenset(
    {*MONTHS, *DAYS, *"God English Road Street Station House Year Mr Mrs Ms Miss Dr Sir".split()}
)


def _names(text: str) -> dict[str, str]:
    """Return the one-word names of a text, each "person" or "place" by the words around it."""
    votes: dict[str, set[str]] = {}
    lower = set(regex.findall(r"\b\p{Ll}{3,}\b", text))
    for match in _spots(text):
        name, kind = match.group(), _kind(text, match)
        if kind and name not in NO_NAMES and name.casefold() not in lower:
            votes.setdefault(name, set()).add(kind)
    return {name: kinds.pop() for name, kinds in votes.items() if len(kinds) == 1}


def _kind(text: str, match: "regex.Match[str]") -> str | None:
    before = text[max(0, match.start() - 20) : match.start()]
    after = _PERSON_AFTER.match(text, match.end())
    if _PERSON_BEFORE.search(before):
        return "titled"
    if _PLACE_BEFORE.search(before) and not after:
        return "place"
    return "person" if after and not _OPENING.search(before or ".") else None


def _spots(text: str) -> Iterator["regex.Match[str]"]:
    """Yield the capitalised words that are no part of a longer name."""
    for match in _SPOT.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()]
        alone = not regex.search(r"\p{Lu}\p{L}*[ -]$", before) or _PERSON_BEFORE.search(before)
        if alone and not regex.match(r" \p{Lu}", text[match.end() : match.end() + 2]):
            yield match


def put(text: str, start: int, end: int, new: str) -> str:
    """Return ``text`` with ``new`` in the place from ``start`` to ``end``."""
    return text[:start] + new + text[end:]
