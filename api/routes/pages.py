"""The pages for people: the chat page with its files, and the page of a document."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.answer_page import answer_page
from api.document_page import document_page, parse_spans, problem_page
from api.negotiation import accepts_gzip, preferred_language
from api.page_files import HTML, PageFile, PageFiles
from api.page_words import words_for
from api.problems import problem_of
from api.services import CollectionsHere
from index.errors import PinciteError
from rag.recalling import recall

router = APIRouter(include_in_schema=False)

_ALWAYS_ASKED = "no-cache"
_NEVER_ASKED = "private, max-age=31536000, immutable"


@router.get("/")
async def chat_page(request: Request) -> Response:
    """Send the chat page."""
    pages = _files(request).pages
    language = preferred_language(_header(request, "accept-language"), list(pages))
    return _send(pages[language], request, _ALWAYS_ASKED)


@router.get("/static/{name}")
async def static_file(name: str, request: Request) -> Response:
    """Send a file that a page loads."""
    return _send(_files(request).files.get(name), request, _ALWAYS_ASKED)


@router.get("/static/{version}/{name}")
async def versioned_file(version: str, name: str, request: Request) -> Response:
    """Send a file under an address at which it never changes."""
    files = _files(request)
    found = files.files.get(name) if version == files.version else None
    return _send(found, request, _NEVER_ASKED)


@router.get("/d/{document_id}")
def document(
    document_id: str,
    collections: CollectionsHere,
    request: Request,
    c: Annotated[str | None, Query()] = None,
) -> Response:
    """Show a document with the cited characters marked."""
    try:
        found = collections.assistant().index.document(document_id)
        words = words_for(request.headers.get("accept-language", ""))
        return HTMLResponse(document_page(found, parse_spans(c, len(found.text)), words))
    except PinciteError as error:
        problem = problem_of(error)
        return HTMLResponse(problem_page(problem), status_code=problem["status"])


@router.get("/a/{answer_id}")
def answer(answer_id: str, request: Request, collections: CollectionsHere) -> Response:
    """Show an answer that was kept, as its sources bear it out now."""
    try:
        assistant = collections.assistant()
        kept = assistant.index.history.one(answer_id)
        recalled = recall(kept, assistant.index, assistant.layers)
        base_url = str(request.base_url).rstrip("/")
        words = words_for(request.headers.get("accept-language", ""))
        collection = assistant.index.collection
        return HTMLResponse(answer_page(recalled, collection, base_url, words))
    except PinciteError as error:
        problem = problem_of(error)
        return HTMLResponse(problem_page(problem), status_code=problem["status"])


def _files(request: Request) -> PageFiles:
    files: PageFiles = request.app.state.page_files
    return files


def _header(request: Request, name: str) -> str:
    return ", ".join(request.headers.getlist(name))


def _send(file: PageFile | None, request: Request, caching: str) -> Response:
    if file is None:
        raise HTTPException(404)
    packed = accepts_gzip(_header(request, "accept-encoding"))
    headers = {
        "ETag": f'"{file.etag}{"-gzip" if packed else ""}"',
        "Cache-Control": caching,
        "Vary": "Accept-Encoding" + (", Accept-Language" if file.media_type == HTML else ""),
    }
    if headers["ETag"] in _header(request, "if-none-match"):
        return Response(status_code=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(
        file.packed if packed else file.content, media_type=file.media_type, headers=headers
    )
