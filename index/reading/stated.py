"""What a file says of itself in named fields: front matter, JSON, lists of fields."""

import re
from collections.abc import Mapping

from index.reading.dates import iso_date

_CALLED = {  # names of fields, without case and joints, and what the metadata calls them
    "author": "author", "authors": "author", "creator": "author",
    "date": "date", "published": "date", "datepublished": "date", "publishedat": "date",
    "url": "url", "canonical": "url", "canonicalurl": "url",
    "language": "language", "lang": "language",
    "publisher": "publisher",
}  # fmt: skip
_FORMS = {
    "url": re.compile(r"https?://\S+"),
    "language": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"),
}


def called(name: str) -> str | None:
    """Return what metadata calls a field of this name, None if it is none of them."""
    return _CALLED.get(re.sub(r"[\s_-]", "", name).casefold())


def stated_metadata(fields: Mapping[str, object]) -> dict[str, object]:
    """Return what ``fields`` state as metadata (see ``Layout``); of several the first counts.

    Several authors may be a list. A date, an address or a language of another form is left out.

    >>> stated_metadata({"Authors": ["Ann Lee", "Bob"], "date": "2024-05-01T10:00"})
    {'author': 'Ann Lee; Bob', 'date': '2024-05-01'}
    """
    stated: dict[str, object] = {}
    for name, value in fields.items():
        key = called(name)
        shown = _value(key, value) if key else None
        if key and shown:
            stated.setdefault(key, shown)
    return stated


def _value(key: str, value: object) -> str | None:
    given = value if isinstance(value, list) else [value]
    names = [" ".join(each.split()) for each in given if isinstance(each, str)]
    # Several dates or addresses would be a riddle, several authors are not.
    told = len(names) == len(given) and (len(names) == 1 or key == "author")
    shown = "; ".join(filter(None, names)) if told else ""
    if key == "date":
        return iso_date(shown)
    form = _FORMS.get(key)
    return shown if form is None or form.fullmatch(shown) else None
