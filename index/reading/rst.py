"""reStructuredText to blocks, line by line: the text stays as it was written.

Nothing is run and no other file is read: ``include``, ``raw`` and their kin are furniture like
comments. The marks inside a line stay in the text.
"""

from collections.abc import Callable, Iterator

from index.furniture import mark_furniture
from index.reading.documents import title_of
from index.reading.encodings import decode
from index.reading.layout import block, block_by_line
from index.reading.limits import check_text
from index.reading.lines import Line, lines_of
from index.reading.pieces import Layout
from index.reading.plain_text import covering, plain_text_blocks
from index.reading.rst_marks import (
    CODE,
    DIRECTIVE,
    FIELD,
    FOOTNOTE,
    NAMING,
    TARGET,
    TITLED,
    UNSEEN,
    is_adornment,
    marks,
    plain_heading,
)
from index.reading.rst_tables import Tables
from index.reading.stated import stated_metadata
from index.types import Block, BlockKind, Span

MOST_LINES = 120_000
"""Beyond it (no text is written so) the rules of plain text are used, which are quicker."""
_NONE = Line("", 0, 0, 0)


def read_layout(data: bytes, name: str) -> Layout:
    """Return a reStructuredText file's characters with their blocks, and what its fields state.

    Raises:
        UnreadableDocumentError: no text, or in an encoding that cannot be told.
    """
    text = decode(data, name)
    check_text(text, name)
    reader = _Reader(text)
    few = len(reader.lines) <= MOST_LINES
    blocks = covering(text, list(reader.blocks())) if few else plain_text_blocks(text)
    heading = title_of(text, mark_furniture(text, blocks))
    title = reader.fields.get("title") or (plain_heading(heading) if heading else None)
    return Layout(text, tuple(blocks), title, stated_metadata(reader.fields))


