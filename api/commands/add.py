"""Documents in."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.app import FAILED, Collection, Json, Store, opened, reading, settings_of, told_of
from index.errors import InputError
from index.names import DEFAULT

if TYPE_CHECKING:
    from api.adding import Given
    from api.fetching import Fetcher
    from rag.settings import Settings

Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="PATTERN",
        help="Leave out of folders what this pattern of .gitignore matches; repeatable.",
    ),
]


def add(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH…",
            help="Files, folders, .jsonl files, https:// addresses, or - for standard input.",
            show_default=False,
        ),
    ],
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What standard input would be called as a file."),
    ] = None,
    ignore: Ignore = None,
    store: Store = None,
    collection: Collection = DEFAULT,
    as_json: Json = False,
) -> None:
    """Add documents, or replace those that changed.

    In a folder, hidden files are left out, and what its file .pinciteignore says.
    """
    from api.adding import Outcome, add_items
    from api.console import print_json
    from api.progress import adding

    given = _given(paths, name, ignore or [], settings_of(store))
    outcomes: list[Outcome] = []
    failures = 0
    with opened(store, collection, create=True) as index, reading(store) as read:
        items = list(given.items(paths))
        for found in given.walked:
            if found.summary:
                told_of(f"{found.folder}: left out {found.summary}.", 0)
        try:
            with adding(index, items, quiet=as_json) as progress:

                def told(outcome: Outcome) -> None:
                    nonlocal failures
                    failures += outcome.status == "failed"
                    if as_json:
                        outcomes.append(outcome)
                    progress.tell(outcome)

                add_items(index, progress.files(), told, read=read)
        finally:
            if as_json:
                print_json({"documents": [outcome.as_json() for outcome in outcomes]})
    if failures:
        raise typer.Exit(FAILED)


def _given(paths: list[str], name: str | None, ignore: list[str], settings: "Settings") -> "Given":
    """Return how the arguments are to be taken.

    Raises:
        InputError: standard input is asked for and is a terminal, named twice or not at all.
    """
    from api.adding import STANDARD_INPUT, Given

    piped = paths.count(STANDARD_INPUT)
    if piped and sys.stdin.isatty():
        raise InputError(
            "Nothing is piped in. Pipe a document, as in `cat notes.md | pincite add - --name "
            "notes.md`, or name a file."
        )
    if piped > 1 or (name is not None and not piped):
        raise InputError("Standard input can be read once: give - one time, and --name with it.")
    return Given(fetcher_of(settings), sys.stdin.buffer, name, ignore)


def fetcher_of(settings: "Settings") -> "Fetcher | None":
    """Return what fetches pages; None where that is off."""
    from api.fetching import Fetcher

    return Fetcher() if settings.fetch_urls else None
