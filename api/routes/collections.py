"""Collections: list, make, rename, remove."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import JSONResponse

from api import schemas
from api.bodies import NewCollection
from api.once import Once
from api.routes import problems
from api.services import OnceHere, Services, ServicesHere, json_only
from index.library import Described
from index.shelf import no_such_collection

router = APIRouter(prefix="/v1/collections", tags=["collections"])


@router.get("", response_model=schemas.Collections, responses=problems(404, 422, 503))
def listing(
    services: ServicesHere,
    limit: Annotated[int, Query(ge=1, le=20_000, description="The most to list.")] = 20_000,
    after: Annotated[str | None, Query(description="The `last_id` of the list before.")] = None,
) -> dict[str, Any]:
    """List the collections, the default one first; the id of one is its name."""
    described = services.assistants.library.describe()
    names = [each.name for each in described]
    if after is not None and after not in names:
        raise no_such_collection()
    start = 0 if after is None else names.index(after) + 1
    shown = described[start : start + limit]
    return {
        "object": "list",
        "data": [collection_json(each) for each in shown],
        "has_more": len(described) > start + limit,
        "first_id": shown[0].name if shown else None,
        "last_id": shown[-1].name if shown else None,
    }


@router.post(
    "",
    dependencies=[Depends(json_only)],
    response_model=schemas.Collection,
    status_code=201,
    responses=problems(400, 409, 413, 415, 422, 503, 507),
)
def create(new: NewCollection, services: ServicesHere, once: OnceHere) -> Response:
    """Make an empty collection; the first document that is added to a new name does so too."""

    def act() -> Response:
        name = services.assistants.library.create(new.name)
        return JSONResponse(collection_json(Described(name, 0, 0)), 201)

    return _once(services, once, act)


@router.patch(
    "/{name:path}",
    dependencies=[Depends(json_only)],
    response_model=schemas.Collection,
    responses=problems(400, 404, 409, 413, 415, 422, 503, 507),
)
def rename(name: str, new: NewCollection, services: ServicesHere, once: OnceHere) -> Response:
    """Give a collection another name; links to its documents that hold the old one end."""
    library = services.assistants.library

    def act() -> Response:
        shown = library.rename(name, new.name)
        with library.collection(shown) as index:
            counted = Described(shown, index.document_count, index.passage_count)
        return JSONResponse(collection_json(counted))

    return _once(services, once, act)


@router.delete(
    "/{name:path}",
    status_code=204,
    response_class=Response,
    responses=problems(400, 404, 409, 422, 503),
)
def remove(name: str, services: ServicesHere, once: OnceHere) -> Response:
    """Remove a collection with all its documents for good; the default one is only emptied."""

    def act() -> Response:
        services.assistants.library.delete(name)
        return Response(status_code=204)

    return _once(services, once, act)


def _once(services: Services, once: Once, act: Callable[[], Response]) -> Response:
    """Change the collections once; the receipt stands in the default one, which may be emptied."""
    library = services.assistants.library
    return once.over(library, library.collection, act)


def collection_json(described: Described) -> dict[str, Any]:
    """Return a collection as JSON."""
    return {
        "name": described.name,
        "documents": described.documents,
        "passages": described.passages,
    }
