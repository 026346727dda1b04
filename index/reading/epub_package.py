"""The package of an e-book: what it states of itself, and its chapters in order."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from index.errors import UnreadableDocumentError
from index.reading.archives import Archive, read_member
from index.reading.dates import iso_date
from index.reading.xml import parse_xml
from index.types import Metadata

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_NO_PUBLICATION = frozenset({"modification", "conversion", "creation", "ops-modification"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
# Fonts may be scrambled so that nobody copies them; the text is as it was.
_SCRAMBLED_FONTS = frozenset(
    {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
)


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book."""

    path: str
    kind: str
    """Its media type."""
    properties: frozenset[str] = frozenset()

    @property
    def is_page(self) -> bool:
        """Tell whether it holds text that is read."""
        return self.kind in _PAGES or self.path.lower().endswith((".xhtml", ".html", ".htm"))


@dataclass(frozen=True, slots=True)
class Package:
    """What the package document says."""

    title: str | None
    metadata: Metadata
    chapters: tuple[Item, ...]
    """The pages in reading order, each once."""
    contents: Item | None
    """The table of contents, as a page or as NCX."""


def read_package(archive: Archive) -> Package:
    """Return the package of an e-book.

    Raises:
        UnreadableDocumentError: broken, or with encrypted chapters.
        TooLargeError: over the archive's limits.
    """
    container = parse_xml(read_member(archive, _CONTAINER), archive.name)
    path = next((each.get("full-path", "") for each in _named(container, "rootfile")), "")
    package = parse_xml(read_member(archive, path), archive.name)
    items = dict(_items(package, posixpath.dirname(path)))
    spine = [each.get("idref", "") for each in _named(package, "itemref")]
    ordered = dict.fromkeys(items[idref] for idref in spine if idref in items)
    chapters = tuple(item for item in ordered if item.is_page and item.path in archive)
    _refuse_encrypted(archive, chapters)
    if not chapters:
        raise UnreadableDocumentError(
            f"{archive.name} is broken: it lists no chapter. Save it again where it was made."
        )
    return Package(_title(package), _metadata(package), chapters, _contents(items.values()))


def resolve(folder: str, reference: str) -> str:
    """Return the path in the archive that a reference in a file of ``folder`` means."""
    return posixpath.normpath(posixpath.join("/", folder, unquote(reference))).lstrip("/")


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return root.iter("{*}" + name)


def _words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _items(package: etree._Element, folder: str) -> Iterator[tuple[str, Item]]:
    for each in _named(package, "item"):
        path = resolve(folder, each.get("href", ""))
        properties = frozenset(each.get("properties", "").split())
        yield each.get("id", ""), Item(path, each.get("media-type", ""), properties)


def _contents(items: Iterable[Item]) -> Item | None:
    listed = [item for item in items if "nav" in item.properties or "ncx" in item.kind]
    return max(listed, key=lambda item: "nav" in item.properties, default=None)


def _refuse_encrypted(archive: Archive, chapters: tuple[Item, ...]) -> None:
    if _ENCRYPTION not in archive:
        return
    stated = parse_xml(read_member(archive, _ENCRYPTION), archive.name)
    paths = {item.path for item in chapters}
    for data in _named(stated, "EncryptedData"):
        methods = {each.get("Algorithm", "") for each in _named(data, "EncryptionMethod")}
        files = {resolve("", each.get("URI", "")) for each in _named(data, "CipherReference")}
        if not methods <= _SCRAMBLED_FONTS and files & paths:
            raise UnreadableDocumentError(
                f"{archive.name} is copy-protected: its text is encrypted, and only its shop's own "
                "reader opens it. Add a copy without protection."
            )


def _title(package: etree._Element) -> str | None:
    return next(filter(None, map(_words, _named(package, "title"))), None)


def _metadata(package: etree._Element) -> Metadata:
    roles = _roles(package)
    languages = (_words(each) for each in _named(package, "language"))
    identifiers = [_words(each) for each in _named(package, "identifier")]
    found = {
        "author": "; ".join(_authors(package, roles)),
        "date": next(filter(None, map(iso_date, _dates(package))), ""),
        "publisher": next(filter(None, map(_words, _named(package, "publisher"))), ""),
        "language": next(filter(_LANGUAGE.fullmatch, languages), ""),
        "url": next((each for each in identifiers if re.match(r"https?://\S+$", each)), ""),
    }
    return {key: value for key, value in found.items() if value}


def _roles(package: etree._Element) -> dict[str, str]:
    return {
        each.get("refines", "").lstrip("#"): _words(each)
        for each in _named(package, "meta")
        if each.get("property") == "role"
    }


def _attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its own name, in whichever namespace it stands."""
    found = (value for key, value in element.items() if str(key).rpartition("}")[2] == name)
    return str(next(found, ""))


def _authors(package: etree._Element, roles: Mapping[str, str]) -> list[str]:
    names = [
        _words(each)
        for each in _named(package, "creator")
        if (_attribute(each, "role") or roles.get(each.get("id", ""), "aut")) == "aut"
    ]
    return [name for name in dict.fromkeys(names) if name]


def _dates(package: etree._Element) -> Iterator[str]:
    """Yield the dates of publication, those first that say so."""
    dates = [(_attribute(each, "event").lower(), _words(each)) for each in _named(package, "date")]
    yield from (date for event, date in dates if event in ("publication", "original-publication"))
    yield from (date for event, date in dates if event not in _NO_PUBLICATION)
