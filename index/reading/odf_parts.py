"""OpenDocument packages: what a file says of itself, and the rows of its tables."""

import re
from collections.abc import Iterator

from lxml import etree

from index.errors import UnreadableDocumentError
from index.reading.archives import Archive, read_member
from index.reading.odf_styles import TABLE, TEXT
from index.reading.parts import date_of, title_of
from index.types import Metadata

SOFT_BREAK = f"{TEXT}soft-page-break"

_DC = "{http://purl.org/dc/elements/1.1/}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_ANY = "{*}*"
_NOTED_BREAK = re.compile(rb"<text:soft-page-break\s*/>")


def refuse_encrypted(archive: Archive) -> None:
    """Raise UnreadableDocumentError if a file is under a password."""
    manifest = "META-INF/manifest.xml"
    has_key = manifest in archive and b"encryption-data" in read_member(archive, manifest)
    if has_key or "encrypted-package" in archive:
        raise UnreadableDocumentError(
            f"{archive.name} is encrypted. Save it without a password and add it again."
        )


def stated_in(meta: etree._Element | None) -> tuple[str | None, Metadata]:
    """Return the title and the metadata that a file states."""
    found = {} if meta is None else {each.tag: each.text or "" for each in meta.iter(_ANY)}
    author = found.get(f"{_META}initial-creator") or found.get(f"{_DC}creator", "")
    stated = {
        "author": "; ".join(filter(None, map(str.strip, " ".join(author.split()).split(";")))),
        "date": date_of(found.get(f"{_META}creation-date", "").strip()),
        "language": found.get(f"{_DC}language", "").strip(),
    }
    title = title_of(" ".join(found.get(f"{_DC}title", "").split()))
    return title, {key: value for key, value in stated.items() if value}


def notes_its_pages(content: bytes, meta: etree._Element | None) -> bool:
    """Tell whether the page breaks noted in the text are as many as the pages that are stated."""
    noted = sum(1 for _ in _NOTED_BREAK.finditer(content))
    statistic = None if meta is None else meta.find(f".//{_META}document-statistic")
    stated = "" if statistic is None else statistic.get(f"{_META}page-count", "")
    return noted > 0 and stated == str(noted + 1)


def table_rows(parent: etree._Element, *, is_header: bool) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the rows of a table and page breaks, each with whether it names the columns."""
    for child in parent:
        if child.tag in (f"{TABLE}table-row", SOFT_BREAK):
            yield child, is_header
        elif child.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows"):
            yield from table_rows(child, is_header=child.tag == f"{TABLE}table-header-rows")
        elif child.tag == f"{TABLE}table-row-group":
            yield from table_rows(child, is_header=is_header)


def row_cells(row: etree._Element) -> list[etree._Element]:
    """Return the cells of a row, without those that others cover."""
    return list(row.iterchildren(f"{TABLE}table-cell"))
