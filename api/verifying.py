"""What was saved in files, and the sources to hold it against."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.console import clean, excerpt, note, say
from api.items import identity_of
from index.errors import InputError, NotFoundError, PinciteError, TooLargeError
from index.reading import MOST_BYTES, read
from index.reading.encodings import decode
from index.types import Document, document_id
from rag.noted import notes_of, verify_draft
from rag.proof import Finding, TextOf, Verdict, verify
from rag.serialization import span_json

if TYPE_CHECKING:
    from index.passage_index import PassageIndex


def load_saved(file: Path) -> object:
    """Return the JSON value in ``file``, or its text where it is a draft.

    Raises:
        PinciteError: the file cannot be read.
        InputError: it is too large, or no JSON and no text.
    """
    text = text_of_file(file)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        if file.suffix.lower() != ".json" and not text.lstrip().startswith("{"):
            return text
        raise InputError(
            f"{file.name} is no JSON. Save an answer with `pincite ask QUESTION --json > FILE`."
        ) from error


def findings_of(saved: object, text_of: TextOf) -> list[Finding]:
    """Return what became of each citation of a saved answer, a check or a draft.

    Raises:
        InputError: what was saved is none of these.
    """
    return verify_draft(saved, text_of) if isinstance(saved, str) else verify(saved, text_of)


def text_of_file(file: Path) -> str:
    """Return the characters of a text file.

    Raises:
        PinciteError: the file cannot be read.
        InputError: it is too large, or no text.
    """
    return decode(_data(file), file.name)


def texts_of_index(index: "PassageIndex") -> TextOf:
    """Return what gives the text of a stored document."""

    def text_of(document_id: str) -> str | None:
        try:
            return index.document(document_id).text
        except NotFoundError:
            return None

    return text_of


def texts_of_files(saved: object, files: Sequence[Path]) -> TextOf:
    """Return what gives the text of a cited document out of ``files``.

    A document's file is the one that has the name it was added by, in a draft the one that it was
    added from or whose title the footnote tells; a single file also serves what cites a single
    document.
    """
    documents = {file: read(_data(file), file.name) for file in files}
    named = {file.name: each.text for file, each in documents.items()}
    told = _named_in(saved, documents) if isinstance(saved, str) else {}
    names = _names(saved)
    only = next(iter(named.values())) if len(documents) == len(names) == 1 else None

    def text_of(identifier: str) -> str | None:
        return named.get(names.get(identifier, ""), told.get(identifier, only))

    return text_of


def _named_in(draft: str, documents: Mapping[Path, Document]) -> dict[str, str]:
    """Return the texts of the documents that a draft cites, by the ids in its footnotes."""
    found = {document_id(identity_of(file)): each.text for file, each in documents.items()}
    titled = sorted(documents.values(), key=lambda each: len(each.title))
    for cited in notes_of(draft):
        fitting = [each.text for each in titled if cited.has_title(each.title)]
        if fitting:
            found.setdefault(cited.document_id, fitting[-1])
    return found


def print_findings(file: Path, findings: Sequence[Finding], *, several: bool) -> None:
    """Print one line a finding, with the file's name where there are several."""
    for finding in findings:
        detail = f" ({clean(finding.detail)})" if finding.detail else ""
        where = f"{clean(file.name)}: {finding.path}" if several else finding.path
        say(f"{finding.verdict.value:<11} {where}: “{excerpt(finding.text)}”{detail}")


def print_sum(findings: Sequence[Finding], unsound: int) -> None:
    """Print the sum of all findings on standard error."""
    if not findings:
        note("Nothing to verify: there are no citations.")
    elif unsound:
        note(f"Not verified: {unsound} of {len(findings)} did not hold.")
    elif any(each.verdict is Verdict.MOVED for each in findings):
        note("Verified: the words of every citation stand in the source, some elsewhere.")
    else:
        note("Verified: every citation stands where it did.")


def finding_json(file: Path, finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON values."""
    position = finding.position
    return {
        "file": file.name,
        "path": finding.path,
        "text": finding.text,
        "verdict": finding.verdict.value,
        "detail": finding.detail,
        "position": span_json(position) if position else None,
    }


def _names(saved: object) -> dict[str, str]:
    """Return the names of the cited documents by their ids, as far as the file tells them."""
    if isinstance(saved, str):
        return {each.document_id: "" for each in notes_of(saved)}
    found = {}
    told = saved if isinstance(saved, Mapping) else {}
    parts = [told.get(key) for key in ("statements", "sentences", "quotations")]
    listed = [each for part in parts if isinstance(part, list) for each in part]
    for statement in listed:
        citations = statement.get("citations") if isinstance(statement, Mapping) else None
        for citation in citations if isinstance(citations, list) else []:
            if isinstance(citation, Mapping):
                found[str(citation.get("document_id"))] = str(citation.get("source"))
    return found


def _data(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise TooLargeError(f"{file.name} has more than {MOST_BYTES:,} bytes. Give another.")
        return file.read_bytes()
    except OSError as error:
        raise PinciteError(
            f"{file.name} cannot be read ({error.strerror}). Check the path."
        ) from error
