"""Word documents (.docx): paragraphs, lists and tables in the order of the body.

The body is streamed, one block at a time, so that a long document costs little memory. Deleted
text of tracked changes and comments are left out. A file has no fixed pages: a piece has a page
only where Word noted all page breaks when it last showed the document.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from lxml import etree

from index.reading.archives import Archive, open_archive
from index.reading.code_lines import with_joined_code
from index.reading.limits import check_amount, limited
from index.reading.lines import ITEM
from index.reading.parts import core_properties, main_part, part_bytes, part_xml, related
from index.reading.pieces import Layout, Piece, lay_out
from index.reading.tables import Cell, Row, joined, table_pieces
from index.reading.word_lists import Lists
from index.reading.word_paragraphs import Paragraph, Paragraphs
from index.reading.word_styles import (
    ANY_COLOR,
    Look,
    Style,
    Styles,
    W,
    numbering_of,
    outline_level,
    shading_of,
    value,
)
from index.reading.word_tables import HOLDERS, count, goes_on, has, is_strong, rows_of
from index.reading.word_text import Texts
from index.reading.xml import release, stream_xml
from index.types import BlockKind

_P, _TBL = f"{W}p", f"{W}tbl"
_OPENING = 2**16  # bytes of the body, before its first block
_PAGE_COLOR = re.compile(rb'<w:background [^>]*?w:color="([0-9A-Fa-f]{6})"')
_LONGEST_HEADING = 250  # characters: longer ones are text that only looks like a heading
_CODE = frozenset({"html preformatted", "source code", "code", "macro", "preformatted text"})


def read_layout(data: bytes, name: str) -> Layout:
    """Return a Word document's text with its blocks, title and metadata.

    Raises:
        UnreadableDocumentError: broken, encrypted, or no Word document.
        TooLargeError: over a limit.
    """
    archive = open_archive(data, name)
    title, metadata = core_properties(archive)
    pieces = with_joined_code(limited(_Reader(archive).pieces(), name))
    return lay_out(pieces, title=title, metadata=metadata)


class _Reader:
    """Reads one document from its beginning to its end."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._main = main_part(archive, "word/document.xml")
        self._body = part_bytes(archive, self._main)
        # Counted before it is parsed: a bomb of paragraphs would take seconds.
        check_amount(archive.name, pieces=self._body.count(b"</w:p>"))
        self._styles = Styles(archive, self._part("styles"))
        self._lists = Lists(archive, self._part("numbering"))
        self._notes = {
            (kind, note.get(f"{W}id", "")): note
            for kind in ("footnote", "endnote")
            for part in related(archive, self._main, f"{kind}s")
            for note in part_xml(archive, part).iterchildren(f"{W}{kind}")
        }
        self._texts = Texts(self._styles, has_pages=_notes_its_pages(archive, self._body))
        self._paragraphs = Paragraphs(self._styles)
        self._page = Look(back=self._page_color())

    def pieces(self) -> Iterator[Piece]:
        yield from self._furniture("header")
        for block in stream_xml(BytesIO(self._body), self._archive.name, _P, _TBL, *HOLDERS):
            parent = block.getparent()
            if parent is not None and parent.tag == f"{W}body":
                yield from self._block(block, self._page)
                release(block)
        yield from self._rest()
        yield from self._furniture("footer")

    def _part(self, kind: str) -> str | None:
        return next(related(self._archive, self._main, kind), None)

    def _page_color(self) -> str | None:
        """Return the colour of all pages; None if it is white, or stated but not shown."""
        settings = self._part("settings")
        found = _PAGE_COLOR.search(self._body[:_OPENING])
        is_shown = settings is not None and (
            b"displayBackgroundShape" in part_bytes(self._archive, settings)
        )
        return found[1].decode() if found and is_shown else None

    def _furniture(self, kind: str) -> Iterator[Piece]:
        """Yield what stands above or below all pages, once each."""
        seen: set[str] = set()
        texts, self._texts = self._texts, Texts(self._styles, has_pages=False)
        for part in related(self._archive, self._main, kind):
            for block in part_xml(self._archive, part):
                for piece in self._block(block, Look()):
                    if piece.text not in seen:
                        seen.add(piece.text)
                        yield Piece(piece.text, BlockKind.FURNITURE)
        self._texts = texts

    def _block(self, element: etree._Element, around: Look) -> Iterator[Piece]:
        if element.tag == _P:
            yield from self._paragraph(element, around)
        elif element.tag == _TBL:
            yield from self._rest()
            yield from self._table(element, around)
        elif element.tag in HOLDERS:
            for child in element:
                yield from self._block(child, around)

    def _paragraph(self, element: etree._Element, around: Look) -> Iterator[Piece]:
        for each in self._paragraphs.read(element, self._texts, around):
            yield from self._laid_out(each)

    def _rest(self) -> Iterator[Piece]:
        for each in self._paragraphs.rest():
            yield from self._laid_out(each)

    def _laid_out(self, paragraph: Paragraph) -> Iterator[Piece]:
        content, properties, style = paragraph.content, paragraph.properties, paragraph.style
        if text := content.text:
            is_code = shape_of(text, properties, style)[0] is BlockKind.CODE
            piece = (
                Piece(content.code, BlockKind.CODE)
                if is_code
                else self._piece(text, properties, style)
            )
            yield replace(piece, page=content.page) if content.page else piece
        if content.hidden:
            yield Piece(content.hidden_text, BlockKind.HIDDEN, page=self._texts.page)
        for box, around in content.boxes:
            for child in box:
                yield from self._block(child, around)
        for reference in content.notes:
            yield from self._note(reference)

    def _note(self, reference: tuple[str, str]) -> Iterator[Piece]:
        note = self._notes.pop(reference, None)
        for child in () if note is None else note:
            for piece in self._block(child, self._page):
                is_seen = piece.kind.is_cited
                yield replace(piece, kind=BlockKind.FOOTNOTE, level=None) if is_seen else piece

    def _piece(self, text: str, properties: etree._Element | None, style: Style) -> Piece:
        kind, level = shape_of(text, properties, style)
        if kind in (BlockKind.FURNITURE, BlockKind.CAPTION):
            return Piece(text, kind)
        mark = self._mark(properties, style)
        if kind is BlockKind.HEADING:
            return Piece(f"{mark}{' '.join(text.split())}", kind, level)
        if mark:
            return Piece(mark + text, BlockKind.LIST_ITEM, mark=len(mark))
        typed = ITEM.match(text)
        return Piece(text, BlockKind.LIST_ITEM, mark=typed.end()) if typed else Piece(text)

    def _mark(self, properties: etree._Element | None, style: Style) -> str:
        numbering = numbering_of(properties, style.numbering)
        mark = self._lists.mark(*numbering) if numbering else ""
        return f"{mark} " if mark else ""

    def _table(self, table: etree._Element, around: Look) -> Iterator[Piece]:
        properties = table.find(f"{W}tblPr")
        named = None if properties is None else value(properties.find(f"{W}tblStyle"))
        style = self._styles.of(named) if named else Style()
        if style.is_shaded:
            around = Look(back=ANY_COLOR)
        rows = list(rows_of(table))
        if all(len(cells) < 2 for _, cells in rows):  # a frame round text, or a plain list
            for _, cells in rows:
                for cell in cells:
                    yield from self._inside(cell, around)
            return
        yield from table_pieces(
            self._row(row, cells, around, is_strong=is_strong(row, number, style))
            for number, (row, cells) in enumerate(rows)
        )

    def _row(
        self, row: etree._Element, cells: list[etree._Element], around: Look, *, is_strong: bool
    ) -> Row:
        properties = row.find(f"{W}trPr")
        page = self._texts.page
        found: list[Cell] = []
        after: list[Piece] = []
        column = count(properties, "gridBefore", 0)
        for cell in cells:
            stated = cell.find(f"{W}tcPr")
            span = count(stated, "gridSpan", 1)
            pieces = () if goes_on(stated) else list(self._inside(cell, around))
            found.append(Cell(joined(p.text for p in pieces if _in_line(p)), column, span))
            after.extend(piece for piece in pieces if not _in_line(piece))
            column += span
        return Row(
            tuple(found),
            is_header=has(properties, "tblHeader"),
            is_strong=is_strong,
            is_hidden=has(properties, "hidden"),
            page=page,
            after=tuple(after),
        )

    def _inside(self, cell: etree._Element, around: Look) -> Iterator[Piece]:
        back = shading_of(cell.find(f"{W}tcPr"))
        for child in cell:
            yield from self._block(child, Look(back=back) if back else around)
        yield from self._rest()


def shape_of(
    text: str, properties: etree._Element | None, style: Style
) -> tuple[BlockKind, int | None]:
    """Return what a paragraph is by its style and properties, and how deep a heading it is."""
    stated = outline_level(properties)
    level = (style.level if stated is None else stated) or None
    if style.name in _CODE:
        return BlockKind.CODE, None
    if style.name.startswith("toc"):
        return BlockKind.FURNITURE, None
    if style.name == "caption":
        return BlockKind.CAPTION, None
    if level and len(text) <= _LONGEST_HEADING:
        return BlockKind.HEADING, level
    return BlockKind.PARAGRAPH, None


def _notes_its_pages(archive: Archive, body: bytes) -> bool:
    """Tell whether the page breaks noted in the body are as many as the pages that are stated."""
    noted = body.count(b"lastRenderedPageBreak")
    for part in related(archive, "", "extended-properties") if noted else ():
        pages = part_xml(archive, part).findtext("{*}Pages") or ""
        return pages.strip() == str(noted + 1)
    return False


def _in_line(piece: Piece) -> bool:
    return piece.kind not in (BlockKind.HIDDEN, BlockKind.FOOTNOTE)
