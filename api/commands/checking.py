"""Drafts checked against the documents."""

import sys
from collections import Counter
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from api.commands.app import EMPTY, NO, Collection, Json, Store, base_url_of, opened, reading
from index.errors import InputError
from index.names import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.passage_index import PassageIndex
    from index.reading import Read
    from index.types import Document
    from rag.draft_checking import CheckedQuotation, CheckedSentence, DraftCheck, DraftChecker
    from rag.types import Citation


def check(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The draft; - reads it from standard input."),
    ],
    store: Store = None,
    collection: Collection = DEFAULT,
    show: Annotated[
        Literal["problems", "all"],
        typer.Option(help="Which sentences and quotations to print."),
    ] = "all",
    write: Annotated[
        Path | None,
        typer.Option(
            "--write",
            metavar="OUT",
            help="Write the draft with a Markdown footnote behind each supported sentence.",
        ),
    ] = None,
    remarks: Annotated[
        bool, typer.Option("--remarks", help="With --write: a comment behind each other sentence.")
    ] = False,
    remove: Annotated[
        Path | None,
        typer.Option(
            "--remove", metavar="OUT", help="Write the draft without such footnotes; check nothing."
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="F",
            help="Print citations in a format that `pincite cite` knows; with --json as the key "
            "`formatted` of each.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Check a draft: each sentence against the sources, each quotation letter by letter.

    The exit code is 1 if a sentence or a quotation is not borne out.
    """
    from api.console import note, print_json
    from rag.citing.footnotes import with_footnotes, without_footnotes
    from rag.citing.formats import known_format
    from rag.draft_checking import DraftChecker

    if remove is not None:
        _write_text(remove, without_footnotes(_text_of(file)), file)
        return
    if write is not None and write.exists() and write.samefile(file):
        raise InputError("The draft itself is not written over. Name another file.")
    known_format(form or "text")
    with reading(store) as read:
        draft = _draft(file, read)
    if write is not None and draft.text != _text_of(file).removeprefix("\ufeff"):
        raise InputError(f"Footnotes are written into text and Markdown; {file.name} is neither.")
    with opened(store, collection) as index:
        if not index.document_count:
            note(EMPTY)
        found = _checked(DraftChecker(index), draft)
        printed = {} if form is None else _formatted(found, index, form, base_url_of(store))
    if write is not None:
        base_url = base_url_of(store)
        mark = "\ufeff" if _text_of(file).startswith("\ufeff") else ""
        noted = with_footnotes(draft.text, found.sentences, base_url=base_url, remarks=remarks)
        _write_text(write, mark + noted, file)
    if as_json:
        print_json(_json(found, printed))
    else:
        _print(found, printed, everything=show == "all")
    if any(map(_is_problem, found.sentences)) or any(map(_is_problem, found.quotations)):
        raise typer.Exit(NO)


def _formatted(
    found: "DraftCheck", index: "PassageIndex", form: str, base_url: str
) -> dict["Citation", str]:
    """Return the citations of a check in one format."""
    from rag.citing.formats import format_citation
    from rag.citing.references import reference_of

    cited = set(_citations(found))
    works = {each: reference_of(index.document(each)) for each in {c.document_id for c in cited}}
    return {
        each: format_citation(each, form, work=works[each.document_id], base_url=base_url)
        for each in cited
    }


def _citations(found: "DraftCheck") -> "Iterator[Citation]":
    for sentence in found.sentences:
        yield from sentence.check.citations
    for quotation in found.quotations:
        yield from quotation.citations


def _json(found: "DraftCheck", printed: dict["Citation", str]) -> dict[str, Any]:
    """Return the check object, its citations also in the format that was asked for."""
    from rag.serialization import check_json

    told = check_json(found)
    shown = [
        c for part in ("sentences", "quotations") for each in told[part] for c in each["citations"]
    ]
    for citation, own in zip(_citations(found), shown, strict=True):
        if citation in printed:
            own["formatted"] = printed[citation]
    return told


def _is_problem(found: "CheckedSentence | CheckedQuotation") -> bool:
    """Tell whether the sources do not bear out a sentence, or a quotation is not faithful."""
    from rag.checking import Verdict
    from rag.draft_checking import CheckedSentence
    from rag.quoting.comparing import QuoteVerdict

    if isinstance(found, CheckedSentence):
        return found.check.verdict not in {Verdict.SUPPORTED, Verdict.NO_CLAIM}
    return found.verdict not in {QuoteVerdict.EXACT, QuoteVerdict.ELIDED}


def _draft(file: Path, read: "Read") -> "Document":
    from rag.draft_checking import draft_of

    if str(file) == "-":
        return draft_of(sys.stdin.buffer.read().decode("utf-8", "replace"))
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file.name} cannot be read: {error.strerror}. Check the path.") from None
    return read(data, file.name)


def _text_of(file: Path) -> str:
    """Return the characters of a UTF-8 file, its mark and line ends included.

    Raises:
        InputError: it cannot be read, or is in another encoding.
    """
    try:
        return file.read_bytes().decode()
    except OSError as error:
        raise InputError(f"{file.name} cannot be read: {error.strerror}. Check the path.") from None
    except UnicodeDecodeError:
        raise InputError(f"{file.name} is not in UTF-8. Save it as UTF-8 first.") from None


def _write_text(out: Path, text: str, file: Path) -> None:
    if out.exists() and out.samefile(file):
        raise InputError("The draft itself is not written over. Name another file.")
    try:
        out.write_bytes(text.encode())
    except OSError as error:
        raise InputError(f"{out.name} cannot be written: {error.strerror}.") from None


def _checked(checker: "DraftChecker", draft: "Document") -> "DraftCheck":
    """Check a draft; on a terminal a bar tells how far it is."""
    from rich.console import Console
    from rich.progress import track

    from rag.draft_checking import CheckedSentence, DraftCheck, sentences_of

    total = sum(1 for _ in sentences_of(draft))
    found = list(
        track(
            checker.stream(draft),
            total=total,
            description="checking",
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
            transient=True,
        )
    )
    return DraftCheck(
        tuple(each for each in found if isinstance(each, CheckedSentence)),
        tuple(each for each in found if not isinstance(each, CheckedSentence)),
        checker.state,
    )


def _print(check: "DraftCheck", printed: dict["Citation", str], *, everything: bool) -> None:
    from api.console import say

    for sentence in check.sentences:
        if everything or _is_problem(sentence):
            _print_sentence(sentence, printed)
    for quotation in check.quotations:
        if everything or _is_problem(quotation):
            _print_quotation(quotation)
    counted = Counter(str(each.check.verdict) for each in check.sentences)
    counted.update(f"quotation {each.verdict}" for each in check.quotations)
    told = ", ".join(f"{count} {verdict.replace('_', ' ')}" for verdict, count in counted.items())
    say(told or "There is no sentence in the draft.")


def _print_sentence(sentence: "CheckedSentence", printed: dict["Citation", str]) -> None:
    from api.console import clean, harmless, say
    from rag.citing.places import place

    reason = f" ({clean(sentence.check.reason)})" if sentence.check.reason else ""
    verdict = str(sentence.check.verdict).replace("_", " ")
    say(f"{verdict:<15} {clean(sentence.text)}{reason}")
    for citation in sentence.check.citations:
        if citation in printed:
            say(indent(harmless(printed[citation]).rstrip(), " " * 16))
            continue
        where = ", ".join(filter(None, (clean(citation.title), clean(place(citation)))))
        say(f"{'':<15} - “{clean(citation.exact)}” {where}")


def _print_quotation(quotation: "CheckedQuotation") -> None:
    from api.console import clean, say

    told = f" ({clean(quotation.difference)})" if quotation.difference else ""
    verdict = str(quotation.verdict).replace("_", " ")
    say(f"{'quotation ' + verdict:<15} “{clean(quotation.text)}”{told}")
