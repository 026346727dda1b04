"""Documents in, ranked passages out: one index, its life, and its promises."""

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embedding import DEFAULT_EMBEDDER, Vectors
from index.errors import (
    EmbedderMismatchError,
    InputError,
    ModelError,
    NotFoundError,
    StoreFullError,
    StoreLockedError,
)
from index.passage_index import Added, PassageIndex
from index.preparing import searched_text
from index.snapshot import FILE
from index.types import Document, document_id
from tests.fakes import WordHashEmbedder
from tests.index.documents import document_of

LIGHTHOUSE = document_of(
    "# Lamps\nThe lamp was lit in 1874. It burned oil.\n"
    "# Keepers\nAda Byrne kept it.\n| 3 Comments",
    "lighthouse",
)
QUARRY = document_of("The quarry closed in 1931. Forty men left.", "quarry")


def opened(folder: Path) -> PassageIndex:
    return PassageIndex.open(folder, WordHashEmbedder())


@pytest.fixture
def index(tmp_path: Path) -> Iterator[PassageIndex]:
    with opened(tmp_path / "store") as made:
        made.add(LIGHTHOUSE)
        made.add(QUARRY)
        yield made


def found(index: PassageIndex, query: str) -> list[str]:
    return [hit.passage.text for hit in index.search(query)]


def test_a_document_comes_back_as_it_was_added(index: PassageIndex) -> None:
    assert index.document("lighthouse") == LIGHTHOUSE
    with pytest.raises(NotFoundError, match="pincite documents"):
        index.document("nowhere")


def test_the_passage_that_has_the_words_is_first_with_its_cosine(index: PassageIndex) -> None:
    hits = index.search("when did the quarry close", k=2)
    assert hits[0].passage == QUARRY.passage(0, len(QUARRY.text))
    embedder = WordHashEmbedder()
    query, passage = embedder.embed(
        ["when did the quarry close", f"quarry\n{hits[0].passage.text}"]
    )
    assert hits[0].cosine == pytest.approx(float(query @ passage), abs=1e-6)
    assert hits[0].score == pytest.approx(1.0)
    assert hits[0].score > hits[1].score


def test_headings_help_to_find_and_furniture_is_never_found(index: PassageIndex) -> None:
    assert found(index, "keepers")[0] == "Ada Byrne kept it."
    assert all("Comments" not in text for text in found(index, "3 comments"))


class Noise(WordHashEmbedder):
    """Named as the default model; of every text that is not in Latin it thinks the same."""

    name = DEFAULT_EMBEDDER

    def embed(self, texts: Sequence[str]) -> Vectors:
        return super().embed([text if text.isascii() else "same" for text in texts])


def test_words_decide_in_a_script_that_the_model_does_not_read(tmp_path: Path) -> None:
    with PassageIndex.open(tmp_path, Noise()) as index:
        index.add(document_of("The same, the same, the same.", "decoy"))
        index.add(document_of("Маяк закрыли зимой в порту.", "harbour"))
        index.add(document_of("Каменоломня.", "quarry"))
        hits = index.search("Маяк закрыли?")
        assert hits[0].passage.document_id == "harbour"
        assert hits[0].score > 0.9 > 0.1 > hits[1].score


def test_of_passages_with_the_same_words_the_one_with_a_near_sentence_is_first(
    tmp_path: Path,
) -> None:
    scattered = "Oil stone here. Ropes quarry there. Bread lamp white."
    together = "Oil bread here. Ropes white there. Quarry stone lamp."
    with opened(tmp_path) as index:
        index.add(document_of(scattered, "a", title="Port"))
        index.add(document_of(together, "b", title="Port"))
        first, second = index.search("quarry stone lamp")
        assert (first.passage.text, second.passage.text) == (together, scattered)
        assert first.cosine == pytest.approx(second.cosine, abs=1e-6)
        assert first.score > second.score + 0.05


def test_k_limits_the_hits(index: PassageIndex) -> None:
    assert len(index.search("the", k=1)) == 1
    assert len(index.search("the", k=50)) == 3
    with pytest.raises(ValueError, match="at least 1"):
        index.search("the", k=0)


