"""The addresses that OpenAI's clients and chat front ends call."""

import logging
from collections.abc import Callable, Iterator
from threading import Event as Signal
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from api.chat.completions import Completion, frame
from api.chat.models import MODELS, Named, model_json, named
from api.chat.requests import Asked, ChatRequest, ResponseRequest, asked_in
from api.chat.responses import Response as Made
from api.chat.text import MessageText
from api.desk import Desk
from api.event_stream import AnswerStream, Frames
from api.problems import internal_problem, openai_error, problem_of
from api.routes import problems
from api.services import Answering, CollectionsHere, ServicesHere, json_only, ready
from index.errors import PinciteError
from rag.answering import Assistant, Event

logger = logging.getLogger(__name__)

router = APIRouter(tags=["openai"])

_SINCE = 1_767_225_600
"""When the models were "created", in seconds since 1970: a constant, as clients cache it."""
_PROBLEMS = problems(400, 404, 413, 415, 422, 429, 503)


@router.get("/v1/models", responses=problems(404))
def models() -> dict[str, Any]:
    """List the names that a client may give as its model."""
    return {"object": "list", "data": [model_json(name, _SINCE) for name in MODELS]}


@router.get("/v1/models/{model}", responses=problems(404))
def model(model: str) -> dict[str, Any]:
    """Return one model."""
    return model_json(named(model).name, _SINCE)


@router.post(
    "/v1/chat/completions",
    dependencies=[Depends(json_only), Depends(ready)],
    responses=_PROBLEMS,
)
def chat(
    wanted: ChatRequest,
    request: Request,
    collections: CollectionsHere,
    services: ServicesHere,
    given_up: Answering,
) -> Response:
    """Answer the last message of a conversation, as a chat completion or its chunks."""
    kind = named(wanted.model)
    assistant = _admitted(kind, request, collections, services)
    options = wanted.stream_options
    made = Completion(
        kind, _message(kind, request), include_usage=bool(options and options.include_usage)
    )
    asked = asked_in(wanted.messages)
    if wanted.stream:
        return _streamed(assistant, asked, made, given_up, services.desks.answers)
    answer = assistant.answer(asked.question, asked.history, given_up=given_up)
    return JSONResponse(made.whole(answer))


@router.post(
    "/v1/responses",
    dependencies=[Depends(json_only), Depends(ready)],
    responses=_PROBLEMS,
)
def respond(
    wanted: ResponseRequest,
    request: Request,
    collections: CollectionsHere,
    services: ServicesHere,
    given_up: Answering,
) -> Response:
    """Answer a question or the last message of a conversation, as a response or its events."""
    kind = named(wanted.model)
    assistant = _admitted(kind, request, collections, services)
    made = Made(kind, _message(kind, request))
    asked = asked_in(wanted.messages)
    if wanted.stream:
        return _streamed(assistant, asked, made, given_up, services.desks.answers)
    answer = assistant.answer(asked.question, asked.history, given_up=given_up)
    return JSONResponse(made.whole(answer))


def _admitted(
    kind: Named, request: Request, collections: CollectionsHere, services: ServicesHere
) -> Assistant:
    assistant = collections.assistant(kind.collection)
    if assistant.chosen() is not None:
        services.model_rate.admit(request.client.host if request.client else "")
    return assistant


def _message(kind: Named, request: Request) -> MessageText:
    return MessageText(str(request.base_url).rstrip("/"), linked=kind.linked)


def _streamed(
    assistant: Assistant, asked: Asked, made: Completion | Made, given_up: Signal, desk: Desk
) -> Response:
    events = assistant.stream(asked.question, asked.history, given_up=given_up)
    # The first event comes after the question was understood: a bad one still gets its status.
    return AnswerStream(_guarded(made.frames, next(events), events), given_up, desk)


def _guarded(
    frames: Callable[[Event, Iterator[Event]], Iterator[bytes]],
    first: Event,
    rest: Iterator[Event],
) -> Frames:
    """Yield the frames; after the first byte an error can only be told as one more of them."""
    try:
        yield from frames(first, rest)
    except PinciteError as error:
        yield frame(openai_error(problem_of(error)))
    except Exception:
        logger.exception("unforeseen error in the middle of an answer")
        yield frame(openai_error(internal_problem()))
