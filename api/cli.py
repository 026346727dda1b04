"""The command line: thin commands over the same objects that HTTP serves.

Exit codes: 0 done; 1 the answer is "no" (not in the sources, verification failed); 2 wrong use;
3 any other failure. Whatever loads slowly is imported inside the command that needs it.
"""

import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from index.errors import (
    InputError,
    InvalidQuestionError,
    InvalidSpanError,
    NotFoundError,
    PinciteError,
)
from index.types import Span
from rag.settings import Settings

if TYPE_CHECKING:
    from index.passage_index import PassageIndex
    from rag.answering import Event
    from rag.types import Answer

NO = 1
WRONG_USE = 2
FAILED = 3
UNHEARD = 141
"""Whoever read the output has gone: what a shell tells of a program that a closed pipe ended."""

app = typer.Typer(
    help="Ask your documents; every sentence of an answer is backed by exact words, checked.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Store = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="DIR",
        help="Folder of documents and index. Else PINCITE_STORE, else the platform's user-data "
        "folder.",
    ),
]
Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON document on standard output, nothing else.")
]
Number = Annotated[int | None, typer.Option("-k", min=1, max=50, help="Passages to answer from.")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    if debug:
        given.remove("--debug")
    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")
    try:
        code = app(given, prog_name="pincite", standalone_mode=False)
    except SystemExit:  # typer's own, when a pipe is closed: its code 1 would say "no"
        code = UNHEARD
    except typer.TyperException as error:
        code = _told_use(error)
    except PinciteError as error:
        if debug:
            raise
        code = _told(str(error), WRONG_USE if isinstance(error, InputError) else FAILED)
    except Exception as error:
        if debug:
            raise
        reason = f"Unexpected {type(error).__name__}: {error}. Run again with --debug to see where."
        code = _told(reason, FAILED)
    sys.exit(code)


def _told_use(error: typer.TyperException) -> int:
    """Print in one line what is wrong with the call; a bare call gets the whole help."""
    from api.console import note

    message = error.format_message()
    context = getattr(error, "ctx", None)
    if "\n" in message or context is None:
        note(message)
        return WRONG_USE
    return _told(f"{message.rstrip('.')}. See `{context.command_path} --help`.", WRONG_USE)


def _told(message: str, code: int) -> int:
    from api.console import clean, note

    note(clean(message))
    return code


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"pincite {version('pincite')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Options before the command."""


@app.command()
def serve(
    store: Store = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = None,
    seeds: Annotated[
        bool, typer.Option("--seeds/--no-seeds", help="Fill an empty store with seeds/.")
    ] = True,
) -> None:
    """Serve the chat page and the API; Ctrl+C stops it."""
    from api.serving import serve as serve_until_stopped

    settings = _settings(store, host=host, port=port, seeds=None if seeds else False)
    serve_until_stopped(settings, announce=typer.echo)


@app.command()
def add(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH…", help="Files, folders, or .jsonl files.", show_default=False
        ),
    ],
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Add documents, or replace those that changed."""
    from api.adding import Outcome, add_paths, files_of
    from api.console import print_json
    from api.progress import adding

    outcomes: list[Outcome] = []
    with _index(store) as index:
        files = list(files_of(paths, _told_of_skipped))
        try:
            with adding(index, files, quiet=as_json) as progress:

                def told(outcome: Outcome) -> None:
                    outcomes.append(outcome)
                    progress.tell(outcome)

                add_paths(index, progress.files(), told)
        finally:
            if as_json:
                print_json({"documents": [outcome.as_json() for outcome in outcomes]})
    if any(outcome.status == "failed" for outcome in outcomes):
        raise typer.Exit(FAILED)


def _told_of_skipped(folder: Path, count: int) -> None:
    files = "1 file" if count == 1 else f"{count} files"
    _told(f"{folder}: {files} of other formats left out.", 0)


@app.command()
def documents(store: Store = None, as_json: Json = False) -> None:
    """List the documents in the store."""
    from api.console import note, print_json, table
    from rag.serialization import summary_json

    with _index(store) as index:
        found = index.summaries(limit=index.document_count)
    if as_json:
        print_json({"documents": [summary_json(summary) for summary in found]})
    elif found:
        rows = [(s.id, str(s.passages), s.source, s.title) for s in found]
        table(rows, ("ID", "PASSAGES", "SOURCE", "TITLE"))
    else:
        note(EMPTY)


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", show_default=False)],
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Remove documents: nothing shows them any more."""
    from api.console import print_json, say

    removed, not_found = [], []
    with _index(store) as index:
        for identifier in ids:
            try:
                index.remove(identifier)
                removed.append(identifier)
            except NotFoundError as error:
                not_found.append(identifier)
                _told(f"{identifier}: {error}", FAILED)
    if as_json:
        print_json({"removed": removed, "not_found": not_found})
    else:
        for identifier in removed:
            say(f"removed  {identifier}")
    if not_found:
        raise typer.Exit(FAILED)


