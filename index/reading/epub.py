"""E-books (EPUB): the chapters in their order, with the names that the contents give them."""

import posixpath
from collections.abc import Iterator, Sequence

from index.reading.archives import Archive, open_archive, read_member
from index.reading.epub_chapters import chapter_source, first_anchors, mark_chapter
from index.reading.epub_contents import Entry, read_contents
from index.reading.epub_package import Item, read_package, resolve
from index.reading.html_blocks import pieces_of
from index.reading.html_tree import Element, elements_of, parse_html
from index.reading.limits import limited
from index.reading.pieces import Layout, Piece, lay_out
from index.types import BlockKind


def read_layout(data: bytes, name: str) -> Layout:
    """Return the text of an e-book with its layout and what its package states.

    An e-book has no pages: its places are told by headings. A chapter without one gets its name in
    the table of contents, if it has one.

    Raises:
        UnreadableDocumentError: broken or copy-protected.
        TooLargeError: over a limit.
    """
    archive = open_archive(data, name)
    package = read_package(archive)
    entries = read_contents(archive, package.contents)
    styles: dict[str, str] = {}
    pieces = (
        piece
        for chapter in package.chapters
        for piece in _pieces(archive, chapter, entries, styles)
    )
    return lay_out(limited(pieces, name), title=package.title, metadata=package.metadata)


def _pieces(
    archive: Archive, chapter: Item, entries: Sequence[Entry], styles: dict[str, str]
) -> Iterator[Piece]:
    source = chapter_source(read_member(archive, chapter.path), archive.name)
    root = parse_html(source, archive.name)
    mark_chapter(root, _style_sheets(archive, chapter, root, styles))
    pieces = list(pieces_of(root))
    if not any(piece.kind is BlockKind.HEADING for piece in pieces):
        yield from _name(chapter, root, entries)
    yield from pieces


def _name(chapter: Item, root: Element, entries: Sequence[Entry]) -> Iterator[Piece]:
    """Yield the name that the contents give to the start of a chapter, if it has words."""
    anchors = {"", *first_anchors(root)}
    for entry in entries if root.size else ():
        if entry.path == chapter.path and entry.anchor in anchors:
            yield Piece(entry.name, BlockKind.HEADING, entry.level)
            return


def _style_sheets(
    archive: Archive, chapter: Item, root: Element, known: dict[str, str]
) -> list[str]:
    """Return the style sheets in the book that a chapter refers to."""
    folder = posixpath.dirname(chapter.path)
    paths = [
        resolve(folder, element.get("href"))
        for element in elements_of(root)
        if element.tag == "link" and "stylesheet" in element.get("rel").lower().split()
    ]
    for path in paths:
        if path in archive and path not in known:
            known[path] = read_member(archive, path).decode("utf-8", "replace")
    return [known[path] for path in paths if path in known]
