"""Drafts as files: checked as they are, Word files given footnotes and freed of them again."""

from io import BytesIO
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from api import schemas
from api.bodies import MAX_DRAFT
from api.check_stream import CheckStream
from api.commands.draft_files import DraftFile
from api.event_stream import event
from api.forms import Sink, receive_files
from api.negotiation import wants_events
from api.routes import Responses, problems
from api.routes.checks import CHECKED
from api.services import Checking, CollectionsHere, Services, ServicesHere, media_type, ready
from api.uploads import label, unknown_kind
from index.errors import TooLargeError, UnsupportedFormatError
from index.passage_index import PassageIndex
from index.word.wire import WordFiles
from rag.check_serialization import check_json
from rag.coverage import coverage_of
from rag.draft_checking import DraftChecker
from rag.drafts.docx import notes_for, remarks_for
from rag.drafts.draft import Draft

router = APIRouter(prefix="/v1/checks/files", tags=["checks"])

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}
_WORD_FILE: Responses = {
    200: {
        "description": "The Word file.",
        "content": {WORD: {"schema": {"type": "string", "format": "binary"}}},
    }
}


async def _uploaded(request: Request) -> DraftFile:
    """Return the one file of a form.

    Raises:
        HTTPException: 400 if it cannot be read, 415 if it is no form.
        RequestValidationError: it has no file, or more than one.
    """
    if media_type(request) != "multipart/form-data":
        raise unknown_kind()
    files: list[tuple[str, BytesIO]] = []

    def open_file(name: str) -> Sink:
        files.append((label(name), BytesIO()))
        return files[-1][1]

    await receive_files(request.headers["content-type"], request.stream(), open_file)
    if len(files) > 1:
        complaint = {"type": "file", "loc": ("body", "file"), "msg": "send one draft at a time"}
        raise RequestValidationError([complaint])
    name, content = files[0]
    return DraftFile(Path(name), content.getvalue())


Uploaded = Annotated[DraftFile, Depends(_uploaded)]


@router.post(
    "",
    dependencies=[Depends(ready)],
    response_model=schemas.FileCheck,
    responses=CHECKED | problems(400, 404, 413, 415, 422, 503),
    openapi_extra=_FORM,
)
def check_file(
    file: Uploaded,
    collections: CollectionsHere,
    services: ServicesHere,
    as_events: Annotated[bool, Depends(wants_events)],
    given_up: Checking,
    *,
    coverage: Annotated[
        bool, Query(description="Tell what of its sources the draft uses.")
    ] = False,
) -> Response:
    """Check a draft in a file (Word, LaTeX, HTML, Markdown, text, and whatever can be added).

    `text` is what was read from it, in which all positions count. As events it comes first, as
    `draft`.
    """
    checker = _checker(collections.assistant().index, services)
    draft = _draft(file, services)
    told = {"text": draft.text, "form": draft.form.value}
    if as_events:
        desk, first = services.desks.checks, event("draft", told)
        return CheckStream(checker, draft, desk, first=first, with_coverage=coverage)
    found = checker.check(draft, given_up)
    covered = coverage_of(found, draft, checker.index.document) if coverage else None
    return JSONResponse(told | check_json(found, covered), headers={"Vary": "Accept"})


@router.post(
    "/citations",
    dependencies=[Depends(ready)],
    response_class=Response,
    responses=_WORD_FILE | problems(400, 404, 413, 415, 422, 503),
    openapi_extra=_FORM,
)
def cite_file(
    file: Uploaded,
    request: Request,
    collections: CollectionsHere,
    services: ServicesHere,
    given_up: Checking,
    *,
    remarks: Annotated[
        bool, Query(description="Put a comment on each sentence that is not borne out.")
    ] = False,
) -> Response:
    """Check a Word file and return it with a footnote behind each supported sentence."""
    _only_word(file)
    checker = _checker(collections.assistant().index, services)
    draft = _draft(file, services)
    sentences = checker.check(draft, given_up).sentences
    notes = notes_for(sentences, str(request.base_url).rstrip("/"))
    told = remarks_for(sentences) if remarks else []
    data = WordFiles(services.reader).with_notes(file.data, file.path.name, notes, told)
    return _word_file(data)


@router.post(
    "/citations/removal",
    response_class=Response,
    responses=_WORD_FILE | problems(400, 413, 415, 422),
    openapi_extra=_FORM,
)
def free_file(file: Uploaded, services: ServicesHere) -> Response:
    """Return a Word file as it was before it was given footnotes.

    `Pincite-Original` tells whether these are the very bytes of then (`true`), or the file was
    saved by another program since and the footnotes alone were taken out (`false`).
    """
    _only_word(file)
    freed = WordFiles(services.reader).without_notes(file.data, file.path.name)
    return _word_file(freed.data, {"Pincite-Original": str(freed.is_original).lower()})


def _checker(index: PassageIndex, services: Services) -> DraftChecker:
    return DraftChecker(index, told=services.metrics.checked)


def _draft(file: DraftFile, services: Services) -> Draft:
    draft = file.draft(services.reader)
    if len(draft.text) > MAX_DRAFT:
        raise TooLargeError(
            f"The draft has {len(draft.text):,} characters, the limit is {MAX_DRAFT:,}. Check it "
            "in parts."
        )
    return draft


def _only_word(file: DraftFile) -> None:
    if not file.is_word:
        raise UnsupportedFormatError(
            "Footnotes are written into a Word file here (.docx). The text of a draft in another "
            "form goes to POST /v1/checks/citations."
        )


def _word_file(data: bytes, headers: dict[str, str] | None = None) -> Response:
    told = {"Content-Disposition": 'attachment; filename="draft.docx"'} | (headers or {})
    return Response(data, media_type=WORD, headers=told)
