"""Whatever an application raises leaves as a problem."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.problems import problem, problem_of, problem_response
from index import errors

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
