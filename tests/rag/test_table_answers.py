"""Questions to tables of several forms, answered by rows as they stand or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.passage_index import PassageIndex
from index.reading import read
from rag.answering import Assistant
from rag.extractive import ExtractiveWriter
from rag.table_answers import NOTHING, answering_rows
from rag.table_cells import numbers
from rag.types import Status
from tests.fakes import WordHashEmbedder

FORMS = {
    "towers.csv": (
        "Tower,Town,Height m,Built,Keeper\nOld Light,Ely,31,1874,Ada Byrne\n"
        "North Light,Ware,54,1912,Ben Cole\nPier Light,Ely,12,1930,Cy Dunn\n"
    ),
    "towers.md": (
        "# Towers\n\n| Tower | Town | Height m | Built | Keeper |\n|---|---|---|---|---|\n"
        "| Old Light | Ely | 31 | 1874 | Ada Byrne |\n"
        "| North Light | Ware | 54 | 1912 | Ben Cole |\n"
        "| Pier Light | Ely | 12 | 1930 | Cy Dunn |\n"
    ),
    "towers.html": (
        "<h1>Towers</h1><table><tr><th>Tower<th>Town<th>Height m<th>Built<th>Keeper</tr>"
        "<tr><td>Old Light<td>Ely<td>31<td>1874<td>Ada Byrne</tr>"
        "<tr><td>North Light<td>Ware<td>54<td>1912<td>Ben Cole</tr>"
        "<tr><td>Pier Light<td>Ely<td>12<td>1930<td>Cy Dunn</tr></table>"
    ),
}
ASKED = [
    ("What is the height of the North Light?", ["North Light"]),
    ("How tall is the Old Light?", ["Old Light"]),
    ("Who is the keeper of the Pier Light?", ["Pier Light"]),
    ("Which tower was built in 1912?", ["North Light"]),
    ("Which tower is the tallest?", ["North Light"]),
    ("Which tower has the lowest height?", ["Pier Light"]),
    ("Which is the oldest tower?", ["Old Light"]),
    ("Which is the newest tower in Ely?", ["Pier Light"]),
    ("Welcher Turm in Ely ist der älteste?", ["Old Light"]),
    ("Which towers are in Ely?", ["Old Light", "Pier Light"]),
    ("What is the height of the Marsh Light?", []),
    ("How deep is the Old Light?", []),
    ("What did the Old Light cost?", []),
    ("Which tower was built in 1913?", []),
    ("Which tower in Rye is the tallest?", []),
    ("Which tower is the most expensive?", []),
    ("How many towers are listed?", []),
]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(("question", "towers"), ASKED)
def test_a_table_is_answered_from_by_the_rows_that_are_asked_for(
    name: str, question: str, towers: list[str]
) -> None:
    document = read(FORMS[name].encode(), name)
    (table,) = document.tables
    rows = answering_rows(question, document, table)
    assert rows is not None
    shown = [span.of(document.text) for span in rows.spans]
    assert [next(t for t in ("Old", "North", "Pier") if t in row) for row in shown] == [
        tower.split()[0] for tower in towers
    ]


def test_the_most_of_a_column_is_told_only_where_every_cell_is_a_number() -> None:
    text = "Metal,Melts at\nTin,232\nLead,327\nBrass,about 930\n"
    document = read(text.encode(), "metals.csv")
    assert answering_rows("Which metal melts at the highest?", document, document.tables[0]) is (
        NOTHING
    )


def test_a_row_is_found_by_a_cell_that_is_a_word_of_its_own() -> None:
    text = (
        '{"servers": [{"name": "a", "ports": {"http": 80}}, {"name": "b", "ports": {"http": 81}}]}'
    )
    document = read(text.encode(), "servers.json")
    rows = answering_rows("Which http port has server a?", document, document.tables[0])
    assert rows is not None
    assert [span.of(document.text) for span in rows.spans] == ["name: a; ports.http: 80"]


def test_a_short_table_is_left_to_its_sentences() -> None:
    document = read(b"Metal,Melts at\nTin,232\nLead,327\n", "metals.csv")
    assert answering_rows("What is tin?", document, document.tables[0]) is None


@pytest.mark.parametrize(
    ("cells", "read_as"),
    [
        (["1,304", "840"], ["1304", "840"]),
        (["1 304", "840"], ["1304", "840"]),
        (["1.304,5", "840"], ["1304.5", "840"]),
        (["4.50 €", "12 €"], ["4.50", "12"]),
        (["$4.50", "$12"], ["4.50", "12"]),
        (["-3 °C", "4 °C"], ["-3", "4"]),
        (["2:31", "2:09:30"], ["9060", "7770"]),
        (["1.304", "2.100"], ["1.304", "2.100"]),
        (["1.304", "840"], None),
        (["3 km", "400 m"], None),
        (["12", "unknown"], None),
        (["12–14", "13"], None),
    ],
)
def test_cells_are_numbers_where_they_are_written_alike(
    cells: list[str], read_as: list[str] | None
) -> None:
    found = numbers(cells)
    assert (None if found is None else [str(number) for number in found]) == read_as


@pytest.fixture
def towns(tmp_path: Path) -> Iterator[Assistant]:
    rows = "".join(f"Town {n},{n * 37 % 1009},County {n % 7}\n" for n in range(1, 400))
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:
        index.add(read(f"Town,Inhabitants,County\n{rows}".encode(), "towns.csv"))
        yield Assistant(index, ExtractiveWriter(index))


def test_the_row_with_the_most_is_cited_wherever_in_a_long_table_it_stands(
    towns: Assistant,
) -> None:
    most = max(range(1, 400), key=lambda n: n * 37 % 1009)
    answer = towns.answer("Which town has the most inhabitants?")
    assert answer.status is Status.ANSWERED
    (citation,) = answer.citations
    assert (
        citation.exact
        == f"Town: Town {most}; Inhabitants: {most * 37 % 1009}; County: County {most % 7}"
    )
    document = towns.index.document(citation.document_id)
    assert citation.span.of(document.text) == citation.exact


def test_the_names_of_columns_are_no_answer(towns: Assistant) -> None:
    for question in ("Which town, inhabitants, county?", "Town Inhabitants County"):
        texts = [statement.text for statement in towns.answer(question).statements]
        assert "Town; Inhabitants; County" not in texts
