"""Where the elements of an XML part stand in its bytes, so that it is changed by insertions alone.

A tree that is parsed and written again is another file: other prefixes, quotes, line ends. Here the
bytes stay, and a parser only tells where in them something begins and ends.
"""

import codecs
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from index.errors import UnreadableDocumentError

_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14:",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15:",
    "http://schemas.microsoft.com/office/word/2016/wordml/cid": "w16cid:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct:",
}
_START_TAG = re.compile(rb"<(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_NAME = re.compile(rb"<([^\s/>]+)")
_STATED = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
_USUAL = frozenset({b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"})


@dataclass(slots=True, eq=False)
class Element:
    """An element by its place: ``xml[start:end]`` is all of it."""

    name: str
    """With the usual prefix of its namespace, whatever the file uses: "w:t"."""
    attributes: dict[str, str]
    start: int
    parent: "Element | None"
    close: int = -1
    """Where its end tag begins; its own end, if it is empty and has none."""
    end: int = -1
    texts: list[tuple[int, str]] = field(default_factory=list)
    """Its own characters in pieces, each with the place of its first byte."""
    is_whole: bool = False
    """It must not be parted: its characters are not written as they read (CDATA)."""


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes of an XML part, in UTF-8, with the elements that were asked for."""

    xml: bytes
    root: Element
    found: list[Element]
    """In the order of the file."""
    encoding: str
    """In which the part was, and is to be again."""

    def encoded(self, xml: bytes) -> bytes:
        """Return changed bytes as the part had them."""
        return xml if self.encoding == "utf-8" else xml.decode().encode(self.encoding)

    @property
    def root_tag(self) -> bytes:
        """The start tag of its root."""
        return self.xml[self.root.start : _end_of_tag(self.xml, self.root.start)]

    def openings(self) -> dict["Element", int]:
        """Return for each run where its content begins, behind its properties.

        Of the elements that were asked for: runs ("w:r") and properties ("w:rPr").
        """
        found = {e: _end_of_tag(self.xml, e.start) for e in self.found if e.name == "w:r"}
        properties = (e for e in self.found if e.name == "w:rPr" and e.parent in found)
        return found | {each.parent: each.end for each in properties if each.parent}

    def raw_name(self, element: Element) -> bytes:
        """Return an element's name with the prefix that the file uses."""
        found = _NAME.match(self.xml, element.start)
        return found[1] if found else b""


def parse_part(data: bytes, name: str, wanted: Container[str]) -> Part:
    """Return the elements of a part that have a ``wanted`` name.

    Raises:
        UnreadableDocumentError: not well formed, with a document type, or in an unusual encoding.
    """
    xml, encoding = _in_utf8(data, name)
    parser = _Parser(xml, wanted)
    try:
        parser.expat.Parse(xml, True)
    except (expat.ExpatError, _RefusedError) as error:
        raise UnreadableDocumentError(
            f"{name} is broken: its XML cannot be read. Save it again where it was made."
        ) from error
    return Part(xml, parser.root, parser.found, encoding)


class _RefusedError(Exception):
    """A document type, which no part may have: entities could multiply."""


class _Parser:
    """Notes where elements begin and end while expat reads."""

    def __init__(self, xml: bytes, wanted: Container[str]) -> None:
        self.found: list[Element] = []
        self._xml = xml
        self._wanted = wanted
        self.root = self._here = Element("", {}, 0, None)
        self._is_empty = False
        self.expat = expat.ParserCreate("utf-8", " ")
        self.expat.buffer_text = False
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._text
        self.expat.StartCdataSectionHandler = self._cdata
        self.expat.StartDoctypeDeclHandler = self._doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        short = _short(name)
        is_wanted = short in self._wanted
        told = {_short(key): value for key, value in attributes.items()} if is_wanted else {}
        self._here = Element(short, told, self.expat.CurrentByteIndex, self._here)
        self._is_empty = True
        if not self.root.name:
            self.root = self._here
        if is_wanted:
            self.found.append(self._here)

    def _end(self, _name: str) -> None:
        here = self._here
        here.close = here.end = self.expat.CurrentByteIndex
        own = _end_of_tag(self._xml, here.start) if self._is_empty else here.end
        if own == here.end and self._is_empty and self._xml[own - 2 : own] == b"/>":
            here.close = here.end = own
        else:
            here.end = self._xml.index(b">", here.close) + 1
        self._here, self._is_empty = here.parent or here, False

    def _text(self, text: str) -> None:
        self._is_empty = False
        if self._here.name in self._wanted:
            self._here.texts.append((self.expat.CurrentByteIndex, text))

    def _cdata(self) -> None:
        self._here.is_whole = True

    def _doctype(self, *_: object) -> None:
        raise _RefusedError


def appended(part: Part, content: bytes) -> bytes:
    """Return the bytes of a part with ``content`` as the last thing in its root."""
    root, xml = part.root, part.xml
    if root.close < root.end:
        return xml[: root.close] + content + xml[root.close :]
    opened = xml[: root.end - 2] + b">"  # it is empty: "<Relationships/>"
    return opened + content + b"</%b>" % part.raw_name(root) + xml[root.end :]


def without(part: Part, elements: Iterable[Element]) -> bytes:
    """Return the bytes of a part without some of its elements."""
    kept = []
    position = 0
    for each in sorted(elements, key=lambda each: each.start):
        kept.append(part.xml[position : max(each.start, position)])
        position = max(each.end, position)
    return b"".join([*kept, part.xml[position:]])


def byte_behind(xml: bytes, element: Element, count: int) -> int:
    """Return where the byte after an element's first ``count`` characters stands; count from 1."""
    for index, text in element.texts:
        if count <= len(text):
            return index + _written(xml, index, text[:count])
        count -= len(text)
    return element.close


def _written(xml: bytes, index: int, text: str) -> int:
    """Return how many bytes of the file the characters of a piece take."""
    if xml[index : index + 1] == b"&":  # an entity is a piece of its own
        return xml.index(b";", index) + 1 - index
    if xml[index : index + 2] == b"\r\n":
        return 2
    return len(text.encode())


def _end_of_tag(xml: bytes, start: int) -> int:
    found = _START_TAG.match(xml, start)
    return found.end() if found else start


def _short(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return _NAMESPACES.get(space, f"{space} " if space else "") + local


def _in_utf8(data: bytes, name: str) -> tuple[bytes, str]:
    """Return XML in UTF-8, and the encoding that it was in: parts are in UTF-8 or UTF-16 alone."""
    try:
        if data.startswith(codecs.BOM_UTF16_LE):
            return data.decode("utf-16-le").encode(), "utf-16-le"
        if data.startswith(codecs.BOM_UTF16_BE):
            return data.decode("utf-16-be").encode(), "utf-16-be"
        data.decode()
        stated = _STATED.match(data.removeprefix(codecs.BOM_UTF8))
        if stated and stated[1].lower() not in _USUAL:
            raise ValueError
    except ValueError as error:
        raise UnreadableDocumentError(
            f"{name} is in an unusual encoding. Save it again in Word."
        ) from error
    return data, "utf-8"
