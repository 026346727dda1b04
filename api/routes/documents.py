"""Documents: add, list, look at, remove."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from api import schemas
from api.bodies import NewDocument, NewPage
from api.fetching import OFF
from api.items import Page
from api.jobs.state import Job
from api.problems import problem, problem_of, problem_response
from api.routes import Responses, problems
from api.services import CollectionsHere, IndexHere, ReadHere, Services, ServicesHere, ready
from api.uploads import Body, Failure, Outcome, add_all, submitted
from index.passage_index import PassageIndex
from index.reading import from_text
from index.types import Block
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
    responses=_ADDED | problems(400, 403, 404, 413, 415, 422, 502, 503, 507),
    openapi_extra=_BODY,
)
def add(
    request: Request,
    collections: CollectionsHere,
    read: ReadHere,
    services: ServicesHere,
    body: Annotated[Body | Job, Depends(submitted)],
) -> Response:
    """Add a text or a page as JSON, or files as a form; the same source again replaces it.

    One file of a form that cannot be read is told as `failed` and does not stop the others; if
    none can be added, the answer is a problem that tells why for each.
    """
    if isinstance(body, Job):
        return JSONResponse(body.as_json(), 202, {"Location": f"/v1/jobs/{body.id}"})
    wanted = body.collection if isinstance(body, NewDocument | NewPage) else None
    index = collections.assistant(wanted, create=True).index
    if isinstance(body, NewDocument):
        return _add_text(index, body)
    if isinstance(body, NewPage):
        return _add_page(index, body, services)
    outcomes = list(add_all(index, body, read))
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    if len(failures) == len(outcomes):
        return problem_response(_nothing_added(failures, request.url.path))
    return _stored({"documents": [_uploaded_json(o) for o in outcomes]}, _statuses(outcomes))


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
    "/{document_id}", status_code=204, response_class=Response, responses=problems(404, 507)
)
def remove(document_id: str, index: IndexHere) -> None:
    """Remove a document for good: no answer, search or page shows it from now on."""
    index.remove(document_id)


def block_json(block: Block) -> dict[str, Any]:
    """Return a block as JSON; its kind is one of ``index.types.BlockKind``."""
    return {
        "start": block.span.start,
        "end": block.span.end,
        "kind": block.kind.value,
        "level": block.level,
        "page": block.page,
    }


def _add_text(index: PassageIndex, new: NewDocument) -> Response:
    document = from_text(new.text, title=new.title, source=new.source, metadata=new.metadata)
    added = index.add(document)
    return _stored(added_json(added, index.summary(added.document_id)), {added.status})


def _add_page(index: PassageIndex, new: NewPage, services: Services) -> Response:
    if services.fetcher is None:
        raise HTTPException(403, OFF)
    page = Page(new.url, services.fetcher, new.title, new.metadata)
    added = index.add(page.settled(index, page.document(services.reader.read)))
    return _stored(added_json(added, index.summary(added.document_id)), {added.status})


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
