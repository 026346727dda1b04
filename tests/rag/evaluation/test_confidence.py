from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.embedding import Vectors
from index.passage_index import PassageIndex
from index.reading import from_text
from index.types import Passage
from rag.answering import Assistant
from rag.evaluation.confidence import NOTHING, confidence_of
from rag.evaluation.remembering import RememberingEmbedder, remembering
from rag.extractive import ExtractiveWriter
from rag.relevance import Candidate
from rag.types import Draft, Question
from tests.fakes import WordHashEmbedder


@pytest.fixture
def index(tmp_path: Path) -> Iterator[PassageIndex]:
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:
        index.add(from_text("The lamp was lit in 1874.", source="lamp.txt"))
        for number in range(30):
            text = f"Lamp number {number} was sold."
            index.add(from_text(text, source=f"sold-{number}.txt"))
        yield index


def test_confidence_is_the_score_of_the_best_sentence(index: PassageIndex) -> None:
    writer = ExtractiveWriter(index)
    confidence = confidence_of(Assistant(index, writer, k=4))
    assert confidence
    asked = "When was the lamp lit?"
    passages = [hit.passage for hit in index.search(asked, 4)]
    best = writer.rank(Question(asked, asked), passages)[0]
    assert confidence(asked, frozenset()) == best.score
    assert confidence.scores(asked) == (best.score, best.met)
    assert best.text == "The lamp was lit in 1874."


def test_without_the_document_of_the_answer_confidence_falls(index: PassageIndex) -> None:
    confidence = confidence_of(Assistant(index, ExtractiveWriter(index), k=4))
    assert confidence
    lamp = next(s.id for s in index.summaries() if s.source == "lamp.txt")
    asked = "When was the lamp lit?"
    assert NOTHING < confidence(asked, frozenset({lamp})) < confidence(asked, frozenset())


def test_passages_left_out_are_made_up_for_by_deeper_ones(index: PassageIndex) -> None:
    seen: list[int] = []

    class Counting(ExtractiveWriter):
        def rank(self, question: Question, passages: Sequence[Passage]) -> list[Candidate]:
            seen.append(len(passages))
            return super().rank(question, [])

    confidence = confidence_of(Assistant(index, Counting(index), k=4))
    assert confidence
    first_hits = [hit.passage.document_id for hit in index.search("lamp sold", 26)]
    assert confidence("lamp sold", frozenset(first_hits)) == NOTHING
    assert seen == [4]


def test_what_cannot_be_asked_or_finds_nothing_has_no_confidence(index: PassageIndex) -> None:
    confidence = confidence_of(Assistant(index, ExtractiveWriter(index)))
    assert confidence
    assert confidence("?!", frozenset()) == NOTHING
    assert confidence.scores("?!") == (NOTHING, NOTHING)
    every = frozenset(summary.id for summary in index.summaries())
    assert confidence("When was the lamp lit?", every) == NOTHING


def test_a_writer_that_tells_no_scores_has_no_confidence(index: PassageIndex) -> None:
    def write(_question: Question, _passages: Sequence[Passage]) -> list[Draft]:
        return []

    assert confidence_of(Assistant(index, write)) is None


def test_a_text_is_embedded_once_and_the_index_gets_its_embedder_back(
    index: PassageIndex,
) -> None:
    class Counting(WordHashEmbedder):
        texts = 0

        def embed(self, texts: Sequence[str]) -> Vectors:
            self.texts += len(texts)
            return super().embed(texts)

    inner = Counting()
    index.embedder = inner
    with remembering(index):
        first = index.search("lamp sold", 3)
        assert index.search("lamp sold", 3) == first
        assert isinstance(index.embedder, RememberingEmbedder)
        assert index.embedder.embed([]).shape == (0, 256)
    assert inner.texts == 1
    assert index.embedder is inner
