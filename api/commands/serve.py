"""The server, started."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.app import Collection, Store, settings_of
from index.names import DEFAULT

if TYPE_CHECKING:
    from api.adding import Outcome
    from api.watching import Watching


def serve(
    store: Store = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = None,
    seeds: Annotated[
        bool, typer.Option("--seeds/--no-seeds", help="Fill an empty store with seeds/.")
    ] = True,
    watch: Annotated[
        list[Path] | None,
        typer.Option(
            "--watch",
            metavar="FOLDER",
            help="Keep the documents of this folder equal to its files; repeatable.",
        ),
    ] = None,
    collection: Collection = DEFAULT,
) -> None:
    """Serve the chat page and the API; Ctrl+C stops it.

    The collection is the one that watched folders are kept in; all are served.
    """
    from api.serving import serve as serve_until_stopped

    settings = settings_of(store, host=host, port=port, seeds=None if seeds else False)
    serve_until_stopped(
        settings, announce=typer.echo, watching=_watching(tuple(watch or ()), collection)
    )


def _watching(folders: tuple[Path, ...], collection: str) -> "Watching | None":
    """Return what is to be watched; None where nothing is, for it takes a while to import."""
    if not folders:
        return None
    from api.watching import Watching

    return Watching(folders, collection, _tell, _warn)


def _tell(outcome: "Outcome") -> None:
    """Print on standard error what became of a document of a watched folder."""
    from api.console import clean, note

    if outcome.status != "unchanged":
        reason = f": {clean(outcome.error)}" if outcome.error else ""
        note(f"{outcome.status:<10} {clean(outcome.source)}{reason}")


def _warn(wrong: str) -> None:
    from api.console import clean, note

    note(clean(wrong))
