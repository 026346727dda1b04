from collections.abc import Callable, Sequence

import pytest

from rag.gate import judge
from rag.gate.judge import Judge, LexicalJudge

SOURCE = [
    "The mill at Hobdale burned down in 1911.",
    "The owners rebuilt it within two years, although the bank had refused a loan.",
]

JUDGES: list[Callable[[], Judge]] = [
    LexicalJudge,
    lambda: LexicalJudge({"mill": 2.0, "burn": 0.5}),
]
"""Every implementation of the seam; each must keep the whole contract."""


@pytest.fixture(params=JUDGES, ids=["lexical", "weighted"])
def any_judge(request: pytest.FixtureRequest) -> Judge:
    made: Judge = request.param()
    return made


@pytest.mark.parametrize("claim", SOURCE)
def test_a_verbatim_claim_is_certain(any_judge: Judge, claim: str) -> None:
    assert any_judge.entails(claim, SOURCE) == 1.0


@pytest.mark.parametrize(
    "claim",
    [
        "The mill burned down in 1911.",
        "In 1911 the mill at Hobdale burned down.",
        "The owners rebuilt it within two years.",
        "The mill at Hobdale was rebuilt by its owners.",
    ],
)
def test_a_rewording_is_probable(any_judge: Judge, claim: str) -> None:
    assert any_judge.entails(claim, SOURCE) > 0.5


@pytest.mark.parametrize(
    "claim",
    [
        "The mill at Hobdale burned down in 1911, and it won a prize.",
        "Penguins live in Antarctica.",
        "The owners rebuilt it within two years, which made the minister resign.",
    ],
)
def test_an_unsupported_addition_is_improbable(any_judge: Judge, claim: str) -> None:
    assert any_judge.entails(claim, SOURCE) < 0.5


@pytest.mark.parametrize("evidence", [[], [""], ["Nothing of the kind."]])
def test_without_evidence_nothing_is_probable(any_judge: Judge, evidence: Sequence[str]) -> None:
    assert any_judge.entails("The mill at Hobdale burned down.", evidence) < 0.5


@pytest.mark.parametrize("claim", ["", "…", "It is.", "磨坊", "The mill burned. " * 50, "a\x00b"])
def test_a_probability_lies_between_none_and_one(any_judge: Judge, claim: str) -> None:
    assert 0.0 <= any_judge.entails(claim, SOURCE) <= 1.0


def test_more_evidence_never_makes_a_claim_less_probable_word_by_word() -> None:
    claim = "The bank refused the owners of the mill a loan."
    alone = LexicalJudge().entails(claim, SOURCE[1:])
    assert LexicalJudge().entails(claim, SOURCE) == 1.0 > alone


def test_the_lexical_judge_counts_the_share_of_words_with_half_a_word_to_spare() -> None:
    assert LexicalJudge().entails("The old mill burned quickly.", SOURCE) == 2.5 / 4.5


def test_a_weighty_word_that_is_missing_weighs_more() -> None:
    claim = "The brewery burned down."
    plain = LexicalJudge().entails(claim, SOURCE)
    assert LexicalJudge({"breweri": 5.0}).entails(claim, SOURCE) < plain


def test_inflected_and_derived_forms_are_covered() -> None:
    assert LexicalJudge().entails("The production approved.", ["They produce approvals."]) == 1.0


def test_a_layer_names_the_words_that_the_source_lacks() -> None:
    objection = judge.layer(LexicalJudge(), judge.ENOUGH)
    assert objection("The mill burned down in 1911.", SOURCE) is None
    reason = objection("The mill burned down in 1911 and it won a prize.", SOURCE)
    assert reason == "the source does not say “won a prize”"


def test_a_judge_that_denies_covered_words_is_believed() -> None:
    class Denier:
        def entails(self, claim: str, evidence: Sequence[str]) -> float:
            return 0.1 if claim and evidence else 0.0

    reason = judge.layer(Denier(), least=0.2)(SOURCE[0], SOURCE)
    assert reason == "the source does not say this"
