"""OpenDocument texts (.odt): paragraphs, lists and tables in the order of the body.

The body is streamed, one block at a time. Deleted text of tracked changes and comments are left
out. A piece has a page only where the file notes all of its page breaks.
"""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from lxml import etree

from index.reading.archives import Archive, open_archive, read_member
from index.reading.code_lines import with_joined_code
from index.reading.limits import check_amount, limited
from index.reading.lines import ITEM
from index.reading.odf_parts import (
    SOFT_BREAK,
    notes_its_pages,
    refuse_encrypted,
    row_cells,
    stated_in,
    table_rows,
)
from index.reading.odf_styles import (
    DRAW,
    OFFICE,
    OUTLINE,
    STYLE,
    TABLE,
    TEXT,
    Counter,
    OdfStyle,
    OdfStyles,
    page_color,
    whole,
)
from index.reading.odf_text import OdfTexts
from index.reading.pieces import Layout, Piece, lay_out
from index.reading.tables import MOST_COLUMNS, Cell, Row, joined, table_pieces
from index.reading.word_styles import Look
from index.reading.xml import parse_xml, release, stream_xml
from index.types import BlockKind

_P, _H, _LIST, _TABLE = f"{TEXT}p", f"{TEXT}h", f"{TEXT}list", f"{TABLE}table"
_SECTION = f"{TEXT}section"
_INDEXES = tuple(
    f"{TEXT}{name}"
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "alphabetical-index",
    )
)
_HOLDERS = (f"{TEXT}index-body", f"{TEXT}index-title", f"{TEXT}bibliography", f"{TEXT}user-index")
_SHAPES = tuple(
    f"{DRAW}{name}" for name in ("frame", "g", "custom-shape", "rect", "ellipse", "line", "polygon")
)
_STREAMED = (_P, _H, _LIST, _TABLE, _SECTION, *_INDEXES, *_HOLDERS, *_SHAPES)
_LONGEST_HEADING = 250  # characters


def read_layout(data: bytes, name: str) -> Layout:
    """Return an OpenDocument text's blocks, title and metadata.

    Raises:
        UnreadableDocumentError: broken, encrypted, or no OpenDocument text.
        TooLargeError: over a limit.
    """
    archive = open_archive(data, name)
    refuse_encrypted(archive)
    meta = parse_xml(read_member(archive, "meta.xml"), name) if "meta.xml" in archive else None
    title, metadata = stated_in(meta)
    pieces = with_joined_code(limited(_Reader(archive, meta).pieces(), name))
    return lay_out(pieces, title=title, metadata=metadata)


