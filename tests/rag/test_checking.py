import os
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pytest

from index.reading import from_text
from rag.checking import (
    NEUTRAL,
    Check,
    Verdict,
    check_claim,
    check_sentence,
    claims_anything,
    decide,
    together,
)
from rag.evaluation.layouts import read_sentences
from rag.evidence import Source, choose_evidence
from rag.gate import LAYERS, RULES
from rag.gate.judge import LexicalJudge

OPEN = os.environ.get("EVAL_DATA") or Path(__file__).parents[3] / "shared" / "eval" / "open"
RAGTRUTH = Path(OPEN) / "ragtruth-sub"
TEXT = (
    "The harbour lamp was lit on 3 May 1874. It burned whale oil for twenty years. "
    "Captain Moreau kept it until the storm of 1894. The mill stood on the hill."
)


class Sure:
    """A judge that finds everything certain, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def entails(self, claim: str, evidence: Sequence[str]) -> float:
        self.asked.append((claim, tuple(evidence)))
        return 1.0


@pytest.fixture
def source() -> Source:
    return Source.of(from_text(TEXT, source="harbour.txt"))


def check(verdict: Verdict, score: float, reason: str = "") -> Check:
    return Check(verdict, score, (), reason)


def test_a_restated_claim_is_supported_with_its_place(source: Source) -> None:
    found = check_claim("The lamp of the harbour was lit on 3 May 1874.", source)
    assert (found.verdict, found.reason) == (Verdict.SUPPORTED, "")
    (citation,) = found.citations
    assert citation.exact == "The harbour lamp was lit on 3 May 1874."
    assert citation.span.of(TEXT) == citation.exact
    assert found.score > 0.7


def test_a_changed_figure_is_contradicted_by_what_the_source_says(source: Source) -> None:
    found = check_claim("It burned whale oil for thirty years.", source)
    assert found.verdict is Verdict.CONTRADICTED
    assert found.citations[0].exact == "It burned whale oil for twenty years."
    assert "twenty" in found.reason
    assert "thirty" in found.reason


def test_a_claim_about_something_else_is_not_in_the_source(source: Source) -> None:
    found = check_claim("Penguins breed on the southern ice.", source)
    assert (found.verdict, found.citations) == (Verdict.NOT_IN_SOURCES, ())
    assert found.reason == "the source does not say this"
    assert found.score < 0.3


def test_what_is_added_to_a_restated_sentence_is_named(source: Source) -> None:
    found = check_claim("The mill stood on the hill and it won a famous prize.", source)
    assert found.verdict is Verdict.PARTLY
    assert found.reason == "the source does not say “won a famous prize”"


@pytest.mark.parametrize(("likeness", "supported"), [(0.8, True), (0.5, False)])
def test_names_alone_bear_out_nothing_that_no_sentence_is_like(
    likeness: float, *, supported: bool
) -> None:
    text = "The regulator has fined the owner of Dunmere 4.1 million for the false report."
    claim = "The owner of Dunmere contested the report in court."
    found = check_sentence(claim, Source.of(from_text(text)), LexicalJudge(), likeness)
    assert (found.verdict is Verdict.SUPPORTED) is supported


def test_a_word_of_many_that_the_source_lacks_may_be_said_otherwise() -> None:
    text = "The regulator has fined the owner of the Dunmere works for the false report."
    claim = "The owner of the Dunmere works was fined heavily for the false report."
    found = check_sentence(claim, Source.of(from_text(text)), LexicalJudge(), 0.5)
    assert found.verdict is Verdict.SUPPORTED


def test_a_denial_of_what_the_source_says_is_contradicted(source: Source) -> None:
    found = check_claim("The mill did not stand on the hill.", source)
    assert found.verdict is Verdict.CONTRADICTED
    assert found.citations[0].exact == "The mill stood on the hill."


def test_a_name_beside_the_evidence_clears_a_sentence_and_one_far_away_does_not() -> None:
    text = (
        "Anna Petrova built the lamp. It was lit in May by the keeper of the harbour. "
        "The mill stood on the hill. Grain was ground there daily. Jonas Weber sold bread."
    )
    source = Source.of(from_text(text, source="harbour.txt"))
    near = check_claim("It was lit in May by Petrova, the keeper of the harbour.", source)
    far = check_claim("It was lit in May by Weber, the keeper of the harbour.", source)
    assert "Petrova" not in near.reason
    assert far.verdict is not Verdict.SUPPORTED
    assert "Weber" in far.reason


def test_what_two_sentences_say_together_is_cited_from_both(source: Source) -> None:
    found = check_claim("The lamp lit in May 1874 burned whale oil.", source)
    assert found.verdict is Verdict.SUPPORTED
    assert {citation.exact for citation in found.citations} == {
        "The harbour lamp was lit on 3 May 1874.",
        "It burned whale oil for twenty years.",
    }


def test_a_claim_of_which_one_sentence_is_missing_is_partly_supported(source: Source) -> None:
    found = check_claim("The mill stood on the hill. Penguins breed on the ice.", source)
    assert found.verdict is Verdict.PARTLY
    assert found.score == check_claim("Penguins breed on the ice.", source).score
    assert [citation.exact for citation in found.citations] == ["The mill stood on the hill."]


def test_the_judge_weighs_the_evidence_that_was_chosen(source: Source) -> None:
    judge = Sure()
    sentence = "The mill stood on the hill."
    assert check_claim(sentence, source, judge).score == pytest.approx(1.0)
    assert judge.asked == [(sentence, (sentence,))]


def test_what_the_writer_says_of_himself_is_not_supported_by_a_source(source: Source) -> None:
    plain = check_claim("The mill stood on the hill.", source)
    own = check_claim("I saw the mill that stood on the hill.", source)
    assert own.score < plain.score - 0.2


@pytest.mark.parametrize(
    "sentence", ["Is it so?", "Here is a summary in 80 words:", "…", "And you?", "真的吗？"]
)
def test_questions_and_announcements_claim_nothing(source: Source, sentence: str) -> None:
    assert not claims_anything(sentence)
    found = check_claim(sentence, source)
    assert (found.verdict, found.score, found.citations) == (Verdict.NO_CLAIM, NEUTRAL, ())


def test_evidence_is_the_fewest_sentences_that_hold_the_words(source: Source) -> None:
    chosen = choose_evidence("Captain Moreau kept the mill on the hill.", source)
    assert [sentence.text for sentence in chosen] == [
        "Captain Moreau kept it until the storm of 1894.",
        "The mill stood on the hill.",
    ]
    assert choose_evidence("Penguins breed.", source) == []


def test_words_that_may_mean_the_same_hold_nothing_where_no_word_of_the_sentence_stands(
    source: Source,
) -> None:
    held = Source.of(from_text("There is no single experience across teams.", source="teams.txt"))
    found = check_sentence("It is known.", held, LexicalJudge(), likeness=0.2)
    assert found.verdict is Verdict.NOT_IN_SOURCES
    assert choose_evidence("The lantern was lit.", source), "a word of its own stands there"


@pytest.mark.parametrize(
    ("support", "reason", "verdict"),
    [
        (0.8, None, Verdict.SUPPORTED),
        (0.49, None, Verdict.PARTLY),
        (0.4, None, Verdict.NOT_IN_SOURCES),
        (0.1, None, Verdict.NOT_IN_SOURCES),
        (0.8, "the source says 17 km, not 71 km", Verdict.CONTRADICTED),
        (0.8, "the source does not name Anna", Verdict.PARTLY),
        (0.2, "the source says 17 km, not 71 km", Verdict.NOT_IN_SOURCES),
    ],
)
def test_verdicts(support: float, reason: str | None, verdict: Verdict) -> None:
    assert decide(support, reason) is verdict


def test_a_part_that_the_source_has_whole_makes_a_weak_sentence_partly_supported() -> None:
    assert decide(0.35, None, part_held=True) is Verdict.PARTLY
    assert decide(0.25, None, part_held=True) is Verdict.NOT_IN_SOURCES


def test_sentences_that_claim_nothing_do_not_weigh_and_a_contradiction_does() -> None:
    good, empty = check(Verdict.SUPPORTED, 0.9), check(Verdict.NO_CLAIM, NEUTRAL)
    wrong = check(Verdict.CONTRADICTED, 0.7, "the source says 17, not 71")
    assert together([empty, good]) == good
    assert together([empty]).verdict is Verdict.NO_CLAIM
    both = together([good, wrong])
    assert (both.verdict, both.score, both.reason) == (
        Verdict.CONTRADICTED,
        0.7,
        "the source says 17, not 71",
    )


def test_the_rules_are_the_gates_layers_without_the_judge() -> None:
    claim, quotes = "Bakers bake bread at dawn.", ["Penguins breed on the ice."]
    assert all(rule(claim, quotes) is None for rule in RULES)
    assert LAYERS[-1](claim, quotes) is not None


TOGETHER = from_text(
    "As Saudi forces pounded the south with airstrikes, the rebels called for talks. "
    "The talks should resume only after a halt of all attacks, their spokesman said. "
    "The camp lies by the river and was built for four thousand people."
)


def test_a_sentence_that_puts_together_what_stands_apart_is_not_accused() -> None:
    """Rules that compare places are heard where one place has most of what is said."""
    claim = "The airstrikes in the south met a call of the rebels for talks by the river."
    assert check_claim(claim, Source.of(TOGETHER)).verdict is not Verdict.CONTRADICTED


@pytest.mark.skipif(not RAGTRUTH.is_dir(), reason=f"there is no {RAGTRUTH.name} beside the project")
def test_few_true_sentences_of_language_models_are_told_as_contradicted() -> None:
    source_of = lru_cache(maxsize=64)(lambda text: Source.of(from_text(text)))
    true = [each for each in read_sentences(RAGTRUTH) if each.label == "supported"][:400]
    told = Counter(check_claim(each.text, source_of(each.source)).verdict for each in true)
    assert told[Verdict.CONTRADICTED] <= 31  # of 400
    assert told[Verdict.SUPPORTED] >= 227
