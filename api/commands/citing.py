"""Citations made, one or a whole list."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands import completing
from api.commands.app import Collection, Json, Store, base_url_of, opened
from index.errors import InputError, InvalidSpanError
from index.names import DEFAULT


def cite(
    document_id: Annotated[
        str,
        typer.Argument(
            metavar="DOCUMENT_ID", show_default=False, autocompletion=completing.document
        ),
    ],
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
            autocompletion=completing.citation_format,
        ),
    ] = "text",
    as_json: Json = False,
) -> None:
    """Print one citation in one format."""
    from api.console import harmless, print_json, say
    from index.types import Span
    from rag.citing.formats import format_citation
    from rag.citing.places import cite as cited
    from rag.citing.references import reference_of

    if not 0 <= start < end:
        raise InvalidSpanError("Give START and END as characters, 0 <= START < END.")
    with opened(store, collection) as index:
        document = index.document(document_id)
    citation = cited(document, Span(start, end))
    work, base_url = reference_of(document), base_url_of(store)
    text = format_citation(citation, form, work=work, base_url=base_url, text=document.text)
    if as_json:
        print_json({"format": form, "text": text})
    else:
        say(harmless(text))


def bibliography(
    document_ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DOCUMENT_ID]...",
            help="Only these documents.",
            show_default=False,
            autocompletion=completing.document,
        ),
    ] = None,
    store: Store = None,
    collection: Collection = DEFAULT,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="F",
            help="bibtex, ris, csl-json, apa, mla, chicago, ieee or harvard.",
            autocompletion=completing.list_format,
        ),
    ] = "bibtex",
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write it into a file.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Let FILE replace one that is there already.")
    ] = False,
) -> None:
    """Print the works of a collection as a list, under the keys that drafts cite them by."""
    from api.commands.draft_files import write_files
    from api.console import harmless, say
    from rag.citing.bibliography import bibliography as listed

    if output is not None and output.exists() and not overwrite:
        raise InputError(f"{output.name} is there already. Name another file, or give --overwrite.")
    with opened(store, collection) as index:
        text = listed(index, form, document_ids or ())
    if output is None:
        say(harmless(text).rstrip("\n"))
    else:
        write_files({output: text.encode()})
