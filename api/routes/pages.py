"""The pages for people: the chat page with its files, and the page of a document."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.answer_page import answer_page
from api.document_page import document_page, parse_spans, problem_page
from api.page_words import words_for
from api.problems import problem_of
from api.services import CollectionsHere
from index.errors import PinciteError
from rag.recalling import recall

router = APIRouter(include_in_schema=False)

_MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the page, as it is sent."""

    content: bytes
    media_type: str

    @property
    def etag(self) -> str:
        """Changes exactly when the content does."""
        return f'"{sha256(self.content).hexdigest()[:32]}"'


def load_assets() -> Mapping[str, Asset]:
    """Return the files of the page by name, all that can ever be sent from ``/static``."""
    return {
        file.name: Asset(file.read_bytes(), _MEDIA_TYPES[suffix])
        for file in files("api.web").iterdir()
        if (suffix := file.name.rpartition(".")[2]) in _MEDIA_TYPES
    }


@router.get("/")
async def chat_page(request: Request) -> Response:
    """Send the chat page."""
    return _send("index.html", request)


@router.get("/static/{name}")
async def static_file(name: str, request: Request) -> Response:
    """Send a file that a page loads."""
    return _send(name, request)


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
        return HTMLResponse(answer_page(recalled, assistant.index.collection, base_url))
    except PinciteError as error:
        problem = problem_of(error)
        return HTMLResponse(problem_page(problem), status_code=problem["status"])


def _send(name: str, request: Request) -> Response:
    asset: Asset | None = request.app.state.assets.get(name)
    if asset is None:
        raise HTTPException(404)
    headers = {"ETag": asset.etag, "Cache-Control": "no-cache"}
    if asset.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)
