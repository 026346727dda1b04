"""Documents in."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.app import FAILED, Json, Store, opened, reading, told_of


def add(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH…", help="Files, folders, or .jsonl files.", show_default=False
        ),
    ],
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Add documents, or replace those that changed."""
    from api.adding import Outcome, add_paths, files_of
    from api.console import print_json
    from api.progress import adding

    outcomes: list[Outcome] = []
    with opened(store) as index, reading(store) as read:
        files = list(files_of(paths, _told_of_skipped))
        try:
            with adding(index, files, quiet=as_json) as progress:

                def told(outcome: Outcome) -> None:
                    outcomes.append(outcome)
                    progress.tell(outcome)

                add_paths(index, progress.files(), told, read=read)
        finally:
            if as_json:
                print_json({"documents": [outcome.as_json() for outcome in outcomes]})
    if any(outcome.status == "failed" for outcome in outcomes):
        raise typer.Exit(FAILED)


def _told_of_skipped(folder: Path, count: int) -> None:
    files = "1 file" if count == 1 else f"{count} files"
    told_of(f"{folder}: {files} of other formats left out.", 0)
