"""What stands before the application while it is being made: nobody waits for the page.

The application takes a second or two to be imported. Meanwhile the chat page, its files and
``/healthz`` are sent, and ``/readyz`` tells what is still to come. Every other request waits, and
goes on to the application once that is there: none is lost, and no connection changes hands.
"""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.guard import Guard
from api.head import HeadOfGet
from api.page_files import load_page_files
from api.page_responses import chat_page_response, file_response
from api.problems import problem, problem_response
from api.readiness import Readiness
from api.request_ids import Identified

_FAILED = "Pincite could not start and stops now; its log says why."
_STATIC = "/static/"


@dataclass(frozen=True, slots=True)
class Inside:
    """An application, and what has to be entered for as long as it answers."""

    app: ASGIApp
    lifespan: Callable[[], AbstractAsyncContextManager[object]]


class Porch:
    """An application that becomes another one, as soon as that is there.

    ``coming`` gives it, or None where it cannot be made; whoever makes it then stops the server.
    ``hosts`` are the names that the page may be asked for under, beside those of this machine.
    """

    def __init__(
        self, coming: Future[Inside | None], readiness: Readiness, hosts: Iterable[str]
    ) -> None:
        self._coming = coming
        self._readiness = readiness
        self._hosts = tuple(hosts)
        self._inside: ASGIApp | None = None
        self._known = asyncio.Event()
        load_page_files()  # now, while nobody waits for them

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, at once or as the application does."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        early = None if self._inside else _early_response(scope, self._readiness)
        if early is None:
            await self._known.wait()
        await (self._inside or self._guarded(early or _refusal(scope)))(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Let the server listen now; run the application from when it is there to the end."""
        await receive()
        await send({"type": "lifespan.startup.complete"})
        try:
            inside = await asyncio.wrap_future(self._coming)
            if inside is None:
                self._known.set()
                await receive()
            else:
                async with inside.lifespan():
                    self._inside = inside.app
                    self._known.set()
                    await receive()
        finally:
            self._known.set()
        await send({"type": "lifespan.shutdown.complete"})

    def _guarded(self, response: Response) -> ASGIApp:
        return Identified(Guard(HeadOfGet(response), self._hosts, lambda _path, _query: 0))


def _early_response(scope: Scope, readiness: Readiness) -> Response | None:
    """Return what needs no application; None where only that can answer."""
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
        return None
    path, headers = scope["path"], Headers(scope=scope)
    if path == "/":
        return chat_page_response(headers)
    if path == "/healthz":
        return JSONResponse({"status": "alive"})
    if path == "/readyz":
        why = readiness.reason or "Pincite is starting."
        return problem_response(problem(503, why, instance=path), {"Retry-After": "1"})
    return _file(path.removeprefix(_STATIC), headers) if path.startswith(_STATIC) else None


def _file(name: str, headers: Headers) -> Response | None:
    *version, name = name.split("/", 1)
    try:
        return file_response(headers, name, *version)
    except HTTPException:
        return None  # as the application tells it


def _refusal(scope: Scope) -> Response:
    return problem_response(problem(503, _FAILED, instance=scope["path"]))
