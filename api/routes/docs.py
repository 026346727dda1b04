"""The reference of the API as a page, made here: no script, nothing from another server."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.reference_page import reference_page

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def reference(request: Request) -> HTMLResponse:
    """Send the reference, drawn from the same description as ``/openapi.json``."""
    return HTMLResponse(reference_page(request.app.openapi(), str(request.base_url).rstrip("/")))
