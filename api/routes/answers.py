"""Questions in, answers out: whole, or as events while they are made."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse

from api import schemas
from api.bodies import Ask
from api.event_stream import AnswerStream, frames
from api.negotiation import EVENTS, wants_events
from api.routes import Responses, problems
from api.services import AssistantHere, json_only, ready
from index.errors import InputError, NotFoundError
from rag.serialization import answer_json

router = APIRouter(tags=["answers"])

_EVENTS_DESCRIPTION = (
    "The answer. With `Accept: text/event-stream` it comes as events while it is made: "
    "`status` ({stage}), `statement` (verified, never taken back), `dropped`, and at last "
    "`done` (the whole answer) or `error` (a problem)."
)
_EVENTS_EXAMPLE = (
    'event: status\ndata: {"stage": "retrieving"}\n\n'
    'event: statement\ndata: {"text": "…", "citations": [{"n": 1, …}]}\n\n'
    'event: done\ndata: {"id": "ans_…", "status": "answered", …}\n\n'
)

_ANSWERED: Responses = {
    200: {
        "description": _EVENTS_DESCRIPTION,
        "content": {EVENTS: {"schema": {"type": "string"}, "example": _EVENTS_EXAMPLE}},
    }
}


@router.post(
    "/v1/answers",
    dependencies=[Depends(json_only), Depends(ready)],
    response_model=schemas.Answer,
    responses=_ANSWERED | problems(400, 404, 413, 415, 422, 503),
)
def ask(
    asked: Ask,
    assistant: AssistantHere,
    as_events: Annotated[bool, Depends(wants_events)],
) -> Response:
    """Answer a question from the documents, every sentence with the words it rests on."""
    _check_choices(asked)
    if as_events:
        events = assistant.stream(asked.question, asked.turns, k=asked.k)
        # The first event comes after the question was understood: a bad one still gets its status.
        return AnswerStream(frames(next(events), events))
    answer = assistant.answer(asked.question, asked.turns, k=asked.k)
    return JSONResponse(answer_json(answer), headers={"Vary": "Accept"})


def _check_choices(asked: Ask) -> None:
    if asked.collection != "default":
        raise NotFoundError('There is no such collection; the only one is "default".')
    if asked.writer == "llm":
        raise InputError(
            "No language model is configured: a later release can use one. "
            'Leave "writer" out, or set it to "extractive".'
        )
