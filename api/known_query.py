"""A parameter that an address does not know is told: ``?limt=5`` would else be no limit at all.

Only under ``/v1``: to links of pages others add parameters of their own. The addresses of OpenAI's
clients pass them over, as they do with fields.
"""

from collections.abc import Iterator

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from api.problems import OPENAI_PATHS


async def known_query(request: Request) -> None:
    """Let a request through whose address takes all of its parameters.

    Raises:
        RequestValidationError: it has one that the address does not know.
    """
    route = request.scope.get("route")
    if not request.query_params or not isinstance(route, APIRoute):
        return
    if not route.path.startswith("/v1/") or route.path.startswith(OPENAI_PATHS):
        return
    known = sorted(set(_names(route.dependant)))
    if request.query_params.keys() - set(known):
        told = f"the parameters are {', '.join(known)}" if known else "this address takes none"
        message = f"unknown parameter; {told}"
        raise RequestValidationError([{"type": "unknown", "loc": ("query",), "msg": message}])


def _names(dependant: Dependant) -> Iterator[str]:
    yield from (field.alias for field in dependant.query_params)
    for each in dependant.dependencies:
        yield from _names(each)
