"""A saved answer from a file, and the sources to hold it against."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.console import clean, excerpt, note, say
from index.errors import InputError, NotFoundError, PinciteError, TooLargeError
from index.reading import MOST_BYTES, read
from index.reading.encodings import decode
from rag.proof import Finding, TextOf, Verdict

if TYPE_CHECKING:
    from index.passage_index import PassageIndex


def load_saved(file: Path) -> object:
    """Return the JSON value in ``file``.

    Raises:
        PinciteError: the file cannot be read.
        InputError: it is too large, or no JSON.
    """
    data = _data(file)
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{file.name} is no JSON. Save an answer with `pincite ask QUESTION --json > FILE`."
        ) from error


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

    A document's file is the one that has the name it was added by; a single file also serves an
    answer that cites a single document.
    """
    texts = {file.name: read(_data(file), file.name).text for file in files}
    names = _names(saved)
    only = next(iter(texts.values())) if len(texts) == len(names) == 1 else None

    def text_of(document_id: str) -> str | None:
        return texts.get(names.get(document_id, ""), only)

    return text_of


def print_findings(findings: Sequence[Finding], *, sound: bool) -> None:
    """Print one line a finding, and the sum of it."""
    for finding in findings:
        detail = f" ({clean(finding.detail)})" if finding.detail else ""
        say(f"{finding.verdict.value:<11} {finding.path}: “{excerpt(finding.text)}”{detail}")
    bad = sum(finding.verdict is not Verdict.SAME for finding in findings)
    if not findings:
        note("Nothing to verify: it has no citations.")
    elif sound:
        note("Verified: every citation stands where it did, and supports its sentence.")
    else:
        note(f"Not verified: {bad} of {len(findings)} did not hold.")


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON values."""
    return {
        "path": finding.path,
        "text": finding.text,
        "verdict": finding.verdict.value,
        "detail": finding.detail,
    }


def _names(saved: object) -> dict[str, str]:
    """Return the names of the cited documents by their ids, as far as the file tells them."""
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
