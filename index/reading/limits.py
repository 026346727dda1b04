"""How much text a document may hold, and what is no text."""

from index.errors import EmptyDocumentError, TooLargeError, UnreadableDocumentError
from index.reading.encodings import refuse_nul

MOST_BYTES = 25 * 1024 * 1024
MOST_CHARACTERS = 5_000_000


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
