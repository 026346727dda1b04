"""A folder and its documents made equal."""

import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.add import Ignore
from api.commands.app import FAILED, Collection, Json, Store, opened, reading, told_of
from index.errors import InputError
from index.names import DEFAULT

if TYPE_CHECKING:
    from api.adding import Outcome
    from api.syncing import Synced
    from index.passage_index import PassageIndex
    from index.reading import Read


def sync(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", show_default=False)],
    ignore: Ignore = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done, and do nothing.")
    ] = False,
    allow_empty: Annotated[
        bool,
        typer.Option("--allow-empty", help="Remove all its documents if the folder is empty."),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on after each change, until Ctrl+C.")
    ] = False,
    store: Store = None,
    collection: Collection = DEFAULT,
    as_json: Json = False,
) -> None:
    """Make the documents of a folder equal to its files.

    Added, replaced, moved and removed; documents from elsewhere are not touched. While a server
    runs, use `pincite serve --watch FOLDER` instead.
    """
    from api.syncing import Synced

    if watch and (as_json or dry_run):
        raise InputError("--watch goes on for ever: use it without --json and --dry-run.")
    synced = Synced(folder, ignore or [], allow_empty)
    with opened(store, collection, create=not dry_run) as index, reading(store) as read:
        if watch:
            _keep_equal(synced, index, read)
            return
        outcomes = _once(synced, index, read, dry_run=dry_run, as_json=as_json)
    if any(outcome.status == "failed" for outcome in outcomes):
        raise typer.Exit(FAILED)


def _once(
    synced: "Synced", index: "PassageIndex", read: "Read", *, dry_run: bool, as_json: bool
) -> "list[Outcome]":
    from api.adding import Outcome
    from api.console import print_json, say
    from api.progress import adding

    outcomes: list[Outcome] = []
    plan = synced.plan(index)
    items = plan.items
    if plan.found.summary:
        told_of(f"{synced.folder}: left out {plan.found.summary}.", 0)
    try:
        with adding(index, items, quiet=as_json) as progress:

            def told(outcome: Outcome) -> None:
                outcomes.append(outcome)
                if outcome.status != "unchanged":
                    progress.tell(outcome)

            (plan.rehearse if dry_run else plan.run)(progress.files(), told, read)
    finally:
        if as_json:
            print_json({"documents": [outcome.as_json() for outcome in outcomes]})
    if not as_json:
        say(_summary(outcomes) + (" Nothing was changed." if dry_run else ""))
    return outcomes


def _keep_equal(synced: "Synced", index: "PassageIndex", read: "Read") -> None:
    from contextlib import nullcontext, suppress
    from dataclasses import replace

    from api.console import clean, note
    from api.progress import Adding
    from api.watching import keep_equal

    shown = Adding([], quiet=False)

    def told(outcome: "Outcome") -> None:
        if outcome.status != "unchanged":
            shown.tell(replace(outcome, rows_of=None))  # rows too, one by one

    synced.plan(index)  # a wrong path is told now, and not waited for
    note(f"Watching {synced.folder}; Ctrl+C ends.")
    with suppress(KeyboardInterrupt):
        keep_equal(
            synced,
            lambda: nullcontext(index),
            told,
            read=read,
            warn=lambda wrong: note(clean(wrong)),
            stop=threading.Event(),
        )


def _summary(outcomes: "list[Outcome]") -> str:
    counted = Counter(outcome.status for outcome in outcomes)
    order = ("added", "replaced", "moved", "removed", "unchanged", "failed")
    told = ", ".join(f"{counted[status]} {status}" for status in order if counted[status])
    return f"{told}." if told else "The folder is empty, and none of its documents are stored."
