"""Documents listed, and taken out."""

from typing import Annotated

import typer

from api.commands import completing
from api.commands.app import EMPTY, FAILED, Collection, Json, Store, opened, told_of
from index.errors import NotFoundError
from index.names import DEFAULT


def documents(store: Store = None, collection: Collection = DEFAULT, as_json: Json = False) -> None:
    """List the documents in the store."""
    from api.console import note, print_json, table
    from rag.serialization import summary_json

    with opened(store, collection) as index:
        found = index.summaries(limit=index.document_count)
    if as_json:
        print_json({"documents": [summary_json(summary) for summary in found]})
    elif found:
        rows = [(s.id, str(s.passages), s.source, s.title) for s in found]
        table(rows, ("ID", "PASSAGES", "SOURCE", "TITLE"))
    else:
        note(EMPTY)


def remove(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID…", show_default=False, autocompletion=completing.document),
    ],
    store: Store = None,
    collection: Collection = DEFAULT,
    as_json: Json = False,
) -> None:
    """Remove documents: nothing shows them any more."""
    from api.console import print_json, say

    removed, not_found = [], []
    with opened(store, collection) as index:
        for identifier in ids:
            try:
                index.remove(identifier)
                removed.append(identifier)
            except NotFoundError as error:
                not_found.append(identifier)
                told_of(f"{identifier}: {error}", FAILED)
    if as_json:
        print_json({"removed": removed, "not_found": not_found})
    else:
        for identifier in removed:
            say(f"removed  {identifier}")
    if not_found:
        raise typer.Exit(FAILED)
