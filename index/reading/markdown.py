"""Markdown to blocks, by markdown-it's own reading of the lines.

Only the layout is parsed, never the marks inside a line: the text stays as it was written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from index.furniture import mark_furniture
from index.reading.documents import title_of
from index.reading.encodings import decode
from index.reading.front_matter import front_fields, front_matter
from index.reading.layout import (
    block,
    block_by_line,
    gaps,
    sentences_in,
    without_overlaps,
)
from index.reading.limits import check_text
from index.reading.markdown_tables import read_rows_alone
from index.reading.pieces import Layout
from index.reading.plain_text import plain_text_blocks
from index.reading.stated import stated_metadata
from index.segmentation import trimmed
from index.types import Block, BlockKind, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

_MOST_LINES = 120_000
"""Beyond it (no text is written so) the rules of plain text are used, which are quicker."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_MARKS = re.compile(r"(?:[ \t]*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)))*[ \t]*(?:\[[ xX]\][ \t]+)?")
_QUOTE_MARKS = re.compile(r"(?:[ \t]*>)*[ \t]*")
_FENCE = re.compile(r"(?:[ \t]*>)*[ \t]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(?:`{3,}|~{3,})")
_REFERENCE = re.compile(r"(?:[ \t]*>)*[ \t]{0,3}\[(?!\^)[^\]\r\n]{1,999}\]:")
_IMAGE = re.compile(r"!\[[^\]\r\n]{0,300}\]\([^)\r\n]{0,2000}\)")


def read_layout(data: bytes, name: str) -> Layout:
    """Return a Markdown file's characters, marks included, with their blocks.

    Its front matter states title and metadata.

    Raises:
        UnreadableDocumentError: no text, or in an encoding that cannot be told.
    """
    text = decode(data, name)
    check_text(text, name)
    blocks = markdown_blocks(text)
    stated = front_fields(text)
    title = next(filter(None, stated.get("title", ())), None) or _first_heading(text, blocks)
    return Layout(text, tuple(blocks), title, stated_metadata(stated))


def _first_heading(text: str, blocks: Sequence[Block]) -> str | None:
    if not any(each.kind is BlockKind.HEADING for each in blocks):
        return None
    heading = title_of(text, mark_furniture(text, blocks))
    return plain_heading(heading) if heading else None


def markdown_blocks(text: str) -> list[Block]:
    """Return the blocks of a Markdown ``text``: in order, apart, covering all but white space."""
    lines = _lines(text)
    if len(lines) > _MOST_LINES:
        return plain_text_blocks(text)
    front = front_matter(text)
    found = [] if front is None else [Block(front, BlockKind.FURNITURE)]
    body = text if front is None else _blanked(text, front)
    found += _Layout(text, lines).blocks(_tokens(body))
    kept = without_overlaps(found)
    missed = [piece for gap in gaps(text, kept) for piece in _left_over(text, gap)]
    return sorted([*kept, *missed], key=lambda block: block.span)


