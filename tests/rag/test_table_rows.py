import pytest

from index.reading import read
from index.types import Document
from rag.checking import Verdict, check_claim
from rag.evidence import Source
from rag.table_rows import spoken_row

RACE = "Year,Winner,Time (s)\n2018,Ada Berg,52\n2019,Bo Larsen,51\n"
BOLTS = (
    "# Bolts\n\nThe bolts were weighed.\n\n| Coating | Mass lost (g) | Removed |\n|---|---|---|\n"
    "| Zinc | 1.8 | 4 |\n| Epoxy | 3.1 | 11 |\n"
)


def _spoken(document: Document) -> list[str]:
    spans = [span for block in document.blocks for span in block.sentences]
    return [told for span in spans if (told := spoken_row(document, span))]


def test_a_row_reads_as_one_sentence_for_each_cell() -> None:
    assert _spoken(read(RACE.encode(), "race.csv")) == [
        "Year 2018 Winner Ada Berg. Year 2018 Time 52 s.",
        "Year 2019 Winner Bo Larsen. Year 2019 Time 51 s.",
    ]
    assert _spoken(read(BOLTS.encode(), "bolts.md")) == [
        "Coating Zinc Mass lost 1.8 g. Coating Zinc Removed 4.",
        "Coating Epoxy Mass lost 3.1 g. Coating Epoxy Removed 11.",
    ]


def test_prose_is_no_row() -> None:
    assert _spoken(read(b"The bolts; their mass: 1.8 g.", "bolts.txt")) == []


@pytest.mark.parametrize(
    ("claim", "file", "text", "verdict"),
    [
        ("The epoxy bolts lost 3.1 g of mass.", "bolts.md", BOLTS, Verdict.SUPPORTED),
        ("The epoxy bolts lost 1.8 g of mass.", "bolts.md", BOLTS, Verdict.CONTRADICTED),
        ("The winner of the year 2019 was Bo Larsen.", "race.csv", RACE, Verdict.SUPPORTED),
        ("The winner of the year 2018 was Bo Larsen.", "race.csv", RACE, Verdict.CONTRADICTED),
        ("Ada Berg was the winner of the year 2019.", "race.csv", RACE, Verdict.CONTRADICTED),
    ],
)
def test_a_claim_is_held_against_the_row_that_it_is_of(
    claim: str, file: str, text: str, verdict: Verdict
) -> None:
    document = read(text.encode(), file)
    check = check_claim(claim, Source.of(document))
    assert check.verdict is verdict
    assert all(each.span.of(document.text) == each.exact for each in check.citations)
