"""Citations in the forms that writers paste."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse

from api.routes import problems
from api.services import IndexHere
from index.errors import InvalidSpanError
from index.types import Span
from rag.citing.formats import FORMATS, format_citation
from rag.citing.places import cite
from rag.citing.references import reference_of

router = APIRouter(tags=["citations"])

Offset = Annotated[int, Query(ge=0, le=2**53, description="In Unicode code points.")]
Format = Annotated[str, Query(description=f"One of {', '.join(FORMATS)}.", examples=["markdown"])]


@router.get("/v1/citations", response_class=PlainTextResponse, responses=problems(404, 422))
def citation(
    request: Request,
    index: IndexHere,
    document_id: str,
    start: Offset,
    end: Offset,
    format: Format = "text",  # noqa: A002 - the name in the contract
) -> PlainTextResponse:
    """Return the citation of the characters from start to end, as text in one format."""
    if start >= end:
        raise InvalidSpanError("The characters to cite must be given as start < end.")
    document = index.document(document_id)
    cited = cite(document, Span(start, end))
    base_url = str(request.base_url).rstrip("/")
    work = reference_of(document)
    written = format_citation(cited, format, work=work, base_url=base_url, text=document.text)
    return PlainTextResponse(written)
