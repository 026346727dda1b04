"""Saved answers, checks and drafts held against the sources again."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.app import NO, Collection, Json, Store, opened
from index.names import DEFAULT


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A saved answer, as `ask --json`.")],
    store: Store = None,
    collection: Collection = DEFAULT,
    source: Annotated[
        list[Path] | None,
        typer.Option("--source", help="Check against this file, not the store; repeatable."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Check a saved answer against the sources again, with no model.

    The exit code is 1 if a citation no longer stands as it was.
    """
    from api.console import print_json
    from api.verifying import (
        finding_json,
        load_saved,
        print_findings,
        texts_of_files,
        texts_of_index,
    )
    from rag.proof import Verdict
    from rag.proof import verify as verify_saved

    saved = load_saved(file)
    if source:
        findings = verify_saved(saved, texts_of_files(saved, source))
    else:
        with opened(store, collection) as index:
            findings = verify_saved(saved, texts_of_index(index))
    sound = all(finding.verdict is Verdict.SAME for finding in findings)
    if as_json:
        print_json({"verified": sound, "findings": [finding_json(each) for each in findings]})
    else:
        print_findings(findings, sound=sound)
    if not sound:
        raise typer.Exit(NO)
