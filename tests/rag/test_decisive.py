from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.decisive import decisive

MILL = "On 3 May 1874 the mill, built by John Tarr, closed because the river had silted up."
BAKERY = "In 1998 we sold 630k loaves, 12 % of them to schools, for £4.50 each."


def marked(sentence: str, question: str) -> list[str]:
    return [span.of(sentence) for span in decisive(sentence, question)]


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("When did the mill close?", MILL, ["3 May 1874"]),
        ("In which year did it close?", MILL, ["1874"]),
        ("Who built the mill?", MILL, ["John Tarr"]),
        ("Why did the mill close?", MILL, ["because the river had silted up"]),
        ("How many loaves were sold?", BAKERY, ["630k"]),
        ("What percentage went to schools?", BAKERY, ["12 %"]),
        ("How much did a loaf cost?", BAKERY, ["£4.50"]),
        ("How many people were aboard?", "The 16.05 train had 41 people aboard.", ["41"]),
        ("How many came?", "Several came.", ["Several"]),
        ("What time does it open?", "It opens at 8 am.", ["8 am"]),
        ("How long did she stay?", "Ada Byrne kept it for nineteen years.", ["nineteen years"]),
        ("Who kept it?", "Ada Byrne kept it for nineteen years.", ["Ada Byrne"]),
        (
            "Who wrote to Ada Byrne?",
            "Ada Byrne had a letter from Mary Poole-Hart.",
            ["Mary Poole-Hart"],
        ),
    ],
)
def test_words_that_hold_the_asked_kind_are_marked(
    question: str, sentence: str, words: list[str]
) -> None:
    assert marked(sentence, question) == words


def test_nothing_is_marked_where_the_form_tells_nothing() -> None:
    assert marked(MILL, "What happened to the mill?") == []
    assert marked("The mill stood by the river.", "When did the mill close?") == []


def test_what_the_question_tells_itself_is_not_marked() -> None:
    assert marked(BAKERY, "When were 630,000 loaves sold?") == ["1998"]
    assert marked(MILL, "Who built the mill that closed on 3 May 1874?") == ["John Tarr"]


@given(st.text(), st.sampled_from(["Who?", "When?", "Why?", "How many?", "How much was the fee?"]))
def test_marks_lie_inside_the_sentence_in_order_and_apart(sentence: str, question: str) -> None:
    spans = decisive(sentence, question)
    assert all(0 <= span.start < span.end <= len(sentence) for span in spans)
    assert all(one.end < other.start for one, other in pairwise(spans))