@app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", show_default=False)],
    store: Store = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="Passages to show.")] = 10,
    as_json: Json = False,
) -> None:
    """Show the passages nearest to a query, best first."""
    from api.console import note, print_hits, print_json
    from rag.serialization import passages_json

    if not query.strip():
        raise InvalidQuestionError("The query is empty. Give words to search for.")
    with _index(store) as index:
        hits = index.search(query, k)
        if not index.document_count:
            note(EMPTY)
        elif not hits:
            note("No passage was found: the query holds no word or number.")
    if as_json:
        print_json(passages_json(hits))
    else:
        print_hits(hits)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", show_default=False)],
    store: Store = None,
    k: Number = None,
    writer: Annotated[
        Literal["extractive", "llm"] | None,
        typer.Option(help="Who writes; without it the language model, where one is configured."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Answer a question, each sentence with its source.

    The exit code is 1 if the sources do not say.
    """
    from api.console import note, print_json
    from rag.assembly import build_assistant
    from rag.serialization import answer_json

    settings = _settings(store)
    with _index(store) as index:
        assistant = build_assistant(settings, index)
        if as_json:
            answer = assistant.answer(question, k=k, writer=writer)
            print_json(answer_json(answer))
        else:
            answer = _print_answer(assistant.stream(question, k=k, writer=writer))
        if not index.document_count:
            note(EMPTY)
    if not answer.statements:
        raise typer.Exit(NO)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A saved answer, as `ask --json`.")],
    store: Store = None,
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
        with _index(store) as index:
            findings = verify_saved(saved, texts_of_index(index))
    sound = all(finding.verdict is Verdict.SAME for finding in findings)
    if as_json:
        print_json({"verified": sound, "findings": [finding_json(each) for each in findings]})
    else:
        print_findings(findings, sound=sound)
    if not sound:
        raise typer.Exit(NO)


@app.command()
def cite(
    document_id: Annotated[str, typer.Argument(metavar="DOCUMENT_ID", show_default=False)],
    start: Annotated[int, typer.Argument(metavar="START", help="First character, from 0.")],
    end: Annotated[int, typer.Argument(metavar="END", help="The character after the last.")],
    store: Store = None,
    form: Annotated[
        str, typer.Option("--format", help="text, markdown or link.", metavar="F")
    ] = "text",
    as_json: Json = False,
) -> None:
    """Print one citation in one format."""
    from api.console import harmless, print_json, say
    from rag.citing.formats import format_citation
    from rag.citing.places import cite as cited

    if not 0 <= start < end:
        raise InvalidSpanError("Give START and END as characters, 0 <= START < END.")
    settings = _settings(store)
    with _index(store) as index:
        citation = cited(index.document(document_id), Span(start, end))
    text = format_citation(citation, form, base_url=f"http://{settings.host}:{settings.port}")
    if as_json:
        print_json({"format": form, "text": text})
    else:
        say(harmless(text))


@app.command("eval")
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

    settings = _settings(store)
    evaluation = Evaluation(
        load_embedder(settings.embedder), lambda index: build_assistant(settings, index), limit
    )
    with steps() as progress:
        reports = evaluation.of(folder, run=run, progress=progress)
    if as_json:
        print_json({"reports": [report.as_json() for report in reports]})
    else:
        say(table(reports).rstrip())


@app.command()
def doctor(
    store: Store = None,
    model: Annotated[
        bool, typer.Option("--model/--no-model", help="Load the embedding model too (seconds).")
    ] = True,
    as_json: Json = False,
) -> None:
    """Find what keeps Pincite from working, and the way out."""
    from api.console import clean, print_json, say
    from api.doctor import examine

    checks = []
    for check in examine(_settings(store), load_model=model):
        checks.append(check)
        if not as_json:
            say(f"{check.level:<8} {check.name:<22} {clean(check.detail)}")
    if as_json:
        print_json({"checks": [check.as_json() for check in checks]})
    if any(check.level == "problem" for check in checks):
        raise typer.Exit(FAILED)


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


EMPTY = (
    "The store is empty. Add documents with `pincite add PATH…`; `pincite serve` fills an empty "
    "store with its first article."
)


def _settings(store: Path | None, **options: object) -> Settings:
    return Settings.from_env(os.environ, store=store, **options)


@contextmanager
def _index(store: Path | None) -> "Iterator[PassageIndex]":
    from rag.assembly import open_index

    with open_index(_settings(store)) as index:
        yield index


if __name__ == "__main__":
    main()
