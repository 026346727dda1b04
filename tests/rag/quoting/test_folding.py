import pytest

from rag.quoting.folding import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the light-\nhouse", "the lighthouse"),
        ("a well-\nKnown man", "a well- Known man"),
        ("“so”", '"so"'),
        ("it’s", "it's"),
        ("1990–1994", "1990-1994"),
        ("ﬁnal", "final"),
        ("a\u00a0b\n\nc", "a b c"),
        ("hy\u00adphen", "hyphen"),
        ("cafe\u0301"[:5], "cafe\u0301"),
    ],
)
def test_what_printing_changes_is_taken_as_equal(one: str, other: str) -> None:
    assert folded(one).text == folded(other).text


@pytest.mark.parametrize(("one", "other"), [("May", "may"), ("it's", "its"), ("1874", "1847")])
def test_letters_figures_and_case_are_not(one: str, other: str) -> None:
    assert folded(one).text != folded(other).text


def test_places_lead_back_to_the_original() -> None:
    text = "The  light-\nhouse “stood”."
    compared = folded(text)
    start = compared.text.index("lighthouse")
    assert compared.span(start, start + len("lighthouse")).of(text) == "light-\nhouse"
