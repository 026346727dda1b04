"""References as CSL-JSON, what citation processors read, written and read back."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from index.errors import UnreadableDocumentError
from rag.citing.kinds import kind_of
from rag.citing.references import (
    Author,
    Reference,
    date_parts,
    doi_of,
    key_of,
    limited,
)


def csl_item(reference: Reference) -> dict[str, Any]:
    """Return one reference as an item of CSL-JSON."""
    item: dict[str, Any] = {
        "id": reference.key,
        "type": reference.type,
        "title": reference.title,
    }
    if reference.authors:
        item["author"] = [
            {"family": each.family, "given": each.given} if each.given else {"literal": each.family}
            for each in reference.authors
        ]
    for name, date in (("issued", reference.date), ("accessed", reference.accessed)):
        if date:
            parts = date_parts(date)
            item[name] = {"date-parts": [list(parts)]} if parts else {"literal": date}
    told = {
        "container-title": reference.container,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.pages,
        "publisher": reference.publisher,
        "DOI": reference.doi,
        "URL": reference.url,
        "language": reference.language,
    }
    return item | {name: value for name, value in told.items() if value}


def write_csl_json(references: Sequence[Reference]) -> str:
    """Return the references as a CSL-JSON list."""
    items = [csl_item(reference) for reference in references]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def read_csl_json(text: str) -> list[Reference]:
    """Return the references of a CSL-JSON list, or of one item.

    Raises:
        UnreadableDocumentError: it is no CSL-JSON.
    """
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableDocumentError("It is no JSON. Export the works as CSL-JSON.") from error
    listed = items if isinstance(items, list) else [items]
    if not all(isinstance(item, dict) for item in listed) or not any("title" in i for i in listed):
        raise UnreadableDocumentError('It is no CSL-JSON: each item is an object with a "title".')
    return limited(map(_reference, listed))


def _reference(item: Mapping[str, Any]) -> Reference:
    named = item.get("author")
    authors = tuple(map(_author, named)) if isinstance(named, list) else ()
    date, title = _date(item.get("issued")), _text(item.get("title"))
    url = _text(item.get("URL"))
    return Reference(
        key=_text(item.get("id")) or key_of(authors, date, title) or "work",
        title=title,
        authors=authors,
        date=date,
        publisher=_text(item.get("publisher")),
        url=url,
        accessed=_date(item.get("accessed")),
        language=_text(item.get("language")),
        kind=kind_of(_text(item.get("type")), url),
        container=_text(item.get("container-title")),
        volume=_text(item.get("volume")),
        issue=_text(item.get("issue")),
        pages=_text(item.get("page")),
        doi=doi_of(_text(item.get("DOI"))),
    )


def _author(named: object) -> Author:
    told = named if isinstance(named, dict) else {}
    if literal := _text(told.get("literal")):
        return Author(literal)
    family = _words(told, "non-dropping-particle", "family")
    given = _words(told, "given", "dropping-particle", "suffix")
    return Author(family, given) if family else Author(given)


def _words(told: Mapping[str, Any], *names: str) -> str:
    return " ".join(filter(None, (_text(told.get(name)) for name in names)))


def _date(told: object) -> str:
    if not isinstance(told, dict):
        return ""
    try:
        year, *rest = (int(part) for part in told["date-parts"][0])
    except (LookupError, TypeError, ValueError, OverflowError):
        return _text(told.get("literal") or told.get("raw"))
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])


def _text(told: object) -> str:
    known = isinstance(told, str | int) and not isinstance(told, bool)
    return " ".join(str(told).split()) if known else ""
