"""Collections: list, make, rename, remove."""

from typing import Any

from fastapi import APIRouter, Depends, Response

from api import schemas
from api.bodies import NewCollection
from api.routes import problems
from api.services import ServicesHere, json_only
from index.library import Described

router = APIRouter(prefix="/v1/collections", tags=["collections"])


@router.get("", response_model=schemas.Collections, responses=problems(503))
def listing(services: ServicesHere) -> dict[str, Any]:
    """List the collections, the default one first."""
    described = services.assistants.library.describe()
    return {"object": "list", "data": [collection_json(each) for each in described]}


@router.post(
    "",
    dependencies=[Depends(json_only)],
    response_model=schemas.Collection,
    status_code=201,
    responses=problems(400, 409, 413, 415, 422, 503, 507),
)
def create(new: NewCollection, services: ServicesHere) -> dict[str, Any]:
    """Make an empty collection; the first document that is added to a new name does so too."""
    name = services.assistants.library.create(new.name)
    return collection_json(Described(name, 0, 0))


@router.patch(
    "/{name:path}",
    dependencies=[Depends(json_only)],
    response_model=schemas.Collection,
    responses=problems(400, 404, 409, 413, 415, 422, 503, 507),
)
def rename(name: str, new: NewCollection, services: ServicesHere) -> dict[str, Any]:
    """Give a collection another name; links to its documents that hold the old one end."""
    library = services.assistants.library
    shown = library.rename(name, new.name)
    with library.collection(shown) as index:
        return collection_json(Described(shown, index.document_count, index.passage_count))


@router.delete(
    "/{name:path}", status_code=204, response_class=Response, responses=problems(404, 503)
)
def remove(name: str, services: ServicesHere) -> None:
    """Remove a collection with all its documents for good; the default one is only emptied."""
    services.assistants.library.delete(name)


def collection_json(described: Described) -> dict[str, Any]:
    """Return a collection as JSON."""
    return {
        "name": described.name,
        "documents": described.documents,
        "passages": described.passages,
    }
