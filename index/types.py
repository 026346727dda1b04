"""The nouns of the index: spans, documents, blocks, passages, hits.

All offsets are Unicode code points into ``Document.text``, half-open; never bytes, never tokens.
"""

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from index.boxes import NO_BOXES, WordBoxes
from index.names import DEFAULT
from index.spans import Span as Span
from index.table_layout import Table, columns_in, named, tables_of

Metadata = Mapping[str, object]
"""What a document says of itself, as JSON values: author, date, url, language …"""


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CODE = "code"
    CAPTION = "caption"
    """What stands below a picture or above a table."""
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"
    """Page furniture (menus, share bars, comment counts, blurbs): stored and shown, never cited."""
    HIDDEN = "hidden"
    """Text that a reader of the file does not see: stored, shown as hidden, never cited."""

    @property
    def is_cited(self) -> bool:
        """Tell whether words of such a block may stand in an answer."""
        return self not in {BlockKind.FURNITURE, BlockKind.HIDDEN}


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document's layout, with its sentences.

    Blocks are in order, do not overlap, and cover every character of the text that is not white
    space. ``sentences`` are in order, inside ``span``, trimmed of white space, and empty for
    furniture, hidden text and the rows that name a table's columns.
    """

    span: Span
    kind: BlockKind
    sentences: tuple[Span, ...] = ()
    level: int | None = None
    """Depth of a heading from 1; None for everything else."""
    page: int | None = None
    """Page number from 1, where the format has pages."""

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.kind is BlockKind.TABLE_ROW


@dataclass(frozen=True, slots=True)
class Passage:
    """An exact slice of a document, the unit of retrieval. Made only by ``Document.passage``."""

    document_id: str
    title: str
    span: Span
    text: str
    heading: str
    """The headings above the passage, outermost first, joined by " > "; empty if there are none."""
    sentences: tuple[Span, ...]
    """Citable sentences, in the document's code points, each inside ``span``."""
    readings: tuple[str, ...] = ()
    """What to read each sentence as where one is a row that does not name its columns itself."""

    @property
    def sentence_texts(self) -> list[str]:
        """The sentences as they are read to be understood, in order; not what is quoted."""
        own = (span.start - self.span.start for span in self.sentences)
        return list(self.readings) or [
            self.text[start : start + len(span)]
            for start, span in zip(own, self.sentences, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its rank score."""

    passage: Passage
    score: float
    """Orders the hits of one query; it does not tell how relevant one is."""
    cosine: float
    """Cosine of query and passage, -1 to 1."""


def sha256_of(text: str) -> str:
    """Return the sha256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def document_id(source: str) -> str:
    """Return the stable id of a source: the same file name, path or URL gives the same id."""
    return "d" + sha256_of(source)[:20]


@dataclass(frozen=True)
class Document:
    """A text fixed once, when it was read, with its layout.

    ``id`` is stable: reading a newer version of the same source gives the same id.
    """

    id: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    source: str
    """A file name or a URL, as shown to the reader; never a path of this machine."""
    metadata: Metadata = field(default_factory=dict)
    boxes: WordBoxes = NO_BOXES
    """Where its words stand, for formats with pages."""
    original: bytes = field(default=b"", compare=False, repr=False)
    """The file itself, where a page of it may be drawn; a stored document is given without it."""
    collection: str = DEFAULT
    """The collection that it is stored in, where links to it lead."""

    @property
    def content_hash(self) -> str:
        """The sha256 of all that a reader sees: two equal hashes mean that nothing changed."""
        seen = [self.title, self.source, self.text, dict(self.metadata)]
        return sha256_of(json.dumps(seen, sort_keys=True))

    @property
    def text_hash(self) -> str:
        """The sha256 of the text alone, which stays as it is when the file gets another name."""
        return sha256_of(self.text)

    @property
    def page_count(self) -> int:
        """The number of pages; 0 where the format has none."""
        return max(self.boxes.page_count, *(block.page or 0 for block in self.blocks), 0)

    def passage(self, start: int, end: int) -> Passage:
        """Return the slice ``text[start:end]`` as a passage with its headings and sentences.

        Raises:
            ValueError: the range is empty or not inside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no text at {start}-{end} of {len(self.text)} characters")
        span = Span(start, end)
        sentences = tuple(
            sentence
            for block in self.blocks_in(span)
            if block.kind is not BlockKind.HEADING
            for sentence in _within(block.sentences, span)
        )
        return Passage(
            document_id=self.id,
            title=self.title,
            span=span,
            text=span.of(self.text),
            heading=" > ".join(self.headings_at(start)),
            sentences=sentences,
            readings=self._readings(sentences),
        )

    def _readings(self, sentences: Sequence[Span]) -> tuple[str, ...]:
        """Return the sentences, rows with their columns named; none if all are as they are."""
        texts = tuple(sentence.of(self.text) for sentence in sentences)
        above = (self.table_at(sentence.start) for sentence in sentences)
        readings = tuple(
            named(text, self.columns_of(table)) if table and table.names else text
            for text, table in zip(texts, above, strict=True)
        )
        return () if readings == texts else readings

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the document, in order."""
        return tables_of(self.blocks)

    def table_at(self, position: int) -> Table | None:
        """Return the table that ``position`` stands in, if it does."""
        before = bisect_right(self.tables, position, key=lambda table: table.span.start)
        table = self.tables[before - 1] if before else None
        return table if table and position < table.span.end else None

    def columns_of(self, table: Table) -> tuple[str, ...]:
        """Return the names of the columns of one of the tables, if it has any."""
        return self._columns.get(table.span, ())

    @cached_property
    def _columns(self) -> dict[Span, tuple[str, ...]]:
        named_tables = ((table.span, table.names) for table in self.tables if table.names)
        return {span: columns_in(names.of(self.text)) for span, names in named_tables}

    @cached_property
    def paragraph_numbers(self) -> tuple[int, ...]:
        """For each block how many that can be cited stand from its heading up to it."""
        numbers: list[int] = []
        for block in self.blocks:
            above = numbers[-1] if numbers else 0
            is_heading = block.kind is BlockKind.HEADING
            numbers.append(0 if is_heading else above + block.kind.is_cited)
        return tuple(numbers)

    def blocks_in(self, span: Span) -> tuple[Block, ...]:
        """Return the blocks that share a character with ``span``, in order."""
        first = bisect_left(self.blocks, span.start + 1, key=lambda block: block.span.end)
        last = bisect_left(self.blocks, span.end, key=lambda block: block.span.start)
        return self.blocks[first:last]

    @cached_property
    def outline(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Where each heading starts, with the chain of headings in force from there on."""
        chain: list[tuple[int, str]] = []
        outline = []
        for block in self.blocks:
            if block.kind is BlockKind.HEADING:
                level = block.level or 1
                chain = [above for above in chain if above[0] < level]
                chain.append((level, heading_text(block.span.of(self.text))[:LONGEST_HEADING]))
                outline.append((block.span.start, tuple(text for _, text in chain)))
        return tuple(outline)

    def headings_at(self, position: int) -> tuple[str, ...]:
        """Return the headings in force at ``position``, outermost first."""
        above = bisect_right(self.outline, position, key=lambda entry: entry[0])
        return self.outline[above - 1][1] if above else ()


LONGEST_TITLE = 200
LONGEST_HEADING = 500
"""Characters of a heading that are told with each passage below it."""


def title_text(raw: str) -> str:
    """Return a title as shown: one line, cut, without what would break the lines of a listing."""
    words = " ".join(raw.split())
    return "".join(c for c in words if c.isprintable())[:LONGEST_TITLE].strip()


def heading_text(raw: str) -> str:
    """Return a heading as shown: one line, without Markdown's marks.

    >>> heading_text("## Setting up ##")
    'Setting up'
    """
    return " ".join(raw.strip().strip("#=").split())


def _within(spans: Sequence[Span], outer: Span) -> Sequence[Span]:
    """Return those of some spans, in order and apart, that lie inside another."""
    first = bisect_left(spans, outer.start, key=lambda span: span.start)
    return spans[first : bisect_right(spans, outer.end, lo=first, key=lambda span: span.end)]
