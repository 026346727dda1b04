"""``X-Request-ID``: what a request's answer and its lines of the log have in common."""

import logging
import re
import uuid
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import access, request_id

HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")


class Identified:
    """Passes requests on, each with an id, which its answer and its lines of the log carry."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on; the id is the caller's, if that is one."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).getlist(HEADER)
        usable = len(given) == 1 and _ID.fullmatch(given[0])
        identifier = given[0] if usable else uuid.uuid4().hex
        started, status = perf_counter(), 500

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = identifier
            await send(message)

        token = request_id.set(identifier)
        try:
            await self.app(scope, receive, named)
        finally:
            if access.isEnabledFor(logging.INFO):
                _tell(scope, status, perf_counter() - started)
            request_id.reset(token)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    told = {
        "method": scope["method"][:16],
        "route": getattr(scope.get("route"), "path", None) or "none",
        "status": status,
        "duration_ms": round(1e3 * seconds, 1),
    }
    access.info("request", extra={"told": told})
