"""The pages of a document as they were printed, as pictures."""

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.routes import Responses, problems
from api.services import IndexHere, ReaderHere
from index.errors import NotFoundError

router = APIRouter(prefix="/v1/documents", tags=["documents"])

_IMAGE: Responses = {
    200: {
        "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
        "description": "The page.",
    },
    304: {"description": "As it was when you last asked."},
}


@router.get(
    "/{document_id}/pages/{page}",
    response_class=Response,
    responses=_IMAGE | problems(404, 413, 422),
)
def page_image(
    document_id: str,
    page: Annotated[int, Path(ge=1, le=1_000_000, description="From 1.")],
    index: IndexHere,
    reader: ReaderHere,
    request: Request,
    width: Annotated[int, Query(ge=64, le=2_400, description="In pixels.")] = 1_000,
) -> Response:
    """Draw a page of the file that the document was read from; citations tell which."""
    original = index.original(document_id)
    pages = index.summary(document_id).pages
    if page > pages:
        raise NotFoundError(f"The document has no page {page}: its pages are 1 to {pages}.")
    etag = f'"{sha256(original).hexdigest()[:32]}-{page}-{width}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    image = reader.render_page(original, page, width)
    return Response(image, media_type="image/png", headers=headers)
