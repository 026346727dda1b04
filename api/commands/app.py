"""What the commands share: options, exit codes, the settings and the store.

Whatever loads slowly is imported inside the command that needs it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands import completing
from index.names import DEFAULT
from rag.settings import Settings

if TYPE_CHECKING:
    from api.telemetry import Tracing
    from index.library import Library
    from index.passage_index import PassageIndex
    from index.reading import Read
    from index.reading.isolated import IsolatedReader

NO = 1
WRONG_USE = 2
FAILED = 3

EMPTY = (
    "The store is empty. Add documents with `pincite add PATH…`; `pincite serve` fills an empty "
    "store with its first article."
)

Store = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="DIR",
        help="Folder of documents and index. Else PINCITE_STORE, else the platform's user-data "
        "folder.",
    ),
]
Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON document on standard output, nothing else.")
]
Collection = Annotated[
    str,
    typer.Option(
        "--collection",
        metavar="NAME",
        help="The collection to work in.",
        show_default=True,
        autocompletion=completing.collection,
    ),
]


def settings_of(store: Path | None, **options: object) -> Settings:
    """Return the settings of the environment; options that are given win.

    Raises:
        InputError: a setting is unknown or out of range.
    """
    return Settings.from_env(os.environ, store=store, **options)


@contextmanager
def library_of(store: Path | None, tracing: "Tracing | None" = None) -> "Iterator[Library]":
    """Give the collections of the store, open for as long as the command works."""
    from api.telemetry_setup import traced
    from rag.assembly import open_library

    with open_library(settings_of(store), lambda model: traced(model, tracing)) as library:
        yield library


@contextmanager
def opened(
    store: Path | None, collection: str = DEFAULT, *, create: bool = False
) -> "Iterator[PassageIndex]":
    """Give the index of a collection, open for as long as the command works.

    Raises:
        NotFoundError: there is none of that name, and none is to be made.
    """
    with library_of(store) as library, library.collection(collection, create=create) as index:
        yield index


def base_url_of(store: Path | None) -> str:
    """Return where the server of the store is, for links to its documents; no slash at the end."""
    settings = settings_of(store)
    return f"http://{settings.host}:{settings.port}"


@contextmanager
def confined_reader(store: Path | None) -> "Iterator[IsolatedReader]":
    """Give what reads files, each in a process that can be ended and starts when needed."""
    from rag.assembly import build_reader

    with build_reader(settings_of(store)) as reader:
        yield reader


@contextmanager
def reading(store: Path | None) -> "Iterator[Read]":
    """Give what makes files documents, each read in a process that can be ended."""
    with confined_reader(store) as reader:
        yield reader.read


def told_of(message: str, code: int = FAILED) -> int:
    """Print a message in one line on standard error; return the exit code that goes with it."""
    from api.console import clean, note

    note(clean(message))
    return code
