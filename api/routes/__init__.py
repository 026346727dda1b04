"""The addresses of the server, one noun a file."""

from typing import Any

from api.problems import MEDIA_TYPE

PROBLEM_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_DESCRIPTIONS = {
    400: "The body cannot be read.",
    403: "Fetching pages is off.",
    404: "There is no such thing.",
    409: "Something else has that name, or the request of this Idempotency-Key is at work.",
    413: "The body is too large.",
    415: "The body is of a kind that is not taken here.",
    422: "Something in the request cannot be used; the problem names it.",
    429: "Too many questions to the language model; `Retry-After` tells how long to wait.",
    502: "The page cannot be fetched.",
    503: "Not ready yet, or the store or the model cannot be used.",
    507: "The server's disk is full.",
}


Responses = dict[int | str, dict[str, Any]]


def problems(*statuses: int) -> Responses:
    """Describe the problems that an address may answer with, for OpenAPI."""
    return {s: {"description": _DESCRIPTIONS[s], "content": PROBLEM_CONTENT} for s in statuses}