@pytest.mark.parametrize("query", ["", "  ", "?!", "😀"])
def test_a_query_without_a_word_finds_nothing(index: PassageIndex, query: str) -> None:
    assert index.search(query) == []


def test_adding_tells_what_happened(index: PassageIndex) -> None:
    generation = index.generation
    assert index.add(QUARRY) == Added("quarry", "unchanged", 1)
    assert index.generation == generation
    newer = document_of("The quarry opened again. It has water now.", "quarry")
    assert index.add(newer) == Added("quarry", "replaced", 1)
    assert index.generation == generation + 1
    assert index.document("quarry") == newer
    assert (index.document_count, index.passage_count) == (2, 3)


def test_metadata_and_title_are_content_too(index: PassageIndex) -> None:
    titled = document_of(QUARRY.text, "quarry", title="Another title")
    assert index.add(titled).status == "replaced"
    assert index.summary("quarry").title == "Another title"


def test_a_replaced_text_leaves_no_trace(index: PassageIndex) -> None:
    index.add(document_of("The mill burned down.", "quarry"))
    assert all("quarry closed" not in text for text in found(index, "quarry closed in 1931"))
    assert index.passage_frequencies(["close", "1931", "mill"]) == {
        "close": 0,
        "1931": 0,
        "mill": 1,
    }


