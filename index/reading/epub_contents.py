"""The table of contents of an e-book: the names of its chapters."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from index.reading.archives import Archive, read_member
from index.reading.epub_chapters import chapter_source
from index.reading.epub_package import Item, resolve
from index.reading.html_tree import Element, Event, parse_html, text_of, walk
from index.reading.xml import parse_xml

_DEEPEST = 6  # levels of headings
_LONGEST = 200  # characters of a name


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in the table of contents, and the place that it stands for."""

    name: str
    level: int
    path: str
    anchor: str
    """The id in the page; empty for its start."""


def read_contents(archive: Archive, contents: Item | None) -> list[Entry]:
    """Return the entries of a table of contents, none if there is no such file.

    Raises:
        UnreadableDocumentError: it is broken.
        TooLargeError: over the archive's limits.
    """
    if contents is None or contents.path not in archive:
        return []
    data = read_member(archive, contents.path)
    folder = posixpath.dirname(contents.path)
    found = _in_page(data, archive.name) if contents.is_page else _in_ncx(data, archive.name)
    return [
        Entry(name[:_LONGEST], min(level, _DEEPEST), resolve(folder, path), anchor)
        for name, level, target in found
        for path, _, anchor in [target.partition("#")]
        if name and path
    ]


def _in_page(data: bytes, name: str) -> Iterator[tuple[str, int, str]]:
    level = inside = 0
    for event, element, _ in walk(parse_html(chapter_source(data, name), name)):
        if event is Event.TEXT:
            continue
        step = 1 if event is Event.ENTER else -1
        if element.tag == "nav" and _is_contents(element):
            inside += step
        elif inside and element.tag == "ol":
            level += step
        elif inside and element.tag == "a" and event is Event.ENTER:
            yield text_of(element), max(level, 1), element.get("href")


def _is_contents(element: Element) -> bool:
    return "toc" in element.get("epub:type").split() or element.get("role") == "doc-toc"


def _in_ncx(data: bytes, name: str) -> Iterator[tuple[str, int, str]]:
    for point in parse_xml(data, name).iter("{*}navPoint"):
        level = 1 + sum(1 for _ in point.iterancestors("{*}navPoint"))
        label = point.find("{*}navLabel")
        content = point.find("{*}content")
        if label is not None and content is not None:
            yield " ".join("".join(label.itertext()).split()), level, content.get("src", "")
