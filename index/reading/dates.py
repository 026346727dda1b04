"""Dates as files state them, to ISO 8601."""

import re
from datetime import date
from email.utils import parsedate_to_datetime

_DATE = re.compile(
    r"(?P<year>[12]\d{3})(?:(?P<sign>[-/.]?)(?P<month>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2}))?)?"
    r"(?:[T ].{0,40}|Z)?"
)


def iso_date(stated: str) -> str | None:
    """Return a date as YYYY, YYYY-MM or YYYY-MM-DD, None where it is not beyond doubt.

    Read are ISO 8601, its like with "/" or ".", year first, and the dates of e-mail. The day is
    the one that is written, in its own time zone.

    >>> iso_date("2019/5/23")
    '2019-05-23'
    >>> iso_date("05/06/2019")
    """
    given = stated.strip()[:80]
    found = _DATE.fullmatch(given)
    if found is None:
        return _mail_date(given)
    year, month, day = found["year"], found["month"], found["day"]
    if month is None:
        return year
    if not found["sign"] and (day is None or len(month + day) != 4):
        return None  # "201905" may be anything
    try:
        whole = date(int(year), int(month), int(day or 1)).isoformat()
    except ValueError:
        return None
    return whole if day else whole[:7]


def _mail_date(given: str) -> str | None:
    try:
        return parsedate_to_datetime(given).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
