"""The server, started."""

from typing import Annotated

import typer

from api.commands.app import Store, settings_of


def serve(
    store: Store = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = None,
    seeds: Annotated[
        bool, typer.Option("--seeds/--no-seeds", help="Fill an empty store with seeds/.")
    ] = True,
) -> None:
    """Serve the chat page and the API; Ctrl+C stops it."""
    from api.serving import serve as serve_until_stopped

    settings = settings_of(store, host=host, port=port, seeds=None if seeds else False)
    serve_until_stopped(settings, announce=typer.echo)
