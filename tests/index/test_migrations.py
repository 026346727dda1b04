"""A store that an older version wrote opens with all that was in it."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from index import schema
from index.chunking import chunk
from index.passage_index import Added, PassageIndex
from index.preparing import searched_text
from index.store import DATABASE, Store
from index.terms import terms
from index.types import Document
from tests.fakes import WordHashEmbedder
from tests.index.documents import document_of

LIGHTHOUSE = document_of("# Lamps\nThe lamp was lit in 1874. It burned oil.", "lighthouse")
QUARRY = document_of("The quarry closed in 1931. Forty men left.", "quarry")


@pytest.fixture
def first_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a store as the first version wrote it: two documents, one removed."""
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        store = Store(tmp_path)
        with store.writing() as connection:
            for number, document in enumerate((LIGHTHOUSE, QUARRY), start=1):
                write_as_first_version(connection, document, number)
            connection.execute("UPDATE sqlite_sequence SET seq = 7 WHERE name = 'documents'")
            for name, value in (("embedder", "word-hash"), ("dimension", "256")):
                schema.write_fact(connection, name, value)
            schema.write_fact(connection, "generation", "9")
        store.close()
    return tmp_path


def write_as_first_version(connection: sqlite3.Connection, document: Document, number: int) -> None:
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, '{}', ?, ?, '2026-01-02T03:04:05+00:00', ?)",
        (
            number,
            document.id,
            document.id,
            document.source,
            document.title,
            document.content_hash,
            number,
            document.text,
        ),
    )
    for ordinal, block in enumerate(document.blocks):
        pairs = [(each.start, each.end) for each in block.sentences]
        connection.execute(
            "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                ordinal,
                block.span.start,
                block.span.end,
                block.kind.value,
                block.level,
                block.page,
                np.array(pairs, dtype="<i4").tobytes(),
            ),
        )
    embedder = WordHashEmbedder()
    for passage in chunk(document):
        (own,) = embedder.embed([searched_text(passage)])
        cursor = connection.execute(
            "INSERT INTO passages (document, span_start, span_end, vector) VALUES (?, ?, ?, ?)",
            (number, passage.span.start, passage.span.end, own.tobytes()),
        )
        assert cursor.lastrowid
        rows = embedder.embed(passage.sentence_texts)
        connection.execute(
            "INSERT INTO sentences VALUES (?, ?)", (cursor.lastrowid, rows.tobytes())
        )
        connection.execute(
            "INSERT INTO passage_terms (rowid, terms) VALUES (?, ?)",
            (cursor.lastrowid, " ".join(terms(searched_text(passage)))),
        )


def test_a_store_of_the_first_version_keeps_everything(first_store: Path) -> None:
    with PassageIndex.open(first_store, WordHashEmbedder()) as index:
        assert index.check() == []
        assert index.document("lighthouse") == LIGHTHOUSE
        assert index.document("quarry") == QUARRY
        assert (index.generation, index.document_count, index.passage_count) == (9, 2, 2)
        assert index.search("when did the quarry close")[0].passage.text == QUARRY.text
        summary = index.summary("quarry")
        assert (summary.version, summary.characters, summary.pages) == (1, len(QUARRY.text), 0)
        assert summary.added_at == summary.updated_at == "2026-01-02T03:04:05+00:00"
        assert [each.content_hash for each in index.versions("quarry")] == [QUARRY.content_hash]


def test_a_store_of_the_first_version_goes_on_as_any_other(first_store: Path) -> None:
    newer = document_of("The quarry opened again.", "quarry")
    with PassageIndex.open(first_store, WordHashEmbedder()) as index:
        assert index.add(LIGHTHOUSE) == Added("lighthouse", "unchanged", 1)
        assert index.add(newer) == Added("quarry", "replaced", 1)
        assert [each.number for each in index.versions("quarry")] == [1, 2]
        index.remove("lighthouse")
        assert index.check() == []
    with PassageIndex.open(first_store, WordHashEmbedder()) as index:
        assert [summary.id for summary in index.summaries()] == ["quarry"]
        assert index.document("quarry") == newer


def test_numbers_of_removed_documents_are_not_given_again(first_store: Path) -> None:
    with PassageIndex.open(first_store, WordHashEmbedder()) as index:
        index.add(document_of("A mill.", "mill"))
    with sqlite3.connect(first_store / DATABASE) as connection:
        rows = connection.execute("SELECT number FROM documents WHERE id = 'mill'").fetchall()
    connection.close()
    assert rows == [(8,)]


def test_nothing_of_a_removed_document_is_left_in_any_table(first_store: Path) -> None:
    with PassageIndex.open(first_store, WordHashEmbedder()) as index:
        for summary in index.summaries():
            index.remove(summary.id)
    connection = sqlite3.connect(first_store / DATABASE)
    tables = (
        "documents contents originals versions blocks passages sentences passage_terms "
        "term_frequencies"
    ).split()
    counts = {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for table in tables
    }
    connection.close()
    assert counts == dict.fromkeys(tables, 0)
