"""The headers of an e-mail as its reader sees them."""

import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from typing import TypeAlias

from index.errors import UnreadableDocumentError
from index.reading.dates import iso_date
from index.reading.encodings import decode
from index.reading.html_source import decoded_as_stated
from index.reading.pieces import Piece
from index.types import BlockKind, Metadata

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_LONGEST = 2_000  # characters of one header: decoding takes quadratic time
_BETWEEN = re.compile(r"(?<=\?=)\s+(?==\?)")

Mail: TypeAlias = "Message[str, str]"


def header_pieces(message: Mail) -> Iterator[Piece]:
    """Yield a line for each header that a mail program shows: "From: …"."""
    for name in _SHOWN:
        if words := header(message, name):
            yield Piece(f"{name}: {words}", BlockKind.TABLE_ROW)


def subject(message: Mail) -> str | None:
    """Return the subject, if there is one."""
    return header(message, "Subject") or None


def mail_metadata(message: Mail) -> Metadata:
    """Return who wrote an e-mail and when, where it says so."""
    found = {
        "author": "; ".join(_senders(message)),
        "date": iso_date(header(message, "Date")) or "",
    }
    return {key: value for key, value in found.items() if value}


def _senders(message: Mail) -> list[str]:
    try:
        senders = getaddresses([_raw(message, "From")])
    except RecursionError:  # brackets in brackets in brackets
        return []
    named = [_words(name) or address for name, address in senders]
    return [each for each in named if each]


def header(message: Mail, name: str) -> str:
    """Return a header decoded, on one line, empty if it is not there."""
    return _words(_raw(message, name))


def _raw(message: Mail, name: str) -> str:
    # Asked for by name, a header of raw bytes would lose them.
    values = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return " ".join(str(next(values, "")).split())[:_LONGEST]


def _words(raw: str) -> str:
    given = raw if raw.isascii() else _from_bytes(raw.encode("utf-8", "surrogateescape"))
    if "=?" not in given:
        return given
    try:
        parts = decode_header(_BETWEEN.sub("", given))
    except (HeaderParseError, ValueError):
        return given
    decoded = (part if isinstance(part, str) else _decoded(part, code) for part, code in parts)
    return " ".join("".join(decoded).replace("\0", "").split())


def _decoded(part: bytes, charset: str | None) -> str:
    text = decoded_as_stated(part, charset)
    return _from_bytes(part) if text is None else text


def _from_bytes(part: bytes) -> str:
    try:
        return decode(part, "header")
    except UnreadableDocumentError:
        return part.decode("utf-8", "replace")
