"""The addresses of the server, one noun a file."""

from typing import Any

from api.problems import MEDIA_TYPE
from api.schemas import Problem

_DESCRIPTIONS = {
    400: "The body cannot be read.",
    404: "There is no such thing.",
    413: "The body is too large.",
    415: "The body is of a kind that is not taken here.",
    422: "Something in the request cannot be used; the problem names it.",
    503: "Not ready yet, or the store or the model cannot be used.",
    507: "The server's disk is full.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problems that an address may answer with, for OpenAPI."""
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    return {s: {"description": _DESCRIPTIONS[s], "content": content} for s in statuses}
