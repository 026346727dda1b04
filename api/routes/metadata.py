"""Metadata of stored documents taken from a reference manager's export."""

from typing import Any

from fastapi import APIRouter, Depends

from api import schemas
from api.bodies import Records
from api.routes import problems
from api.services import CollectionsHere, json_only, ready
from rag.citing import importing
from rag.citing.import_json import plan_json

router = APIRouter(tags=["documents"])


@router.post(
    "/v1/metadata",
    dependencies=[Depends(ready), Depends(json_only)],
    response_model=schemas.MetadataImport,
    responses=problems(404, 413, 415, 422, 503, 507),
)
def import_metadata(collections: CollectionsHere, body: Records) -> dict[str, Any]:
    """Match the records of a reference manager's export to documents, and set what they state.

    They are matched by DOI, URL, file name or title; a record that may be about several documents
    is told under `unsure`, never guessed. What was set by `PATCH` before stays, unless
    `overwrite` is true. Without `apply` nothing is changed.
    """
    index = collections.assistant(body.collection).index
    form = body.format or importing.format_of("", body.text)
    plan = importing.plan(index, importing.read_works(body.text, form), overwrite=body.overwrite)
    if body.apply:
        importing.apply(index, plan)
    return plan_json(plan, applied=body.apply)
