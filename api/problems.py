"""Errors as ``application/problem+json`` (RFC 9457): one table, one form, one place.

No problem holds what the client sent, a path of the server or a secret: the errors of the store
and of the model, whose messages may name such things, are logged and told in words of this table.
FastAPI is not imported: the server sends problems before that is there.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse

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
    errors.GivenUpError: Kind(499, "Given up"),
    errors.PinciteError: Kind(
        500, "Something went wrong", "Something went wrong; the server's log says what."
    ),
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


def _slug(error: errors.PinciteError) -> str:
    name = type(error).__name__.removesuffix("Error")
    return "".join("-" + c.lower() if c.isupper() else c for c in name).lstrip("-")
