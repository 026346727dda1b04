"""Documents as they arrive: one as JSON, an address, or several files in a form."""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import Annotated, Any

from fastapi import HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from pydantic_core import from_json

from api.bodies import NewDocument, NewPage, NewPages
from api.fetching import OFF
from api.forms import Sink, receive_files
from api.items import Item, Piped
from api.jobs.spool import Upload
from api.once import Once
from api.services import (
    Collections,
    CollectionsHere,
    OnceUnread,
    Services,
    ServicesHere,
    media_type,
)
from index.errors import InputError, PinciteError
from index.passage_index import PassageIndex
from index.reading import Read, RowError
from index.types import Document
from rag.serialization import added_json

_MAX_NAME = 200
_MOST_JSON = 4 * 1024 * 1024
_IN_MEMORY = 1024 * 1024
"""Bytes of a file that are held in memory; a larger one goes to the disk."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A document of an upload that could not be added, and why."""

    source: str
    error: PinciteError


Background = Annotated[
    bool,
    Query(description="Answer at once with a job, which adds the files or pages one by one."),
]
Outcome = dict[str, Any] | Failure
"""A stored document as JSON, or why it is not stored."""
Body = NewDocument | NewPage | list[Item]


async def submitted(
    request: Request,
    services: ServicesHere,
    collections: CollectionsHere,
    once: OnceUnread,
    *,
    background: Background = False,
) -> AsyncIterator[Body | Response]:
    """Give the body of a request: a document or address as JSON, or the files of a form.

    What is to be added in the background is taken over here; then this is the answer.

    Raises:
        HTTPException: 400 if it cannot be read, 415 if it is neither JSON nor a form.
        RequestValidationError: it lacks something, or holds what is not known.
    """
    kind = media_type(request)
    if background:
        yield await _queued(request, services, collections, once)
    elif kind == "application/json":
        once.take(await request.body())
        yield _one(json_body(await request.body()))
    elif kind == "multipart/form-data":
        with ExitStack() as opened:
            yield await _files(request, opened, once)
    else:
        raise unknown_kind()


async def _queued(
    request: Request, services: Services, collections: Collections, once: Once
) -> Response:
    """Answer with a job for the files of a form or the pages of a list, held on the disk.

    Its collection is made now, so that one which is removed meanwhile is not made again.
    """
    kind = media_type(request)
    with services.jobs.spool.receiving(collections.name()) as upload:
        if kind == "multipart/form-data":
            await receive_files(
                request.headers["content-type"],
                request.stream(),
                lambda name: once.hearing(label(name), upload.new_file(label(name))),
            )
        elif kind == "application/json":
            body = await _short(request)
            once.take(body)
            pages = _pages(json_body(body), services)
            upload.collection = collections.name(pages.collection)
            for url in pages.urls:
                upload.add_page(url)
        else:
            raise unknown_kind()
        return await run_in_threadpool(_submitted, upload, services, collections, once)


def _submitted(
    upload: Upload, services: Services, collections: Collections, once: Once
) -> Response:
    def submit() -> Response:
        job = services.jobs.submit(upload)
        return JSONResponse(job.as_json(), 202, {"Location": f"/v1/jobs/{job.id}"})

    return once.then(collections.assistant(upload.collection, create=True).index, submit)


async def _short(request: Request) -> bytes:
    """Return a body that is held in memory, though a longer one may go to the disk."""
    body = bytearray()
    async for data in request.stream():
        body += data
        if len(body) > _MOST_JSON:
            raise HTTPException(413, f"A list of pages has at most {_MOST_JSON:,} bytes.")
    return bytes(body)


def _pages(body: NewDocument | NewPage | NewPages, services: Services) -> NewPages:
    if not isinstance(body, NewPages):
        raise HTTPException(
            422, 'In the background are added: files of a form, or {"urls": ["https://…"]}.'
        )
    if services.fetcher is None:
        raise HTTPException(403, OFF)
    return body


def _one(body: NewDocument | NewPage | NewPages) -> NewDocument | NewPage:
    if isinstance(body, NewPages):
        raise HTTPException(
            422, "Several pages are fetched in the background: add ?background=true."
        )
    return body


def unknown_kind() -> HTTPException:
    """Return the refusal of a body that is neither JSON nor a form."""
    return HTTPException(
        415, "Send a document as application/json, or files as multipart/form-data named “file”."
    )


def json_body(body: bytes) -> NewDocument | NewPage | NewPages:
    """Return what a JSON body asks to be added.

    Raises:
        HTTPException: 400, it is no JSON.
        RequestValidationError: it lacks something, or holds what is not known.
    """
    try:
        content = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise HTTPException(400, f"The body is not JSON in UTF-8: {error}.") from None
    named = content.keys() if isinstance(content, dict) else ()
    model = NewPages if "urls" in named else NewPage if "url" in named else NewDocument
    try:
        return model.model_validate(content)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        located = [each | {"loc": ("body", *each["loc"])} for each in found]
        raise RequestValidationError(located) from None


def add_all(index: PassageIndex, items: list[Item], read: Read) -> Iterator[Outcome]:
    """Add every document of the items; one that fails does not stop the rest."""
    for item in items:
        for document in _documents(item, read):
            yield document if isinstance(document, Failure) else add(index, item, document)


def add(index: PassageIndex, item: Item, document: Document) -> Outcome:
    """Add one document of an item."""
    try:
        added = index.add(item.settled(index, document))
        return added_json(added, index.summary(added.document_id))
    except PinciteError as error:
        return Failure(document.source, error)


def _documents(item: Item, read: Read) -> Iterator[Document | Failure]:
    try:
        for found in item.documents(read):
            if isinstance(found, RowError):
                yield Failure(item.source, InputError(found.message))
            else:
                yield found
    except PinciteError as error:
        yield Failure(item.source, error)


async def _files(request: Request, opened: ExitStack, once: Once) -> list[Item]:
    files: list[Item] = []

    def open_file(name: str) -> Sink:
        file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - open until it is answered
        opened.callback(file.close)
        files.append(Piped(file, label(name)))
        return once.hearing(label(name), file)

    await receive_files(request.headers["content-type"], request.stream(), open_file)
    for item in files:
        if isinstance(item, Piped):
            item.stream.seek(0)
    return files


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
