"""The one place where names become objects.

What makes an object is imported with it: a question at the command line reads no file and mostly
asks no language model, and the embedding model is loaded while the rest is imported.
"""

import math
from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING

from index.embedding import Embedder, load_embedder
from index.library import Library
from index.passage_index import Added, PassageIndex
from index.processors import begin
from rag.settings import Settings

if TYPE_CHECKING:
    from index.reading.isolated import IsolatedReader
    from rag.answering import Assistant
    from rag.assistants import Assistants
    from rag.extractive import ExtractiveWriter
    from rag.language_model.client import Client
    from rag.language_model.writer import LanguageModel
    from rag.reader import Reader


def begun_embedder(settings: Settings) -> Embedder:
    """Return the embedder that the settings name; its model begins to be loaded."""
    embedder = load_embedder(settings.embedder)
    begin(lambda: embedder.embed(["ready"]))
    return embedder


def open_library(
    settings: Settings,
    around: Callable[[Embedder], Embedder] = lambda embedder: embedder,
    *,
    locked: bool = False,
) -> Library:
    """Open the store, making it if it is missing; the embedding model is loaded on first use.

    ``around`` may put something round the model that watches it. ``locked`` tells that the caller
    keeps other processes away from the store.

    Raises:
        StoreError: the store is locked, or its folder cannot be used.
    """
    return Library(settings.store, around(load_embedder(settings.embedder)), locked=locked)


def build_assistants(settings: Settings, library: Library) -> "Assistants":
    """Return the assistants of all collections that the settings describe."""
    from rag.assistants import Assistants
    from rag.reader import load_reader

    return Assistants(library, _builder(settings, load_reader()))


def build_reader(settings: Settings) -> "IsolatedReader":
    """Return what reads files, each process of it within the settings' limits."""
    from index.confinement import Limits
    from index.reading.isolated import IsolatedReader

    seconds = settings.read_seconds
    return IsolatedReader(Limits(seconds=seconds, cpu_seconds=math.ceil(seconds)))


def build_assistant(settings: Settings, index: PassageIndex) -> "Assistant":
    """Return the assistant that the settings describe, for one collection alone.

    Its reader begins to be loaded.
    """
    from rag.reader import load_reader

    reader = load_reader()
    if reader:
        begin(reader.ready)
    return _builder(settings, reader)(index)


def _builder(settings: Settings, reader: "Reader | None") -> "Callable[[PassageIndex], Assistant]":
    """Return what makes assistants that share the reader and the language model's client."""
    from rag.answering import Assistant
    from rag.extractive import ExtractiveWriter

    client = build_client(settings) if settings.llm_model else None

    def build(index: PassageIndex) -> "Assistant":
        writer = ExtractiveWriter(index, reader)
        model = build_model(settings, writer, client) if client else None
        return Assistant(index, writer, writer_name="extractive", k=settings.k, model=model)

    return build


def build_model(
    settings: Settings, writer: "ExtractiveWriter", client: "Client"
) -> "LanguageModel":
    """Return the language model that the settings name; nothing is sent yet."""
    from rag.language_model.bearing import bearing_of
    from rag.language_model.writer import LanguageModel

    return LanguageModel(
        client,
        context_tokens=settings.llm_context_tokens,
        restates=settings.llm_restate,
        bearing=bearing_of(writer.rank),
    )


def build_client(settings: Settings) -> "Client":
    """Return what asks the language model that the settings name."""
    from rag.language_model.client import Client, Limits

    limits = Limits(
        total=settings.llm_seconds,
        first=settings.llm_first_seconds,
        idle=settings.llm_idle_seconds,
        tokens=settings.llm_answer_tokens,
        at_once=settings.llm_at_once,
    )
    return Client(settings.llm_model or "", limits, streaming=settings.llm_stream)


def seed(index: PassageIndex) -> list[Added]:
    """Add every document of ``seeds/`` if the store is empty; return what was added."""
    if index.document_count:
        return []
    from index.reading import read

    shipped = sorted(
        (file for file in files("seeds").iterdir() if file.name.endswith((".txt", ".md"))),
        key=lambda file: file.name,
    )
    return [index.add(read(file.read_bytes(), file.name)) for file in shipped]
