import pytest

from rag.conversation import MAX_CHARACTERS, resolve
from rag.types import Turn

MILL = Turn("When was the old mill opened?", "It opened in 1874.")


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("And who built it?", "And who built it? (old mill opened)"),
        ("Since when?", "Since when? (old mill opened)"),
        ("Which of these are still there?", "Which of these are still there? (old mill opened)"),
        ("Why?", "Why? (old mill opened)"),
        ("Who designed the bridge?", "Who designed the bridge?"),
    ],
)
def test_a_follow_up_takes_its_subject_from_the_question_before(text: str, resolved: str) -> None:
    assert resolve(text, [MILL]) == resolved


@pytest.mark.parametrize(
    ("before", "text", "resolved"),
    [
        ("How many came in 2018?", "And in 2019?", "How many came in 2019?"),
        ("What does Google use?", "What about Meta?", "What does Meta use?"),
        ("How many adults came?", "And children?", "How many adults came? (children)"),
        ("Which ship has the most sails?", "And the least?", "Which ship has the least sails?"),
        (
            "What is the rent of a full plot?",
            "And of a half plot?",
            "What is the rent of a half plot?",
        ),
    ],
)
def test_a_bare_piece_takes_the_place_of_its_like(before: str, text: str, resolved: str) -> None:
    assert resolve(text, [Turn(before)]) == resolved


def test_a_follow_up_of_a_follow_up_reaches_back_to_the_subject() -> None:
    history = [MILL, Turn("And who built it?", "Anna Roth built it.")]
    assert resolve("Why?", history) == "Why? (built old mill opened)"


def test_a_person_is_named_from_the_answer_before() -> None:
    history = [Turn("Who built the mill?", "The mill was built by Anna Roth.")]
    assert resolve("When was she born?", history) == "When was she born? (built mill Anna Roth)"


def test_nothing_else_of_an_answer_gets_into_a_question() -> None:
    history = [Turn("When was the mill opened?", "It opened in 1874 with six hands.")]
    assert resolve("How large was it?", history) == "How large was it? (mill opened)"


def test_without_a_conversation_every_question_is_left_alone() -> None:
    assert resolve("And who built it?", []) == "And who built it?"


def test_a_question_does_not_grow_without_end_with_the_turns_before() -> None:
    leaning = [Turn("and " + "zinc " * 700)] * 30
    resolved = resolve("and in 2019?", [MILL, *leaning])
    assert len(resolved) <= MAX_CHARACTERS + 20
