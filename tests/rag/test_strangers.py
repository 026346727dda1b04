"""Things that a sentence brings in from elsewhere in its source."""

import pytest

from index.reading import from_text
from rag.evidence import Source, choose_evidence
from rag.strangers import stranger

RULES = Source.of(
    from_text(
        "Dogs require the written consent of the board. It is not needed for cats. The rent is due "
        "in May. Bicycles are kept in the cellar. Eels feed on worms, snails and small fish."
    )
)


@pytest.mark.parametrize(
    ("false", "word", "true"),
    [
        (
            "Dogs and cats require the consent of the board.",
            "cats",
            "Dogs require the consent of the board.",
        ),
        (
            "The rent of the cellar is due in May.",
            "cellar",
            "The rent is due in May.",
        ),
        (
            "Eels feed on worms, snails and water plants.",
            "water",
            "Eels feed on worms, small fish and snails.",
        ),
    ],
)
def test_a_thing_from_elsewhere_is_pointed_out(false: str, word: str, true: str) -> None:
    told = stranger(false, choose_evidence(false, RULES), RULES)
    assert told == f"the source does not say “{word}” of this"
    assert stranger(true, choose_evidence(true, RULES), RULES) is None
