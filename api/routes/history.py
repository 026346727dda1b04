"""Answers that were kept: list, look at, export, forget."""

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from api import schemas
from api.routes import Responses, problems
from api.services import AssistantHere, IndexHere, OnceHere
from index.kept_answers import KeptAnswer
from rag.answering import Assistant
from rag.recalling import recall
from rag.serialization import kept_json, kept_rows, recalled_json

router = APIRouter(prefix="/v1/answers", tags=["answers"])

_LINES = "application/jsonl"
_EXPORTED: Responses = {200: {"content": {_LINES: {"schema": {"type": "string"}}}}}

Conversation = Annotated[
    str | None, Query(max_length=64, description="Only the answers that were kept under this name.")
]


@router.get("", response_model=schemas.KeptList, responses=problems(404, 422))
def listing(
    assistant: AssistantHere,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    after: Annotated[str | None, Query(description="The `last_id` of the list before.")] = None,
    conversation: Conversation = None,
    include: Literal["answers"] | None = None,
) -> dict[str, Any]:
    """List the answers that were kept, the newest first; with `include=answers` each whole."""
    history = assistant.index.history
    data: list[dict[str, Any]]
    if include:
        answers = history.answers(after=after, limit=limit + 1, conversation=conversation)
        data = [_shown(assistant, kept) for kept in answers]
    else:
        summaries = history.summaries(after=after, limit=limit + 1, conversation=conversation)
        data = [kept_json(summary) for summary in summaries]
    return {
        "object": "list",
        "data": data[:limit],
        "has_more": len(data) > limit,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[:limit][-1]["id"] if data else None,
    }


@router.get("/export", response_class=StreamingResponse, responses=_EXPORTED | problems(404, 422))
def export_all(assistant: AssistantHere) -> StreamingResponse:
    """Return all that was kept as JSON lines, the newest first, each answer verified anew."""
    headers = {"Content-Disposition": 'attachment; filename="pincite-answers.jsonl"'}
    return StreamingResponse(_lines(assistant), media_type=_LINES, headers=headers)


@router.get("/{answer_id}", response_model=schemas.KeptAnswer, responses=problems(404))
def one(answer_id: str, assistant: AssistantHere) -> dict[str, Any]:
    """Return an answer that was kept, verified anew against the documents of now.

    A statement whose words are no longer in the store is not shown; `withheld` tells why.
    """
    return _shown(assistant, assistant.index.history.one(answer_id))


@router.delete(
    "/{answer_id}",
    status_code=204,
    response_class=Response,
    responses=problems(400, 404, 409, 422, 503),
)
def remove(answer_id: str, index: IndexHere, once: OnceHere) -> Response:
    """Forget an answer for good."""

    def act() -> Response:
        index.history.remove(answer_id)
        return Response(status_code=204)

    return once.then(index, act)


@router.delete(
    "", status_code=204, response_class=Response, responses=problems(400, 404, 409, 422, 503)
)
def clear(index: IndexHere, once: OnceHere, conversation: Conversation = None) -> Response:
    """Forget all answers of the collection for good, or those of a conversation."""

    def act() -> Response:
        index.history.clear(conversation)
        return Response(status_code=204)

    return once.then(index, act)


def _shown(assistant: Assistant, kept: KeptAnswer) -> dict[str, Any]:
    return recalled_json(recall(kept, assistant.index, assistant.layers))


def _lines(assistant: Assistant) -> Iterator[str]:
    for row in kept_rows(assistant.index, assistant.layers):
        yield json.dumps(row, ensure_ascii=False) + "\n"
