"""The names of collections: any printable text, told apart without regard to case."""

import unicodedata

from index.errors import InputError

DEFAULT = "default"
"""The collection that is always there."""
NAME = "collection"
"""The fact of a store that holds its collection's name; the default one has none."""
MOST_CHARACTERS = 100
APPLICATION_ID = 0x50494E43
"""Stands in the header of a store's database ("PINC"): another program's is never touched."""
DATABASE = "pincite.db"
"""The file of a store."""
COLLECTIONS = "collections"
"""The folder below the library's that holds every collection but the default one."""
DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"
"""The embedding model that is installed with Pincite."""


def name_of(given: str) -> str:
    """Return a collection's name as it is shown: normalised (NFC), no white space around it.

    Raises:
        InputError: it is empty, too long, or holds what cannot be printed.
    """
    name = unicodedata.normalize("NFC", given).strip()
    if not name or len(name) > MOST_CHARACTERS or not name.isprintable():
        raise InputError(
            f"The name of a collection is 1 to {MOST_CHARACTERS} characters that can be printed. "
            "Choose another name."
        )
    if set(name) == {"."}:  # in an address, "." and ".." mean other things
        raise InputError("The name of a collection is more than dots. Choose another name.")
    return name


def key_of(name: str) -> str:
    """Return what two names have in common that stand for the same collection.

    >>> key_of("Straße") == key_of("STRASSE")
    True
    """
    folded = unicodedata.normalize("NFKC", name.strip()).casefold()
    return unicodedata.normalize("NFKC", folded)
