"""``/mcp``: the Model Context Protocol as streamable HTTP, each request by itself.

The protocol's library takes more than a second to import and serves within a task group, so it is
made ready on the first request, in a task that lives as long as the application.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import problem, problem_response
from api.services import Services

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from api.telemetry import Tracing

PATH = "/mcp"


class _Run:
    """One run of the application, within its event loop."""

    def __init__(self) -> None:
        self.wanted = asyncio.Event()
        self.serving: asyncio.Future[ASGIApp] = asyncio.get_running_loop().create_future()


class ModelContext:
    """Answers hosts; ``running`` must be entered for as long as it does."""

    def __init__(self, services: Services, version: str, tracing: "Tracing | None" = None) -> None:
        self._services = services
        self._version = version
        self._tracing = tracing
        self._run: _Run | None = None
        # POST alone, for no stream is kept open and no session is there to end.
        self.route = Route(PATH, self, methods=["POST"], include_in_schema=False)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve until this ends."""
        self._run = run = _Run()
        task = asyncio.create_task(self._serve(run))
        try:
            yield
        finally:
            self._run = None
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            run.serving.cancel()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or tell that it is too early."""
        scope["route"] = self.route  # for whoever counts requests by it
        run, reason = self._run, self._services.readiness.reason
        if reason is not None or run is None:
            early = problem(503, reason or "Pincite is starting.", instance=scope["path"])
            await problem_response(early, {"Retry-After": "1"})(scope, receive, send)
            return
        run.wanted.set()
        serve = await asyncio.shield(run.serving)
        await serve(scope, receive, send)

    async def _serve(self, run: _Run) -> None:
        await run.wanted.wait()
        try:
            manager = await run_in_threadpool(self._made)
            async with manager.run():
                run.serving.set_result(manager.handle_request)
                await asyncio.Event().wait()
        except Exception as error:
            if run.serving.done():
                raise
            run.serving.set_exception(error)  # whoever waits for it hears of it

    def _made(self) -> "StreamableHTTPSessionManager":
        from api.mcp_server import Server
        from api.mcp_tools import Tools

        services = self._services
        tools = Tools(
            services.assistants,
            admit=services.model_rate.admit,
            told=services.metrics.checked,
            answering=services.desks.answers.place,
            checking=services.desks.checks.place,
        )
        return Server(tools, self._version, tracing=self._tracing).over_http()
