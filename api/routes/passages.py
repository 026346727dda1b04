"""Search without an answer."""

from typing import Any

from fastapi import APIRouter, Depends

from api import schemas
from api.bodies import Search
from api.routes import problems
from api.services import Answering, CollectionsHere, json_only, ready
from index.errors import InvalidQuestionError
from rag.serialization import passages_json

router = APIRouter(tags=["passages"])


@router.post(
    "/v1/passages",
    dependencies=[Depends(json_only), Depends(ready)],
    response_model=schemas.Passages,
    responses=problems(400, 404, 413, 415, 422, 503),
)
def search(
    wanted: Search,
    collections: CollectionsHere,
    _given_up: Answering,
) -> dict[str, Any]:
    """Return the passages nearest to a query, best first."""
    if not wanted.query.strip():
        raise InvalidQuestionError("The query is empty: write what you want to find.")
    index = collections.assistant(wanted.collection).index
    return passages_json(index.search(wanted.query, wanted.k))
