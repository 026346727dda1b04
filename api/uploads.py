"""Documents as they arrive: one as JSON, or several files in a form."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from fastapi import HTTPException, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from pydantic_core import from_json
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException as StarletteHTTPException

from api.bodies import NewDocument
from api.services import media_type
from index.errors import InputError, PinciteError
from index.passage_index import PassageIndex
from index.reading import Read, read_rows
from index.types import Document
from rag.serialization import added_json

MAX_FILES = 1_000
_MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a form; its name is only a label."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """A document of an upload that could not be added, and why."""

    source: str
    error: PinciteError


Outcome = dict[str, Any] | Failure
"""A stored document as JSON, or why it is not stored."""


async def submitted(request: Request) -> NewDocument | list[Upload]:
    """Return the body of a request: a document as JSON, or the files of a form.

    Raises:
        HTTPException: 400 if it cannot be read, 415 if it is neither of the two.
        RequestValidationError: it lacks something, or holds what is not known.
    """
    match media_type(request):
        case "application/json":
            return _document(await request.body())
        case "multipart/form-data":
            return await _files(request)
    raise HTTPException(
        415, "Send a document as application/json, or files as multipart/form-data named “file”."
    )


def add_all(index: PassageIndex, uploads: list[Upload], read: Read) -> Iterator[Outcome]:
    """Add every document of the files; one that fails does not stop the rest."""
    for upload in uploads:
        for document in _documents(upload, read):
            yield document if isinstance(document, Failure) else _add(index, document)


def _add(index: PassageIndex, document: Document) -> Outcome:
    try:
        added = index.add(document)
        return added_json(added, index.summary(added.document_id))
    except PinciteError as error:
        return Failure(document.source, error)


def _documents(upload: Upload, read: Read) -> Iterator[Document | Failure]:
    if not upload.name.lower().endswith(".jsonl"):
        try:
            yield read(upload.data, upload.name)
        except PinciteError as error:
            yield Failure(upload.name, error)
        return
    for row in read_rows(BytesIO(upload.data), upload.name):
        if isinstance(row, Document):
            yield row
        else:
            yield Failure(upload.name, InputError(row.message))


def _document(body: bytes) -> NewDocument:
    try:
        content = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise HTTPException(400, f"The body is not JSON in UTF-8: {error}.") from None
    try:
        return NewDocument.model_validate(content)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        located = [each | {"loc": ("body", *each["loc"])} for each in found]
        raise RequestValidationError(located) from None


async def _files(request: Request) -> list[Upload]:
    try:
        async with request.form(max_files=MAX_FILES, max_fields=0) as form:
            parts = form.multi_items()
            uploads = [
                Upload(label(part.filename or ""), await part.read())
                for name, part in parts
                if name == "file" and isinstance(part, UploadFile)
            ]
    except StarletteHTTPException as error:
        if error.status_code != 400:
            raise
        raise HTTPException(
            400, f"The form cannot be read: send at most {MAX_FILES} files, each named “file”."
        ) from None
    if not uploads or len(uploads) < len(parts):
        complaint = {"type": "file", "loc": ("body", "file"), "msg": "send files, named “file”"}
        raise RequestValidationError([complaint])
    return uploads


def label(file_name: str) -> str:
    r"""Return a file name fit to be shown: no folders, no control characters, not too long.

    >>> label("C:\\letters\\to Ada.txt")
    'to Ada.txt'
    """
    name = PurePosixPath(file_name.replace("\\", "/")).name
    shown = "".join(character for character in name if character.isprintable()).strip()
    stem, dot, suffix = shown.rpartition(".")
    if len(shown) > _MAX_NAME:
        shown = stem[: _MAX_NAME - len(suffix) - 1] + dot + suffix if len(suffix) < 20 else ""
    return shown or "unnamed"
