"""Documents: add, list, look at, remove."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from api import schemas
from api.bodies import NewDocument, NewPage
from api.fetching import OFF
from api.items import Page
from api.once import Once
from api.problems import problem, problem_of, problem_response
from api.routes import Responses, problems
from api.services import (
    Changing,
    CollectionsHere,
    IndexHere,
    OnceHere,
    OnceUnread,
    ReadHere,
    Services,
    ServicesHere,
    ready,
)
from api.uploads import Body, Failure, Outcome, add_all, submitted
from index.listing import Summary
from index.passage_index import Added, PassageIndex
from index.reading import from_text
from index.receipts import Receipt
from index.types import Block, Document
from rag.serialization import added_json, summary_json

router = APIRouter(prefix="/v1/documents", tags=["documents"])

_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}},
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "anyOf": [
                        {"$ref": f"#/components/schemas/{name}"}
                        for name in ("NewDocument", "NewPage", "NewPages")
                    ]
                }
            },
            "multipart/form-data": {"schema": _FORM},
        },
    }
}

_ADDED: Responses = {
    200: {
        "model": schemas.StoredDocument | schemas.UploadedDocuments,
        "description": "All of it was already stored, with the same content.",
    },
    201: {"description": "Stored for good, and found by questions from now on."},
    202: {
        "model": schemas.Job,
        "description": "Kept for good; a job adds it in the background. `Location` tells where.",
    },
}


@router.post(
    "",
    dependencies=[Depends(ready)],
    response_model=schemas.StoredDocument | schemas.UploadedDocuments,
    status_code=201,
    responses=_ADDED | problems(400, 403, 404, 409, 413, 415, 422, 502, 503, 507),
    openapi_extra=_BODY,
)
def add(
    request: Request,
    collections: CollectionsHere,
    read: ReadHere,
    services: ServicesHere,
    once: OnceUnread,
    body: Annotated[Body | Response, Depends(submitted)],
    _given_up: Changing,
) -> Response:
    """Add a text or a page as JSON, or files as a form; the same source again replaces it.

    One file of a form that cannot be read is told as `failed` and does not stop the others; if
    none can be added, the answer is a problem that tells why for each.
    """
    if isinstance(body, Response):
        return body
    wanted = body.collection if isinstance(body, NewDocument | NewPage) else None
    index = collections.assistant(wanted, create=True).index
    if isinstance(body, NewDocument):
        return once.itself(index, lambda: _add_one(index, _text(body), once))
    if isinstance(body, NewPage):
        return once.itself(index, lambda: _add_one(index, _page(index, body, services), once))
    outcomes: list[Outcome] = []

    def add_files() -> Response:
        outcomes.extend(add_all(index, body, read))
        return _told(outcomes, request.url.path)

    return once.then(index, add_files, lambda: _ids(outcomes))


@router.get("", response_model=schemas.DocumentList, responses=problems(404, 422))
def listing(
    index: IndexHere,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    after: Annotated[str | None, Query(description="The `last_id` of the list before.")] = None,
) -> dict[str, Any]:
    """List the documents in the order of adding."""
    found = index.summaries(after=after, limit=limit + 1)
    data = [summary_json(summary) for summary in found[:limit]]
    return {
        "object": "list",
        "data": data,
        "has_more": len(found) > limit,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[-1]["id"] if data else None,
    }


@router.get(
    "/{document_id}",
    response_model=schemas.DocumentWithBlocks,
    response_model_exclude_unset=True,
    responses=problems(404, 422),
)
def one(
    document_id: str, index: IndexHere, include: Literal["blocks"] | None = None
) -> dict[str, Any]:
    """Return a document without its text; with `include=blocks` also its layout."""
    described = summary_json(index.summary(document_id))
    if include == "blocks":
        described["blocks"] = [block_json(block) for block in index.document(document_id).blocks]
    return described


@router.get("/{document_id}/text", response_class=PlainTextResponse, responses=problems(404))
def text(document_id: str, index: IndexHere) -> PlainTextResponse:
    """Return the exact text that all positions count in (in code points)."""
    return PlainTextResponse(index.document(document_id).text)


@router.delete(
    "/{document_id}",
    status_code=204,
    response_class=Response,
    responses=problems(400, 404, 409, 422, 507),
)
def remove(document_id: str, index: IndexHere, once: OnceHere) -> Response:
    """Remove a document for good: no answer, search or page shows it from now on."""
    removed = Response(status_code=204)

    def act() -> Response:
        index.remove(document_id, receipt=once.receipt(removed) if once.key else None)
        return removed

    return once.itself(index, act)


def block_json(block: Block) -> dict[str, Any]:
    """Return a block as JSON; its kind is one of ``index.types.BlockKind``."""
    return {
        "start": block.span.start,
        "end": block.span.end,
        "kind": block.kind.value,
        "level": block.level,
        "page": block.page,
    }


def _text(new: NewDocument) -> Document:
    return from_text(new.text, title=new.title, source=new.source, metadata=new.metadata)


def _page(index: PassageIndex, new: NewPage, services: Services) -> Document:
    if services.fetcher is None:
        raise HTTPException(403, OFF)
    page = Page(new.url, services.fetcher, new.title, new.metadata)
    return page.settled(index, page.document(services.reader.read))


def _add_one(index: PassageIndex, document: Document, once: Once) -> Response:
    def receipt(added: Added, summary: Summary) -> Receipt:
        return once.receipt(_added(added, summary), added.document_id)

    added = index.add(document, receipt=receipt if once.key else None)
    return _added(added, index.summary(added.document_id))


def _added(added: Added, summary: Summary) -> JSONResponse:
    return _stored(added_json(added, summary), {added.status})


def _told(outcomes: Sequence[Outcome], instance: str) -> JSONResponse:
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    if len(failures) == len(outcomes):
        return problem_response(_nothing_added(failures, instance))
    return _stored({"documents": [_uploaded_json(o) for o in outcomes]}, _statuses(outcomes))


def _ids(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    return tuple(each["id"] for each in outcomes if not isinstance(each, Failure))


def _stored(content: dict[str, Any], statuses: set[str]) -> JSONResponse:
    changed = bool(statuses & {"added", "replaced"})
    return JSONResponse(content, status_code=201 if changed else 200)


def _statuses(outcomes: Sequence[Outcome]) -> set[str]:
    return {outcome["status"] for outcome in outcomes if not isinstance(outcome, Failure)}


def _uploaded_json(outcome: Outcome) -> dict[str, Any]:
    if not isinstance(outcome, Failure):
        return outcome | {"error": None}
    return {
        "id": None,
        "title": None,
        "source": outcome.source,
        "status": "failed",
        "passages": 0,
        "metadata": {},
        **dict.fromkeys(("added_at", "updated_at", "version", "pages", "characters")),
        "error": problem_of(outcome.error)["detail"],
    }


def _nothing_added(failures: Sequence[Failure], instance: str) -> dict[str, Any]:
    found = [problem_of(failure.error, instance) for failure in failures]
    if len(found) == 1:
        return found[0]
    statuses = {each["status"] for each in found}
    return problem(
        statuses.pop() if len(statuses) == 1 else 422,
        "None of the documents could be added; `errors` tells why for each.",
        instance=instance,
        errors=[
            {"location": f"body.file.{number}", "message": each["detail"]}
            for number, each in enumerate(found)
        ],
    )
