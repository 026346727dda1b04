"""The pages for people: the chat page with its files, and the page of a document."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.answer_page import answer_page
from api.document_page import document_page, parse_spans, problem_page
from api.page_responses import chat_page_response, file_response
from api.page_words import words_for
from api.problems import problem_of
from api.services import CollectionsHere
from index.errors import PinciteError
from rag.recalling import recall

router = APIRouter(include_in_schema=False)


@router.get("/")
async def chat_page(request: Request) -> Response:
    """Send the chat page."""
    return chat_page_response(request.headers)


@router.get("/static/{name}")
async def static_file(name: str, request: Request) -> Response:
    """Send a file that a page loads."""
    return file_response(request.headers, name)


@router.get("/static/{version}/{name}")
async def versioned_file(version: str, name: str, request: Request) -> Response:
    """Send a file under an address at which it never changes."""
    return file_response(request.headers, name, version)


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
