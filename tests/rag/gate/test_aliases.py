"""Names written in several ways, and what they are told apart from."""

import pytest

from rag.gate import figures, names
from rag.gate.aliases import is_day, own_short_forms


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The US agency has found it.", "The U.S. agency has found it."),
        ("It seceded from the UK.", "It seceded from the United Kingdom."),
        ("It is put off to October 11.", "It is put off to Oct. 11."),
        ("Governor Pence has signed it.", "Gov. Pence has signed it."),
        ("It fell to 32 degrees Fahrenheit.", "It fell to 32 °F."),
        ("The International Red Cross (IRC) came.", "The International Red Cross came."),
        ("Pat the ring dry with a cloth.", "Rub the ring, and pat it dry with a cloth."),
    ],
)
def test_the_same_name_in_another_form_is_held(sentence: str, quote: str) -> None:
    assert names.objection(sentence, [quote]) is None


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The UK agency has found it.", "The U.S. agency has found it."),
        ("It is put off to October.", "It is put off to November."),
        ("Wilson closed the mill.", "Harris closed the mill."),
        ("Baker closed the mill.", "Harris closed the mill."),
        ("The Red Cross (WHO) came.", "The Red Cross came."),
        ("The market is on Sunday.", "The market begins when the sun is up."),
        ("Members of the United Nations came.", "Un membre de la ville est venu."),
        ("They met in the Fort.", "They ran 30 ft and met in the house."),
        ("It opened in Los Angeles.", "La mairie opened la halle."),
    ],
)
def test_another_name_is_not(sentence: str, quote: str) -> None:
    assert names.objection(sentence, [quote]) is not None


def test_a_short_form_is_made_by_its_letters() -> None:
    assert own_short_forms("The Bank of Old Norse (BON) and the pier (USP).") == {"BON"}
    assert own_short_forms("It came (IRC).") == frozenset()


def test_days_are_told_from_people() -> None:
    assert [is_day(name) for name in ("Monday", "May", "Stanley")] == [True, False, False]


def test_the_number_of_a_passage_is_no_figure() -> None:
    shown = [figure.shown for figure in figures.figures("passage 3 tells of 4 ships")]
    assert shown == ["4"]