class _Reader:
    """Reads one text from its beginning to its end."""

    def __init__(self, archive: Archive, meta: etree._Element | None) -> None:
        self._archive = archive
        self._content = read_member(archive, "content.xml")
        # Counted before it is parsed: a bomb of paragraphs would take seconds.
        check_amount(archive.name, pieces=self._content.count(b"</text:p>"))
        self._styles = OdfStyles()
        # Its headers and footers have styles of their own, by the same names as the body's.
        self._edge_styles = OdfStyles()
        self._master: etree._Element | None = None
        self._page = Look()
        if "styles.xml" in archive:
            root = parse_xml(read_member(archive, "styles.xml"), archive.name)
            self._styles.add(root.find(f"{OFFICE}styles"))
            self._edge_styles.add(root.find(f"{OFFICE}automatic-styles"))
            self._edge_styles.add(root.find(f"{OFFICE}styles"))
            self._master = root.find(f"{OFFICE}master-styles")
            self._page = Look(back=page_color(root))
        has_pages = notes_its_pages(self._content, meta)
        self._texts = OdfTexts(self._styles, has_pages=has_pages)
        self._counters: dict[str, Counter] = {}

    def pieces(self) -> Iterator[Piece]:
        yield from self._furniture(f"{STYLE}header")
        stream, styles = BytesIO(self._content), f"{OFFICE}automatic-styles"
        for block in stream_xml(stream, self._archive.name, styles, SOFT_BREAK, *_STREAMED):
            parent = block.getparent()
            if block.tag == styles:
                self._styles.add(block)
            elif parent is not None and parent.tag == f"{OFFICE}text":
                yield from self._block(block, self._page)
                release(block)
        yield from self._furniture(f"{STYLE}footer")

    def _furniture(self, tag: str) -> Iterator[Piece]:
        """Yield what stands above or below all pages, once each."""
        seen: set[str] = set()
        body = self._styles, self._texts
        self._styles = self._edge_styles
        self._texts = OdfTexts(self._styles, has_pages=False)
        for edge in () if self._master is None else self._master.iter(tag, f"{tag}-left"):
            for block in edge:
                for piece in self._block(block, Look()):
                    if piece.text not in seen:
                        seen.add(piece.text)
                        yield Piece(piece.text, BlockKind.FURNITURE)
        self._styles, self._texts = body

    def _block(self, element: etree._Element, around: Look) -> Iterator[Piece]:
        tag = element.tag
        if tag in (_P, _H):
            yield from self._paragraph(element, around)
        elif tag == _LIST:
            yield from self._list(element, around, None, 0)
        elif tag == _TABLE:
            yield from self._table(element, around)
        elif tag == _SECTION:
            yield from self._section(element, around)
        elif tag in _INDEXES:
            for piece in self._blocks(element, around):
                yield Piece(piece.text, BlockKind.FURNITURE, page=piece.page)
        elif tag in _HOLDERS:
            yield from self._blocks(element, around)
        elif tag in _SHAPES or tag == f"{DRAW}text-box":
            look = self._styles.of("graphic", element.get(f"{DRAW}style-name")).look
            yield from self._blocks(element, Look(back=look.back or around.back))
        elif tag == SOFT_BREAK:
            self._texts.break_page()

    def _blocks(self, parent: etree._Element, around: Look) -> Iterator[Piece]:
        for child in parent:
            yield from self._block(child, around)

    def _section(self, element: etree._Element, around: Look) -> Iterator[Piece]:
        is_hidden = element.get(f"{TEXT}display") == "none" or (
            element.get(f"{TEXT}is-hidden") == "true"
        )
        for piece in self._blocks(element, around):
            yield Piece(piece.text, BlockKind.HIDDEN, page=piece.page) if is_hidden else piece

    def _paragraph(self, element: etree._Element, around: Look, mark: str = "") -> Iterator[Piece]:
        style = self._styles.of("paragraph", element.get(f"{TEXT}style-name"))
        content = self._texts.read(element, style.look.over(around))
        text = content.text
        if text:
            shown = content.code if style.is_code else text
            piece = self._piece(element, shown, style, mark)
            yield replace(piece, page=content.page) if content.page else piece
        if content.hidden:
            yield Piece(content.hidden_text, BlockKind.HIDDEN, page=self._texts.page)
        for frame in content.frames:
            yield from self._block(frame, Look())
        for note in content.notes:
            yield from self._note(note)

    def _piece(self, element: etree._Element, text: str, style: OdfStyle, mark: str) -> Piece:
        is_heading = element.tag == _H or style.is_title
        if is_heading and len(text) <= _LONGEST_HEADING:
            number = mark or self._heading_number(element)
            level = min(max(whole(element.get(f"{TEXT}outline-level"), 1), 1), 9)
            shown = " ".join(f"{number} {text}".split())
            return Piece(shown, BlockKind.HEADING, level)
        if style.is_caption:
            return Piece(text, BlockKind.CAPTION)
        if style.is_code:
            return Piece(text, BlockKind.CODE)
        if mark:
            return Piece(f"{mark} {text}", BlockKind.LIST_ITEM, mark=len(mark) + 1)
        typed = ITEM.match(text)
        return Piece(text, BlockKind.LIST_ITEM, mark=typed.end()) if typed else Piece(text)

    def _heading_number(self, element: etree._Element) -> str:
        is_numbered = element.tag == _H and element.get(f"{TEXT}is-list-header") != "true"
        if not is_numbered or not self._styles.has_list(OUTLINE):
            return ""
        depth = whole(element.get(f"{TEXT}outline-level"), 1) - 1
        return self._styles.mark(OUTLINE, depth, self._counters.setdefault(OUTLINE, Counter()))

    def _list(
        self, element: etree._Element, around: Look, listed: str | None, depth: int
    ) -> Iterator[Piece]:
        listed = element.get(f"{TEXT}style-name") or listed
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or (
            element.get(f"{TEXT}continue-list") is not None
        )
        if depth == 0 and not goes_on:
            self._counters.pop(listed or "", None)
        counter = self._counters.setdefault(listed or "", Counter())
        for item in element:
            first = item.tag == f"{TEXT}list-item"
            for child in item if isinstance(item.tag, str) else ():
                if child.tag == _LIST:
                    yield from self._list(child, around, listed, depth + 1)
                elif child.tag in (_P, _H):
                    own = self._styles.of("paragraph", child.get(f"{TEXT}style-name")).listed
                    mark = self._styles.mark(listed or own, depth, counter) if first else ""
                    first = False
                    yield from self._paragraph(child, around, mark)
                else:
                    yield from self._block(child, around)

    def _note(self, note: etree._Element) -> Iterator[Piece]:
        for body in note.iterchildren(f"{TEXT}note-body"):
            for piece in self._blocks(body, self._page):
                is_seen = piece.kind.is_cited
                yield replace(piece, kind=BlockKind.FOOTNOTE, level=None) if is_seen else piece

    def _table(self, table: etree._Element, around: Look) -> Iterator[Piece]:
        rows = list(table_rows(table, is_header=False))
        if all(len(row_cells(row)) < 2 for row, _ in rows):  # a frame round text, or a plain list
            for row, _ in rows:
                for cell in row_cells(row):
                    yield from self._blocks(cell, self._behind(cell, around))
            return
        yield from table_pieces(self._rows(rows, around))

    def _rows(self, rows: list[tuple[etree._Element, bool]], around: Look) -> Iterator[Row]:
        for row, is_header in rows:
            if row.tag == SOFT_BREAK:
                self._texts.break_page()
            else:
                yield self._row(row, around, is_header=is_header)

    def _row(self, row: etree._Element, around: Look, *, is_header: bool) -> Row:
        page = self._texts.page
        found: list[Cell] = []
        after: list[Piece] = []
        column = 0
        for cell in row:
            repeated = min(whole(cell.get(f"{TABLE}number-columns-repeated"), 1), MOST_COLUMNS)
            if cell.tag == f"{TABLE}table-cell":
                pieces = list(self._blocks(cell, self._behind(cell, around)))
                span = min(whole(cell.get(f"{TABLE}number-columns-spanned"), 1), MOST_COLUMNS)
                text = joined(piece.text for piece in pieces if _in_line(piece))
                found.append(Cell(text, column, span))
                after.extend(piece for piece in pieces if not _in_line(piece))
            column += repeated
        is_hidden = row.get(f"{TABLE}visibility", "visible") != "visible"
        return Row(
            tuple(found), is_header=is_header, is_hidden=is_hidden, page=page, after=tuple(after)
        )

    def _behind(self, cell: etree._Element, around: Look) -> Look:
        style = self._styles.of("table-cell", cell.get(f"{TABLE}style-name"))
        return Look(back=style.look.back) if style.look.back else around


def _in_line(piece: Piece) -> bool:
    return piece.kind not in (BlockKind.HIDDEN, BlockKind.FOOTNOTE)
