"""Rich text (.rtf): paragraphs, lists, tables and notes.

What a reader does not see, deleted text, comments and the instructions of fields are left out or
hidden. The file has no fixed pages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import TooLargeError, UnreadableDocumentError
from index.reading.limits import limited
from index.reading.parts import title_of
from index.reading.pieces import Layout, Piece, lay_out
from index.reading.rtf_story import RtfStyle, Story, list_mark
from index.reading.rtf_tokens import (
    Token,
    TokenKind,
    codec_of_charset,
    codec_of_page,
    tokens,
)
from index.reading.symbols import without_private
from index.reading.word_styles import Look
from index.types import BlockKind

_MOST_CONTROLS = 2_000_000
_DEEPEST = 1000  # groups inside groups
_WHITE = b"\xef\xbb\xbf \t\r\n\f"
_HEADING = re.compile(r"heading ([1-9])")
_SYMBOL_FONT = 2
_SIGNS = {
    "tab": "\t", "line": "\n", "softline": "\n", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ",
    "enspace": " ", "qmspace": " ", "nestcell": " ", "nestrow": " ", "~": "\u00a0", "_": "\u2011",
    "{": "{", "}": "}", "\\": "\\", "\t": "\t",
}  # fmt: skip
_ENDS = frozenset({"par", "sect", "page", "\r", "\n"})
_EDGES = ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf")
_STATED = ("title", "author", "creatim")
_STORIES = frozenset({"footnote", "shptxt", "listtext", "pntext", *_EDGES, *_STATED})
_TABLES = frozenset({"fonttbl", "colortbl", "stylesheet"})
# Known though marked as to be skipped by who does not know them.
_STARRED = frozenset({"shpinst", "ud", "pntext"})
_SKIPPED = frozenset(
    "pict object objdata nonshppict nonesttables sp shprslt xe tc rxe txe annotation fldinst do"
    " keywords subject comment operator category company manager hlinkbase revtim printim buptim"
    " doccomm upr".split()
)


@dataclass(slots=True)
class _State:
    """What holds until the end of a group."""

    story: Story
    table: str = ""
    """The table of fonts, colours or styles that is being read."""
    is_skipped: bool = False
    is_deleted: bool = False
    vanishes: bool = False
    color: int = 0
    back: int = 0
    size: int = 24
    font: int = 0
    fallback: int = 1
    r"""How many characters follow each ``\u`` for readers that do not know it."""
    style: int = 0
    level: int | None = None
    in_table: bool = False
    shade: int = 0

    def inside(self) -> "_State":
        """Return the same for a group inside this one; written out, for it is all the time."""
        return _State(
            self.story, self.table, self.is_skipped, self.is_deleted, self.vanishes, self.color,
            self.back, self.size, self.font, self.fallback, self.style, self.level, self.in_table,
            self.shade,
        )  # fmt: skip


def read_layout(data: bytes, name: str) -> Layout:
    """Return a rich text's blocks, title and metadata.

    Raises:
        UnreadableDocumentError: no rich text.
        TooLargeError: over a limit.
    """
    start = data[:64].lstrip(_WHITE)
    if not start.startswith(b"{\\rtf"):
        raise UnreadableDocumentError(f"{name} is no rich text. Save it again as RTF.")
    if data.count(b"\\") + data.count(b"{") > _MOST_CONTROLS:
        raise TooLargeError(f"{name} has more than {_MOST_CONTROLS:,} control words. Split it.")
    reader = _Reader(name)
    body = lay_out(limited(reader.pieces(data), name))
    title, metadata = title_of(reader.stated.get("title", "")), reader.metadata()
    return Layout(body.text, body.blocks, title, metadata)


class _Reader:
    """Reads the tokens of one file from first to last."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._body = Story("body")
        self._state = _State(self._body)
        self._stack: list[_State] = []
        self._is_starred = False
        self._to_skip = 0
        self._bytes: list[bytes] = []
        self._page = "cp1252"
        self._fonts: dict[int, int] = {}
        self._colors: list[str | None] = []
        self._color = [0, 0, 0]
        self._has_color = False
        self._styles: dict[int, RtfStyle] = {}
        self._shade: int | None = None
        self._edges: dict[str, None] = {}
        self.stated: dict[str, str] = {}
        self._created: dict[str, int] = {}

    def metadata(self) -> dict[str, str]:
        """Return what the file states of itself, once all of it was read."""
        stated = {}
        if author := self.stated.get("author"):
            stated["author"] = "; ".join(filter(None, map(str.strip, author.split(";"))))
        year, month, day = (self._created.get(part, 0) for part in ("yr", "mo", "dy"))
        if 1900 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= 31:
            stated["date"] = f"{year:04}-{month:02}-{day:02}"
        return stated

    def pieces(self, data: bytes) -> Iterator[Piece]:
        for token in tokens(data):
            self._take(token)
            if self._body.pieces:
                yield from self._body.pieces
                self._body.pieces.clear()
            if not self._stack and token.kind is TokenKind.CLOSE:
                break  # what follows the file's own group is none of it
        self._flush()
        self._body.end()
        yield from self._body.pieces
        yield from (Piece(text, BlockKind.FURNITURE) for text in self._edges)

    def _take(self, token: Token) -> None:
        if token.kind is TokenKind.TEXT:
            self._take_bytes(token.data)
            return
        self._to_skip = 0
        self._flush()
        if token.kind is TokenKind.OPEN:
            self._open()
        elif token.kind is TokenKind.CLOSE:
            self._close()
        elif token.word == "*":
            self._is_starred = True
        else:
            is_starred, self._is_starred = self._is_starred, False
            self._take_word(token.word, token.number, is_starred=is_starred)

    # Groups

    def _open(self) -> None:
        if len(self._stack) >= _DEEPEST:
            raise TooLargeError(f"{self._name} nests too deeply. Save it again where it was made.")
        self._stack.append(self._state)
        self._state = self._state.inside()
        if self._state.table == "stylesheet" and self._state.story.kind == "table":
            self._state.story = Story("style")
            self._state.style, self._state.level = 0, None

    def _close(self) -> None:
        self._is_starred = False
        if not self._stack:
            return
        closed, self._state = self._state, self._stack.pop()
        if closed.story is not self._state.story:
            self._end_story(closed)

    def _end_story(self, closed: _State) -> None:
        story, outer = closed.story, self._state.story
        text = story.text
        if story.kind == "table":
            return
        if story.kind == "style":
            self._end_style(closed, text.rstrip(";").strip())
        elif story.kind in _STATED:
            self.stated.setdefault(story.kind, " ".join(text.split()))
        elif story.kind in ("listtext", "pntext"):
            outer.mark = list_mark(text)
        else:
            story.end_paragraph(self._style(closed), in_table=closed.in_table)
            story.end()
            self._place(story, outer)

    def _place(self, story: Story, outer: Story) -> None:
        if story.kind in _EDGES:
            self._edges.update(dict.fromkeys(piece.text for piece in story.pieces))
            return
        for piece in story.pieces:
            is_note = story.kind == "footnote" and piece.kind.is_cited
            outer.after.append(Piece(piece.text, BlockKind.FOOTNOTE) if is_note else piece)

    def _end_style(self, closed: _State, name: str) -> None:
        known = _HEADING.fullmatch(name.lower())
        level = closed.level or (int(known[1]) if known else None)
        if name.lower() == "title":
            level = 1
        self._styles[closed.style] = RtfStyle(name.lower(), level)

    # Words

    def _take_word(self, word: str, number: int | None, *, is_starred: bool) -> None:
        state = self._state
        if is_starred and word not in _STARRED and word not in _STORIES:
            state.is_skipped = True
        elif word == "ud":
            state.is_skipped = False  # the same as the skipped group before it, in Unicode
        elif state.is_skipped:
            return
        elif word in _SKIPPED:
            state.is_skipped = True
        elif word in _TABLES:
            state.table, state.story = word, Story("table")
        elif word in _STORIES:
            state.story = Story(word)
            state.in_table = False
            state.vanishes = False
        elif word == "u":
            code = (number or 0) & 0xFFFF
            self._put(without_private(chr(code)) if code >= ord(" ") else "")
            self._to_skip = state.fallback
        elif word in _SIGNS:
            self._put(_SIGNS[word])
        elif not self._ends(word):
            self._set(word, 1 if number is None else number)

    def _ends(self, word: str) -> bool:
        """Finish what a word ends: a paragraph, a cell, a row; tell whether it ends anything."""
        story = self._state.story
        if word in _ENDS:
            in_table = self._state.in_table and word != "sect"
            story.end_paragraph(self._style(self._state), in_table=in_table)
        elif word == "cell":
            story.end_cell()
        elif word == "row":
            story.end_row()
        elif word == "trowd":
            story.begin_row()
        else:
            return False
        return True

    def _set(self, word: str, number: int) -> None:
        state = self._state
        if word == "f":
            state.font = number
        elif word == "v":
            state.vanishes = number != 0
        elif word == "deleted":
            state.is_deleted = number != 0
        elif word == "cf":
            state.color = number
        elif word in ("highlight", "cb", "chcbpat"):
            state.back = number
        elif word == "fs":
            state.size = number
        elif word == "uc":
            state.fallback = max(0, min(number, 9))
        elif word == "plain":
            state.vanishes = state.is_deleted = False
            state.color = state.back = 0
            state.size = 24
        else:
            self._set_paragraph(word, number)

    def _set_paragraph(self, word: str, number: int) -> None:
        state = self._state
        if word == "pard":
            state.style, state.level, state.in_table, state.shade = 0, None, False, 0
        elif word == "s":
            state.style = number
        elif word == "outlinelevel":
            state.level = number + 1 if 0 <= number < 9 else None
        elif word == "intbl":
            state.in_table = True
        elif word == "cbpat":
            state.shade = number
        elif word == "clcbpat":
            self._shade = number
        elif word == "cellx":
            state.story.edges.append(number)
            state.story.shades.append(self._shade)
            self._shade = None
        elif word == "trhdr":
            state.story.has_names = True
        else:
            self._set_document(word, number)

    def _set_document(self, word: str, number: int) -> None:
        if word == "ansicpg":
            self._page = codec_of_page(number)
        elif word == "mac":
            self._page = "mac_roman"
        elif word in ("pc", "pca"):
            self._page = "cp437" if word == "pc" else "cp850"
        elif word == "fcharset" and self._state.table == "fonttbl":
            self._fonts[self._state.font] = number
        elif word in ("red", "green", "blue"):
            self._color[("red", "green", "blue").index(word)] = number & 0xFF
            self._has_color = True
        elif word in ("yr", "mo", "dy") and self._state.story.kind == "creatim":
            self._created.setdefault(word, number)

    # Text

    def _take_bytes(self, data: bytes) -> None:
        self._is_starred = False
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        if self._state.table == "colortbl":
            self._end_colors(data.count(b";"))
        elif not self._state.is_skipped and self._state.table != "fonttbl":
            self._bytes.append(data[skipped:])

    def _end_colors(self, count: int) -> None:
        for _ in range(min(count, 1000)):
            color = "{:02x}{:02x}{:02x}".format(*self._color) if self._has_color else None
            self._colors.append(color)
            self._color, self._has_color = [0, 0, 0], False

    def _flush(self) -> None:
        """Write the bytes that were gathered: only together they are characters."""
        if not self._bytes:
            return
        data = b"".join(self._bytes)
        self._bytes.clear()
        charset = self._fonts.get(self._state.font)
        if charset == _SYMBOL_FONT:
            private = "".join(chr(0xF000 + byte) if byte >= 0x20 else " " for byte in data)
            self._put(without_private(private))
        else:
            self._put(data.decode(codec_of_charset(charset) or self._page, "replace"))

    def _put(self, text: str) -> None:
        state = self._state
        if not state.is_deleted:
            state.story.add(text, is_hidden=self._is_hidden())

    def _is_hidden(self) -> bool:
        state = self._state
        cell = state.story.cell_number
        shades = state.story.shades
        in_cell = shades[cell] if state.in_table and cell < len(shades) else None
        back = self._color_of(state.back) or self._color_of(state.shade)
        back = back or self._color_of(in_cell or 0)
        return Look(state.vanishes, self._color_of(state.color), state.size, back).is_hidden

    def _color_of(self, number: int) -> str | None:
        return self._colors[number] if 0 < number < len(self._colors) else None

    def _style(self, state: _State) -> RtfStyle:
        style = self._styles.get(state.style, RtfStyle())
        return RtfStyle(style.name, state.level or style.level)
