"""A small library with one mill, and a model of any behaviour that writes about it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.passage_index import PassageIndex
from index.reading import from_text
from rag.answering import Assistant
from rag.extractive import ExtractiveWriter
from rag.types import Model
from tests.fakes import WordHashEmbedder

MILL = "The old mill closed in 1931. It was sold to Anna Roth for 400 pounds."
QUESTION = "When did the old mill close?"
WithModel = Callable[[Model], Assistant]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[PassageIndex]:
    with PassageIndex.open(tmp_path / "store", WordHashEmbedder()) as opened:
        opened.add(from_text(MILL, title="Mill", source="mill.txt"))
        opened.add(from_text("Ducks swim in the pond.", title="Ducks", source="ducks.txt"))
        opened.add(from_text("The inn is blue.", title="Inn", source="inn.txt"))
        yield opened


@pytest.fixture
def with_model(index: PassageIndex) -> WithModel:
    return lambda model: Assistant(index, ExtractiveWriter(index), model=model)
