"""Works leave and come back without loss, and independent programs read the same."""

import json

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from index.errors import UnreadableDocumentError
from index.reading import from_text
from rag.citing.bibtex import read_bibtex
from rag.citing.formats import LISTS, READERS, format_works
from rag.citing.references import (
    Author,
    Reference,
    author_of,
    authors_of,
    date_parts,
    key_of,
    reference_of,
    with_distinct_keys,
)

TITLES = (
    "The saltworks of Vellmar",
    "Über das Salz: Größe & Maß",
    "100 % of $5 #1 with_underscores",
    "Braces {inside} and \\backslash\\",
    "Tilde ~ and caret ^ here",
    "„Zitat“ – “quote” — ‘single’",
    "東京の塩",
    "ملح البحر",
    "Соль земли",
    "What is salt? An inquiry, and an answer",
)
AUTHORS: tuple[tuple[Author, ...], ...] = (
    (),
    (Author("Byrne", "Ada"),),
    (Author("van Beethoven", "Ludwig"), Author("Müller-Lüdenscheidt", "Jean-Paul")),
    (Author("Royal Society of Salt and Sand"), Author("O’Neil", "Éamon")),
    (Author("Smith & Sons, Ltd"), Author("王", "小明"), Author("الخوارزمي")),
)
DATES = ("", "2019", "2019-03", "2019-03-04", "Spring 1999")


def records() -> list[Reference]:
    found = []
    for at in range(50):
        authors, date = AUTHORS[at % 5], DATES[(at // 5) % 5]
        title = TITLES[at % 10]
        found.append(
            Reference(
                key=key_of(authors, date, title) or f"work{at}",
                title=title,
                authors=authors,
                date=date,
                publisher=("", "Müller & Söhne", "Press {One}")[at % 3],
                url=("", "https://example.org/a_b?c=1&d=%20#e")[at % 2],
                accessed=("", "2020-05-06")[at % 2],
                language=("", "de", "zh-Hans")[at % 3],
            )
        )
    return with_distinct_keys(found)


@pytest.mark.parametrize("format_name", LISTS)
def test_fifty_awkward_works_come_back_as_they_were(format_name: str) -> None:
    works = records()
    assert READERS[format_name](format_works(works, format_name)) == works


def test_another_program_reads_the_bibtex() -> None:
    works = records()
    library = parse_string(format_works(works, "bibtex"))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [work.key for work in works]
    byrne = library.entries[1]
    assert byrne.entry_type == "online"
    assert byrne["author"] == "Byrne, Ada"
    assert byrne["url"] == works[1].url


def test_another_program_reads_the_ris() -> None:
    works = records()
    entries = rispy.loads(format_works(works, "ris"))
    assert [entry["title"] for entry in entries] == [work.title for work in works]
    assert entries[1]["authors"] == ["Byrne, Ada"]
    assert entries[1]["urls"] == ["https://example.org/a_b?c=1&d=%20#e"]


def test_the_json_is_what_citation_processors_take() -> None:
    items = json.loads(format_works(records(), "csl-json"))
    assert items[2]["author"][0] == {"family": "van Beethoven", "given": "Ludwig"}
    assert items[3]["author"][0] == {"literal": "Royal Society of Salt and Sand"}
    assert items[15]["issued"] == {"date-parts": [[2019, 3, 4]]}


def test_what_managers_write_is_understood() -> None:
    (work,) = read_bibtex(
        """% made by a manager
        @string{pub = "M{\\"u}ller"}
        @Article{mu:19,
          Author = {J{\\"o}rg M\\"uller and {World Health Organization} and Curie, Marie},
          title  = "The {DNA} of \\'Etude \\& {\\ss}alt",
          year = 2019, month = mar,
          Publisher = {M{\\"u}ller}
        }"""
    )
    assert work == Reference(
        key="mu:19",
        title="The DNA of Étude & ßalt",
        authors=(
            Author("Müller", "Jörg"),
            Author("World Health Organization"),
            Author("Curie", "Marie"),
        ),
        date="2019-03",
        publisher="Müller",
    )


@pytest.mark.parametrize("format_name", READERS)
@pytest.mark.parametrize("text", ["", "no record here", "{", "[" * 5_000])
def test_what_holds_no_work_is_told(format_name: str, text: str) -> None:
    with pytest.raises(UnreadableDocumentError):
        READERS[format_name](text)


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Ada Byrne", Author("Byrne", "Ada")),
        ("Byrne, Ada", Author("Byrne", "Ada")),
        ("Ludwig van Beethoven", Author("van Beethoven", "Ludwig")),
        ("Plato", Author("Plato")),
        ("Royal Society", Author("Royal Society")),
        (
            "United Nations Office on Drugs and Crime",
            Author("United Nations Office on Drugs and Crime"),
        ),
        ("{Ada Byrne}", Author("Ada Byrne")),
        ("村上 春樹", Author("村上 春樹")),
    ],
)
def test_persons_have_two_names_and_bodies_one(name: str, author: Author) -> None:
    assert author_of(name) == author


def test_metadata_name_authors_as_a_list_or_in_one_line() -> None:
    both = (Author("Byrne", "Ada"), Author("Moreau", "Luc"))
    assert authors_of("Ada Byrne; Moreau, Luc") == both
    assert authors_of(["Ada Byrne", "Luc Moreau"]) == both
    assert authors_of(None) == authors_of(7) == ()


def test_nothing_is_made_up_of_a_document_that_states_nothing() -> None:
    document = from_text("The lamp.", title="The lamp", source="lamp.txt", id="d1")
    assert reference_of(document) == Reference("lamp", "The lamp")


@pytest.mark.parametrize(
    ("date", "parts"),
    [
        ("2019", (2019,)),
        ("2019-3-4", (2019, 3, 4)),
        ("2019-03-04T10:00", (2019, 3, 4)),
        ("soon", ()),
    ],
)
def test_dates_are_known_as_far_as_they_go(date: str, parts: tuple[int, ...]) -> None:
    assert date_parts(date) == parts