def plain_heading(raw: str) -> str:
    """Return a heading without the marks of emphasis, code and links.

    >>> plain_heading("Using `read` and [the door](door.md)")
    'Using read and the door'
    """
    if len(raw) > 500:
        return raw
    bare = re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)", r"\1", raw)
    bare = re.sub(r"[ \t]*\{#[^{}]*\}$", "", bare)
    return re.sub(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`", "", bare).strip()


def _lines(text: str) -> list[Span]:
    """Return the lines as Markdown counts them, without their ends."""
    return [
        Span(found.start(), found.start() + len(found.group().rstrip("\r\n")))
        for found in _LINE.finditer(text)
    ]


def _blanked(text: str, span: Span) -> str:
    ends = "".join("\n" for _ in re.finditer(r"\r\n|\r|\n", span.of(text)))
    return text[: span.start] + ends + text[span.end :]


def _tokens(text: str) -> "list[Token]":
    from markdown_it import MarkdownIt

    parser = read_rows_alone(MarkdownIt("commonmark")).disable(["inline", "text_join"])
    return parser.parse(text)


class _Layout:
    """The walk over a parser's tokens, with the lines that they point to."""

    def __init__(self, text: str, lines: Sequence[Span]) -> None:
        self.text = text
        self.lines = lines
        self._items: list[bool] = []  # for each open item: whether its first paragraph came
        self._names_columns = False  # the row of a table's head, with rows below

    def blocks(self, tokens: "Sequence[Token]") -> Iterator[Block]:
        in_table_head = False
        heads = _heads_of_rows(tokens)
        for place, token in enumerate(tokens):
            if token.type in ("thead_open", "thead_close"):
                in_table_head = token.type == "thead_open"
                self._names_columns = place in heads
            elif token.type == "list_item_open":
                self._items.append(False)
            elif token.type == "list_item_close":
                self._items.pop()
            elif token.map is not None:
                first, last = token.map[0], min(token.map[1], len(self.lines))
                if first < last:
                    yield from self._block(token, first, last, in_table_head=in_table_head)

    def _block(
        self, token: "Token", first: int, last: int, *, in_table_head: bool
    ) -> Iterator[Block]:
        match token.type:
            case "heading_open":
                yield from self._heading(token, first, last)
            case "paragraph_open":
                yield from self._paragraph(first, last)
            case "fence" | "code_block":
                yield from self._code(first, last)
            case "tr_open":
                yield from self._row(first, last, is_head=in_table_head)
            case "html_block" | "hr":
                yield from self._plain(BlockKind.FURNITURE, first, last)

    def _span(self, first: int, last: int) -> tuple[Span, ...]:
        last = min(last, len(self.lines))
        return trimmed(self.text, self.lines[first].start, self.lines[last - 1].end)

    def _plain(self, kind: BlockKind, first: int, last: int) -> Iterator[Block]:
        for span in self._span(first, last):
            yield Block(span, kind)

    def _heading(self, token: "Token", first: int, last: int) -> Iterator[Block]:
        underlined = token.markup in ("=", "-")
        for span in self._span(first, last - underlined):
            mark = _mark(self.text, span)
            for title in trimmed(self.text, span.start + mark, span.end):
                yield Block(title, BlockKind.HEADING, level=int(token.tag[1:]))
        if underlined:
            yield from self._plain(BlockKind.FURNITURE, last - 1, last)

    def _paragraph(self, first: int, last: int) -> Iterator[Block]:
        is_item = bool(self._items) and not self._items[-1]
        if is_item:
            self._items[-1] = True
        for span in self._span(first, last):
            if _is_pictures(span.of(self.text)):
                yield Block(span, BlockKind.FURNITURE)
                continue
            kind = BlockKind.LIST_ITEM if is_item else BlockKind.PARAGRAPH
            pattern = _MARKS if is_item else _QUOTE_MARKS
            found = block(self.text, span, kind, mark=_mark(self.text, span, pattern))
            yield replace(found, sentences=tuple(_unquoted(self.text, found.sentences)))

    def _code(self, first: int, last: int) -> Iterator[Block]:
        cited = [line for line in self.lines[first:last] if not self._is_fence(line)]
        for span in self._span(first, last):
            yield block_by_line(self.text, span, BlockKind.CODE, cited)

    def _is_fence(self, line: Span) -> bool:
        return _FENCE.match(self.text, line.start, line.end) is not None

    def _row(self, first: int, last: int, *, is_head: bool) -> Iterator[Block]:
        for span in self._span(first, last + is_head):
            if self._names_columns:
                yield Block(span, BlockKind.TABLE_ROW)
                continue
            start = span.start + _mark(self.text, span, _QUOTE_MARKS)
            cited = Span(start, max(start, min(span.end, self.lines[first].end)))
            yield block_by_line(self.text, span, BlockKind.TABLE_ROW, [cited])


def _heads_of_rows(tokens: "Sequence[Token]") -> set[int]:
    """Return where the heads of those tables begin that have rows below."""
    found, last = set(), 0
    for place, token in enumerate(tokens):
        last = place if token.type == "thead_open" else last
        if token.type == "tbody_open":
            found.add(last)
    return found


def _mark(text: str, span: Span, pattern: re.Pattern[str] = _MARKS) -> int:
    """Return how many characters of quote and list marks ``span`` starts with."""
    found = pattern.match(text, span.start, span.end)
    return found.end() - span.start if found and found.end() < span.end else 0


def _unquoted(text: str, sentences: Sequence[Span]) -> Iterator[Span]:
    # In "> One.\n> Two." the second sentence begins after its mark.
    for sentence in sentences:
        mark = _QUOTE_MARKS.match(text, sentence.start, sentence.end)
        yield from trimmed(text, mark.end() if mark else sentence.start, sentence.end)


def _is_pictures(written: str) -> bool:
    if len(written) > 5000 or not written.startswith(("![", "[![")):
        return False
    rest = re.sub(r"\[\s*\]\([^)\r\n]{0,2000}\)", "", _IMAGE.sub("", written))
    return not any(character.isalnum() for character in rest)


def _left_over(text: str, gap: Span) -> Iterator[Block]:
    """Yield blocks for what the parser gave no token: definitions of links, lone marks."""
    lines = gap.of(text).splitlines(keepends=True)
    starts = list(accumulate((len(line) for line in lines), initial=gap.start))
    for start, line in zip(starts, lines, strict=False):
        for span in trimmed(text, start, start + len(line)):
            is_definition = _REFERENCE.match(line) is not None
            if is_definition or not any(character.isalnum() for character in line):
                yield Block(span, BlockKind.FURNITURE)
            else:
                yield Block(span, BlockKind.PARAGRAPH, sentences_in(text, span))
