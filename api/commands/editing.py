"""One document: shown with all that is known of it, and its title and metadata set."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands import completing
from api.commands.app import Collection, Json, Store, opened
from index.errors import InputError
from index.names import DEFAULT

if TYPE_CHECKING:
    from index.passage_index import Summary, Version

Id = Annotated[
    str, typer.Argument(metavar="ID", show_default=False, autocompletion=completing.document)
]


def show(
    document_id: Id,
    store: Store = None,
    collection: Collection = DEFAULT,
    as_json: Json = False,
) -> None:
    """Show what is known of a document: its metadata and its versions."""
    from api.console import print_json
    from rag.serialization import summary_json, version_json

    with opened(store, collection) as index:
        summary, versions = index.summary(document_id), index.versions(document_id)
    if as_json:
        print_json(summary_json(summary) | {"versions": [version_json(each) for each in versions]})
    else:
        _print(summary, versions)


def edit(
    document_id: Id,
    title: Annotated[
        str | None, typer.Option(help="The title to show; an empty one takes the file's own back.")
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Set a key of the metadata; repeatable."),
    ] = None,
    taken_back: Annotated[
        list[str] | None,
        typer.Option("--unset", metavar="KEY", help="Take the file's own back; repeatable."),
    ] = None,
    store: Store = None,
    collection: Collection = DEFAULT,
    as_json: Json = False,
) -> None:
    """Set a document's title and metadata over what its file says.

    What is set stays when the file is added again.
    """
    from api.console import print_json
    from rag.serialization import summary_json

    metadata = _metadata(given or (), taken_back or ())
    if title is None and not metadata:
        raise InputError("Nothing is to be set. Give --title, --set or --unset.")
    wanted = ... if title is None else title or None
    with opened(store, collection) as index:
        summary = index.edit(document_id, title=wanted, metadata=metadata)
        versions = index.versions(document_id)
    if as_json:
        print_json(summary_json(summary))
    else:
        _print(summary, versions)


def _metadata(given: Sequence[str], taken_back: Sequence[str]) -> dict[str, str | None]:
    pairs = [each.partition("=") for each in given]
    if any(not key.strip() or not equals for key, equals, _ in pairs):
        raise InputError("Give --set a key and a value, as in --set author='Ada Byrne'.")
    if both := {key.strip() for key, _, _ in pairs}.intersection(taken_back):
        raise InputError(f"--set and --unset both name {min(both)!r}. Give one of the two.")
    return {key.strip(): value for key, _, value in pairs} | dict.fromkeys(taken_back)


def _print(summary: "Summary", versions: Sequence["Version"]) -> None:
    from api.console import clean, say

    facts: Mapping[str, object] = {
        "id": summary.id,
        "title": summary.title,
        "source": summary.source,
        "passages": summary.passages,
        "characters": summary.characters,
        **({"pages": summary.pages} if summary.pages else {}),
        "added": summary.added_at,
        "updated": summary.updated_at,
    }
    for name, value in facts.items():
        say(f"{name:<11} {clean(str(value))}")
    for key, value in summary.metadata.items():
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        say(f"{'metadata':<11} {clean(key)}: {clean(shown)}")
    for version in versions:
        now = ", as it is now" if version.current else ""
        say(
            f"{'version':<11} {version.number}, read {version.read_at}, "
            f"{version.characters} characters{now}"
        )
