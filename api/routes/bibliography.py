"""Lists of works."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse

from api.routes import problems
from api.services import IndexHere
from rag.citing.bibliography import bibliography as listed
from rag.citing.formats import LISTS

router = APIRouter(tags=["citations"])

MOST_IDS = 1_000


@router.get("/v1/bibliography", response_class=PlainTextResponse, responses=problems(404, 422))
def bibliography(
    index: IndexHere,
    format: Annotated[  # noqa: A002 - as for one citation
        str, Query(description=f"One of {', '.join(LISTS)}.", examples=["apa"])
    ] = "bibtex",
    document_id: Annotated[
        list[str] | None,
        Query(max_length=MOST_IDS, description="Only these documents, in this order; repeatable."),
    ] = None,
) -> PlainTextResponse:
    """Return the works of a collection as a list: for a reference manager, or in a house style.

    The keys are those under which `pincite check --write` cites them. A house style has its own
    order; IEEE numbers the works in the order of adding, or of `document_id`.
    """
    return PlainTextResponse(listed(index, format, document_id or ()))
