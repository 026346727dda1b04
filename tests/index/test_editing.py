"""The life of a document: edited, read again, moved, filed in a folder, its versions told."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.boxes import Box, word_boxes
from index.embedding import Vectors
from index.errors import InputError, NotFoundError
from index.passage_index import Added, PassageIndex
from index.types import Document, Span
from tests.fakes import CountingEmbedder, WordHashEmbedder
from tests.index.documents import document_of

QUARRY = replace(
    document_of("The quarry closed in 1931. Forty men left.", "quarry"),
    metadata={"author": "Ada", "language": "en"},
)
MILL = document_of("A mill is here.", "mill")
PAGED = replace(
    document_of("One word.", "paged"),
    boxes=word_boxes([(Span(0, 3), Box(2, 1, 2, 3, 4))], [(595, 842), (842, 595)]),
    original=b"%PDF-1.7 the file itself",
)


def rewritten(document: Document, text: str) -> Document:
    return replace(document, text=text, blocks=document_of(text).blocks)


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def index(tmp_path: Path, embedder: CountingEmbedder) -> Iterator[PassageIndex]:
    with PassageIndex.open(tmp_path, embedder) as made:
        made.add(QUARRY)
        yield made


def test_boxes_come_back_and_the_file_only_when_asked_for(index: PassageIndex) -> None:
    index.add(PAGED)
    stored = index.document("paged")
    assert stored.boxes == PAGED.boxes
    assert stored.boxes.of(Span(0, 9)) == [Box(2, 1, 2, 3, 4)]
    assert stored.original == b""
    assert index.original("paged") == b"%PDF-1.7 the file itself"
    assert index.summary("paged").pages == 2
    index.add(replace(rewritten(PAGED, "Two word."), original=b"newer"))
    assert index.original("paged") == b"newer"
    index.remove("paged")
    with pytest.raises(NotFoundError, match="no document"):
        index.original("paged")


def test_a_document_without_pages_has_no_file_to_draw(index: PassageIndex) -> None:
    with pytest.raises(NotFoundError, match="not kept"):
        index.original("quarry")


def test_an_edited_title_is_shown_and_searched(index: PassageIndex) -> None:
    summary = index.edit("quarry", title="  Granite\tfor the harbour ")
    assert summary.title == "Granite for the harbour"
    assert index.document("quarry").title == "Granite for the harbour"
    assert index.passage_frequencies(["granit", "quarri"]) == {"granit": 1, "quarri": 1}
    hit = index.search("granite harbour")[0]
    assert (hit.passage.title, hit.passage.text) == (summary.title, QUARRY.text)
    (own,) = WordHashEmbedder().embed([f"{summary.title}\n{QUARRY.text}"])
    (query,) = WordHashEmbedder().embed(["granite harbour"])
    assert hit.cosine == pytest.approx(float(own @ query), abs=1e-6)
    assert index.check() == []


def test_what_the_user_set_outlives_a_new_reading(index: PassageIndex) -> None:
    index.edit("quarry", title="Granite", metadata={"author": "Bob", "publisher": "Harbour"})
    assert index.add(QUARRY) == Added("quarry", "unchanged", 1)
    newer = replace(
        rewritten(QUARRY, "The quarry opened."), metadata={"author": "Cyd", "date": "2026"}
    )
    assert index.add(newer) == Added("quarry", "replaced", 1)
    shown = index.document("quarry")
    assert shown.title == "Granite"
    assert shown.metadata == {"author": "Bob", "publisher": "Harbour", "date": "2026"}
    assert index.summary("quarry").metadata == shown.metadata
    assert index.summaries()[0].title == "Granite"
    assert index.search("granite")[0].passage.title == "Granite"
    assert index.add(newer).status == "unchanged"
    assert index.check() == []


def test_none_takes_back_what_the_user_set(index: PassageIndex) -> None:
    index.edit("quarry", title="Granite", metadata={"author": "Bob", "publisher": "Harbour"})
    index.edit("quarry", metadata={"author": None, "nothing": None})
    assert index.summary("quarry").title == "Granite"
    assert index.summary("quarry").metadata == {
        "author": "Ada",
        "language": "en",
        "publisher": "Harbour",
    }
    index.edit("quarry", title=None, metadata={"publisher": None})
    assert index.document("quarry") == QUARRY
    assert index.passage_frequencies(["granit"]) == {"granit": 0}


def test_an_edit_that_changes_nothing_is_no_change(
    index: PassageIndex, embedder: CountingEmbedder
) -> None:
    index.edit("quarry", title="Granite")
    before, embedded = index.generation, embedder.texts
    index.edit("quarry", title="Granite", metadata={"nothing": None})
    index.edit("quarry")
    assert (index.generation, embedder.texts) == (before, embedded)
    index.edit("quarry", metadata={"author": "Bob"})
    assert (index.generation, embedder.texts) == (before + 1, embedded)


@pytest.mark.parametrize("title", ["", " \n", "\u200b"])
def test_a_blank_title_is_refused(index: PassageIndex, title: str) -> None:
    with pytest.raises(InputError, match="blank"):
        index.edit("quarry", title=title)
    assert index.document("quarry") == QUARRY


def test_metadata_that_is_no_json_is_refused(index: PassageIndex) -> None:
    for value in (float("nan"), object(), {1, 2}):
        with pytest.raises(InputError, match="JSON"):
            index.edit("quarry", metadata={"author": value})
    assert index.document("quarry") == QUARRY


def test_versions_are_remembered_as_facts(index: PassageIndex) -> None:
    newer = rewritten(QUARRY, "Open.")
    index.add(newer)
    index.edit("quarry", title="Granite")
    first, second = index.versions("quarry")
    assert (first.number, first.content_hash, first.characters, first.current) == (
        1,
        QUARRY.content_hash,
        len(QUARRY.text),
        False,
    )
    assert (second.number, second.content_hash, second.characters, second.current) == (
        2,
        newer.content_hash,
        5,
        True,
    )
    summary = index.summary("quarry")
    assert (summary.version, summary.characters) == (2, 5)
    assert summary.added_at <= second.read_at <= summary.updated_at
    index.remove("quarry")
    with pytest.raises(NotFoundError):
        index.versions("quarry")
    index.add(QUARRY)
    assert [each.number for each in index.versions("quarry")] == [1]


def test_a_folder_knows_its_documents(index: PassageIndex) -> None:
    index.add_many([QUARRY, MILL], folder="notes")
    assert [filed.document_id for filed in index.in_folder("notes")] == ["quarry", "mill"]
    filed = index.in_folder("notes")[1]
    assert (filed.asked_id, filed.source) == ("mill", "mill.txt")
    assert (filed.content_hash, filed.text_hash) == (MILL.content_hash, MILL.text_hash)
    index.add(rewritten(MILL, "A mill was here."))  # by itself: it stays in its folder
    assert len(index.in_folder("notes")) == 2
    index.add_many([MILL], folder="elsewhere")
    assert [filed.document_id for filed in index.in_folder("notes")] == ["quarry"]
    assert [filed.document_id for filed in index.in_folder("elsewhere")] == ["mill"]
    index.remove("quarry")
    assert index.in_folder("notes") == index.in_folder("") == []


def test_a_moved_document_keeps_id_edits_and_vectors(
    index: PassageIndex, embedder: CountingEmbedder
) -> None:
    index.edit("quarry", title="Granite")
    embedded = embedder.texts
    summary = index.move("quarry", asked_id="elsewhere", source="old-quarry.txt")
    assert (summary.id, summary.source, summary.title) == ("quarry", "old-quarry.txt", "Granite")
    assert index.search("granite")[0].passage.document_id == "quarry"
    assert index.document("quarry").source == "old-quarry.txt"
    moved = replace(QUARRY, id="elsewhere", source="old-quarry.txt")
    assert index.add(moved) == Added("quarry", "unchanged", 1)
    assert [each.content_hash for each in index.versions("quarry")] == [moved.content_hash]
    assert embedder.texts == embedded + 1  # the query
    assert index.check() == []
    index.move("quarry", asked_id="elsewhere", source="old-quarry.txt")
    assert index.add(QUARRY).document_id != "quarry"


def test_a_document_cannot_move_to_where_another_comes_from(index: PassageIndex) -> None:
    index.add(MILL)
    before = index.generation
    with pytest.raises(InputError, match=r"mill comes from mill\.txt already"):
        index.move("quarry", asked_id="mill", source="mill.txt")
    with pytest.raises(NotFoundError):
        index.move("nowhere", asked_id="x", source="x.txt")
    with pytest.raises(InputError, match="surrogate"):
        index.move("quarry", asked_id="x", source="\ud800.txt")
    assert index.generation == before
    assert index.document("quarry") == QUARRY


def test_all_of_it_is_still_there_after_a_restart(tmp_path: Path) -> None:
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:
        index.add_many([QUARRY, PAGED], folder="notes")
        index.edit("quarry", title="Granite", metadata={"date": "1931"})
        index.move("quarry", asked_id="q", source="q.txt")
        before = (index.summaries(), index.in_folder("notes"), index.versions("quarry"))
        hits = index.search("granite")
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:
        assert (index.summaries(), index.in_folder("notes"), index.versions("quarry")) == before
        assert index.search("granite") == hits
        assert index.original("paged") == PAGED.original


def test_an_edit_beside_a_new_reading_is_never_lost(tmp_path: Path) -> None:
    class EditedMeanwhile(WordHashEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            if "newer" in texts[0] and opened.summary("quarry").title == "quarry":
                opened.edit("quarry", title="Granite")
            return super().embed(texts)

    newer = document_of("The newer text.", "quarry")
    with PassageIndex.open(tmp_path, EditedMeanwhile()) as opened:
        opened.add(QUARRY)
        assert opened.add(newer).status == "replaced"
        assert opened.document("quarry") == replace(newer, title="Granite")
        assert opened.passage_frequencies(["granit"]) == {"granit": 1}
        assert opened.check() == []
