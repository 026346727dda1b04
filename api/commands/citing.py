"""Citations made, and saved answers proved again."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.app import NO, Collection, Json, Store, base_url_of, opened
from index.errors import InvalidSpanError
from index.names import DEFAULT
from index.types import Span


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


def cite(
    document_id: Annotated[str, typer.Argument(metavar="DOCUMENT_ID", show_default=False)],
    start: Annotated[int, typer.Argument(metavar="START", help="First character, from 0.")],
    end: Annotated[int, typer.Argument(metavar="END", help="The character after the last.")],
    store: Store = None,
    collection: Collection = DEFAULT,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            help="text, markdown, pandoc, latex, bibtex, ris, csl-json, web-annotation, apa, mla, "
            "chicago, ieee, harvard, link or text-fragment.",
            metavar="F",
        ),
    ] = "text",
    as_json: Json = False,
) -> None:
    """Print one citation in one format."""
    from api.console import harmless, print_json, say
    from rag.citing.formats import format_citation
    from rag.citing.places import cite as cited
    from rag.citing.references import reference_of

    if not 0 <= start < end:
        raise InvalidSpanError("Give START and END as characters, 0 <= START < END.")
    with opened(store, collection) as index:
        document = index.document(document_id)
    citation = cited(document, Span(start, end))
    work, base_url = reference_of(document), base_url_of(store)
    text = format_citation(citation, form, work=work, base_url=base_url)
    if as_json:
        print_json({"format": form, "text": text})
    else:
        say(harmless(text))
