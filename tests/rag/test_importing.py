"""Records of a reference manager matched to stored documents, and set as their metadata."""

from collections.abc import Iterator, Mapping

import pytest

from index.errors import InputError, TooLargeError
from index.library import Library
from index.passage_index import PassageIndex
from index.reading import from_text
from rag.citing import references
from rag.citing.importing import Change, Plan, apply, format_of, plan, read_works
from rag.citing.matching import By
from rag.citing.references import Reference
from tests.fakes import WordHashEmbedder

STORED: tuple[tuple[str, str, Mapping[str, object]], ...] = (
    ("The lamps of Dornby", "lamps.pdf", {"doi": "10.5555/LAMPS"}),
    ("Tides", "https://www.example.org/tides/", {}),
    ("scan-0012", "papers/Größe 12.pdf", {}),
    ("Über das Salz: eine Geschichte", "salz.txt", {"date": "2019"}),
    ("Introduction", "one.txt", {}),
    ("Introduction", "two.txt", {}),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("store"), WordHashEmbedder()) as opened:
        yield opened


@pytest.fixture
def index(library: Library) -> Iterator[PassageIndex]:
    with library.collection() as opened:
        for title, source, metadata in STORED:
            opened.add(from_text(f"About {title}.", title=title, source=source, metadata=metadata))
        yield opened
        for summary in opened.summaries():
            opened.remove(summary.id)


def planned(index: PassageIndex, text: str, *, overwrite: bool = False) -> Plan:
    return plan(index, read_works(text, format_of("", text)), overwrite=overwrite)


@pytest.mark.parametrize(
    ("record", "by", "source"),
    [
        ("title={Other}, doi={https://doi.org/10.5555/lamps}, url={https://example.org/tides}",
         By.DOI, "lamps.pdf"),
        ("title={Other}, url={http://example.org/tides#top}", By.URL,
         "https://www.example.org/tides/"),
        (r"title={Other}, file={Full:C\:\\papers\\Größe 12.PDF:application/pdf}", By.FILE,
         "papers/Größe 12.pdf"),
        ('title={{\\"U}ber das Salz --- Eine Geschichte}', By.TITLE, "salz.txt"),
        ("title={The Lamps of Dornby}, doi={10.5555/another}", None, ""),
        ("title={Über das Salz: eine Geschichte}, year=2021", None, ""),
        ("title={Nothing of it}", None, ""),
    ],
)  # fmt: skip
def test_record_and_document_are_matched_by_names_alone(
    index: PassageIndex, record: str, by: By | None, source: str
) -> None:
    found = planned(index, f"@book{{k, {record}}}")
    told = [(each.match.by, each.match.documents[0].source) for each in found.proposals]
    assert told == ([(by, source)] if by else [])
    assert [work.key for work in found.unknown] == ([] if by else ["k"])


def test_what_may_be_two_documents_is_told_and_not_guessed(index: PassageIndex) -> None:
    found = planned(index, "@book{k, title={Introduction}, author={Byrne, Ada}}")
    assert found.proposals == ()
    (match,) = found.unsure
    assert [each.source for each in match.documents] == ["one.txt", "two.txt"]


def test_two_records_of_one_document_are_told_and_not_guessed(index: PassageIndex) -> None:
    found = planned(index, "@book{a, title={Tides}, year=1999} @book{b, title={Tides}, year=2001}")
    assert (found.proposals, found.unknown) == ((), ())
    assert [(match.work.key, match.is_contested) for match in found.unsure] == [
        ("a", True),
        ("b", True),
    ]


RECORD = """@article{byrne, title={The lamps of Dornby, a history}, doi={10.5555/lamps},
 author={Byrne, Ada and {Royal Society}}, journal={Tides}, volume=3, number=2, pages={10--20},
 date={2019-03}, urldate={2020-01-02}}"""


def test_what_a_record_states_is_set_and_then_nothing_is_left_to_set(index: PassageIndex) -> None:
    found = planned(index, RECORD)
    apply(index, found)
    summary = index.summaries()[0]
    assert summary.title == "The lamps of Dornby, a history"
    assert summary.metadata == {
        "doi": "10.5555/LAMPS", "author": "Byrne, Ada; Royal Society", "date": "2019-03",
        "type": "article-journal", "container": "Tides", "volume": "3", "issue": "2",
        "pages": "10-20", "accessed": "2020-01-02",
    }  # fmt: skip
    assert planned(index, RECORD).proposals[0].changes == ()


def test_nothing_is_changed_before_it_is_applied(index: PassageIndex) -> None:
    generation = index.generation
    assert planned(index, RECORD).proposals[0].changes[0] == Change(
        "title", "The lamps of Dornby", "The lamps of Dornby, a history"
    )
    assert index.generation == generation


def test_what_the_user_set_is_kept_unless_it_is_to_be_overwritten(index: PassageIndex) -> None:
    document = index.summaries()[0].id
    index.edit(document, title="My lamps", metadata={"date": "1874", "volume": "3"})
    (proposal,) = planned(index, RECORD).proposals
    assert [change.key for change in proposal.kept] == ["title", "date"]
    assert "date" not in {change.key for change in proposal.changes}
    apply(index, planned(index, RECORD))
    assert (index.summary(document).title, index.summary(document).metadata["date"]) == (
        "My lamps",
        "1874",
    )
    apply(index, planned(index, RECORD, overwrite=True))
    assert (index.summary(document).title, index.summary(document).metadata["date"]) == (
        "The lamps of Dornby, a history",
        "2019-03",
    )


def test_what_is_known_more_exactly_or_in_another_form_is_no_change(index: PassageIndex) -> None:
    document = index.summaries()[0].id
    index.edit(document, metadata={"author": "Ada Byrne; Royal Society", "date": "2019-03-04"})
    (proposal,) = planned(index, RECORD, overwrite=True).proposals
    assert {"author", "date", "doi"}.isdisjoint(change.key for change in proposal.changes)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("library.BIB", "", "bibtex"),
        ("export.json", "", "csl-json"),
        ("", "\ufeff  @book{a,}", "bibtex"),
        ("", "TY  - BOOK", "ris"),
        ("works", '[{"title": "T"}]', "csl-json"),
    ],
)
def test_the_format_is_told_by_name_or_beginning(name: str, text: str, told: str) -> None:
    assert format_of(name, text) == told


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(InputError, match="bibtex, ris, csl-json"):
        read_works("", "papyrus")


def test_a_file_of_too_many_works_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "MOST_WORKS", 2)
    assert len(read_works("@book{a,} @book{b,}", "bibtex")) == 2
    with pytest.raises(TooLargeError, match="more than 2 works"):
        read_works("@book{a,} @book{b,} @book{c,}", "bibtex")


def test_files_of_a_ris_record_are_known_by_name() -> None:
    (work,) = read_works("TY  - RPRT\nTI  - T\nL1  - file:///home/ada/old%20lamps.pdf\n", "ris")
    assert (work, work.files) == (Reference("work", "T", kind="report"), ("old lamps.pdf",))
