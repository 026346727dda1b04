"""A Word document as a draft: its text, and from where in the file each character comes.

Read are the paragraphs of the body, rows of tables and text boxes among them, as a reader sees
them. Headers, footers, tables of contents and notes are beside the draft; what the notes say is
told with their places.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from lxml import etree

from index.reading.archives import Archive
from index.reading.documents import document_of
from index.reading.docx import shape_of
from index.reading.limits import check_amount
from index.reading.parts import main_part, part_bytes, part_xml, related
from index.reading.pieces import Layout, Piece, lay_out
from index.reading.word_paragraphs import Paragraph, Paragraphs
from index.reading.word_styles import ANY_COLOR, Look, Styles, W, shading_of, value
from index.reading.word_tables import HOLDERS, rows_of
from index.reading.word_text import Texts
from index.reading.xml import parse_xml
from index.segmentation import split_sentences
from index.types import Block, BlockKind

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ATOMS = ("w:t", "w:tab", "w:ptab", "w:cr", "w:br", "w:noBreakHyphen", "w:sym", "m:oMath",
         "m:oMathPara")  # fmt: skip
"""The elements that characters come from, counted from 0 in the order of the file."""
_TAGS = [name.replace("w:", W).replace("m:", _M) for name in ATOMS]
_LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
LONGEST_NOTE = 2_000
"""Characters of a note; of a longer one only its beginning is told."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A footnote or endnote of the draft."""

    at: int
    """How many characters of the text stand before it."""
    text: str


@dataclass(frozen=True, slots=True)
class WordDraft:
    """The text of a Word document as a draft."""

    text: str
    blocks: tuple[Block, ...]
    notes: tuple[Noted, ...] = ()
    origins: "Origins" = field(default_factory=lambda: Origins([], []), compare=False)


@dataclass(frozen=True, slots=True)
class Origins:
    """From which of ``ATOMS`` each character of a draft comes; white space between has none."""

    starts: list[int]
    """Where in the text the characters of each begin, in order."""
    atoms: list[int]

    def of(self, offset: int) -> tuple[int, int]:
        """Return the atom that the character at an offset comes from, and its number in that."""
        place = max(bisect_right(self.starts, offset) - 1, 0)
        return self.atoms[place], offset - self.starts[place]


def read_draft(archive: Archive) -> WordDraft:
    """Return a Word document as a draft.

    Raises:
        UnreadableDocumentError: broken, encrypted, or no Word document.
        EmptyDocumentError: nothing but white space.
        TooLargeError: over a limit.
    """
    reader = _Reader(archive)
    parts = [each for each in reader.parts() if each.text.strip()]
    check_amount(archive.name, characters=sum(len(each.text) for each in parts))
    layout = lay_out(Piece(each.text, each.kind, each.level) for each in parts)
    document = document_of(layout, source=archive.name, id="draft")
    notes = tuple(_notes(parts, layout, reader))
    return WordDraft(document.text, document.blocks, notes, _origins(parts, layout))


@dataclass(slots=True)
class _Part:
    """A paragraph or row: characters with the atoms that they come from."""

    pieces: list[str] = field(default_factory=list)
    atoms: list[int | None] = field(default_factory=list)
    notes: list[tuple[int, tuple[str, str]]] = field(default_factory=list)
    """Each behind how many pieces, and which one it is."""
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def add(self, other: "_Part", gap: str) -> None:
        """Add what stands in another part behind a gap."""
        if self.pieces:
            self.pieces.append(gap)
            self.atoms.append(None)
        self.notes += [(count + len(self.pieces), note) for count, note in other.notes]
        self.pieces += other.pieces
        self.atoms += other.atoms


def _origins(parts: list[_Part], layout: Layout) -> Origins:
    starts: list[int] = []
    atoms: list[int] = []
    for part, at in _placed(parts, layout):
        for atom, start in zip(part.atoms, at, strict=False):
            if atom is not None:
                starts.append(start)
                atoms.append(atom)
    return Origins(starts, atoms)


def _notes(parts: list[_Part], layout: Layout, reader: "_Reader") -> Iterator[Noted]:
    for (part, at), block in zip(_placed(parts, layout), layout.blocks, strict=True):
        for count, note in part.notes:
            place = min(max(at[count], block.span.start), block.span.end)
            yield Noted(place, reader.note(note))


