"""Metadata of stored documents taken from a reference manager's export."""

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse

from api import schemas
from api.bodies import Records
from api.routes import problems
from api.services import CollectionsHere, OnceHere, json_only, ready
from rag.citing import importing
from rag.citing.import_json import documents_of, plan_json

router = APIRouter(tags=["documents"])


@router.post(
    "/v1/metadata",
    dependencies=[Depends(ready), Depends(json_only)],
    response_model=schemas.MetadataImport,
    responses=problems(400, 404, 409, 413, 415, 422, 503, 507),
)
def import_metadata(collections: CollectionsHere, body: Records, once: OnceHere) -> Response:
    """Match the records of a reference manager's export to documents, and set what they state.

    They are matched by DOI, URL, file name or title; a record that may be about several documents
    is told under `unsure`, never guessed. What was set by `PATCH` before stays, unless
    `overwrite` is true. Without `apply` nothing is changed.
    """
    index = collections.assistant(body.collection).index
    form = body.format or importing.format_of("", body.text)
    works = importing.read_works(body.text, form)
    plan = importing.plan(index, works, overwrite=body.overwrite)
    told = JSONResponse(plan_json(plan, applied=body.apply))
    if not body.apply:
        return told

    def act() -> Response:
        importing.apply(index, plan)
        return told

    return once.then(index, act, lambda: documents_of(plan))
