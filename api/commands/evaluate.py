"""Quality measured."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.app import Json, Store, settings_of


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A data set in a known layout.")],
    limit: Annotated[
        int | None, typer.Option(min=1, help="Score a fixed sample of at most so many items.")
    ] = None,
    run: Annotated[
        Path | None, typer.Option(metavar="OUT.jsonl", help="Write every raw result here.")
    ] = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Score a data set: retrieval, questions, or claims.

    The store is not touched: the data set gets one of its own, which is thrown away.
    """
    from api.console import print_json, say
    from api.progress import steps
    from index.embedding import load_embedder
    from rag.assembly import build_assistant
    from rag.evaluation.report import Evaluation, table

    settings = settings_of(store)
    evaluation = Evaluation(
        load_embedder(settings.embedder), lambda index: build_assistant(settings, index), limit
    )
    with steps() as progress:
        reports = evaluation.of(folder, run=run, progress=progress)
    if as_json:
        print_json({"reports": [report.as_json() for report in reports]})
    else:
        say(table(reports).rstrip())
