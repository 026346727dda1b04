"""The application with all that it works on: made while the server listens already."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from fastapi import FastAPI

from api.app import create_app
from api.readiness import Readiness
from api.telemetry_setup import traced, tracing_of
from api.version import version
from index.embedding import Embedder
from index.library import Library
from rag.assembly import build_assistants, build_reader, open_library, seed
from rag.settings import Settings

if TYPE_CHECKING:
    from api.watching import Watching


class Working(Protocol):
    """Something that works beside the application, from when it is ready."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End, once what is under way is done."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An application and what it works with."""

    app: FastAPI
    library: Library
    readiness: Readiness
    working: Sequence[Working]

    def warm_up(self, *, seeds: bool) -> None:
        """Load the model, fill an empty default collection if wanted, and begin to work.

        Raises:
            PinciteError: the model cannot be loaded, or the documents not be stored.
        """
        self.readiness.wait_for("Pincite is starting: the embedding model is being loaded.")
        self.library.embedder.embed(["ready"])
        if seeds:
            self.readiness.wait_for("Pincite is starting: the first documents are being indexed.")
            with self.library.collection() as index:
                seed(index)
        self.readiness.done()
        for each in self.working:
            each.start()


@contextmanager
def opened(
    settings: Settings, readiness: Readiness, embedder: Embedder, watching: "Watching | None"
) -> Iterator[Opened]:
    """Give the application over a store that is locked already, until this ends.

    Raises:
        PinciteError: the store cannot be used, or a setting of the tracing.
    """
    with (
        tracing_of(os.environ, version()) as tracing,
        open_library(settings, lambda _: traced(embedder, tracing), locked=True) as library,
        library.collection(),  # stays open: if it cannot be used, that is told at once
        build_reader(settings) as reader,
    ):
        assistants = build_assistants(settings, library)
        app = create_app(assistants, settings, readiness, reader=reader, tracing=tracing)
        services = app.state.services
        working: list[Working] = [services.jobs]
        if watching:
            from api.watching import Watchers

            wanted = partial(library.collection, watching.collection, create=True)
            working.append(Watchers(watching, wanted, services.reader.read))
        with _stopped(working):
            yield Opened(app, library, readiness, working)


@contextmanager
def _stopped(working: Sequence[Working]) -> Iterator[None]:
    try:
        yield
    finally:
        for each in working:
            each.stop()
