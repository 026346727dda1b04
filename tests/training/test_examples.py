"""What the reader learns from: marked sentences, negatives, and articles kept aside."""

import json
import random
from pathlib import Path

import pytest

from tests.fakes import WordHashEmbedder
from training.examples import Asked, Case, Example, cases, lessons
from training.noise import lowered, mistyped, swapped
from training.reading_sets import selqa, written

TEXT = "Ann built the mill in 1820. It burned down twice. Her son sold it to Bruno Katz."


def article(name: str) -> dict[str, object]:
    return {
        "id": name,
        "style": "report",
        "title": "The mill",
        "text": TEXT,
        "questions": [
            {
                "q": "Who bought the mill?",
                "kind": "direct",
                "answerable": True,
                "evidence": ["Her son sold it to Bruno Katz."],
                "answer": "Bruno Katz",
            },
            {
                "q": "What did the mill cost?",
                "kind": "near-miss",
                "answerable": False,
                "evidence": [],
                "answer": "",
            },
        ],
        "claims": [],
    }


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    lines = [json.dumps(article(f"a{number}")) for number in range(60)]
    (tmp_path / "w9.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_the_sentences_of_the_evidence_are_marked(articles: Path) -> None:
    asked = written([articles], aside=False)
    assert asked[0].passages == (
        Example(
            "Who bought the mill?",
            "The mill",
            (
                "Ann built the mill in 1820.",
                "It burned down twice.",
                "Her son sold it to Bruno Katz.",
            ),
            (2,),
        ),
    )
    assert [passage.gold for passage in asked[1].passages] == [()]


def test_no_article_is_both_trained_on_and_kept_aside(articles: Path) -> None:
    learnt = {question.document for question in written([articles], aside=False)}
    aside = {question.document for question in written([articles], aside=True)}
    assert learnt.isdisjoint(aside)
    assert len(learnt | aside) == 60
    assert 1 <= len(aside) <= 15


def test_a_selqa_section_becomes_passages_with_its_answers_marked(tmp_path: Path) -> None:
    row = {
        "section": "Museums",
        "question": "Where is the scroll?",
        "article": "Israel",
        "answers": [1],
        "candidates": ["word " * 198, "It is in Jerusalem.", "It is old."],
    }
    rows = json.dumps([row, {**row, "answers": []}])
    (tmp_path / "selqa-ass-dev.json").write_text(rows, encoding="utf-8")
    (asked,) = selqa(tmp_path)
    assert [passage.gold for passage in asked.passages] == [(), (0,)]
    assert asked.passages[1].sentences == ("It is in Jerusalem.", "It is old.")
    assert asked.passages[1].context == "Israel > Museums"


def asked(document: str, question: str, *texts: str, gold: int | None = None) -> Asked:
    passages = tuple(
        Example(question, "", (text,), (0,) if number == gold else ())
        for number, text in enumerate(texts)
    )
    return Asked(question, "direct", document, gold is not None, passages)


def test_passages_come_nearest_first_and_those_of_others_never_answer() -> None:
    found = list(
        cases(
            [
                asked("a", "red mill", "green barn", "red mill burned", gold=1),
                asked("b", "old barn", "red mill again", "old barn stood", gold=0),
            ],
            WordHashEmbedder(),
            foreign=1,
        )
    )
    assert [example.sentences[0] for example in found[0].own] == ["red mill burned", "green barn"]
    assert found[0].foreign == (Example("red mill", "", ("red mill again",), ()),)


CASE = Case(
    "Who sold the mill to Bruno in 1820?",
    "direct",
    True,
    (
        Example(
            "Who sold the mill to Bruno in 1820?", "The mill", ("Ann did.", "It rained."), (0,)
        ),
        Example("Who sold the mill to Bruno in 1820?", "The mill", ("Carl slept in 1830.",), ()),
    ),
    (Example("Who sold the mill to Bruno in 1820?", "Bread", ("Bake it.",), ()),),
)


def test_an_answering_passage_never_loses_its_mark_by_variation() -> None:
    rng = random.Random(0)
    taught = [lesson for _ in range(300) for lesson in lessons(CASE, rng)]
    answering = [lesson for lesson in taught if lesson.gold]
    assert len(answering) == 300
    assert {lesson.sentences[lesson.gold[0]] for lesson in answering} == {"Ann did."}


def test_half_the_lessons_of_an_answerable_question_have_no_answer() -> None:
    rng = random.Random(0)
    taught = [lesson for _ in range(300) for lesson in lessons(CASE, rng)]
    silent = sum(not lesson.gold for lesson in taught) / len(taught)
    assert 0.5 < silent < 0.65


def test_a_passage_without_its_gold_keeps_the_rest() -> None:
    example = Example("q", "c", ("one", "two", "three"), (1, 2))
    assert example.keeping([0, 2]) == Example("q", "c", ("one", "three"), (1,))


def test_questions_are_lowered_and_mistyped_by_one_letter() -> None:
    assert lowered("Who sold it?") == "who sold it"
    rng = random.Random(0)
    typed = {mistyped("mill", rng) for _ in range(60)}
    assert typed == {"mll", "mil", "miill", "milll", "mlil", "mill"}
    assert mistyped("7", rng) == "7"


def test_a_number_is_exchanged_for_another_of_the_text() -> None:
    rng = random.Random(0)
    text = "The mill opened in 1820 and closed in 1874."
    assert swapped("What burned in 1820?", text, rng) == "What burned in 1874?"


def test_a_name_is_exchanged_for_another_of_the_text() -> None:
    found = swapped("When did Bruno leave?", "Then Bruno met Carla.", random.Random(0))
    assert found == "When did Carla leave?"


def test_a_question_without_names_and_numbers_cannot_be_exchanged() -> None:
    assert swapped("why did it burn?", "Then Bruno met Carla.", random.Random(0)) is None
