"""What the store holds, kept elsewhere: backups made and put back, documents exported."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from api.commands.app import Json, Store, library_of, settings_of

Every = Annotated[
    list[str] | None,
    typer.Option(
        "--collection", metavar="NAME", help="Only this collection; repeatable. Else all of them."
    ),
]


def backup(
    target: Annotated[
        Path, typer.Argument(metavar="OUT", help="A new .zip file, or a new folder.")
    ],
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Copy all collections into a file or folder that `pincite restore` takes."""
    from dataclasses import asdict

    from api.console import print_json, say
    from index.backup import back_up

    with library_of(store) as library:
        copied = back_up(library, target, _teller(as_json, "copying"))
    if as_json:
        print_json({"backup": str(target), "collections": [asdict(each) for each in copied]})
    else:
        say(f"{_counted(sum(c.documents for c in copied), len(copied))} kept in {target}")


def restore(
    source: Annotated[Path, typer.Argument(metavar="BACKUP", help="What `pincite backup` made.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Remove all that the store holds now.")
    ] = False,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Put a backup into an empty store, or in the place of all that the store holds."""
    from api.console import clean, print_json, say
    from index.restore import restore as put_back

    folder = settings_of(store).store
    entries = put_back(source, folder, replace=replace, told=_teller(as_json, "checking"))
    names = [entry.name for entry in entries]
    if as_json:
        print_json({"restored": names})
    else:
        for name in names:
            say(f"restored  {clean(name)}")


def export(
    target: Annotated[Path, typer.Argument(metavar="OUT", help="A new folder.")],
    collection: Every = None,
    answers: Annotated[
        bool, typer.Option("--answers", help="The kept answers instead, each verified anew.")
    ] = False,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Write the documents as JSON lines, a file a collection, which `pincite add` takes again.

    Ids, titles, texts and metadata are kept; pages and the places of words on them are not.
    """
    from api.console import clean, print_json, say
    from index.export import document_rows
    from index.export import export as write_all
    from rag.serialization import kept_rows

    what = "answers" if answers else "documents"
    rows = kept_rows if answers else document_rows
    with library_of(store) as library:
        names = collection or library.names()
        exported = write_all(library, names, target, _teller(as_json, "writing"), rows=rows)
    if as_json:
        told = [{"name": each.name, "file": each.file, what: each.rows} for each in exported]
        print_json({"export": str(target), "collections": told})
    else:
        for each in exported:
            say(f"{each.file}  {each.rows} {what} of {clean(each.name)}")


def _teller(as_json: bool, doing: str) -> Callable[[str], None]:
    from api.console import clean, note

    return lambda name: None if as_json else note(f"{doing} {clean(name)} …")


def _counted(documents: int, collections: int) -> str:
    what = "1 document" if documents == 1 else f"{documents} documents"
    return f"{what} of {collections} collections" if collections > 1 else what
