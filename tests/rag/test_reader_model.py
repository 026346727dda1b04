"""The weights that come with Pincite, run as the product runs them."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.reading import from_text
from index.types import Passage
from rag.models import READER
from rag.reader import ShippedReader, load_reader

TEXT = (
    "The lighthouse at Carrow Point was lit for the first time in 1871. "
    "Its lamp burned whale oil until the winter of 1902. "
    "The keeper, Annie Wells, painted the tower red every third spring. "
    "Visitors may climb the 143 steps on Sundays."
)


@pytest.fixture(scope="module")
def shipped() -> ShippedReader:
    found = load_reader()
    assert isinstance(found, ShippedReader), READER.problem()
    return found


def passage_of(text: str, title: str = "Carrow Point") -> Passage:
    return from_text(text, title=title).passage(0, len(text))


@pytest.mark.model
def test_the_sentence_that_answers_has_the_highest_logit(shipped: ShippedReader) -> None:
    asked = {
        "In which year did the light shine for the first time?": 0,
        "What fuel did the lamp use?": 1,
        "Who painted the tower?": 2,
        "How many steps are there to the top?": 3,
    }
    best = {
        question: int(np.argmax(shipped.read(question, [passage_of(TEXT)])[0]))
        for question in asked
    }
    assert best == asked


@pytest.mark.model
def test_a_question_about_something_else_scores_lower(shipped: ShippedReader) -> None:
    (right,) = shipped.read("Who painted the tower?", [passage_of(TEXT)])
    (wrong,) = shipped.read("Which bank lent the money for the harbour?", [passage_of(TEXT)])
    assert right.max() > wrong.max() + 1


@pytest.mark.model
def test_a_logit_does_not_depend_on_the_passages_beside(shipped: ShippedReader) -> None:
    question = "What fuel did the lamp use?"
    other = passage_of("Bread is baked at night. " * 9, title="Bread")
    (alone,) = shipped.read(question, [passage_of(TEXT)])
    together = shipped.read(question, [other, passage_of(TEXT), passage_of("One line.")])
    assert [len(row) for row in together] == [9, 4, 1]
    np.testing.assert_array_equal(together[1], alone)


@pytest.mark.model
def test_every_sentence_of_a_very_long_passage_is_read(shipped: ShippedReader) -> None:
    long = passage_of(TEXT + " " + "The sea was calm and grey that day. " * 80 + TEXT)
    (logits,) = shipped.read("Who painted the tower?", [long])
    assert len(logits) == len(long.sentences) > 80
    assert np.isfinite(logits).all()


@pytest.mark.model
def test_nothing_to_read_gives_nothing(shipped: ShippedReader) -> None:
    assert shipped.read("Who?", []) == []


@pytest.mark.model
def test_threads_read_the_same(shipped: ShippedReader) -> None:
    def ask(question: str) -> list[float]:
        (row,) = shipped.read(question, [passage_of(TEXT)])
        return [float(value) for value in row]

    questions = ["Who painted the tower?", "What fuel did the lamp use?"] * 4
    alone = [ask(question) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, questions)) == alone
