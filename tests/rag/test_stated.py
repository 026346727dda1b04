"""Who wrote a document and when, where it states it in its text, or in its metadata alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.passage_index import PassageIndex
from index.reading import read
from rag.answering import Assistant
from rag.extractive import ExtractiveWriter
from rag.types import Status
from tests.fakes import WordHashEmbedder

FRONT = "---\ntitle: The old mill\nauthor: Ann Lee\ndate: 2024-05-01\n---\n\n"
BODY = "The mill by the river ground wheat for Cy Dunn. He sold it in 1931.\n"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[PassageIndex]:
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as opened:
        yield opened


def over(index: PassageIndex, text: str) -> Assistant:
    index.add(read(text.encode(), "mill.md"))
    return Assistant(index, ExtractiveWriter(index))


@pytest.mark.parametrize(
    ("asked", "note"),
    [
        ("Who wrote The old mill?", "the author Ann Lee"),
        ("Who is the author of this article?", "the author Ann Lee"),
        ("By whom was the text written?", "the author Ann Lee"),
        ("When was it published?", "the date 2024-05-01"),
        ("When was The old mill published?", "the date 2024-05-01"),
        ("Wer hat den Artikel „The old mill“ geschrieben?", "the author Ann Lee"),
    ],
)
def test_what_metadata_alone_states_is_told_beside_a_refusal(
    index: PassageIndex, asked: str, note: str
) -> None:
    answer = over(index, FRONT + BODY).answer(asked)
    assert answer.status is Status.NOT_IN_SOURCES
    assert answer.note == (
        f"No sentence of your sources says so, but “The old mill” is listed with {note}."
    )


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("Who wrote The old mill?", "By Ann Lee, 1 May 2024"),
        ("When was the article published?", "By Ann Lee, 1 May 2024"),
    ],
)
def test_a_byline_is_quoted(index: PassageIndex, asked: str, shown: str) -> None:
    answer = over(index, f"{FRONT}By Ann Lee, 1 May 2024\n\n{BODY}").answer(asked)
    assert [statement.text for statement in answer.statements] == [shown]
    assert [citation.exact for citation in answer.citations] == [shown]
    assert answer.note is None


@pytest.mark.parametrize("asked", ["Who wrote the bridge song?", "Who sold the mill?"])
def test_the_author_of_something_else_is_not_told(index: PassageIndex, asked: str) -> None:
    assert over(index, FRONT + BODY).answer(asked).note is None
