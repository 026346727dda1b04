"""Office Open XML packages: their parts, how these are related, and what a file says of itself."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from index.reading.archives import Archive, read_member
from index.reading.xml import parse_xml
from index.types import Metadata

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
"""The namespace of the attributes that name a relation."""

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STATED = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_DATE = re.compile(r"(\d{4})(-\d\d)?(-\d\d)?")
_WRITERS = frozenset({"python-docx", "python-pptx", "openpyxl", "apache poi", "docx4j"})
# When the templates of python-docx and python-pptx were made, not what was written with them.
_TEMPLATES = frozenset({"2013-12-23T23:15:00Z", "2013-01-27T09:14:16Z"})
_NO_TITLES = frozenset(
    {"word document", "powerpoint presentation", "document", "untitled", "title"}
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another one refers to."""

    kind: str
    """The last word of its type: "header", "slide" …"""
    target: str


def part_bytes(archive: Archive, part: str) -> bytes:
    """Return the XML of a part, with the namespaces of ISO 29500's strict form made usual.

    Raises:
        UnreadableDocumentError: no such part, or broken.
        TooLargeError: over the archive's limit.
    """
    data = read_member(archive, part)
    if b"purl.oclc.org/ooxml" in data[:4096]:
        return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)
    return data


def part_xml(archive: Archive, part: str) -> etree._Element:
    """Return the root of a part. Raises as ``part_bytes``, and if it is not well formed."""
    return parse_xml(part_bytes(archive, part), archive.name)


def relations(archive: Archive, part: str = "") -> dict[str, Relation]:
    """Return what ``part``, or the package itself, refers to inside the package, by id."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in archive:
        return {}
    found = {}
    for entry in part_xml(archive, listed).iter(f"{_RELATIONS}Relationship"):
        target = entry.get("Target", "")
        if entry.get("TargetMode") != "External" and target:
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[entry.get("Id", "")] = Relation(entry.get("Type", "").rpartition("/")[2], path)
    return found


def related(archive: Archive, part: str, kind: str) -> Iterator[str]:
    """Yield the parts of one kind that ``part`` refers to and that are there, in order, once."""
    targets = [each.target for each in relations(archive, part).values() if each.kind == kind]
    yield from (target for target in dict.fromkeys(targets) if target in archive)


def main_part(archive: Archive, default: str) -> str:
    """Return the part that holds the document itself."""
    return next(related(archive, "", "officeDocument"), default)


def core_properties(archive: Archive) -> tuple[str | None, Metadata]:
    """Return the title and the metadata that a package states, without what programs fill in."""
    part = next(related(archive, "", "core-properties"), "docProps/core.xml")
    if part not in archive:
        return None, {}
    root = part_xml(archive, part)
    named = _text(root, f"{_STATED}creator").split(";")
    author = "; ".join(filter(None, map(str.strip, named)))
    created = _text(root, f"{_TERMS}created")
    stated = {
        "author": "" if author.casefold() in _WRITERS else author,
        "date": "" if created in _TEMPLATES else date_of(created),
        "language": _text(root, f"{_STATED}language"),
        "publisher": _text(root, f"{_STATED}publisher"),
    }
    return title_of(_text(root, f"{_STATED}title")), {k: v for k, v in stated.items() if v}


def title_of(stated: str) -> str | None:
    """Return a title as a file states it, None if it says nothing or only what programs fill in."""
    return None if stated.casefold() in _NO_TITLES else stated or None


def date_of(stamp: str) -> str:
    """Return the day of an ISO 8601 time, as precise as it is; empty if it is none.

    >>> date_of("2024-03-15T05:45:00Z")
    '2024-03-15'
    """
    found = _DATE.match(stamp)
    return found[0] if found else ""


def _text(root: etree._Element, tag: str) -> str:
    return " ".join((root.findtext(tag) or "").split())
