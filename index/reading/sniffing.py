"""Which format a file is of."""

from dataclasses import dataclass
from pathlib import PurePath

from index.errors import UnsupportedFormatError


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that can be read."""

    name: str
    """As people call it."""
    module: str
    """The module of this package whose ``read_layout`` reads it."""
    suffixes: tuple[str, ...]


TEXT = Format("plain text", "plain_text", (".txt", ".text"))
MARKDOWN = Format("Markdown", "markdown", (".md", ".markdown"))
KNOWN = (TEXT, MARKDOWN)

FORMATS: tuple[str, ...] = (*(suffix for known in KNOWN for suffix in known.suffixes), ".jsonl")
"""The file name suffixes that can be added."""


def format_of(_data: bytes, source: str) -> Format:
    """Return the format of a file by its content, and by its name where that cannot tell.

    Raises:
        UnsupportedFormatError: none of those that can be read.
    """
    suffix = PurePath(source).suffix.lower()
    if suffix == ".jsonl":
        raise UnsupportedFormatError(
            f"{source} holds one document a line: add it with `pincite add`, which reads the rows."
        )
    for known in KNOWN:
        if suffix in known.suffixes:
            return known
    if suffix:
        raise UnsupportedFormatError(
            f"{source} is of a format that cannot be read. Formats: {', '.join(FORMATS)}."
        )
    return TEXT
