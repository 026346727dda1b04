"""Kept answers as rows: whole or not at all, and in step with their documents."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from time import process_time

import pytest

from index import answer_rows
from index.errors import NotFoundError
from index.kept_answers import KeptAnswer, KeptStatement, Lost, Place, digest_of
from index.passage_index import PassageIndex
from index.store import DATABASE
from index.types import Span
from tests.fakes import WordHashEmbedder
from tests.index.documents import document_of

MILL = "The mill closed in 1931. It was sold. Nobody knows who bought the old mill then."
CLOSED = Span(0, 24)
SOLD = Span(25, 37)


def place(span: Span, text: str = MILL, n: int = 1) -> Place:
    return Place(n, "mill", span, digest_of(span.of(text)))


def answer(
    identifier: str, *spans: Span, text: str | None = None, made_of: str = MILL
) -> KeptAnswer:
    statements = tuple(KeptStatement((place(s, made_of),), text is None, text) for s in spans)
    return KeptAnswer(identifier, "", "Is it open?", statements, (), {"missing": []})


@pytest.fixture
def index(tmp_path: Path) -> PassageIndex:
    opened = PassageIndex.open(tmp_path / "store", WordHashEmbedder())
    opened.add(document_of(MILL, "mill"))
    return opened


def keep(index: PassageIndex, *answers: KeptAnswer) -> None:
    for each in answers:
        index.history.keep(each, index.generation)


def places(index: PassageIndex, identifier: str = "a") -> list[Place | Lost]:
    return [p for statement in index.history.one(identifier).statements for p in statement.places]


def test_an_answer_comes_back_as_it_was_kept(index: PassageIndex) -> None:
    marked = Place(2, "mill", SOLD, digest_of("It was sold."), (Span(3, 6), Span(7, 11)))
    given = KeptAnswer(
        "a",
        "talk",
        "Is it open? 😀",
        (
            KeptStatement((place(CLOSED),), is_quote=True),
            KeptStatement((marked, place(CLOSED)), is_quote=False, text="Sold in 1931."),
        ),
        (place(Span(38, 80), n=0),),
        {"missing": ["and why?"], "writer": "m"},
    )
    keep(index, given)
    found = index.history.one("a")
    assert (found.statements, found.related, found.facts) == (
        given.statements,
        given.related,
        given.facts,
    )
    assert (found.conversation, found.question) == ("talk", "Is it open? 😀")
    index.close()


def test_a_crash_while_an_answer_is_kept_leaves_all_of_it_or_nothing(
    index: PassageIndex, tmp_path: Path
) -> None:
    copies: list[Path] = []

    def copy(_statement: str) -> None:
        copies.append(tmp_path / f"copy-{len(copies)}")
        shutil.copytree(tmp_path / "store", copies[-1])

    index._store._writer.set_trace_callback(copy)
    keep(index, answer("a", CLOSED, SOLD))
    index._store._writer.set_trace_callback(None)
    shutil.copytree(tmp_path / "store", tmp_path / "after")
    index.close()
    assert len(copies) >= 5
    for folder in copies:
        with PassageIndex.open(folder, WordHashEmbedder()) as reopened:
            assert reopened.history.summaries() == []
            assert reopened.check() == []
    with PassageIndex.open(tmp_path / "after", WordHashEmbedder()) as reopened:
        assert places(reopened) == [place(CLOSED), place(SOLD)]


def test_a_crash_while_a_document_is_removed_leaves_both_or_neither(
    index: PassageIndex, tmp_path: Path
) -> None:
    keep(index, answer("a", CLOSED, text="Closed in 1931."))
    copies: list[Path] = []

    def copy(_statement: str) -> None:
        copies.append(tmp_path / f"copy-{len(copies)}")
        shutil.copytree(tmp_path / "store", copies[-1])

    index._store._writer.set_trace_callback(copy)
    index.remove("mill")
    index._store._writer.set_trace_callback(None)
    assert places(index) == [Lost(1, "removed")]
    assert index.history.one("a").statements[0].text is None
    index.close()
    for folder in copies:
        with PassageIndex.open(folder, WordHashEmbedder()) as reopened:
            assert reopened.document("mill").text == MILL
            assert reopened.history.one("a").statements[0].text == "Closed in 1931."


def test_places_follow_their_words_and_are_lost_with_them(index: PassageIndex) -> None:
    two = Span(0, 37)
    keep(index, answer("a", CLOSED, SOLD, two))
    moved = f"Some news. {MILL}"
    index.add(document_of(moved, "mill"))
    shifted = [Span(s.start + 11, s.end + 11) for s in (CLOSED, two)]
    assert places(index) == [
        place(shifted[0], moved),
        Lost(1, "changed"),  # three words stand anywhere
        place(shifted[1], moved),
    ]
    index.add(document_of("The mill closed in 1932.", "mill"))
    assert places(index) == [Lost(1, "changed")] * 3
    assert index.check() == []
    index.close()


def test_a_change_of_title_leaves_places_as_they_are(index: PassageIndex) -> None:
    keep(index, answer("a", CLOSED, text="Closed in 1931."))
    index.edit("mill", title="The old mill")
    index.move("mill", asked_id="other", source="other.txt")
    assert places(index) == [place(CLOSED)]
    assert index.history.one("a").statements[0].text == "Closed in 1931."
    index.close()


def test_a_long_document_with_many_kept_places_is_replaced_in_linear_time(tmp_path: Path) -> None:
    def seconds(sentences: int, turn: int) -> float:
        text = "".join(
            f"Sentence number {at} tells of the old mill.\n\n" for at in range(sentences)
        )
        with PassageIndex.open(tmp_path / f"{sentences}-{turn}", WordHashEmbedder()) as index:
            index.add(document_of(text, "mill"))
            spans = [s for block in index.document("mill").blocks for s in block.sentences]
            keep(index, answer("a", *spans, made_of=text))
            shifted = document_of(f"New.\n\n{text}", "mill")
            with index._store.writing() as connection:
                started = process_time()
                answer_rows.follow(connection, 1, shifted)
                return process_time() - started

    # The least of three: once, what else the process holds was collected in between.
    small, large = (min(seconds(count, turn) for turn in range(3)) for count in (1_000, 4_000))
    assert large < 10 * small


def test_a_backup_carries_what_is_kept_and_nothing_that_is_gone(
    index: PassageIndex, tmp_path: Path
) -> None:
    keep(index, answer("a", CLOSED, text="Closed in 1931."), answer("b", SOLD))
    index.history.remove("b")
    index.remove("mill")
    file = tmp_path / "copy.db"
    index.copy_to(file)
    index.close()
    assert b"1931" not in file.read_bytes()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT id, question FROM answers").fetchall() == [
            ("a", "Is it open?")
        ]


def test_what_is_forgotten_is_in_no_table(index: PassageIndex, tmp_path: Path) -> None:
    keep(index, answer("a", CLOSED), answer("b", SOLD))
    index.history.remove("a")
    with pytest.raises(NotFoundError):
        index.history.remove("a")
    index.history.clear()
    index.close()
    with closing(sqlite3.connect(tmp_path / "store" / DATABASE)) as connection:
        for table in ("answers", "answer_statements", "answer_places"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608