class _Reader:
    """The walk over the lines; each step gives the blocks from a line on, and the next line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = lines_of(text)
        self.fields: dict[str, str] = {}
        """What the fields before the first paragraph state."""
        self._tables = Tables(text, self.lines)
        self._styles: list[tuple[str, bool]] = []  # of titles, outermost first
        self._opening = True  # no running text yet
        self._caption_at = -1  # the line that tells what a figure shows

    def blocks(self) -> Iterator[Block]:
        place = self._filled(0)
        while place < len(self.lines):
            found, after = self._step(place)
            yield from found
            place = self._filled(after)

    def _step(self, place: int) -> tuple[list[Block], int]:
        line = self.lines[place]
        if titled := self._title(place):
            return titled
        if line.text == ".." or line.text.startswith((".. ", "__ ")):
            return self._explicit(place)
        if table := self._tables.at(place):
            return table
        if is_adornment(line) and len(line.text) > 3:
            return [Block(line.span, BlockKind.FURNITURE)], place + 1
        if line.text.startswith(">>> "):
            end = self._run(place, lambda _: True)
            return [self._code(place, end)], end
        if FIELD.match(line.text):
            return self._field(place)
        if line.text.startswith("| "):
            end = self._run(place, lambda below: below.text.startswith("|"))
            cited = [Span(each.start + 1, each.end) for each in self.lines[place:end]]
            return [
                block_by_line(self.text, self._span(place, end), BlockKind.PARAGRAPH, cited)
            ], end
        return self._running_text(place)

    def _title(self, place: int) -> tuple[list[Block], int] | None:
        line, below, last = (self._line(place + offset) for offset in range(3))
        over = is_adornment(line) and is_adornment(last) and last.text[0] == line.text[0]
        if over and below.text and len(line.text) >= len(below.text) and not is_adornment(below):
            level = self._level(line.text[0], over=True)
            return [
                Block(line.span, BlockKind.FURNITURE),
                Block(below.span, BlockKind.HEADING, level=level),
                Block(last.span, BlockKind.FURNITURE),
            ], place + 3
        long_enough = len(below.text) >= min(4, len(line.text))
        at_margin = not line.indent and not below.indent and line.text[0] not in "-*+."
        if not is_adornment(below) or is_adornment(line) or not long_enough or not at_margin:
            return None
        level = self._level(below.text[0], over=False)
        heading = Block(line.span, BlockKind.HEADING, level=level)
        return [heading, Block(below.span, BlockKind.FURNITURE)], place + 2

    def _level(self, mark: str, *, over: bool) -> int:
        style = (mark, over)
        if style not in self._styles:
            self._styles.append(style)
        return self._styles.index(style) + 1

    def _explicit(self, place: int) -> tuple[list[Block], int]:
        line = self.lines[place]
        if footnote := FOOTNOTE.match(line.text):
            end = self._run(place, lambda below: below.indent > line.indent)
            span = self._span(place, end)
            return [block(self.text, span, BlockKind.FOOTNOTE, mark=footnote.end())], end
        directive = None if TARGET.match(line.text) else DIRECTIVE.match(line.text)
        if directive:
            return self._directive(place, directive["name"].lower(), directive.end())
        # An empty comment ends at its line; any other takes along all that is indented below.
        has_more = line.text != ".." or not self._line(place + 1).blank
        end = self._indented(place, line.indent) if has_more else place + 1
        return [Block(self._span(place, end), BlockKind.FURNITURE)], end

    def _directive(self, place: int, name: str, mark: int) -> tuple[list[Block], int]:
        indent = self.lines[place].indent
        if name in UNSEEN or name.startswith("auto"):
            whole = self._indented(place, indent)
            return [Block(self._span(place, whole), BlockKind.FURNITURE)], whole
        options = self._run(
            place, lambda below: below.indent > indent and not FIELD.match(below.text)
        )
        head = self._run(place, lambda below: below.indent > indent)
        if name in CODE:
            cited_from = place if name == "math" and mark < len(self.lines[place].text) else head
            return self._with_furniture(place, cited_from, self._indented(place, indent))
        found = self._argument(place, options, name, mark)
        if options < head:
            found.append(Block(self._span(options, head), BlockKind.FURNITURE))
        if name == "csv-table":
            end = self._indented(place, indent)
            return [*found, *self._tables.rows_of(head, end)], end
        if name == "figure":
            self._caption_at = self._filled(head)
        return found, head

    def _with_furniture(self, place: int, start: int, end: int) -> tuple[list[Block], int]:
        """Return what is before ``start`` as furniture, and the rest as code."""
        found = [Block(self._span(place, start), BlockKind.FURNITURE)] if place < start else []
        first = self._filled(start)
        return [*found, *([self._code(first, end)] if first < end else [])], end

    def _argument(self, place: int, end: int, name: str, mark: int) -> list[Block]:
        span = self._span(place, end)
        if name in NAMING or mark >= len(span):
            return [Block(span, BlockKind.FURNITURE)]
        kind = BlockKind.CAPTION if name in TITLED else BlockKind.PARAGRAPH
        return [block(self.text, span, kind, mark=mark)]

    def _field(self, place: int) -> tuple[list[Block], int]:
        line = self.lines[place]
        end = self._run(place, lambda below: below.indent > line.indent)
        span = self._span(place, end)
        named = FIELD.match(span.of(self.text))
        if named is None or named.end() == len(span):
            return [Block(span, BlockKind.FURNITURE)], end
        if self._opening:
            self.fields.setdefault(named["name"].lower(), span.of(self.text)[named.end() :])
        return [block(self.text, span, BlockKind.PARAGRAPH, mark=1)], end

    def _running_text(self, place: int) -> tuple[list[Block], int]:
        self._opening = False
        line = self.lines[place]
        mark = marks(line)
        end = self._end_of_text(place, is_item=mark > 0)
        span = self._span(place, end)
        kind = BlockKind.LIST_ITEM if mark else BlockKind.PARAGRAPH
        if place == self._caption_at:
            kind = BlockKind.CAPTION
        is_bare = span.of(self.text) == "::"
        found = (
            Block(span, BlockKind.FURNITURE) if is_bare else block(self.text, span, kind, mark=mark)
        )
        if not self.lines[end - 1].text.endswith("::"):
            return [found], end
        first = self._filled(end)
        margin = line.indent + mark
        last = self._indented(first - 1, margin) if self._line(first).indent > margin else first
        return [found, *([self._code(first, last)] if last > first else [])], max(end, last)

    def _end_of_text(self, place: int, *, is_item: bool) -> int:
        """Return the end of a paragraph or an item; the text below a term is joined to it."""
        indent = self.lines[place].indent
        end = place + 1
        deeper = False
        while (below := self._line(end)).text and not below.text.startswith(".. "):
            deeper = deeper or below.indent > indent
            if below.indent < indent or (below.indent == indent and (deeper or is_item)):
                break
            end += 1
        return end

    def _run(self, place: int, goes_on: Callable[[Line], bool]) -> int:
        """Return the end of the lines without a blank one that go on from ``place``."""
        end = place + 1
        while self._line(end).text and goes_on(self.lines[end]):
            end += 1
        return end

    def _indented(self, place: int, indent: int) -> int:
        """Return the end of the lines below ``place`` that stand deeper than ``indent``."""
        end = last = place + 1
        while end < len(self.lines) and (self.lines[end].blank or self.lines[end].indent > indent):
            end += 1
            last = last if self.lines[end - 1].blank else end
        return last

    def _filled(self, place: int) -> int:
        while place < len(self.lines) and self.lines[place].blank:
            place += 1
        return place

    def _line(self, place: int) -> Line:
        return self.lines[place] if place < len(self.lines) else _NONE

    def _span(self, place: int, end: int) -> Span:
        return Span(self.lines[place].start, self.lines[end - 1].end)

    def _code(self, place: int, end: int) -> Block:
        cited = [line.span for line in self.lines[place:end]]
        return block_by_line(self.text, self._span(place, end), BlockKind.CODE, cited)
