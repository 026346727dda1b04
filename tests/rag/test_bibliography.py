"""Works leave and come back without loss, and independent programs read the same."""

import json
import re
import shutil
import subprocess
import time
from dataclasses import replace

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from index.errors import UnreadableDocumentError
from index.reading import from_text
from rag.citing.authors import Author, author_of, authors_of, stated_name
from rag.citing.bibtex_reading import read_bibtex
from rag.citing.formats import READERS, format_works
from rag.citing.references import (
    Reference,
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
PARTS = (
    Reference("", ""),
    Reference(
        "", "", kind="article-journal", container="Salz & Meer", volume="3", issue="2–4",
        pages="10-20", doi="10.5555/a_b<1>{x}",
    ),
    Reference("", "", kind="book", doi="10.5555/salt"),
    Reference("", "", kind="article-newspaper", container="塩新聞", pages="A1"),
    Reference("", "", kind="chapter", container="Tales {of} salt", pages="e7-e9"),
    Reference("", "", kind="report"),
    Reference("", "", kind="thesis"),
    Reference("", "", kind="article-magazine", container="Salt -- monthly", pages="1, 3"),
)  # fmt: skip
DATES = ("", "2019", "2019-03", "2019-03-04", "Spring 1999")


def records() -> list[Reference]:
    found = []
    for at in range(50):
        authors, date = AUTHORS[at % 5], DATES[(at // 5) % 5]
        title = TITLES[at % 10]
        part = PARTS[at % len(PARTS)]
        found.append(
            replace(
                part,
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


@pytest.mark.parametrize("format_name", READERS)
def test_fifty_awkward_works_come_back_as_they_were(format_name: str) -> None:
    works = records()
    assert READERS[format_name](format_works(works, format_name)) == works


def test_another_program_reads_the_bibtex() -> None:
    works = records()
    library = parse_string(format_works(works, "bibtex"))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [work.key for work in works]
    byrne = library.entries[1]
    assert byrne.entry_type == "article"
    assert byrne["author"] == "Byrne, Ada"
    assert byrne["url"] == works[1].url
    assert byrne["journal"] == r"Salz \& Meer"
    assert (byrne["volume"], byrne["number"], byrne["pages"]) == ("3", "2–4", "10--20")
    assert byrne["doi"] == "10.5555/a_b<1>%7Bx%7D"
    kinds = [entry.entry_type for entry in library.entries[:8]]
    assert kinds == "misc article book article incollection report thesis article".split()


def test_pandoc_reads_the_bibtex() -> None:
    if shutil.which("pandoc") is None:
        pytest.skip("not installed: apt-get install pandoc")
    works = records()
    command = ["pandoc", "--from=biblatex", "--to=csljson"]
    told = subprocess.run(
        command, input=format_works(works, "bibtex"), capture_output=True, text=True, check=True
    )
    read = {work.key: work for work in READERS["csl-json"](told.stdout)}
    assert len(read) == 50
    for work in works:
        same = read[work.key]
        # Pandoc sets quotation marks anew where its own markup has them.
        assert re.sub("[‘“]single[’”]", "‘single’", same.title) == work.title
        assert same.type == work.type
        assert [each.shown for each in same.authors] == [each.shown for each in work.authors]
        assert (same.volume, same.issue) == (work.volume, work.issue)
        assert same.doi == work.doi.replace("{", "%7B").replace("}", "%7D")
        assert same.pages == work.pages.replace("-", "–") or same.pages == work.pages
        assert same.date_parts == work.date_parts


def test_another_program_reads_the_ris() -> None:
    works = records()
    entries = rispy.loads(format_works(works, "ris"))
    assert [entry["title"] for entry in entries] == [work.title for work in works]
    assert entries[1]["authors"] == ["Byrne, Ada"]
    assert entries[1]["urls"] == ["https://example.org/a_b?c=1&d=%20#e"]
    assert [entry["type_of_reference"] for entry in entries[:8]] == (
        "GEN JOUR BOOK NEWS CHAP RPRT THES MGZN".split()
    )
    journal = entries[1]
    assert (journal["secondary_title"], journal["volume"]) == ("Salz & Meer", "3")
    assert (journal["start_page"], journal["end_page"]) == ("10", "20")
    assert journal["doi"] == works[1].doi


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
        kind="article-journal",
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


def test_what_hand_kept_files_and_managers_hold_is_understood() -> None:
    (work,) = read_bibtex(
        r"""@string(tides = "Journal of Tides")
        @comment{jabref-meta: databaseType:bibtex;}
        @Article{okafor, author = {Okafor, Chidi}, title = {Tides 1914--1918, ``high'' and low},
          journal = tides, date = {2016}, number = 4, pages = {101--119},
          doi = {https://doi.org/10.5555/tides{\_}4},
          url = {https://example.org/a\_b\%20c},
          file = {Full Text:files/12/tides.pdf:application/pdf;C\:\\papers\\copy.pdf}}"""
    )
    assert work == Reference(
        key="okafor",
        title="Tides 1914–1918, “high” and low",
        authors=(Author("Okafor", "Chidi"),),
        date="2016",
        url="https://example.org/a_b%20c",
        kind="article-journal",
        container="Journal of Tides",
        issue="4",
        pages="101-119",
        doi="10.5555/tides_4",
    )
    assert work.files == ("tides.pdf", "copy.pdf")


def test_signs_that_latex_would_join_stay_as_they_are() -> None:
    title = "A -- b --- c, ''d'' and ``e``"
    text = format_works([Reference("k", title)], "bibtex")
    assert "A -{}- b -{}-{}- c" in text
    assert read_bibtex(text) == [Reference("k", title)]


def test_names_of_a_manager_keep_their_parts() -> None:
    (work,) = READERS["csl-json"](
        json.dumps(
            [
                {"type": "post-weblog", "id": 7, "title": "T", "URL": "https://example.org",
                 "author": [
                     {"family": "Waal", "given": "Piet", "non-dropping-particle": "de"},
                     {"family": "Berg", "given": "Ida", "dropping-particle": "von"},
                     {"given": "Platon"}],
                 "issued": {"date-parts": [["2019", 3]]}},
                {"type": "book", "id": "untitled"},
            ][:1]
        )
    )  # fmt: skip
    assert work.authors == (Author("de Waal", "Piet"), Author("Berg", "Ida von"), Author("Platon"))
    assert (work.key, work.date, work.kind) == ("7", "2019-03", "")


@pytest.mark.parametrize(
    "author",
    [
        Author("Byrne", "Ada"),
        Author("Ada Byrne"),
        Author("Royal Society"),
        Author("Smith & Sons, Ltd"),
        Author("van Beethoven", "Ludwig"),
        Author("王", "小明"),
        Author("Plato"),
    ],
)
def test_a_name_set_as_metadata_is_read_as_the_same_author(author: Author) -> None:
    assert authors_of(stated_name(author)) == (author,)


def test_metadata_tell_the_kind_and_where_it_was_printed() -> None:
    told = {
        "type": "Article", "container": "Journal of Tides", "volume": 12, "issue": "4",
        "pages": "101-119", "doi": "https://doi.org/10.5555/tides",
    }  # fmt: skip
    document = from_text("Salt.", title="Salt", source="salt.pdf", id="d1", metadata=told)
    work = reference_of(document)
    assert work == Reference(
        "salt", "Salt", kind="article-journal", container="Journal of Tides", volume="12",
        issue="4", pages="101-119", doi="10.5555/tides",
    )  # fmt: skip
    assert work.link == "https://doi.org/10.5555/tides"


def test_ten_thousand_works_of_one_key_are_told_apart_in_no_time() -> None:
    begun = time.process_time()
    found = with_distinct_keys([Reference("k", "T")] * 10_000 + [Reference("kb", "T")])
    assert len({each.key for each in found}) == 10_001
    assert [each.key for each in found[:3]] == ["k", "kb", "kc"]
    assert found[-1].key.startswith("kb")
    assert time.process_time() - begun < 2


def test_a_list_tells_works_of_one_author_and_year_apart() -> None:
    ada = (Author("Byrne", "Ada"),)
    works = [
        Reference("b", "Oil", ada, "2019"),
        Reference("a", "Lamps", ada, "2019"),
        Reference("c", "Wicks", ada),
        Reference("d", "Glass", ada),
        Reference("e", "Öl"),
    ]
    assert format_works(works, "apa").splitlines() == [
        "Byrne, A. (n.d.-a). Glass.",
        "Byrne, A. (n.d.-b). Wicks.",
        "Byrne, A. (2019a). Lamps.",
        "Byrne, A. (2019b). Oil.",
        "Öl. (n.d.).",
    ]
    assert format_works(works[:2], "ieee").splitlines() == [
        "[1] A. Byrne, “Oil.” 2019.",
        "[2] A. Byrne, “Lamps.” 2019.",
    ]


def test_names_that_stand_for_names_double_nothing_without_end() -> None:
    doubled = "@string{tide = {tide tide}}\n" + "@string{tide = tide # tide}\n" * 40
    [work] = read_bibtex(f"{doubled}@book{{salt, title = tide}}")
    assert len(work.title) == 2_000
    [work] = read_bibtex('@string{jt = "Tides"}\n@article{a, title = jt # { of } # jt}')
    assert work.title == "Tides of Tides"


def test_a_date_of_thousands_of_digits_is_kept_as_it_is() -> None:
    digits = "1" * 5_000
    [work] = READERS["ris"](f"TY  - BOOK\nTI  - Salt\nDA  - {digits}\nER  - \n")
    assert work.date == digits
    [work] = read_bibtex(f"@book{{salt, year = 1999, month = {digits}}}")
    assert work.date == "1999"
