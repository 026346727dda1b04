"""Names that are small words when they are written small are held by capitals alone."""

import pytest

from rag.gate.names import objection


@pytest.mark.parametrize(
    ("sentence", "quote", "reason"),
    [
        ("The US won.", "They told us that they won.", "the source does not name US"),
        ("The WHO warned.", "Those who warned were right.", "the source does not name WHO"),
        ("Demand for IT rose.", "Demand for it rose.", "the source does not name IT"),
        ("May resigned in 2019.", "Johnson resigned in 2019.", "the source says Johnson, not May"),
        ("Theresa May resigned.", "Theresa may resign.", "the source does not name May"),
        ("Will wrote it.", "Anna will tell: Anna wrote it.", "the source says Anna, not Will"),
        ("In May it opened.", "It may open soon.", "the source does not name May"),
    ],
)
def test_a_small_word_is_no_name(sentence: str, quote: str, reason: str) -> None:
    assert objection(sentence, [quote]) == reason


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The US won.", "The U.S. won."),
        ("The U.S. won.", "Then the US won."),
        ("THEY TOLD US ALL.", "They told us all."),
        ("The US won.", "yesterday the us won"),
        ("May resigned in 2019.", "Theresa May resigned in 2019."),
        ("May the best one win.", "The best one may win."),
        ("Will it rain?", "It will rain."),
        ("Will Smith wrote it.", "It was Will Smith who wrote it."),
        ("It opened.", "So it opened."),
    ],
)
def test_a_name_is_held_however_it_is_written(sentence: str, quote: str) -> None:
    assert objection(sentence, [quote]) is None
