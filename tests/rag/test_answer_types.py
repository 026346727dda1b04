import pytest

from rag.answer_types import AnswerType, asked_for, fit


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many employees joined?", AnswerType.COUNT),
        ("codex PR count", AnswerType.COUNT),
        ("How old is the bridge?", AnswerType.COUNT),
        ("How long did the sprint take?", AnswerType.DURATION),
        ("How long is the bridge?", AnswerType.COUNT),
        ("How big is the hall?", AnswerType.COUNT),
        ("How much does the bell weigh?", AnswerType.COUNT),
        ("How much were the boys paid?", AnswerType.MONEY),
        ("How many weeks did it take?", AnswerType.DURATION),
        ("What percentage is written in Rust?", AnswerType.PERCENTAGE),
        ("How much did it cost?", AnswerType.MONEY),
        ("What was her salary?", AnswerType.MONEY),
        ("At what time did it open?", AnswerType.CLOCK),
        ("In which year was it founded?", AnswerType.YEAR),
        ("On what date did it open?", AnswerType.DATE),
        ("When did it open?", AnswerType.TIME),
        ("In what way is it used when it rains?", AnswerType.ANY),
        ("Who leads it?", AnswerType.PERSON),
        ("Why was it closed?", AnswerType.REASON),
        ("What is it?", AnswerType.ANY),
        ("Wie viele Leute kamen?", AnswerType.ANY),
    ],
)
def test_a_question_tells_what_it_asks_for(question: str, kind: AnswerType) -> None:
    assert asked_for(question) is kind


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("How many PRs were made?", "It made over 630 k public PRs in 53 days.", 1.0),
        ("How many engineers were there?", "In 53 days a few engineers built it.", 1.0),
        ("How many engineers built it?", "It took engineers from all of the teams 7 weeks.", 0.0),
        ("How many users came?", "It made over 630 k public PRs.", 0.5),
        ("How many users came?", "Users came at once.", 0.0),
        ("How many of the 53 came?", "All of the 53 were there.", 0.0),
        ("When did it open?", "It opened in May 2023.", 1.0),
        ("When did it open?", "It may open.", 0.0),
        ("On what date did it open?", "It opened seven weeks later.", 0.0),
        ("On what date did it open?", "It opened on 3 June.", 1.0),
        ("When did it open?", "It opened as a hotel.", 0.0),
        ("How many weeks did it take?", "It took nine weeks.", 1.0),
        ("How many weeks did it take?", "It took two months.", 0.5),
        ("How many weeks did it take?", "It took courage.", 0.0),
        ("How much were the boys paid?", "The boys were paid four shillings, 6 pence.", 1.0),
        ("How much were the boys paid?", "The boys were paid from 1851 on.", 0.0),
        ("At what time did it open?", "It opened at 8 am.", 1.0),
        ("At what time did it open?", "It opened in June.", 0.0),
        ("How long did it take?", "It took seven weeks.", 1.0),
        ("How long did it take?", "It took too much effort.", 0.0),
        ("What percentage is Rust?", "Some of it is Rust.", 0.0),
        ("What percentage is Rust?", "12 % is Rust.", 1.0),
        ("How much did it cost?", "It cost a lot of effort.", 0.0),
        ("How much did it cost?", "It cost €5 million.", 1.0),
        ("Who leads it?", "Marie Curie leads it.", 1.0),
        ("Who leads Codex?", "Codex is at the top.", 0.0),
        ("What is it?", "Anything.", 1.0),
    ],
)
def test_a_sentence_holds_the_kind_of_answer_or_not(
    question: str, sentence: str, expected: float
) -> None:
    assert fit(sentence, question) == expected
