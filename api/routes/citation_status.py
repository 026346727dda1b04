"""What became of saved citations."""

from typing import Any

from fastapi import APIRouter, Depends

from api import schemas
from api.bodies import SavedCitations
from api.routes import problems
from api.services import CollectionsHere, json_only
from index.errors import NotFoundError
from index.passage_index import PassageIndex
from index.types import Document
from rag.proof import examine
from rag.relocating import Selector
from rag.serialization import finding_json

router = APIRouter(tags=["citations"])


@router.post(
    "/v1/citations/status",
    dependencies=[Depends(json_only)],
    response_model=schemas.CitationStatuses,
    responses=problems(404, 415, 422),
)
def status(collections: CollectionsHere, body: SavedCitations) -> dict[str, Any]:
    """Tell of each citation whether its words still stand where they stood.

    `same`: they do. `moved`: the very words stand elsewhere in the document, at `position`.
    `changed`: they do not; `nearest` is what stands there instead. `gone`: the document is not in
    the store.
    """
    index = collections.assistant(body.collection).index
    found = []
    for citation in body.citations:
        quote, position = citation.quote, citation.position
        selector = Selector(quote.exact, position.start, position.end, quote.prefix, quote.suffix)
        document = _document(index, citation.document_id)
        finding = examine(selector, document.text if document else None, citation.document_id)
        found.append(finding_json(finding, document))
    return {"citations": found}


def _document(index: PassageIndex, identifier: str) -> Document | None:
    try:
        return index.document(identifier)
    except NotFoundError:
        return None
