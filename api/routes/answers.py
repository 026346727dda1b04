"""Questions in, answers out: whole, or as events while they are made."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask

from api import schemas
from api.bodies import Ask
from api.event_stream import AnswerStream, frames
from api.keeping import all_named_after, keeper, named_after
from api.negotiation import EVENTS, wants_events
from api.routes import Responses, problems
from api.services import Answering, CollectionsHere, OnceHere, ServicesHere, json_only, ready
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
    responses=_ANSWERED | problems(400, 404, 413, 415, 422, 429, 503),
)
def ask(
    asked: Ask,
    request: Request,
    collections: CollectionsHere,
    services: ServicesHere,
    once: OnceHere,
    as_events: Annotated[bool, Depends(wants_events)],
    given_up: Answering,
) -> Response:
    """Answer a question from the documents, every sentence with the words it rests on.

    With `"keep": true` the answer is kept in the store, unless the server keeps none; it is there a
    moment after it was sent. Asked again with the same `Idempotency-Key` it is answered anew, has
    the same id, and is kept once.
    """
    assistant = collections.assistant(asked.collection)
    keep = keeper(asked, assistant, services.settings)
    if assistant.chosen(asked.writer) is not None:
        services.model_rate.admit(request.client.host if request.client else "")
    if as_events:
        events = all_named_after(
            once,
            assistant.stream(
                asked.question, asked.turns, k=asked.k, writer=asked.writer, given_up=given_up
            ),
        )
        # The first event comes after the question was understood: a bad one still gets its status.
        return AnswerStream(frames(next(events), events, keep), given_up, services.desks.answers)
    made = assistant.answer(
        asked.question, asked.turns, k=asked.k, writer=asked.writer, given_up=given_up
    )
    answer = named_after(once, made)
    keeping = BackgroundTask(keep, answer) if keep else None
    return JSONResponse(answer_json(answer), headers={"Vary": "Accept"}, background=keeping)
