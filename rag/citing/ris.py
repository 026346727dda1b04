"""References as RIS, written and read back."""

import re
from collections.abc import Iterator, Mapping, Sequence

from index.errors import UnreadableDocumentError
from rag.citing import kinds
from rag.citing.references import (
    Author,
    Reference,
    date_parts,
    doi_of,
    file_name,
    key_of,
    limited,
)

_LINE = re.compile(r"(?P<tag>[A-Z][A-Z0-9])  ?- ?(?P<value>.*)")
_AUTHORS = ("AU", "A1")
_LONGEST_NUMBER = 4
"""Digits of a year, a month or a day."""


def write_ris(references: Sequence[Reference], notes: Mapping[str, str] | None = None) -> str:
    """Return the references as RIS records; ``notes`` hold a note for a key."""
    told = notes or {}
    return "\n".join(_record(each, told.get(each.key, "")) for each in references)


def read_ris(text: str) -> list[Reference]:
    """Return the references of a RIS file.

    Raises:
        UnreadableDocumentError: there is no record in it.
    """
    found = limited(map(_reference, _records(text)))
    if not found:
        raise UnreadableDocumentError("There is no RIS record in it: lines such as “TY  - BOOK”.")
    return found


def _record(reference: Reference, note: str) -> str:
    first, last = _range(reference.pages)
    dated = "/".join(f"{part:02}" for part in reference.date_parts)
    lines = [
        ("TY", kinds.RIS[reference.type]),
        ("ID", reference.key),
        *(("AU", _name(author)) for author in reference.authors),
        ("TI", reference.title),
        ("PY", str(reference.date_parts[0]) if reference.date_parts else ""),
        ("DA", dated or reference.date),
        ("T2", reference.container),
        ("VL", reference.volume),
        ("IS", reference.issue),
        ("SP", first),
        ("EP", last),
        ("PB", reference.publisher),
        ("DO", reference.doi),
        ("UR", reference.url),
        ("Y2", "/".join(f"{part:02}" for part in date_parts(reference.accessed))),
        ("LA", reference.language),
        ("N1", note),
    ]
    told = [f"{tag}  - {' '.join(value.split())}" for tag, value in lines if value]
    return "\n".join([*told, "ER  - ", ""])


def _range(pages: str) -> tuple[str, str]:
    found = re.fullmatch(r"(\w+)-(\w+)", pages)
    return (found[1], found[2]) if found else (pages, "")


def _name(author: Author) -> str:
    if author.given:
        return author.inverted
    return f"{author.family}," if "," in author.family else author.family


def _records(text: str) -> Iterator[Mapping[str, list[str]]]:
    fields: dict[str, list[str]] = {}
    for line in text.lstrip("\ufeff").splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        if found["tag"] == "ER":
            if fields:
                yield fields
            fields = {}
        elif found["value"].strip():
            fields.setdefault(found["tag"], []).append(found["value"].strip())
    if "TY" in fields:
        yield fields


def _reference(fields: Mapping[str, list[str]]) -> Reference:
    def first(*tags: str) -> str:
        return next((fields[tag][0] for tag in tags if tag in fields), "")

    authors = tuple(_author(name) for tag in _AUTHORS for name in fields.get(tag, ()))
    title = first("TI", "T1")
    date = _date(first("DA", "PY", "Y1"))
    url = first("UR", "L2")
    pages = "-".join(filter(None, (first("SP"), first("EP"))))
    return Reference(
        key=first("ID") or key_of(authors, date, title) or "work",
        title=title,
        authors=authors,
        date=date,
        publisher=first("PB"),
        url=url,
        accessed=_date(first("Y2")),
        language=first("LA"),
        kind=kinds.kind_of(first("TY"), url),
        container=first("T2", "JF", "JO", "BT", "JA"),
        volume=first("VL"),
        issue=first("IS"),
        pages=pages,
        doi=doi_of(first("DO")),
        files=tuple(filter(None, map(file_name, (*fields.get("L1", ()), *fields.get("L4", ()))))),
    )


def _date(raw: str) -> str:
    parts = raw.strip("/").split("/")
    if not all(part.isdecimal() and len(part) <= _LONGEST_NUMBER for part in parts):
        return raw
    return "-".join([f"{int(parts[0]):04}", *(f"{int(part):02}" for part in parts[1:3])])


def _author(raw: str) -> Author:
    if raw.endswith(","):
        return Author(raw[:-1])
    family, _, given = raw.partition(",")
    return Author(family.strip(), given.strip()) if given.strip() else Author(raw)
