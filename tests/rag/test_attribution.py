import pytest

from rag.attribution import attributed, in_first_person


@pytest.mark.parametrize(
    ("sentence", "first_person"),
    [
        ("I joined in May 2023.", True),
        ("We’re a small team.", True),
        ("The final months of my tenure were busy.", True),
        ("The mill closed in 1931.", False),
        ("She said “I know it”.", False),
        ("The US imported the wheat.", False),
    ],
)
def test_words_of_the_writer_about_the_writer_are_known(sentence: str, first_person: bool) -> None:
    assert in_first_person(sentence) is first_person


def test_a_first_person_sentence_is_passed_on_as_its_author_s_words() -> None:
    assert attributed("We built it.") == "The author says: “We built it.”"
    assert attributed("It was built.") == "It was built."
