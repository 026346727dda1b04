"""`pincite add`: files, folders and rows, one failure never stopping the rest."""

import json
import os
from pathlib import Path

import pytest

from index.passage_index import PassageIndex
from index.reading import FORMATS
from index.types import Document
from tests.api.commands import CommandLine
from tests.fakes import WordHashEmbedder


def write(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        file = folder / name.replace("__", "/").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def outcomes(ran_json: object) -> list[tuple[object, ...]]:
    assert isinstance(ran_json, dict)
    return [(row["source"], row["status"], row["passages"]) for row in ran_json["documents"]]


def test_a_folder_is_walked_in_order_leaving_out_what_is_hidden_or_unknown(
    pincite: CommandLine, tmp_path: Path
) -> None:
    folder = write(
        tmp_path / "reports",
        b_txt="The quarry closed.",
        a__z_md="# Lamp\n\nIt burned oil.",
        picture_png=b"\x89PNG",
        _hidden_txt="x",
    )
    write(folder / ".git", c_txt="Not this one.")
    ran = pincite("add", folder, "--json")
    assert ran.code == 0
    assert outcomes(ran.json) == [("b.txt", "added", 1), ("z.md", "added", 1)]
    assert ran.json["documents"][1]["title"] == "Lamp"
    assert ran.json["documents"][1]["error"] is None


def test_adding_again_tells_what_changed_and_names_do_not_collide(
    pincite: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, one__notes_txt="The first notes.", two__notes_txt="The second notes.")
    first = pincite("add", tmp_path / "one", tmp_path / "two", "--json")
    assert outcomes(first.json) == [("notes.txt", "added", 1)] * 2
    (tmp_path / "one/notes.txt").write_text("The newer notes.")
    monkeypatch.chdir(tmp_path / "one")
    again = pincite("add", "notes.txt", "../two/notes.txt", "--json")
    assert outcomes(again.json) == [("notes.txt", "replaced", 1), ("notes.txt", "unchanged", 1)]
    ids = [row["id"] for row in first.json["documents"]]
    assert [row["id"] for row in again.json["documents"]] == ids
    human = pincite("add", "notes.txt")
    assert human.out == f"unchanged  {ids[0]}  1 passage     notes (notes.txt)\n"


def test_rows_are_added_under_their_own_ids_and_a_bad_line_is_told(
    pincite: CommandLine, tmp_path: Path
) -> None:
    rows = [
        '{"_id": "r1", "title": "One", "text": "The lamp burned oil.", "metadata": {"year": 1874}}',
        '{"_id": "r2", "title": "Two"}',
        "{malformed",
        '{"_id": "r3", "title": "Three", "text": "The quarry closed."}',
    ]
    write(tmp_path, corpus_jsonl="\n".join(rows))
    ran = pincite("add", tmp_path / "corpus.jsonl", "--json")
    assert ran.code == 3
    found = {row["id"]: row["status"] for row in ran.json["documents"]}
    assert found == {"r1": "added", "r3": "added", None: "failed"}
    errors = [row["error"] for row in ran.json["documents"] if row["status"] == "failed"]
    assert [error.partition(":")[0] for error in errors] == ["Line 2", "Line 3"]
    again = pincite("add", tmp_path / "corpus.jsonl")
    assert again.out == "rows       corpus.jsonl: 2 unchanged\n"
    (first, _) = pincite("documents", "--json").json["documents"]
    assert (first["id"], first["metadata"]) == ("r1", {"year": 1874})


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t ", "empty"),
        ("binary.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), "PNG"),
        ("nul.txt", b"The mill\0 opened\0 in 1912.\0" * 9, "NUL"),
        ("table.xlsx", b"PK\x03\x04", "broken or cut off"),
        ("photo.png", b"\x89PNG\r\n\x1a\n\0", ".txt"),
        ("big.txt", b"word " * 6_000_000, "limit"),
        ("missing.txt", None, "no such file"),
    ],
)
def test_a_bad_file_is_told_in_one_line_and_the_rest_is_added(
    pincite: CommandLine, tmp_path: Path, name: str, content: bytes | None, told: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    write(tmp_path, good_txt="The quarry closed.")
    ran = pincite("add", tmp_path / name, tmp_path / "good.txt", "--json")
    assert ran.code == 3
    statuses = {row["source"]: row["status"] for row in ran.json["documents"]}
    assert statuses == {name: "failed", "good.txt": "added"}
    (error,) = [row["error"] for row in ran.json["documents"] if row["error"]]
    assert told in error
    assert str(tmp_path) not in error
    assert "\n" not in error
    assert pincite("search", "quarry", "--json").json["passages"][0]["title"] == "good"


def test_a_folder_without_readable_files_is_told(pincite: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    ran = pincite("add", tmp_path / "nothing")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "failed     nothing: The folder has no file that can be read. "
        f"Readable are {', '.join(FORMATS)}.\n"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(pincite: CommandLine, tmp_path: Path) -> None:
    write(tmp_path, private_txt="Hidden.")
    (tmp_path / "private.txt").chmod(0)
    ran = pincite("add", tmp_path / "private.txt")
    assert (ran.code, "may not be read" in ran.err) == (3, True)


def test_a_full_disk_tells_what_was_added_before(
    pincite: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a_txt="The lamp burned oil.", b_txt="The quarry closed. " * 2000)
    opening = PassageIndex.open

    def cramped(folder: Path, embedder: WordHashEmbedder) -> PassageIndex:
        index = opening(folder, embedder)
        index.add(Document("first", "First", "First.", (), "first.txt"))
        with index._store.writing() as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages + 8}")
        return index

    monkeypatch.setattr(PassageIndex, "open", cramped)
    ran = pincite("add", tmp_path / "a.txt", tmp_path / "b.txt", "--json")
    assert ran.code == 3
    assert outcomes(ran.json) == [("a.txt", "added", 1)]
    assert "free some space" in ran.err
    monkeypatch.undo()
    with PassageIndex.open(tmp_path / "store", WordHashEmbedder()) as index:
        assert index.search("lamp oil")[0].passage.text == "The lamp burned oil."
        assert index.check() == []


def test_progress_is_shown_on_a_terminal_and_never_on_standard_output(
    pincite: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a_txt="The lamp burned oil.")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    ran = pincite("add", tmp_path / "a.txt", "--json")
    assert outcomes(ran.json) == [("a.txt", "added", 1)]
    assert json.loads(ran.out)


def test_files_of_other_formats_are_counted(pincite: CommandLine, tmp_path: Path) -> None:
    folder = write(tmp_path / "mixed", a_txt="The quarry closed.", b_png="x", c__d_png="x")
    ran = pincite("add", folder)
    assert (ran.code, ran.err) == (0, f"{folder}: 2 files of other formats left out.\n")


@pytest.mark.skipif(os.name != "posix", reason="names are bytes and pipes are files on POSIX only")
def test_odd_files_are_told_and_the_rest_is_added(pincite: CommandLine, tmp_path: Path) -> None:
    folder = write(tmp_path / "odd", good_txt="The quarry closed.")
    os.mkfifo(folder / "pipe.txt")
    (folder / "link.md").symlink_to("nowhere.md")
    Path(os.fsdecode(bytes(folder) + b"/caf\xe9.txt")).write_text("The café opened.")
    ran = pincite("add", folder, "x" * 300 + ".txt", "--json")
    assert ran.code == 3
    found = {row["source"]: row["error"] or row["status"] for row in ran.json["documents"]}
    assert found.pop("x" * 300 + ".txt").startswith("The file cannot be read (")
    assert found == {
        "caf\ufffd.txt": "added",
        "good.txt": "added",
        "link.md": "There is no such file. Check the path.",
        "pipe.txt": "This is no regular file. Save its content as a file first.",
    }


def test_a_folder_that_may_not_be_read_is_told(
    pincite: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "open", a_txt="The quarry closed.", closed__b_txt="Unseen.")
    scanning = os.scandir

    def guarded(path: str) -> object:  # a closed folder, which root would be let into
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scanning(path)

    monkeypatch.setattr("os.scandir", guarded)
    ran = pincite("add", folder, "--json")
    assert ran.code == 3
    found = {row["source"]: row["error"] for row in ran.json["documents"]}
    assert found["closed"] == "This may not be read. Give yourself the right to read it."
    assert found["a.txt"] is None


def test_a_line_without_an_end_does_not_fill_the_memory(
    pincite: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.adding.LONGEST_LINE", 60)
    monkeypatch.setattr("index.reading.rows._LONGEST_ROW", 60)
    rows = ['{"text": "' + "x" * 500 + '"}', '{"_id": "r2", "text": "The quarry closed."}']
    write(tmp_path, rows_jsonl="\n".join(rows), endless_jsonl="x" * 500)
    ran = pincite("add", tmp_path / "rows.jsonl", tmp_path / "endless.jsonl", "--json")
    found = [(row["id"], (row["error"] or "")[:33]) for row in ran.json["documents"]]
    assert found == [
        (None, "Line 1: the line is longer than 4"),
        (None, "Line 1: the line is longer than 4"),
        ("r2", ""),
    ]