def _placed(parts: list[_Part], layout: Layout) -> Iterator[tuple[_Part, list[int]]]:
    """Yield each part with the place of each of its pieces in the text, and of its end."""
    for part, block in zip(parts, layout.blocks, strict=True):
        text = part.text
        start = block.span.start - (len(text) - len(text.lstrip()))
        yield part, list(accumulate(map(len, part.pieces), initial=start))


class _Reader:
    """Reads the body from its beginning to its end."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._main = main_part(archive, "word/document.xml")
        body = part_bytes(archive, self._main)
        check_amount(archive.name, pieces=body.count(b"</w:p>"))
        self._root = parse_xml(body, archive.name)
        self._ordinals = {each: place for place, each in enumerate(self._root.iter(*_TAGS))}
        self._styles = Styles(archive, next(related(archive, self._main, "styles"), None))
        self._texts = Texts(self._styles, has_pages=False)
        self._paragraphs = Paragraphs(self._styles)
        self._told = dict(self._note_texts())

    def parts(self) -> Iterator[_Part]:
        for body in self._root.iterchildren(f"{W}body"):
            for block in body:
                yield from self._block(block, Look())
        yield from self._rest()

    def note(self, note: tuple[str, str]) -> str:
        """Return what a footnote or endnote says."""
        return self._told.get(note, "")

    def _note_texts(self) -> Iterator[tuple[tuple[str, str], str]]:
        for kind in ("footnote", "endnote"):
            for part in related(self._archive, self._main, f"{kind}s"):
                for note in part_xml(self._archive, part).iterchildren(f"{W}{kind}"):
                    words = " ".join("".join(t.text or "" for t in note.iter(f"{W}t")).split())
                    yield (kind, note.get(f"{W}id", "")), words[:LONGEST_NOTE]

    def _block(self, element: etree._Element, around: Look) -> Iterator[_Part]:
        if element.tag == f"{W}p":
            yield from self._paragraph(element, around)
        elif element.tag == f"{W}tbl":
            yield from self._rest()
            named = value(element.find(f"{W}tblPr/{W}tblStyle"))
            is_shaded = named is not None and self._styles.of(named).is_shaded
            for _, cells in rows_of(element):
                yield from self._row(cells, Look(back=ANY_COLOR) if is_shaded else around)
        elif element.tag in HOLDERS:
            for child in element:
                yield from self._block(child, around)

    def _row(self, cells: list[etree._Element], around: Look) -> Iterator[_Part]:
        """Yield a row as one line, or what stands in it, if a cell holds prose."""
        found = [list(self._cell(cell, around)) for cell in cells]
        filled = [parts for parts in found if any(part.text.strip() for part in parts)]
        is_prose = any(len(split_sentences(part.text)) > 1 for parts in filled for part in parts)
        if len(filled) < 2 or is_prose:
            for parts in found:
                yield from parts
            return
        row = _Part(kind=BlockKind.TABLE_ROW)
        for parts in filled:
            cell = _Part()
            for part in parts:
                cell.add(_on_one_line(part), " ")
            row.add(cell, "\t")
        yield row

    def _cell(self, cell: etree._Element, around: Look) -> Iterator[_Part]:
        back = shading_of(cell.find(f"{W}tcPr"))
        for child in cell:
            yield from self._block(child, Look(back=back) if back else around)
        yield from self._rest()

    def _paragraph(self, element: etree._Element, around: Look) -> Iterator[_Part]:
        for each in self._paragraphs.read(element, self._texts, around):
            yield from self._laid_out(each)

    def _rest(self) -> Iterator[_Part]:
        for each in self._paragraphs.rest():
            yield from self._laid_out(each)

    def _laid_out(self, paragraph: Paragraph) -> Iterator[_Part]:
        content, properties, style = paragraph.content, paragraph.properties, paragraph.style
        kind, level = shape_of("".join(content.seen), properties, style)
        yield _Part(
            content.seen,
            [self._ordinals.get(source) for source in content.sources],
            list(zip(content.noted, content.notes, strict=True)),
            kind,
            level,
        )
        for box, around in content.boxes:
            for child in box:
                yield from self._block(child, around)


def _on_one_line(part: _Part) -> _Part:
    """Return a part whose line ends are spaces: a row of a table is one line."""
    return _Part([_LINE_END.sub(" ", piece) for piece in part.pieces], part.atoms, part.notes)
