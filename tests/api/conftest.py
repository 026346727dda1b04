"""One small library behind a client that speaks to the application as a browser's page would."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from index.library import Library
from index.passage_index import PassageIndex
from index.reading import from_text
from index.reading.isolated import IsolatedReader
from rag.assembly import build_assistants
from rag.settings import Settings
from tests.api.commands import CommandLine
from tests.fakes import WordHashEmbedder

BASE_URL = "http://127.0.0.1:8000"
LIGHTHOUSE = (
    "The lighthouse\n\n"
    "The lighthouse was lit on 3 May 1874. Its keeper was Ada Byrne, a well‑known “pilot” 😀.\n\n"
    "The lamp burned 53 litres of oil in a night. It was seen for 21 miles.\n"
)
QUARRY = "The quarry\n\nThe quarry closed in 1931. Forty men lost their work.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "store")


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with Library(settings.store, WordHashEmbedder()) as opened:
        yield opened


@pytest.fixture
def index(library: Library) -> Iterator[PassageIndex]:
    """The default collection."""
    with library.collection() as opened:
        opened.add(from_text(LIGHTHOUSE, title="The lighthouse", source="lighthouse.txt"))
        opened.add(from_text(QUARRY, title="The quarry", source="quarry.txt"))
        yield opened


@pytest.fixture(scope="session")
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader() as opened:
        yield opened


@pytest.fixture
def client(
    settings: Settings,
    library: Library,
    index: PassageIndex,  # noqa: ARG001 - fills the library
    reader: IsolatedReader,
) -> Iterator[TestClient]:
    app = create_app(build_assistants(settings, library), settings, reader=reader)
    with TestClient(app, base_url=BASE_URL) as opened:
        yield opened


@pytest.fixture
def lighthouse(client: TestClient) -> str:
    """The id of the document about the lighthouse."""
    first: str = client.get("/v1/documents").json()["first_id"]
    return first


@pytest.fixture
def pincite(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    monkeypatch.setattr("rag.assembly.load_embedder", lambda _name: WordHashEmbedder())
    for name in os.environ:
        if name.startswith("PINCITE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return CommandLine(tmp_path / "store", capsys)
