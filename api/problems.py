"""Errors as ``application/problem+json`` (RFC 9457): one table, one form, one place.

No problem holds what the client sent, a path of the server or a secret: the errors of the store
and of the model, whose messages may name such things, are logged and told in words of this table.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from index import errors

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
OPENAI_PATHS = ("/v1/chat", "/v1/responses", "/v1/models")
"""Where errors have OpenAI's shape."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What HTTP says of a class of errors; ``detail`` replaces a message not fit to be sent."""

    status: int
    title: str
    detail: str | None = None


KINDS: Mapping[type[errors.PinciteError], Kind] = {
    errors.InputError: Kind(422, "This cannot be used"),
    errors.UnsupportedFormatError: Kind(415, "Unsupported format"),
    errors.EmptyDocumentError: Kind(422, "Empty document"),
    errors.UnreadableDocumentError: Kind(422, "Unreadable document"),
    errors.TooLargeError: Kind(413, "Too large"),
    errors.InvalidQuestionError: Kind(422, "Not a question"),
    errors.InvalidSpanError: Kind(422, "No such characters"),
    errors.UnknownFormatError: Kind(422, "Unknown citation format"),
    errors.RefusedUrlError: Kind(422, "This address is not fetched"),
    errors.NameTakenError: Kind(409, "Already there"),
    errors.NotFoundError: Kind(404, "Not found"),
    errors.GoneError: Kind(404, "Not found"),
    errors.StoreError: Kind(
        503, "The store cannot be used", "The store cannot be used now; the server's log says why."
    ),
    errors.StoreFullError: Kind(
        507,
        "The disk is full",
        "The server's disk has no space left: this change was not made, and nothing that was "
        "stored is lost. Free some space and try again.",
    ),
    errors.ModelError: Kind(
        503,
        "The embedding model cannot be used",
        "The embedding model cannot be loaded; the server's log says why.",
    ),
    errors.LanguageModelError: Kind(
        503,
        "The language model cannot be used",
        "The language model gave no usable answer; the server's log says why.",
    ),
    errors.FetchError: Kind(502, "The page cannot be fetched"),
    errors.PinciteError: Kind(
        500, "Something went wrong", "Something went wrong; the server's log says what."
    ),
}
_HTTP_DETAILS = {
    400: "The body cannot be read: send one JSON value in UTF-8.",
    404: "There is nothing at this address; /docs lists what there is.",
    405: "This address does not take that method; the header Allow lists those it takes.",
}
_MESSAGES = {
    "json_invalid": "not JSON from this character on ({error})",
    "model_attributes_type": "must be a JSON object",
    "model_type": "must be a JSON object",
    "dict_type": "must be a JSON object",
    "missing": "is missing",
}
_INTERNAL = "Something went wrong inside the server; its log says what. Nothing stored was lost."


def kind_of(error: errors.PinciteError) -> Kind:
    """Return the table's row for the error's class, or for the nearest class above it."""
    return next(KINDS[cls] for cls in type(error).__mro__ if cls in KINDS)


def problem(
    status: int,
    detail: str,
    *,
    title: str | None = None,
    type: str = "about:blank",  # noqa: A002 - RFC 9457's name
    instance: str | None = None,
    **members: object,
) -> dict[str, Any]:
    """Return a problem object; without a title it has the status's own."""
    return {
        "type": type,
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": instance,
    } | members


def problem_of(error: errors.PinciteError, instance: str | None = None) -> dict[str, Any]:
    """Return the problem object of an error, and log an error whose message is not sent."""
    kind = kind_of(error)
    if kind.detail is not None:
        logger.error("%s", error)
    return problem(
        kind.status,
        kind.detail or str(error),
        title=kind.title,
        type=f"urn:pincite:problem:{_slug(error)}",
        instance=instance,
    )


def internal_problem(instance: str | None = None) -> dict[str, Any]:
    """Return the problem of an error that nobody foresaw, without a word of what it was."""
    return problem(500, _INTERNAL, instance=instance)


def problem_response(
    content: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Return the problem as a response with its own status.

    Where OpenAI's clients call, it has the shape that they know.
    """
    status = content["status"]
    if str(content.get("instance") or "").startswith(OPENAI_PATHS):
        return JSONResponse(openai_error(content), status_code=status, headers=headers)
    return JSONResponse(content, status_code=status, headers=headers, media_type=MEDIA_TYPE)


def openai_error(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a problem as OpenAI tells of errors."""
    status = content["status"]
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        kind = "rate_limit_error"
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        kind = "server_error"
    else:
        kind = "invalid_request_error"
    code = str(content["type"]).rpartition(":")[2].replace("-", "_")
    return {
        "error": {
            "message": content["detail"],
            "type": kind,
            "param": None,
            "code": None if code == "blank" else code,
        }
    }


def install(app: FastAPI) -> None:
    """Let every error of the application leave as a problem.

    What is none of these reaches the guard, which answers 500.
    """
    app.exception_handler(errors.PinciteError)(_on_pincite_error)
    app.exception_handler(RequestValidationError)(_on_invalid_request)
    app.exception_handler(HTTPException)(_on_http_exception)


async def _on_pincite_error(request: Request, error: errors.PinciteError) -> JSONResponse:
    return problem_response(problem_of(error, request.url.path))


async def _on_http_exception(request: Request, error: HTTPException) -> JSONResponse:
    detail = error.detail
    if detail in {HTTPStatus(error.status_code).phrase, "There was an error parsing the body"}:
        detail = _HTTP_DETAILS.get(error.status_code, detail)
    content = problem(error.status_code, detail, instance=request.url.path)
    return problem_response(content, error.headers)


async def _on_invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
    found = complaints(error.errors())
    status = 400 if any(each["type"] == "json_invalid" for each in error.errors()) else 422
    first = found[0]
    content = problem(
        status,
        f"{first['location']}: {first['message']}.",
        title="Invalid request",
        type="urn:pincite:problem:invalid-request",
        instance=request.url.path,
        errors=found,
    )
    return problem_response(content)


def complaints(found: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return where and what is wrong, as pydantic found it, without what was sent."""
    return [
        {
            "location": ".".join(str(part) for part in each["loc"]),
            "message": _MESSAGES.get(each["type"], str(each["msg"])).format(**each.get("ctx", {})),
        }
        for each in found
    ]


def _slug(error: errors.PinciteError) -> str:
    name = type(error).__name__.removesuffix("Error")
    return "".join("-" + c.lower() if c.isupper() else c for c in name).lstrip("-")
