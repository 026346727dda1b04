"""Numbers of a spreadsheet as their format shows them: "12 %", "1,234.50", "2024-03-15"."""

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

GENERAL = "General"
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@",
}  # fmt: skip
"""The formats that have a number instead of being written out."""

_FIRST_DAY = datetime(1899, 12, 30)
_LAST_SERIAL = 2958466  # 10000-01-01
_DAYS_TO_1904 = 1462
_LONGEST = 200  # characters of a format that are looked at
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|(?P<elapsed>\[[hms]+\])|\[[^\]]*\]|[_*].|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+")


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a format: for positive numbers, negative ones, or zero."""

    before: str
    digits: str
    after: str
    is_percent: bool
    date_parts: frozenset[str]
    is_odd: bool
    """It is a fraction, scientific, or a text: shown as the number itself."""


def shown(number: float, number_format: str, *, from_1904: bool = False) -> str:
    """Return a number as its format shows it; empty if the format shows nothing at all.

    Dates and times are given as in ISO 8601, whatever their order in the format.

    >>> shown(0.125, "0.0%"), shown(1912.0, "General"), shown(-1234.5, "#,##0.00")
    ('12.5%', '1912', '-1,234.50')
    """
    sections = _sections(number_format[:_LONGEST])
    negative_apart = number < 0 and len(sections) > 1
    section = sections[1] if negative_apart else sections[0]
    if number == 0 and len(sections) > 2:
        section = sections[2]
    if section is None:
        return plain(number)
    if section.date_parts:
        return _moment(number, section.date_parts, from_1904=from_1904) or plain(number)
    if section.is_odd:
        return plain(number)
    if not section.digits:
        return (section.before + section.after).strip()
    return _fixed(abs(number) if negative_apart else number, section)


def plain(number: float) -> str:
    """Return a number without a format: no more digits than it has, no ".0"."""
    if math.isfinite(number) and number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.15g}"


@lru_cache(maxsize=1000)
def _sections(number_format: str) -> tuple[_Section | None, ...]:
    """Return the sections of a format, None for one that shows numbers as they are."""
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format)
    return tuple(
        None if part.strip().lower() in ("general", "@") or not number_format else _section(part)
        for part in parts
    )


def _section(part: str) -> _Section:
    literal: list[str] = []
    pattern: list[str] = []
    for token in _TOKEN.finditer(part):
        text = token["quoted"] or token["escaped"] or token["currency"]
        if text is not None:
            pattern.append("\0" * len(text))
            literal.append(text)
        elif kept := token["elapsed"] or token["other"]:
            pattern.append(kept)
            literal.append(kept)
    bare, full = "".join(pattern), "".join(literal)
    digits = _DIGITS.search(bare)
    is_odd = bool(re.search(r"[Ee][+-]|/|@|General", bare))
    is_date = not is_odd or "/" in bare
    parts = frozenset(re.findall(r"[ymdhs]", bare.lower())) if is_date else frozenset[str]()
    if digits is None or parts:
        return _Section(full, "", "", "%" in bare, parts, is_odd and not parts)
    before, after = full[: digits.start()], full[digits.end() :]
    # Several groups of digits ("000-00"), and commas that divide by thousands.
    is_odd = is_odd or bool(re.search(r"[#0?]|^,", bare[digits.end() :]) or ",." in f"{digits[0]}.")
    return _Section(before, digits[0], after, "%" in bare, frozenset(), is_odd)


def _fixed(number: float, section: _Section) -> str:
    whole, _, fraction = section.digits.partition(".")
    places = len(fraction)
    value = number * (100 if section.is_percent else 1)
    if not math.isfinite(value) or abs(value) > 1e15:
        return plain(number)
    grouped = f"{abs(value):{',' if ',' in whole.rstrip(',') else ''}.{places}f}"
    least = places - fraction.count("#") - fraction.count("?")
    if places > least:
        grouped = _without_zeros(grouped, places - least)
    width = whole.count("0")
    if "," not in grouped and "." not in grouped:
        grouped = grouped.zfill(width)  # "00000": a postal code
    sign = "-" if value < 0 and grouped.strip("0.,") else ""
    return f"{sign}{section.before}{grouped}{section.after}".strip()


def _without_zeros(digits: str, most: int) -> str:
    """Return digits without at most this many zeros at the end of the fraction."""
    for _ in range(most):
        if not digits.endswith("0"):
            break
        digits = digits[:-1]
    return digits.rstrip(".")


def _moment(number: float, parts: frozenset[str], *, from_1904: bool) -> str:
    """Return a date or time with as much of it as the format shows; empty if it is none."""
    serial = number + (_DAYS_TO_1904 if from_1904 else 0)
    if not 0 <= serial < _LAST_SERIAL:
        return ""
    # The sheet has a 29th of February 1900: days before it count from one day later.
    moment = _FIRST_DAY + timedelta(days=serial + (serial < 60))
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    clock = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
    if not parts & {"y", "d"} and parts & {"h", "s"}:
        return clock
    if "h" in parts and clock != "00:00":
        return f"{moment:%Y-%m-%d} {clock}"
    if "d" in parts:
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%Y-%m}" if "m" in parts else f"{moment:%Y}"
