"""Collections listed, made, renamed and removed."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from api.commands import completing
from api.commands.app import Json, Store, library_of
from api.commands.examples import examples_of

app = typer.Typer(
    help="List the collections, or make, rename and remove them.",
    epilog=examples_of("collections"),
)
Made = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]
Name = Annotated[
    str, typer.Argument(metavar="NAME", show_default=False, autocompletion=completing.collection)
]


@app.callback(invoke_without_command=True)
def collections(context: typer.Context, store: Store = None, as_json: Json = False) -> None:
    """List the collections, or make, rename and remove them."""
    from api.console import print_json, table

    context.obj = _Given(store, as_json)
    if context.invoked_subcommand:
        return
    with library_of(store) as library:
        found = library.describe()
    if as_json:
        print_json({"collections": [asdict(each) for each in found]})
    else:
        rows = [(str(each.documents), str(each.passages), each.name) for each in found]
        table(rows, ("DOCUMENTS", "PASSAGES", "NAME"))


@app.command()
def create(context: typer.Context, name: Made, store: Store = None, as_json: Json = False) -> None:
    """Make an empty collection; `pincite add --collection NAME` does so too."""
    given = _given(context, store, as_json)
    with library_of(given.store) as library:
        given.tell("created", library.create(name))


@app.command()
def rename(
    context: typer.Context,
    name: Name,
    new: Annotated[str, typer.Argument(metavar="NEW", show_default=False)],
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Give a collection another name."""
    given = _given(context, store, as_json)
    with library_of(given.store) as library:
        given.tell("renamed", library.rename(name, new))


@app.command()
def remove(context: typer.Context, name: Name, store: Store = None, as_json: Json = False) -> None:
    """Remove a collection with all its documents; the default one is only emptied."""
    given = _given(context, store, as_json)
    with library_of(given.store) as library:
        library.delete(name)
    given.tell("removed", name)


@dataclass(frozen=True, slots=True)
class _Given:
    """The options, which may stand before or after the name of the command."""

    store: Path | None
    as_json: bool

    def tell(self, done: str, name: str) -> None:
        from api.console import clean, print_json, say

        if self.as_json:
            print_json({done: name})
        else:
            say(f"{done}  {clean(name)}")


def _given(context: typer.Context, store: Path | None, as_json: bool) -> _Given:
    before: _Given = context.obj
    return _Given(store or before.store, as_json or before.as_json)
