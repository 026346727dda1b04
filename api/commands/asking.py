"""Questions in, answers and passages out."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.commands.app import (
    EMPTY,
    NO,
    Collection,
    Json,
    Store,
    base_url_of,
    opened,
    settings_of,
)
from index.errors import InvalidQuestionError
from index.names import DEFAULT

if TYPE_CHECKING:
    from index.passage_index import PassageIndex
    from rag.answering import Event
    from rag.types import Answer

Number = Annotated[int | None, typer.Option("-k", min=1, max=50, help="Passages to answer from.")]


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", show_default=False)],
    store: Store = None,
    collection: Collection = DEFAULT,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="Passages to show.")] = 10,
    as_json: Json = False,
) -> None:
    """Show the passages nearest to a query, best first."""
    if not query.strip():
        raise InvalidQuestionError("The query is empty. Give words to search for.")
    with opened(store, collection) as index:
        _begin_to_embed(query, index)
        from api.console import note, print_hits, print_json
        from rag.serialization import passages_json

        hits = index.search(query, k)
        if not index.document_count:
            note(EMPTY)
        elif not hits:
            note("No passage was found: the query holds no word or number.")
    if as_json:
        print_json(passages_json(hits))
    else:
        print_hits(hits)


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", show_default=False)],
    store: Store = None,
    collection: Collection = DEFAULT,
    k: Number = None,
    writer: Annotated[
        Literal["extractive", "llm"] | None,
        typer.Option(help="Who writes; without it the language model, where one is configured."),
    ] = None,
    form: Annotated[
        Literal["markdown", "html", "docx", "json"] | None,
        typer.Option("--format", help="Write the answer as such a file, not for reading here."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FILE",
            help="Where the file goes, else standard output; its end tells the format.",
        ),
    ] = None,
    style: Annotated[
        Literal["apa", "mla", "chicago", "ieee", "harvard"] | None,
        typer.Option(help="With a file: the house style of a bibliography at its end."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Let FILE be replaced if it is there already.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Answer a question, each sentence with its source.

    The exit code is 1 if the sources do not say.
    """
    from api.commands.answer_files import file_wanted, write_answer

    settings = settings_of(store)
    wanted = file_wanted(form, output, style, as_json=as_json, overwrite=overwrite)
    with opened(store, collection) as index:
        _begin_to_embed(question, index)
        from api.console import note, print_json
        from rag.assembly import build_assistant
        from rag.serialization import answer_json

        assistant = build_assistant(settings, index)
        if as_json or wanted:
            answer = assistant.answer(question, k=k, writer=writer)
        if as_json:
            print_json(answer_json(answer))
        elif wanted:
            write_answer(answer, index, wanted, base_url_of(store))
        else:
            answer = _print_answer(assistant.stream(question, k=k, writer=writer))
        if not index.document_count:
            note(EMPTY)
    if not answer.statements:
        raise typer.Exit(NO)


def _begin_to_embed(text: str, index: "PassageIndex") -> None:
    """Let the embedding model load while what else answers is imported: half a second each."""
    from index.processors import begin

    if index.document_count:
        begin(lambda: index.embedder.embed([text]))


def _print_answer(events: "Iterator[Event]") -> "Answer":
    """Print an answer sentence by sentence as it comes; return it whole."""
    from api.console import AnswerPrinter, clean, note, print_hits, say
    from rag.types import Answer, Statement

    printer = AnswerPrinter()
    for event in events:
        if isinstance(event, Statement):
            printer.statement(event)
        elif isinstance(event, Answer):
            answer = event
    printer.dropped(answer.dropped)
    if answer.statements:
        printer.sources()
        printer.conflicts(answer)
    elif answer.note is None:
        say("No sentence in your sources clearly answers this.")
    if answer.note:
        say(answer.note)
    for part in answer.missing:
        note(f"The sources do not answer this part: {clean(part)}")
    if answer.related:
        say("\nNearest passages (not an answer):")
        print_hits(answer.related)
    return answer
