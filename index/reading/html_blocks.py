"""The tree of a web page to pieces: headings, paragraphs, items, rows, in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.reading.html_lists import Numbers
from index.reading.html_shape import BLOCKS, HEADINGS
from index.reading.html_tables import cell_words, holds_data, is_furniture, table_rows
from index.reading.html_tree import Element, Event, walk
from index.reading.html_words import Seen, Words, is_left_out
from index.reading.pieces import Piece
from index.reading.tables import table_pieces
from index.types import BlockKind

_KINDS = {
    "pre": BlockKind.CODE,
    "listing": BlockKind.CODE,
    "xmp": BlockKind.CODE,
    "plaintext": BlockKind.CODE,
    "textarea": BlockKind.CODE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
}
_NOTES = frozenset("footnote footnotes endnote endnotes rearnote rearnotes".split())
_NOTE_ROLES = frozenset("doc-footnote doc-endnote doc-endnotes doc-biblioentry".split())
_NOTE_CLASSES = _NOTES | {"references", "reflist", "footnote-definition"}
_LONGEST_TERM = 200  # characters
_METHODS = {Seen.FURNITURE: BlockKind.FURNITURE, Seen.HIDDEN: BlockKind.HIDDEN}


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the blocks inside an element are."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    is_term: bool = False


def pieces_of(root: Element) -> Iterator[Piece]:
    """Yield the pieces of a page that is measured and whose hidden parts are marked.

    All words that a browser shows are in them, but for marks of notes and links to edit.
    """
    writer = _Writer()
    for event, element, text in walk(root, lambda inner: not is_left_out(inner)):
        if writer.skipped is not None:
            if event is Event.LEAVE and element is writer.skipped:
                writer.skipped = None
        elif event is Event.TEXT:
            writer.words.add(element, text)
        elif event is Event.ENTER:
            yield from writer.enter(element)
        else:
            yield from writer.leave(element)
    yield from writer.flush()
    yield from writer.loose_term()


class _Writer:
    """Gathers the words of a block until the next one begins."""

    def __init__(self) -> None:
        self.frames = [_Frame()]
        self.numbers = Numbers()
        self.words = Words()
        self.mark = ""
        """The bullet or number of the item whose first words are still to come."""
        self.term = ""
        """What the next words define."""
        self.skipped: Element | None = None
        """An element that is done as a whole."""

    def enter(self, element: Element) -> Iterator[Piece]:
        if element.tag == "br":
            self.words.break_line(element)
        elif element.tag == "rt":
            self.words.wrap(element, "(")
        if element.tag not in BLOCKS:
            return
        yield from self.flush()
        self.numbers.enter(element)
        if element.tag == "li":
            self.mark = self.numbers.mark_of(element)
        elif element.tag == "dt" and self.term and not self.term.endswith(","):
            self.term += ","
        elif element.tag == "table" and holds_data(element):
            yield from self._table(element)
            self.skipped = element
            return
        self._push(_frame(element, self.frames[-1]))

    def leave(self, element: Element) -> Iterator[Piece]:
        if element.tag == "rt":
            self.words.wrap(element, ")")
        if element.tag not in BLOCKS:
            return
        yield from self.flush()
        self.numbers.leave(element)
        if element.tag == "li":
            self.mark = ""
        elif element.tag == "dl":
            yield from self.loose_term()
        self.frames.pop()
        self.words.is_code = self.frames[-1].kind is BlockKind.CODE

    def _push(self, frame: _Frame) -> None:
        self.frames.append(frame)
        self.words.is_code = frame.kind is BlockKind.CODE

    def flush(self) -> Iterator[Piece]:
        """Yield what came in as blocks of their kinds."""
        if not self.words.parts:
            return
        if shown := self.words.take(Seen.MAIN):
            yield from self._shown(shown)
        for how, kind in _METHODS.items():
            if text := self.words.take(how):
                yield Piece(text, kind)

    def _shown(self, text: str) -> Iterator[Piece]:
        frame = self.frames[-1]
        if frame.is_term and len(text) <= _LONGEST_TERM:
            self.term = f"{self.term} {text}".strip()
            return
        if frame.kind is BlockKind.HEADING:
            yield from self.loose_term()
            yield Piece(" ".join(text.split()), frame.kind, frame.level)
            return
        if frame.kind in (BlockKind.CODE, BlockKind.CAPTION):
            yield from self.loose_term()
            yield Piece(text, frame.kind)
            return
        mark, self.mark = self.mark, ""
        kind = BlockKind.LIST_ITEM if mark and frame.kind is BlockKind.PARAGRAPH else frame.kind
        yield Piece(mark + self._lead() + text, kind, mark=len(mark))

    def _lead(self) -> str:
        term, self.term = self.term, ""
        return f"{term}{'' if term.endswith((':', '?')) else ':'} " if term else ""

    def loose_term(self) -> Iterator[Piece]:
        """Yield a term that nothing defines as a paragraph."""
        if self.term:
            yield Piece(self.term)
            self.term = ""

    def _table(self, table: Element) -> Iterator[Piece]:
        yield from self.loose_term()
        for caption in table.children:
            if caption.tag == "caption":
                shown, hidden = cell_words(caption)
                yield Piece(shown, BlockKind.CAPTION)
                yield Piece(hidden, BlockKind.HIDDEN)
        for piece in table_pieces(table_rows(table)):
            yield replace(piece, kind=BlockKind.FURNITURE) if is_furniture(table) else piece


def _frame(element: Element, above: _Frame) -> _Frame:
    role = element.get("role").lower()
    if element.tag in HEADINGS:
        return _Frame(BlockKind.HEADING, int(element.tag[1]))
    if role == "heading":
        level = element.get("aria-level")
        return _Frame(BlockKind.HEADING, int(level) if level in set("123456789") else 2)
    if element.tag in _KINDS:
        return _Frame(_KINDS[element.tag])
    if element.tag == "dt":
        return _Frame(above.kind, is_term=True)
    if _is_note(element, role):
        return _Frame(BlockKind.FOOTNOTE)
    return replace(above, is_term=above.is_term and element.tag != "dd")


def _is_note(element: Element, role: str) -> bool:
    if not element.attributes:
        return False
    classes = set(element.get("class").lower().split())
    return (
        role in _NOTE_ROLES
        or not _NOTES.isdisjoint(element.get("epub:type").lower().split())
        or not _NOTE_CLASSES.isdisjoint(classes)
    )
