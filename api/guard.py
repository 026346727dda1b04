"""What every request must pass, and what every response carries: the outermost layer.

Pure ASGI, so that it also covers bodies that are never parsed and errors that nobody foresaw.
It keeps out web pages that are open in the same browser: by the Host header (DNS rebinding), by
Origin and Sec-Fetch-Site (requests forged across sites), and by a policy on what a page may load.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import internal_problem, problem, problem_response

logger = logging.getLogger(__name__)

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",  # a deleted document must not live on in a cache
}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:/@\[\]]+)(:[0-9]{1,5})?")
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_DRAINED_BYTES = 64 * 1024 * 1024
_DRAINED_SECONDS = 5.0


class Guard:
    """Lets a request in only if its host, origin and size are allowed; adds ``HEADERS``.

    ``body_limit`` gives the most bytes that the body of a request to a path may have, from the
    path and the query.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Iterable[str],
        body_limit: Callable[[str, Mapping[str, str]], int],
    ) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in (*LOOPBACK, *map(_bracketed, hosts)))
        self.body_limit = body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it with a problem."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        response = _Response(send)
        try:
            self._admit(scope["method"], Headers(scope=scope))
            query = QueryParams(scope["query_string"])
            body = _LimitedBody(receive, self.body_limit(scope["path"], query))
            await body.refuse_if_announced_too_large(Headers(scope=scope))
            await self.app(scope, body.receive, response.send)
        except HTTPException as refusal:
            await _drain(receive)
            content = problem(refusal.status_code, refusal.detail, instance=scope["path"])
            await problem_response(content)(scope, receive, response.send)
        except Exception:
            route = getattr(scope.get("route"), "path", None) or "none"
            logger.exception("unforeseen error in %s %s", scope["method"], route)
            if response.started:
                raise
            await problem_response(internal_problem(scope["path"]))(scope, receive, response.send)

    def _admit(self, method: str, headers: Headers) -> None:
        host = _only(headers, "host") or ""
        name = _AUTHORITY.fullmatch(host.lower())
        if name is None or name[1] not in self.hosts:
            raise HTTPException(
                421,
                "This server does not answer to that host name. Open it as http://127.0.0.1, or "
                "add the name to the setting PINCITE_ALLOWED_HOSTS.",
            )
        if method not in _SAFE_METHODS and _is_foreign(headers, host):
            raise HTTPException(
                403, "Pages of other sites may not change anything here; use Pincite's own page."
            )


class _Response:
    """Sends a response with the headers that every response carries."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


class _LimitedBody:
    """A request body that ends in an error 413 once it is larger than ``limit`` bytes."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._received = 0

    async def refuse_if_announced_too_large(self, headers: Headers) -> None:
        length = headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:20]) > self._limit:
            raise self._refusal()

    async def receive(self) -> Message:
        message = await self._receive()
        self._received += len(message.get("body", b""))
        if self._received > self._limit:
            if message.get("more_body", False):
                await _drain(self._receive)
            raise self._refusal()
        return message

    def _refusal(self) -> HTTPException:
        return HTTPException(
            413, f"The body is larger than the {self._limit:,} bytes that this address takes."
        )


async def _drain(receive: Receive) -> None:
    # A client that still sends would see a reset connection instead of the reason.
    received = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(_DRAINED_SECONDS):
            while received < _DRAINED_BYTES:
                message = await receive()
                received += len(message.get("body", b""))
                if not message.get("more_body", False):
                    return


def _is_foreign(headers: Headers, host: str) -> bool:
    if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        return True
    if "origin" not in headers:
        return False  # not sent by a browser
    scheme, _, authority = (_only(headers, "origin") or "").lower().partition("://")
    port = _DEFAULT_PORTS.get(scheme)
    if port is None:
        return True
    return authority.removesuffix(port) != host.lower().removesuffix(port)


def _only(headers: Headers, name: str) -> str | None:
    values = headers.getlist(name)
    return values[0] if len(values) == 1 else None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
