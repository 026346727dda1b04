"""Pincite for a host of the Model Context Protocol that starts it itself."""

import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, redirect_stdout

from api.commands.app import Store, library_of, settings_of


def mcp(store: Store = None) -> None:
    """Serve the Model Context Protocol on standard input and output, for a host to start.

    The host gets the tools search, fetch, answer and check. Most hosts take a configuration
    like this one:

    {"mcpServers": {"pincite": {"command": "pincite", "args": ["mcp"]}}}

    One process has a store open at a time: while `pincite serve` runs on it, give the host that
    server's address instead, http://127.0.0.1:8000/mcp. Messages go to standard error.
    """
    import anyio

    from api.mcp_server import Server
    from api.mcp_tools import Tools
    from api.telemetry_setup import tracing_of
    from api.version import version
    from rag.assembly import build_assistants

    settings = settings_of(store)
    with (
        tracing_of(os.environ, version(), sys.stderr) as tracing,
        library_of(store, tracing) as library,
        library.collection(),
    ):
        assistants = build_assistants(settings, library)
        if tracing:
            assistants = tracing.assistants(assistants)
        server = Server(Tools(assistants), version(), _undisturbed, tracing)
        # A thread waits for the host's next line: Ctrl+C could end it only with that line. Nothing
        # is written here, so the process may end at once.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        anyio.run(server.run_stdio_async)


@asynccontextmanager
async def _undisturbed(_server: object) -> AsyncIterator[None]:
    """Let all that any library prints go to standard error: the other one is the protocol's."""
    with redirect_stdout(sys.stderr):
        yield
