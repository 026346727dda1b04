"""How much text a document may hold, and what is no text."""

from collections.abc import Iterable, Iterator

from index.errors import EmptyDocumentError, TooLargeError, UnreadableDocumentError
from index.reading.encodings import refuse_nul
from index.reading.pieces import Piece

MOST_BYTES = 25 * 1024 * 1024
MOST_CHARACTERS = 5_000_000
MOST_PIECES = 100_000
"""Paragraphs, rows and the like of one document."""


def check_size(data: bytes, name: str) -> None:
    """Raise TooLargeError if a file has more than ``MOST_BYTES``."""
    if len(data) > MOST_BYTES:
        raise TooLargeError(
            f"{name} has {len(data) / 2**20:.1f} MiB, the limit is {MOST_BYTES // 2**20} MiB. "
            "Split it and add the parts."
        )


def check_text(text: str, name: str) -> None:
    """Raise the fitting InputError unless ``text`` is text, not blank, and not too long."""
    if len(text) > MOST_CHARACTERS:
        raise TooLargeError(
            f"{name} has {len(text):,} characters, the limit is {MOST_CHARACTERS:,}. "
            "Split it and add the parts."
        )
    if not text.strip():
        raise EmptyDocumentError(f"{name} is empty: there is no text to answer from.")
    refuse_nul(text, name)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableDocumentError(
            f"{name} holds half of a surrogate pair at character {error.start}, which is no "
            "character. Save it again as UTF-8."
        ) from error


def limited(pieces: Iterable[Piece], name: str) -> Iterator[Piece]:
    """Yield the pieces, and stop as soon as they are more than any document may hold.

    Raises:
        TooLargeError: more than ``MOST_CHARACTERS`` or ``MOST_PIECES``.
    """
    characters = count = 0
    for piece in pieces:
        characters += len(piece.text)
        count += bool(piece.text)
        check_amount(name, characters=characters, pieces=count)
        yield piece


def check_amount(name: str, *, characters: int = 0, pieces: int = 0) -> None:
    """Raise TooLargeError if there are more characters or pieces than any document may hold."""
    if characters > MOST_CHARACTERS:
        raise TooLargeError(
            f"{name} has more than {MOST_CHARACTERS:,} characters. Split it and add the parts."
        )
    if pieces > MOST_PIECES:
        raise TooLargeError(
            f"{name} has more than {MOST_PIECES:,} paragraphs and rows. Split it and add the parts."
        )
