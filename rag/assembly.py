"""The one place where names become objects."""

from importlib.resources import files

from index.embedding import load_embedder
from index.passage_index import Added, PassageIndex
from index.reading import read
from rag.answering import Assistant
from rag.extractive import ExtractiveWriter
from rag.reader import load_reader
from rag.settings import Settings


def open_index(settings: Settings) -> PassageIndex:
    """Open the store, making it if it is missing; the embedding model is loaded on first use.

    Raises:
        StoreError: the store is locked, damaged, newer, or was built with another model.
    """
    return PassageIndex.open(settings.store, load_embedder(settings.embedder))


def build_assistant(settings: Settings, index: PassageIndex) -> Assistant:
    """Return the assistant that the settings describe."""
    writer = ExtractiveWriter(index, load_reader())
    return Assistant(index, writer, writer_name="extractive", k=settings.k)


def seed(index: PassageIndex) -> list[Added]:
    """Add every document of ``seeds/`` if the store is empty; return what was added."""
    if index.document_count:
        return []
    shipped = sorted(
        (file for file in files("seeds").iterdir() if file.name.endswith((".txt", ".md"))),
        key=lambda file: file.name,
    )
    return [index.add(read(file.read_bytes(), file.name)) for file in shipped]
