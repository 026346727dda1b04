"""Metadata of stored documents taken from a reference manager's export."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands import completing
from api.commands.app import EMPTY, NO, Collection, Json, Store, opened
from index.names import DEFAULT

if TYPE_CHECKING:
    from rag.citing.importing import Change, Plan


def metadata(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="An export as BibTeX (.bib), RIS (.ris) or CSL-JSON."),
    ],
    store: Store = None,
    collection: Collection = DEFAULT,
    apply: Annotated[
        bool, typer.Option("--apply", help="Set what is shown; without it nothing is changed.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Also over titles and metadata that you set.")
    ] = False,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="F",
            help="bibtex, ris or csl-json; else by the name.",
            autocompletion=completing.export_format,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Take titles, authors, dates and the like from a reference manager's export.

    Records and documents are matched by DOI, URL, file name or title. What would change is shown,
    and set with --apply. The exit code is 1 if no record is about a stored document.
    """
    from api.console import note, print_json
    from api.verifying import text_of_file
    from rag.citing import importing
    from rag.citing.import_json import plan_json

    text = text_of_file(file)
    works = importing.read_works(text, form or importing.format_of(file.name, text))
    with opened(store, collection) as index:
        if not index.document_count:
            note(EMPTY)
        plan = importing.plan(index, works, overwrite=overwrite)
        if apply:
            importing.apply(index, plan)
    if as_json:
        print_json(plan_json(plan, applied=apply))
    else:
        _print(plan, applied=apply)
    if not plan.proposals:
        raise typer.Exit(NO)


def _print(plan: "Plan", *, applied: bool) -> None:
    from api.console import clean, note, say

    for proposal in plan.proposals:
        (document,) = proposal.match.documents
        if proposal.changes or proposal.kept:
            say(f"{document.id}  {clean(document.title)}  (by {proposal.match.by})")
        for change in proposal.changes:
            say(f"  {_told(change)}")
        for change in proposal.kept:
            say(f"  {_told(change)}  left as you set it; --overwrite sets it")
    for match in plan.unsure:
        ids = ", ".join(document.id for document in match.documents)
        why = "another record too is about" if match.is_contested else "may be any of"
        say(f"unsure: {clean(match.work.key)} “{clean(match.work.title)}” {why} {ids}")
    for work in plan.unknown:
        say(f"not stored: {clean(work.key)} “{clean(work.title)}”")
    changing = sum(1 for each in plan.proposals if each.changes)
    if not changing:
        note("Nothing is to be set.")
    elif applied:
        note(f"Set in {changing} of {len(plan.proposals)} documents.")
    else:
        note(f"Would be set in {changing} documents. Nothing was changed; --apply sets it.")


def _told(change: "Change") -> str:
    from api.console import clean

    before = f"{clean(str(change.before))} → " if change.before is not None else ""
    return f"{change.key:<10} {before}{clean(change.after)}"
