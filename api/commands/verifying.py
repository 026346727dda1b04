"""Saved answers, checks and drafts held against the sources again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.app import NO, Collection, Json, Store, opened
from index.names import DEFAULT

if TYPE_CHECKING:
    from rag.proof import TextOf


def verify(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Saved answers or checks (`--json`), or drafts with Pincite's Markdown footnotes.",
        ),
    ],
    store: Store = None,
    collection: Collection = DEFAULT,
    source: Annotated[
        list[Path] | None,
        typer.Option("--source", help="Check against this file, not the store; repeatable."),
    ] = None,
    allow_moved: Annotated[
        bool, typer.Option("--allow-moved", help="Let words count that stand elsewhere now.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check saved answers, checks and drafts against the sources again, with no model.

    The exit code is 1 if a citation no longer stands as it was.
    """
    from api.console import print_json
    from api.verifying import finding_json, findings_of, load_saved, print_findings, print_sum
    from rag.proof import Verdict

    sound = {Verdict.SAME, Verdict.MOVED} if allow_moved else {Verdict.SAME}
    saved = {file: load_saved(file) for file in files}
    with _sources(source, store, collection) as texts_for:
        found = {file: findings_of(each, texts_for(each)) for file, each in saved.items()}
    findings = [finding for each in found.values() for finding in each]
    unsound = sum(finding.verdict not in sound for finding in findings)
    if as_json:
        listed = [finding_json(file, each) for file, told in found.items() for each in told]
        print_json({"verified": not unsound, "findings": listed})
    else:
        for file, told in found.items():
            print_findings(file, told, several=len(found) > 1)
        print_sum(findings, unsound)
    if unsound:
        raise typer.Exit(NO)


@contextmanager
def _sources(
    files: list[Path] | None, store: Path | None, collection: str
) -> "Iterator[Callable[[object], TextOf]]":
    """Give what finds the texts that something saved cites: in files, or in the store."""
    from api.verifying import texts_of_files, texts_of_index

    if files:
        yield lambda saved: texts_of_files(saved, files)
        return
    with opened(store, collection) as index:
        yield lambda _saved: texts_of_index(index)
