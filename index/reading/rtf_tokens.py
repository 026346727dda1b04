"""Rich text (RTF) as tokens, and the encodings that it names."""

import codecs
import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})"
    rb"|\\(?P<symbol>[^A-Za-z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n\0]+)"
    rb"|(?P<other>[\r\n\0]+|\\)",
    re.DOTALL,
)

# By \fcharset; what is missing is written in the document's own code page.
_CHARSETS = {
    77: "mac_roman", 78: "cp932", 79: "cp949", 80: "cp936", 81: "cp950", 128: "cp932",
    129: "cp949", 130: "johab", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip


class TokenKind(Enum):
    """What a token of RTF is."""

    OPEN = auto()
    CLOSE = auto()
    WORD = auto()
    SYMBOL = auto()
    TEXT = auto()


class Token(NamedTuple):
    """One token: a control word with its number, a symbol, a brace, or bytes of text."""

    kind: TokenKind
    word: str = ""
    number: int | None = None
    data: bytes = b""


_OPEN, _CLOSE = Token(TokenKind.OPEN), Token(TokenKind.CLOSE)


def tokens(data: bytes) -> Iterator[Token]:
    r"""Yield the tokens of RTF in order; binary data (``\bin``) and line ends are left out."""
    position = 0
    while found := _TOKEN.match(data, position):
        position = found.end()
        kind = found.lastgroup
        if kind == "text":
            yield Token(TokenKind.TEXT, data=found["text"])
        elif kind == "brace":
            yield _OPEN if found["brace"] == b"{" else _CLOSE
        elif kind == "hex":
            yield Token(TokenKind.TEXT, data=bytes.fromhex(found["hex"].decode()))
        elif kind == "symbol":
            yield Token(TokenKind.SYMBOL, found["symbol"].decode("latin-1"))
        elif kind in ("word", "number"):
            number = int(found["number"]) if found["number"] else None
            if found["word"] == b"bin":
                position += max(number or 0, 0)
            else:
                yield Token(TokenKind.WORD, found["word"].decode(), number)


def codec_of_charset(charset: int | None) -> str | None:
    """Return the codec of a font's character set; None if the document's own applies."""
    return _CHARSETS.get(charset or 0)


def codec_of_page(page: int | None) -> str:
    """Return the codec of a code page, Windows' western one if Python has none for it."""
    for name in (f"cp{page}", "mac_roman" if page == 10000 else ""):
        try:
            return codecs.lookup(name).name
        except LookupError:
            continue
    return "cp1252"


def joined_surrogates(text: str) -> str:
    """Return ``text`` with the halves of surrogate pairs, as RTF writes them, made characters."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
