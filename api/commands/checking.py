"""Drafts checked against the documents."""

import sys
from collections import Counter
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from api.commands import completing
from api.commands.app import (
    EMPTY,
    NO,
    Collection,
    Json,
    Store,
    base_url_of,
    confined_reader,
    opened,
)
from index.names import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.passage_index import PassageIndex
    from rag.coverage import DraftCoverage
    from rag.draft_checking import CheckedQuotation, CheckedSentence, DraftCheck, DraftChecker
    from rag.drafts.draft import Draft
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
            help="Write the draft with a citation at each supported sentence.",
        ),
    ] = None,
    cite_as: Annotated[
        Literal["footnotes", "pandoc", "latex", "html"] | None,
        typer.Option(
            "--cite-as",
            help="With --write: how to cite; else as the form of the draft usually does. "
            "pandoc and latex need a bibliography, which is written beside OUT.",
        ),
    ] = None,
    bibliography: Annotated[
        Path | None,
        typer.Option("--bibliography", metavar="OUT.bib", help="Where the bibliography goes."),
    ] = None,
    references: Annotated[
        Path | None,
        typer.Option(
            "--references",
            metavar="REFS",
            help="The draft's own bibliography (BibTeX, RIS or CSL-JSON), by which the keys in it "
            "are understood.",
        ),
    ] = None,
    remarks: Annotated[
        bool, typer.Option("--remarks", help="With --write: a comment behind each other sentence.")
    ] = False,
    remove: Annotated[
        Path | None,
        typer.Option(
            "--remove", metavar="OUT", help="Write the draft without such citations; check nothing."
        ),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Let OUT replace files that are there already.")
    ] = False,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="F",
            help="Print citations in a format that `pincite cite` knows; with --json as the key "
            "`formatted` of each.",
            autocompletion=completing.citation_format,
        ),
    ] = None,
    coverage: Annotated[
        bool,
        typer.Option(
            "--coverage",
            help="Tell also what the draft uses of each source, and what stands in it word for "
            "word.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Check a draft: each sentence against the sources, each quotation letter by letter.

    Of each citation that the draft has already it is told whether that source supports its
    sentence. The exit code is 1 if a sentence, a quotation or a citation is not borne out.
    """
    from api.commands.coverage import print_coverage
    from api.commands.draft_files import DraftFile, check_free, references_in, write_files
    from api.console import note, print_json
    from rag.citing.formats import known_format
    from rag.coverage import coverage_of
    from rag.draft_checking import DraftChecker
    from rag.drafts.ways.insertions import Sources
    from rag.drafts.works import works_of

    given = DraftFile.of(file)
    if remove is not None:
        check_free([remove], file, overwrite=overwrite)
        with confined_reader(store) as reader:
            write_files({remove: given.freed(reader)})
        return
    known_format(form or "text")
    works = references_in(references) if references else []
    with confined_reader(store) as reader:
        draft = given.draft(reader)
    if write is not None:
        beside = bibliography or write.with_suffix(".bib")
        needed = [write, beside] if given.needs_bibliography(draft, cite_as) else [write]
        check_free(needed, file, overwrite=overwrite)
    with opened(store, collection) as index:
        if not index.document_count:
            note(EMPTY)
        found = _checked(DraftChecker(index, bibliography=works), draft)
        base_url = base_url_of(store)
        printed = {} if form is None else _formatted(found, index, form, base_url)
        covered = coverage_of(found, draft, index.document) if coverage else None
        sources = Sources(works_of(index) if write else {}, base_url)
    if write is not None:
        with confined_reader(store) as reader:
            data, listed = given.cited(
                draft, found.sentences, sources, reader, way=cite_as, remarks=remarks
            )
        write_files({write: data} | ({beside: listed.encode()} if listed else {}))
    if as_json:
        print_json(_json(found, covered, printed))
    else:
        _print(found, printed, everything=show == "all")
        if covered:
            print_coverage(covered, draft)
    if any(map(_is_problem, found.sentences)) or any(map(_is_problem, found.quotations)):
        raise typer.Exit(NO)


def _formatted(
    found: "DraftCheck", index: "PassageIndex", form: str, base_url: str
) -> dict["Citation", str]:
    """Return the citations of a check in one format."""
    from rag.citing.formats import format_citation
    from rag.citing.references import reference_of

    cited = set(_citations(found))
    documents = {each: index.document(each) for each in {c.document_id for c in cited}}
    works = {each: reference_of(document) for each, document in documents.items()}

    def shown(each: "Citation") -> str:
        work, text = works[each.document_id], documents[each.document_id].text
        return format_citation(each, form, work=work, base_url=base_url, text=text)

    return {each: shown(each) for each in cited}


def _citations(found: "DraftCheck") -> "Iterator[Citation]":
    for sentence in found.sentences:
        yield from sentence.check.citations
    for sentence in found.sentences:
        for mark in sentence.cited:
            yield from mark.citations
    for quotation in found.quotations:
        yield from quotation.citations


def _json(
    found: "DraftCheck", covered: "DraftCoverage | None", printed: dict["Citation", str]
) -> dict[str, Any]:
    """Return the check object, its citations also in the format that was asked for."""
    from rag.check_serialization import check_json

    told = check_json(found, covered)
    marked = [mark for sentence in told["sentences"] for mark in sentence["cited"]]
    parts = [*told["sentences"], *marked, *told["quotations"]]
    shown = [citation for part in parts for citation in part["citations"]]
    for citation, own in zip(_citations(found), shown, strict=True):
        if citation in printed:
            own["formatted"] = printed[citation]
    return told


def _is_problem(found: "CheckedSentence | CheckedQuotation") -> bool:
    """Tell whether the sources do not bear out a sentence, or a quotation is not faithful."""
    from rag.checking import Verdict
    from rag.draft_checking import CheckedSentence
    from rag.mark_checking import MarkVerdict
    from rag.quoting.comparing import QuoteVerdict

    if isinstance(found, CheckedSentence):
        is_cited_well = all(mark.verdict is MarkVerdict.SUPPORTED for mark in found.cited)
        is_sound = found.check.verdict in {Verdict.SUPPORTED, Verdict.NO_CLAIM}
        return not (is_sound and is_cited_well)
    return found.verdict not in {QuoteVerdict.EXACT, QuoteVerdict.ELIDED}


def _checked(checker: "DraftChecker", draft: "Draft") -> "DraftCheck":
    """Check a draft; on a terminal a bar tells how far it is."""
    from rich.console import Console
    from rich.progress import track

    from rag.draft_checking import CheckedSentence, DraftCheck

    total = sum(1 for _ in draft.sentences())
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
    counted.update(f"citation {each.verdict}" for s in check.sentences for each in s.cited)
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
    for mark in sentence.cited:
        told = f" ({clean(mark.reason)})" if mark.reason else ""
        verdict = str(mark.verdict).replace("_", " ")
        say(f"{'':<15} cited {clean(mark.text)}: {verdict}{told}")


def _print_quotation(quotation: "CheckedQuotation") -> None:
    from api.console import clean, say

    told = f" ({clean(quotation.difference)})" if quotation.difference else ""
    verdict = str(quotation.verdict).replace("_", " ")
    say(f"{'quotation ' + verdict:<15} “{clean(quotation.text)}”{told}")
