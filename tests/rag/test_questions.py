import pytest

from index.errors import InvalidQuestionError
from rag.questions import content_terms, parts, understand
from rag.types import Question, Turn


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ("", "The question is empty: write what you want to know."),
        (" \n\t ", "The question is empty: write what you want to know."),
        ("?!…", "The question holds no word: write what you want to know."),
        ("\x00\x07", "The question holds no word: write what you want to know."),
        ("x" * 5000, "The question has 5,000 characters; ask in at most 4,000."),
    ],
)
def test_a_text_that_asks_nothing_is_refused(asked: str, complaint: str) -> None:
    with pytest.raises(InvalidQuestionError) as error:
        understand(asked)
    assert str(error.value) == complaint


def test_a_question_that_stands_by_itself_is_left_alone() -> None:
    history = [Turn("Who founded Meta?", "…")]
    assert understand("When was Codex launched?", history).text == "When was Codex launched?"


@pytest.mark.parametrize("asked", ["When did it start?", "Who?", "Why not?"])
def test_a_follow_up_is_read_with_the_question_before(asked: str) -> None:
    question = understand(asked, [Turn("What is Codex?", "An agent."), Turn("Who built Codex?")])
    assert question == Question(f"{asked} (built Codex)", asked)


def test_a_bare_piece_is_added_to_the_question_before() -> None:
    question = understand("And the price?", [Turn("Who built Codex?")])
    assert question == Question("Who built Codex? (the price)", "And the price?")


def test_content_terms_leave_out_function_words_unless_there_is_nothing_else() -> None:
    assert content_terms("What is the monorepo written in, the monorepo?") == [
        "monorepo",
        "written",
    ]
    assert content_terms("Who is it?") == ["who", "is", "it"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who built it?", ["Who built it?"]),
        ("Who built it? When did it start?", ["Who built it", "When did it start?"]),
        ("Who built it, and where do they work?", ["Who built it", "where do they work?"]),
        (
            "What did the fence cost and who built it?",
            ["What did the fence cost", "who built it? (fence cost)"],
        ),
        (
            "Who is the treasurer? When was the pump mended?",
            ["Who is the treasurer", "When was the pump mended?"],
        ),
        ("How tall is it? (old mill)", ["How tall is it? (old mill)"]),
        ("What are research and development for?", ["What are research and development for?"]),
        ("Which tools and languages are used?", ["Which tools and languages are used?"]),
    ],
)
def test_a_question_in_parts_is_taken_apart(text: str, expected: list[str]) -> None:
    assert [part.text for part in parts(Question(text, text))] == expected
