from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from index.passage_rows import PassageVectors
from index.reading import from_text
from rag.questions import asks_for_several, content_terms
from rag.relevance import (
    BY_READING,
    BY_RULES,
    Candidate,
    Signals,
    score_again,
    score_sentences,
)
from rag.term_weights import Weights, same_family

TEXT = "The mill was built in 1874. It ground wheat. The river flooded it twice."


def ranked(question: str, logits: Sequence[float] | None = None) -> list[Candidate]:
    document = from_text(TEXT, title="The mill", source="mill.txt")
    passage = document.passage(0, len(TEXT))
    rows = np.eye(len(passage.sentences), 4, dtype=np.float32)
    query = np.array([[0.5, 0.5, 0.5, 0.5]], dtype=np.float32)
    frequencies = {"built": 1, "mill": 2, "flood": 1, "river": 1, "ground": 1}
    vectors = PassageVectors(np.full(4, 0.5, dtype=np.float32), rows)
    weights = weights_of(question, frequencies)
    found = score_sentences(question, [passage], [vectors], query, weights)
    if logits is None:
        return found
    return score_again(found, {0: np.array(logits, dtype=np.float32)})


def weights_of(question: str, frequencies: Mapping[str, int]) -> Weights:
    found = {term: frequencies.get(term, 0) for term in content_terms(question)}
    return Weights.from_frequencies(found, 10)


def test_with_equal_cosines_the_words_and_the_kind_of_answer_decide() -> None:
    assert ranked("When was the mill built?")[0].text == "The mill was built in 1874."
    assert ranked("What did the river flood?")[0].text == "The river flooded it twice."


def test_a_reading_raises_the_score_of_its_sentence_and_decides_whether_it_answers() -> None:
    question = "When was the mill built?"
    without = {c.ordinal: c for c in ranked(question, [0.0, 0.0, 0.0])}
    read = {c.ordinal: c for c in ranked(question, [-8.0, 8.0, 0.0])}
    assert ranked(question, [-8.0, 8.0, 0.0])[0].ordinal == 1
    raised = 8 * BY_READING.choice.reading
    assert read[1].score - without[1].score == pytest.approx(raised)
    assert read[0].score - without[0].score == pytest.approx(-raised)
    assert without[0].answers
    assert not read[0].answers


def test_a_sentence_that_was_not_read_counts_as_the_least_likely_one_of_those_that_were() -> None:
    by_rules = ranked("When was the mill built?")
    elsewhere = [replace(each, passage=1) for each in by_rules]
    read = {0: np.array([2.0, -3.0, 1.0], dtype=np.float32)}
    found = score_again([*by_rules, *elsewhere], read)
    assert {each.signals.reading for each in found if each.passage == 1} == {-3.0}
    assert [each.score for each in found] == sorted((e.score for e in found), reverse=True)


def test_a_figure_that_the_sentence_lacks_lowers_what_is_met() -> None:
    asked = {c.ordinal: c.met for c in ranked("Was the mill built in 1874?")}
    other = {c.ordinal: c.met for c in ranked("Was the mill built in 1931?")}
    assert asked[0] - other[0] == pytest.approx(
        BY_RULES.constraints.figures + 0.4 * _share_of_unknown()
    )


def _share_of_unknown() -> float:
    # "1874" and "1931" both stand in no passage of the frequencies given, so they weigh the same;
    # the sentence has the first and lacks the second.
    weights = weights_of("Was the mill built in 1931?", {"built": 1, "mill": 2})
    near = BY_RULES.constraints.near_words / BY_RULES.constraints.words
    return (weights.of["1931"] / sum(weights.of.values())) * (1 + near)


def test_the_score_is_the_weighted_sum_of_the_signals() -> None:
    signals = Signals(cosine=0.5, passage_cosine=0.25, words=1.0, kind=1.0, figures=1.0)
    assert signals.weighted(BY_RULES.choice) == pytest.approx(0.5 + 0.7 * 0.25 + 0.35 + 0.3 + 0.1)


def test_a_word_of_the_family_counts_less_than_the_word_itself() -> None:
    weights = Weights({"invas": 1.0, "norman": 1.0})
    assert weights.family_share({"invas", "norman"}) == 1.0
    assert weights.family_share({"invad", "norman"}) == pytest.approx(0.85)
    assert weights.share({"invad", "norman"}) == 0.5


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("invas", "invad", True),
        ("product", "produc", True),
        ("contract", "contain", False),
        ("cat", "cat", False),
        ("2023", "2024", False),
    ],
)
def test_words_of_one_family_share_most_of_their_letters(one: str, other: str, same: bool) -> None:
    assert same_family(one, other) is same


def test_pairs_of_neighbouring_words_are_weighed_by_their_rarity() -> None:
    weights = Weights({"prior": 3.0, "approv": 1.0})
    assert weights.pair_share(["prior", "approv"], ["no", "prior", "approv"]) == 1.0
    assert weights.pair_share(["prior", "approv"], ["approv", "prior"]) == 0.0


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("Which problems did the move bring?", True),
        ("What are the three colours?", True),
        ("Name the members of the crew.", True),
        ("Who built the mill?", False),
        ("What is the capital?", False),
    ],
)
def test_questions_for_several_things_are_known(question: str, several: bool) -> None:
    assert asks_for_several(question) is several
