"""PowerPoint presentations (.pptx): slide by slide, each a page, its title a heading.

Shapes come in the order of the file, which is that in which they are read aloud; the title comes
first. Speaker notes follow their slide under a heading "Notes".
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from index.reading.archives import Archive, open_archive
from index.reading.limits import limited
from index.reading.parts import (
    RELATION,
    core_properties,
    main_part,
    part_xml,
    related,
    relations,
)
from index.reading.pieces import Layout, Piece, lay_out
from index.reading.slide_text import A, P, chosen, is_drawn, shape_paragraphs, table_rows
from index.reading.tables import joined, table_pieces
from index.types import BlockKind

_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"sldNum", "ftr", "dt", "hdr"})
_LONGEST_TITLE = 250  # characters: longer ones are text in the place of a title


def read_layout(data: bytes, name: str) -> Layout:
    """Return a presentation's text with its blocks, title and metadata; pages are slides.

    Raises:
        UnreadableDocumentError: broken, encrypted, or no presentation.
        TooLargeError: over a limit.
    """
    archive = open_archive(data, name)
    title, metadata = core_properties(archive)
    pieces = limited(_presentation(archive), name)
    return lay_out(pieces, title=title, metadata=metadata)


def _presentation(archive: Archive) -> Iterator[Piece]:
    main = main_part(archive, "ppt/presentation.xml")
    root = part_xml(archive, main)
    parts = relations(archive, main)
    size = _size(root.find(f"{P}sldSz"))
    named = [entry.get(f"{RELATION}id", "") for entry in root.iter(f"{P}sldId")]
    # Each once: a list of the same slide a million times is no presentation.
    slides = list(dict.fromkeys(parts[each].target for each in named if each in parts))
    furniture: set[str] = set()
    for page, slide in enumerate(slides, start=1):
        for piece in _Slide(archive, slide, page, size).pieces():
            if piece.kind is BlockKind.FURNITURE:
                if piece.text in furniture:
                    continue
                furniture.add(piece.text)
            yield replace(piece, page=page)


class _Slide:
    """Reads one slide."""

    def __init__(self, archive: Archive, part: str, page: int, size: tuple[int, int]) -> None:
        self._archive = archive
        self._part = part
        self._page = page
        self._size = size
        self._root = part_xml(archive, part)

    def pieces(self) -> Iterator[Piece]:
        shapes = list(_shapes(self._root.find(f"{P}cSld/{P}spTree")))
        titles = [shape for shape in shapes if _place(shape) in _TITLES]
        others = [shape for shape in shapes if _place(shape) not in _TITLES]
        found = [*self._title(titles), *(p for shape in others for p in self._shape(shape))]
        is_shown = self._root.get("show", "1") not in ("0", "false")
        yield from found if is_shown else _hidden(found)
        notes = [Piece("Notes", BlockKind.HEADING, level=2), *self._notes()]
        if len(notes) > 1:
            yield from notes if is_shown else _hidden(notes[1:])

    def _title(self, titles: Iterable[etree._Element]) -> Iterator[Piece]:
        """Yield the title, or a number for a slide without one: headings end where it begins."""
        seen = [piece for title in titles for piece in self._shape(title)]
        title = " ".join(joined(piece.text for piece in seen if piece.kind.is_cited).split())
        if len(title) > _LONGEST_TITLE:
            yield Piece(f"Slide {self._page}", BlockKind.HEADING, level=1)
            yield from seen
        else:
            yield Piece(title or f"Slide {self._page}", BlockKind.HEADING, level=1)
            yield from (piece for piece in seen if not piece.kind.is_cited)

    def _shape(self, shape: etree._Element) -> Iterator[Piece]:
        place = _place(shape)
        if shape.tag == f"{P}graphicFrame":
            found = list(self._frame(shape))
        else:
            is_list = place in ("", "body", "obj") and shape.find(f".//{P}nvPr/{P}ph") is not None
            found = list(shape_paragraphs(shape, is_list=is_list))
        if place in _FURNITURE:
            yield from (replace(piece, kind=BlockKind.FURNITURE) for piece in found)
        else:
            yield from found if is_drawn(shape, self._size) else _hidden(found)

    def _frame(self, frame: etree._Element) -> Iterator[Piece]:
        table = frame.find(f".//{A}tbl")
        if table is not None:
            yield from table_pieces(table_rows(table))
        for diagram in frame.iter(f"{_DIAGRAM}relIds"):
            yield from self._diagram(diagram.get(f"{RELATION}dm", ""))

    def _diagram(self, reference: str) -> Iterator[Piece]:
        """Yield the texts of a drawing made of words ("SmartArt")."""
        part = relations(self._archive, self._part).get(reference)
        if part is not None and part.target in self._archive:
            for point in part_xml(self._archive, part.target).iter(f"{_DIAGRAM}pt"):
                yield from shape_paragraphs(point, is_list=True)

    def _notes(self) -> Iterator[Piece]:
        for part in related(self._archive, self._part, "notesSlide"):
            for shape in _shapes(part_xml(self._archive, part).find(f"{P}cSld/{P}spTree")):
                if _place(shape) == "body":
                    yield from shape_paragraphs(shape, is_list=False)


def _hidden(pieces: Iterable[Piece]) -> Iterator[Piece]:
    return (Piece(piece.text, BlockKind.HIDDEN) for piece in pieces)


def _shapes(tree: etree._Element | None) -> Iterator[etree._Element]:
    """Yield the shapes and frames of a tree in order, those of groups too."""
    for shape in () if tree is None else tree:
        if shape.tag == f"{P}grpSp":
            yield from _shapes(shape)
        elif shape.tag == f"{_MC}AlternateContent":
            yield from _shapes(chosen(shape))
        elif shape.tag in (f"{P}sp", f"{P}graphicFrame"):
            yield shape


def _place(shape: etree._Element) -> str:
    """Return what the shape is on the slide: "title", "ftr" …; empty if it is no such place."""
    place = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
    return "" if place is None else place.get("type", "")


def _size(stated: etree._Element | None) -> tuple[int, int]:
    width, height = ("", "") if stated is None else (stated.get("cx", ""), stated.get("cy", ""))
    is_stated = width.isdecimal() and height.isdecimal() and len(width + height) < 20
    return (int(width), int(height)) if is_stated else (0, 0)