def test_a_removed_document_leaves_no_trace_also_after_a_restart(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        index.add(LIGHTHOUSE)
        index.add(QUARRY)
        index.remove("quarry")
        with pytest.raises(NotFoundError):
            index.remove("quarry")
    with opened(tmp_path) as index:
        assert [summary.id for summary in index.summaries()] == ["lighthouse"]
        assert all("quarry" not in text for text in found(index, "quarry 1931"))
        assert index.passage_frequencies(["quarri"]) == {"quarri": 0}
        assert (index.document_count, index.passage_count) == (1, 2)
        for missing in (index.document, index.summary, index.remove):
            with pytest.raises(NotFoundError):
                missing("quarry")


def test_an_id_is_not_taken_from_another_source(index: PassageIndex) -> None:
    other = document_of("A mill is here.", "quarry", source="mill.txt")
    added = index.add(other)
    assert added == Added(document_id("mill.txt"), "added", 1)
    assert index.document("quarry").text == QUARRY.text
    assert index.add(other).status == "unchanged"
    newer = document_of("A mill was here.", "quarry", source="mill.txt")
    assert index.add(newer) == Added(document_id("mill.txt"), "replaced", 1)
    squatter = document_of("Third.", "quarry", source="third.txt")
    index.add(document_of("Squatting.", document_id("third.txt"), source="squatter.txt"))
    assert index.add(squatter).document_id not in {"quarry", document_id("third.txt")}


def test_documents_are_listed_in_order_of_adding_page_by_page(index: PassageIndex) -> None:
    index.add(document_of("Third.", "a-third"))
    index.add(document_of("Newer.", "lighthouse"))
    ids = [summary.id for summary in index.summaries()]
    assert ids == ["lighthouse", "quarry", "a-third"]
    first = index.summaries(limit=2)
    assert [summary.id for summary in first] == ids[:2]
    assert [summary.id for summary in index.summaries(after="quarry")] == ids[2:]
    with pytest.raises(NotFoundError):
        index.summaries(after="nowhere")
    assert (first[1].title, first[1].source, first[1].passages) == ("quarry", "quarry.txt", 1)


def test_metadata_comes_back_and_what_is_no_json_is_refused(index: PassageIndex) -> None:
    def with_metadata(value: object) -> Document:
        return Document("m", "m", "M.", (), "m.txt", {"author": value})

    index.add(with_metadata({"name": "Ada", "born": [1850, None]}))
    assert index.summary("m").metadata == {"author": {"name": "Ada", "born": [1850, None]}}
    before = index.generation
    for value in (float("nan"), object()):
        with pytest.raises((InputError, TypeError)):
            index.add(with_metadata(value))
    assert index.generation == before


def test_half_a_character_in_a_name_is_refused_in_words(index: PassageIndex) -> None:
    with pytest.raises(InputError, match="surrogate"):
        index.add(document_of("Text.", "x", title="half \ud800"))
    assert index.document_count == 2


def test_vectors_are_those_of_the_passage_and_its_sentences(index: PassageIndex) -> None:
    passage = LIGHTHOUSE.passage(8, 48)
    stored = index.search("lamp oil")[0].passage
    for each in (stored, passage):
        (vectors,) = index.vectors([each])
        texts = [LIGHTHOUSE.text[span.start : span.end] for span in each.sentences]
        assert texts == ["The lamp was lit in 1874.", "It burned oil."]
        rows = WordHashEmbedder().embed([searched_text(each), *texts])
        np.testing.assert_allclose(vectors.own, rows[0], atol=1e-6)
        np.testing.assert_allclose(vectors.sentences, rows[1:], atol=1e-6)


def test_reopening_uses_the_snapshot_and_changes_no_ranking(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        index.add(LIGHTHOUSE)
        index.add(QUARRY)
        before = index.search("the lamp of the quarry")
    with opened(tmp_path) as index:
        assert index.opened_from == "snapshot"
        assert index.search("the lamp of the quarry") == before
        assert index.check() == []
    (tmp_path / FILE).unlink()
    with opened(tmp_path) as index:
        assert index.opened_from == "rebuilt"
        assert index.search("the lamp of the quarry") == before
        assert index.check() == []
    with opened(tmp_path) as index:
        assert index.opened_from == "snapshot"


def test_a_snapshot_that_cannot_be_written_is_no_failure(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).mkdir()
    (tmp_path / FILE / "in the way").touch()
    with opened(tmp_path) as index:
        index.add(QUARRY)
    assert "not saved" in caplog.text
    with opened(tmp_path) as index:
        assert found(index, "quarry") == [QUARRY.text]


def test_several_documents_are_added_one_by_one_in_order(tmp_path: Path) -> None:
    told: list[Added] = []
    documents = [document_of(f"Note {n}. It is here.", f"n{n}") for n in range(200)]
    with opened(tmp_path) as index:
        result = index.add_many([*documents, documents[5]], progress=told.append)
        assert told == result
        assert [each.document_id for each in result[:200]] == [f"n{n}" for n in range(200)]
        assert result[200].status == "unchanged"
        assert index.generation == 200
        assert index.add_many([]) == []


def test_of_several_documents_those_before_a_bad_one_are_stored(tmp_path: Path) -> None:
    told: list[Added] = []
    documents = [document_of(f"Note {n}.", f"n{n}", title=f"T{n}") for n in range(9)]
    documents[4] = document_of("Bad.", "bad", title="half \ud800")
    with opened(tmp_path) as index:
        with pytest.raises(InputError, match="surrogate"):
            index.add_many(documents, progress=told.append)
        assert [each.document_id for each in told] == ["n0", "n1", "n2", "n3"]
        assert [each.id for each in index.summaries()] == ["n0", "n1", "n2", "n3"]
        assert index.check() == []


def test_a_batch_may_hold_the_same_document_twice(tmp_path: Path) -> None:
    old, new = document_of("The old fox.", "fox"), document_of("The new fox.", "fox")
    with opened(tmp_path) as index:
        statuses = [each.status for each in index.add_many([old, old, new, QUARRY])]
        assert statuses == ["added", "unchanged", "replaced", "added"]
        assert found(index, "fox") == ["The new fox.", QUARRY.text]
        assert (index.document_count, index.passage_count) == (2, 2)
        assert index.check() == []


def test_a_batch_may_replace_a_document_and_bring_it_back(tmp_path: Path) -> None:
    old, new = document_of("The old fox.", "fox"), document_of("The new fox.", "fox")
    with opened(tmp_path) as index:
        index.add(old)
        assert [each.status for each in index.add_many([new, old])] == ["replaced", "replaced"]
        assert index.document("fox") == old
        assert [each.number for each in index.versions("fox")] == [1, 2, 3]
        assert index.check() == []


def test_another_embedding_model_is_refused_with_the_way_out(tmp_path: Path) -> None:
    class Other(WordHashEmbedder):
        name = "another"

    with opened(tmp_path) as index:
        index.add(QUARRY)
    with pytest.raises(EmbedderMismatchError, match=r"'word-hash'.*PINCITE_EMBEDDER.*--store"):
        PassageIndex.open(tmp_path, Other())
    with opened(tmp_path) as index:
        index.remove("quarry")
    with PassageIndex.open(tmp_path, Other()) as index:  # an empty store holds no vectors
        index.add(QUARRY)
        assert index.embedder.name == "another"


def test_opening_needs_no_model(tmp_path: Path) -> None:
    class Unloaded(WordHashEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            raise AssertionError(f"the model was used for {texts}")

    with opened(tmp_path) as index:
        index.add(QUARRY)
    with PassageIndex.open(tmp_path, Unloaded()) as index:
        assert index.document("quarry") == QUARRY


def test_a_model_that_gives_no_unit_rows_adds_nothing(tmp_path: Path) -> None:
    class Broken(WordHashEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            return np.full((len(texts), 256), np.nan, dtype=np.float32)

    with PassageIndex.open(tmp_path, Broken()) as index:
        with pytest.raises(ModelError, match="PINCITE_EMBEDDER"):
            index.add(QUARRY)
        assert index.document_count == 0


def test_a_locked_store_is_refused_and_the_holder_goes_on(index: PassageIndex) -> None:
    with pytest.raises(StoreLockedError):
        opened(index._store.folder)
    assert found(index, "quarry")[0] == QUARRY.text


def test_a_full_disk_while_adding_loses_nothing(index: PassageIndex) -> None:
    before = index.search("the lamp of the quarry")
    with index._store.writing() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    large = document_of("\n".join(f"Line {n} is here." for n in range(500)), "large")
    newer = document_of(large.text, "quarry")
    for document in (large, newer):
        with pytest.raises(StoreFullError, match="free some space"):
            index.add(document)
    assert index.search("the lamp of the quarry") == before
    assert index.check() == []
    with index._store.writing() as connection:
        connection.execute("PRAGMA max_page_count = 1073741823")
    assert index.add(large).status == "added"


def test_damage_is_found_by_the_check(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        index.add(LIGHTHOUSE)
        index.add(QUARRY)
        with index._store.writing() as connection:
            connection.execute("UPDATE contents SET text = replace(text, '1931', '1932')")
            connection.execute("DELETE FROM passage_terms WHERE rowid = 1")
            connection.execute("UPDATE passages SET span_end = 999 WHERE document = 1 AND id = 2")
            connection.execute("DELETE FROM term_frequencies WHERE term = '1931'")
        findings = " ".join(index.check())
    assert "quarry is not what was added" in findings
    assert "full-text index does not hold" in findings
    assert "lighthouse lies outside its text" in findings
    assert "counts of terms are not those" in findings


def test_the_generation_and_counts_survive_a_restart(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        index.add(LIGHTHOUSE)
        index.add(QUARRY)
        index.remove("quarry")
        state = (index.generation, index.document_count, index.passage_count)
    assert state == (3, 1, 2)
    with opened(tmp_path) as index:
        assert (index.generation, index.document_count, index.passage_count) == state


def test_asking_adding_and_removing_at_once_shows_whole_documents_only(tmp_path: Path) -> None:
    old = document_of("The red fox runs. The red fox sleeps.", "fox")
    new = document_of("The blue fox runs. The blue fox sleeps.", "fox")
    wrong: list[str] = []
    stop = threading.Event()

    def ask(index: PassageIndex) -> None:
        while not stop.is_set():
            for hit in index.search("fox", k=3):
                if hit.passage.document_id == "fox":
                    text = hit.passage.text
                    if text not in (old.text, new.text):
                        wrong.append(text)

    with opened(tmp_path) as index:
        index.add(QUARRY)
        askers = [threading.Thread(target=ask, args=[index]) for _ in range(3)]
        for asker in askers:
            asker.start()
        for round_ in range(40):
            index.add(old if round_ % 2 else new)
            if round_ % 5 == 4:
                index.remove("fox")
        stop.set()
        for asker in askers:
            asker.join()
        assert index.check() == []
    assert wrong == []


def test_the_metadata_column_is_plain_json(index: PassageIndex) -> None:
    with index._store.reading() as connection:
        rows = connection.execute("SELECT metadata FROM documents").fetchall()
    assert [json.loads(row[0]) for row in rows] == [{}, {}]
