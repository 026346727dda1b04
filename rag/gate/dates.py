"""Days, months, years, decades, centuries and times of the clock in English text and in ISO form.

3 May 1874 = May 3rd, 1874 = 1874-05-03; 8 pm = eight in the evening = 20:00.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex

from index.terms import fold
from index.types import Span

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_HOURS = "one two three four five six seven eight nine ten eleven twelve".split()
_MONTH_OF: Mapping[str, int] = (
    {name: at for at, name in enumerate(_MONTHS, 1)}
    | {name[:3]: at for at, name in enumerate(_MONTHS, 1)}
    | {"sept": 9}
)
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>1\d{3}|20\d{2})(?![\p{N}\p{L}]|[.,]\p{N})"
_WEEKDAY = r"(?P<weekday>" + "|".join(_WEEKDAYS) + r")s?\b"
_DATE = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}.,])(?:"
    rf"(?P<iso>{_YEAR}-(?P<isomonth>0[1-9]|1[0-2])-(?P<isoday>0[1-9]|[12]\d|3[01]))(?!\p{{N}})"
    rf"|(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?"
    rf"|(?:{_WEEKDAY},?\s+)?{_MONTH}\s+(?:the\s+)?{_DAY}(?!,?\d)(?:,?\s+{_YEAR})?"
    rf"|{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR})?"
    rf"|{_WEEKDAY}"
    rf")"
)
_CLOCK = regex.compile(
    r"(?<![\p{L}\p{N}.,:])(?:"
    r"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?"
    r"|(?P<hour>1[0-2]|0?[1-9])(?:\.(?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?\s?m\b\.?"
    rf"|(?P<spoken>{'|'.join(_HOURS)}|1[0-2]|[1-9])(?:\s+o'clock)?\s+(?:in\s+the|at)\s+"
    r"(?P<part>morning|afternoon|evening|night)\b"
    rf"|(?P<spoken>{'|'.join(_HOURS)}|1[0-2]|[1-9])\s+o'clock\b"
    r"|(?P<word>noon|midday|midnight)\b"
    r")"
)


_CENTURIES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
).split()
_ERA = regex.compile(
    r"(?<![\p{L}\p{N}.,])(?:(?P<decade>1[0-9]|20)(?P<ten>\d)0'?s\b"
    rf"|(?:(?P<ordinal>{'|'.join(reversed(_CENTURIES))})|(?P<number>[1-9]|1\d|2[01])(?:st|nd|rd|th))"
    r"(?:\s|-)centur(?:y|ies)\b)"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or a time of day, as far as the text tells it.

    ``parts`` maps "century", "decade" (195 for the 1950s), "year", "month", "day", "weekday" and
    "minutes" (after midnight, or after noon or midnight where the text leaves that open: then
    ``half`` is missing) to numbers.
    """

    parts: Mapping[str, int]
    shown: str
    span: Span

    def conflicts(self, other: "Moment") -> bool:
        """Tell whether the two cannot be the same moment."""
        shared = self.parts.keys() & other.parts.keys()
        return any(self.parts[part] != other.parts[part] for part in shared)

    @property
    def is_clock(self) -> bool:
        """Whether it is a time of day."""
        return "minutes" in self.parts


def moments(text: str) -> Iterator[Moment]:
    """Yield the dates and times of day in ``text``.

    A lone "May" or "March" counts only where a capital and its neighbours show a month.

    >>> [dict(moment.parts) for moment in moments("On 3 May 1874, at 8 pm")]
    [{'day': 3, 'month': 5, 'year': 1874}, {'minutes': 480, 'half': 1}]
    """
    folded = fold(text)
    for match in _DATE.finditer(folded):
        if _is_date(match, text):
            yield Moment(_date(match), _shown(match, text), Span(*match.span()))
    for match in _CLOCK.finditer(folded):
        yield Moment(_clock(match), _shown(match, text), Span(*match.span()))
    for match in _ERA.finditer(folded):
        yield Moment(_era(match), _shown(match, text), Span(*match.span()))


def widened(moment: Moment) -> Moment:
    """Return the moment with the decade and century of its year.

    >>> dict(widened(Moment({"year": 1957}, "1957", Span(0, 4))).parts)
    {'year': 1957, 'decade': 195, 'century': 20}
    """
    year, decade = moment.parts.get("year"), moment.parts.get("decade")
    wider: dict[str, int] = {}
    if year is not None:
        wider = {"decade": year // 10, "century": (year - 1) // 100 + 1}
    elif decade is not None:
        wider = {"century": decade // 10 + 1}
    return Moment({**moment.parts, **wider}, moment.shown, moment.span)


def _era(match: "regex.Match[str]") -> dict[str, int]:
    if match.group("decade"):
        return {"decade": int(match.group("decade") + match.group("ten"))}
    ordinal = match.group("ordinal")
    return {"century": _CENTURIES.index(ordinal) + 1 if ordinal else int(match.group("number"))}


def _shown(match: "regex.Match[str]", text: str) -> str:
    shown = text[match.start() : match.end()].strip(" ,")
    return shown if shown.count(".") > 1 else shown.rstrip(".")


def _is_date(match: "regex.Match[str]", text: str) -> bool:
    month = match.group("month")
    if month is None:
        return True
    written = text[match.start("month") : match.end("month")]
    if not written[0].isupper() and month[:3] in {"may", "mar", "sep", "dec", "jan"}:
        return False
    if match.group("day") or match.group("year"):
        return True
    if month not in {"may", "march"}:
        return len(month) > 3
    before = text[max(0, match.start() - _LOOK) : match.start()].split()
    return bool(before) and before[-1].strip("(,").casefold() in _BEFORE_A_MONTH


_LOOK = 16
"""Characters before a lone "May" that tell whether it is the month."""
_BEFORE_A_MONTH = frozenset(
    "in since until till by of from to last next this early late mid before after during and or "
    "between through every each for that the following previous".split()
)


def _date(match: "regex.Match[str]") -> dict[str, int]:
    found = match.groupdict()
    if found["iso"]:
        return {
            "day": int(found["isoday"]),
            "month": int(found["isomonth"]),
            "year": int(found["year"]),
        }
    parts = {part: int(found[part]) for part in ("day", "year") if found[part]}
    if found["month"]:
        parts["month"] = _MONTH_OF[found["month"]]
    if found["weekday"]:
        parts["weekday"] = _WEEKDAYS.index(found["weekday"])
    return {part: parts[part] for part in ("weekday", "day", "month", "year") if part in parts}


def _clock(match: "regex.Match[str]") -> dict[str, int]:
    found = match.groupdict()
    if word := found["word"]:
        return {"minutes": 0, "half": int(word != "midnight")}
    spoken = found["spoken"]
    if spoken:
        hour = _HOURS.index(spoken) + 1 if spoken in _HOURS else int(spoken)
        part = found["part"]
        late = part in {"afternoon", "evening"} or (
            part == "night" and hour not in {12, 1, 2, 3, 4}
        )
        half = int(late) if part else None
    else:
        hour = int(found["hour"])
        half = "ap".index(found["half"]) if found["half"] else int(hour % 24 >= 12)
    minutes = hour % 12 * 60 + int(found["minute"] or 0)
    return {"minutes": minutes} if half is None else {"minutes": minutes, "half": half}
