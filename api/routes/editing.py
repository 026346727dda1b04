"""Documents in the course of time: what a user sets over what was read, and all versions."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import JSONResponse

from api import schemas
from api.bodies import Edit
from api.routes import problems
from api.services import IndexHere, OnceHere, json_only, ready
from index.listing import Summary
from index.receipts import Receipt
from rag.serialization import summary_json, version_json

router = APIRouter(prefix="/v1/documents", tags=["documents"])


@router.patch(
    "/{document_id}",
    dependencies=[Depends(ready), Depends(json_only)],
    response_model=schemas.StoredDocument,
    responses=problems(400, 404, 409, 415, 422, 503, 507),
)
def edit(document_id: str, index: IndexHere, body: Edit, once: OnceHere) -> Response:
    """Set the title and keys of the metadata over what the file says.

    What is set stays when the file is read again; `null` takes the file's own back, and what is
    not named stays as it is. Searches, answers and citations show it from now on.
    """
    title = body.title if "title" in body.model_fields_set else ...

    def receipt(summary: Summary) -> Receipt:
        return once.receipt(JSONResponse(summary_json(summary)), document_id)

    def act() -> Response:
        kept = receipt if once.key else None
        edited = index.edit(document_id, title=title, metadata=body.metadata, receipt=kept)
        return JSONResponse(summary_json(edited))

    return once.itself(index, act)


@router.get("/{document_id}/versions", response_model=schemas.VersionList, responses=problems(404))
def versions(
    document_id: str,
    index: IndexHere,
    limit: Annotated[int, Query(ge=1, le=10_000, description="The most to list.")] = 10_000,
    after: Annotated[int, Query(ge=0, description="The `last_id` of the list before.")] = 0,
) -> dict[str, Any]:
    """List every content that the document has or had, the first one first; never its old text.

    The id of one is its number.
    """
    found = [each for each in index.versions(document_id) if each.number > after]
    shown = found[:limit]
    return {
        "object": "list",
        "data": [version_json(version) for version in shown],
        "has_more": len(found) > limit,
        "first_id": str(shown[0].number) if shown else None,
        "last_id": str(shown[-1].number) if shown else None,
    }
