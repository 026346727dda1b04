"""The parts of an e-mail in order: texts, messages inside it, the names of its attachments."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from index.errors import UnreadableDocumentError
from index.reading.eml_headers import Mail, header, header_pieces, subject
from index.reading.eml_text import text_pieces
from index.reading.encodings import decode, refuse_nul
from index.reading.html import shown_pieces
from index.reading.html_source import decoded_as_stated, html_text
from index.reading.pieces import Piece
from index.types import BlockKind

_ENCRYPTED = frozenset(
    "multipart/encrypted application/pgp-encrypted application/pkcs7-mime"
    " application/x-pkcs7-mime".split()
)
_SIGNATURES = frozenset(
    "application/pgp-signature application/pkcs7-signature application/x-pkcs7-signature".split()
)
_PGP = re.compile(r"\s*-----BEGIN PGP MESSAGE-----")
_NO_CHARSET = frozenset({"us-ascii", "ascii", "unknown-8bit", "default", ""})
_ADDRESS = re.compile(r"<?(?:https?|mailto):[^\s>]{1,2000}>?")
_WORD = re.compile(r"\w+")
_DEEPEST_HEADING = 6


@dataclass(slots=True)
class Parts:
    """A walk over the parts of the e-mail in the file ``name``."""

    name: str
    is_encrypted: bool = False
    """Some of it cannot be read."""
    has_text: bool = False

    def pieces(self, message: Mail, level: int = 1) -> Iterator[Piece]:
        """Yield the pieces of a message or of one of its parts."""
        kind = message.get_content_type()
        if kind in _ENCRYPTED:
            self.is_encrypted = True
        elif kind == "message/rfc822" and message.is_multipart():
            for inner in _parts_of(message):
                yield from self._inner(inner, level + 1)
        elif kind == "multipart/alternative":
            yield from self._richest(message, level)
        elif message.is_multipart():
            for part in _parts_of(message):
                yield from self.pieces(part, level)
        elif _is_attachment(message) or kind not in ("text/plain", "text/html"):
            yield from _attachment(message, kind)
        else:
            yield from self._text(message, kind)

    def _inner(self, message: Mail, level: int) -> Iterator[Piece]:
        name = subject(message) or "Message"
        yield Piece(name, BlockKind.HEADING, min(level, _DEEPEST_HEADING))
        yield from header_pieces(message)
        yield from self.pieces(message, level)

    def _richest(self, message: Mail, level: int) -> Iterator[Piece]:
        """Yield the plain text, or another form of the same that says more."""
        best: list[Piece] = []
        for part in _parts_of(message):
            pieces = list(self.pieces(part, level))
            if not _seen(best) or _says_more(_seen(pieces), _seen(best)):
                best = pieces
        yield from best

    def _text(self, part: Mail, kind: str) -> Iterator[Piece]:
        payload = cast(bytes, part.get_payload(decode=True) or b"")
        stated = part.get_content_charset("")
        charset = None if stated in _NO_CHARSET else stated
        if not payload.strip():
            return
        if kind == "text/html":
            yield from self._told(shown_pieces(html_text(payload, self.name, charset), self.name))
            return
        text = decoded_as_stated(payload, charset) if charset else None
        text = decode(payload, self.name) if text is None else text
        refuse_nul(text, self.name)
        if _PGP.match(text):
            self.is_encrypted = True
        else:
            yield from self._told(text_pieces(text))

    def _told(self, pieces: Iterator[Piece]) -> Iterator[Piece]:
        for piece in pieces:
            self.has_text = self.has_text or bool(piece.text.strip())
            yield piece

    def check(self) -> None:
        """Raise an UnreadableDocumentError if all that could be read is encrypted."""
        if self.is_encrypted and not self.has_text:
            raise UnreadableDocumentError(
                f"{self.name} is an encrypted e-mail. Open it in your mail program, save it there "
                "without encryption or as text, and add that."
            )


def _parts_of(message: Mail) -> list[Mail]:
    payload = message.get_payload()
    return [part for part in payload if not isinstance(part, str)] if message.is_multipart() else []


def _is_attachment(part: Mail) -> bool:
    return part.get_content_disposition() == "attachment"


def _attachment(part: Mail, kind: str) -> Iterator[Piece]:
    name = part.get_filename() or header(part, "Content-Description")
    if name and kind not in _SIGNATURES:
        shown = " ".join(str(name).encode("utf-8", "replace").decode().split())[:200]
        yield Piece(f"Attachment: {shown}", BlockKind.FURNITURE)


def _seen(pieces: list[Piece]) -> str:
    shown = (piece.text for piece in pieces if piece.kind is not BlockKind.HIDDEN)
    return _ADDRESS.sub(" ", "\n".join(shown))


def _says_more(one: str, other: str) -> bool:
    """Tell whether ``one`` has more words that ``other`` lacks than the other way round."""
    words, others = Counter(_WORD.findall(one)), Counter(_WORD.findall(other))
    return (words - others).total() > (others - words).total()
