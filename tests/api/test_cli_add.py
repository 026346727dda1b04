"""`pincite add`: files, folders and rows, one failure never stopping the rest."""

import io
import json
import os
import zipfile
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
    assert outcomes(ran.json) == [("b.txt", "added", 1), ("a/z.md", "added", 1)]
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

    def cramped(folder: Path, embedder: WordHashEmbedder, *, locked: bool) -> PassageIndex:
        index = opening(folder, embedder, locked=locked)
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
    assert (ran.code, ran.err) == (0, f"{folder}: left out 2 of other formats (.png).\n")


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
    monkeypatch.setattr("api.items.LONGEST_LINE", 60)
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


def test_what_is_piped_in_is_added_under_its_name_or_as_what_it_says(
    pincite: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pipe(data: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

    pipe(b"# The mill\n\nIt closed in 1931.\n")
    named = pincite("add", "-", "--name", "mill.md", "--json")
    assert outcomes(named.json) == [("mill.md", "added", 1)]
    assert named.json["documents"][0]["title"] == "The mill"
    pipe(b"The lamp burned oil.")
    (first,) = pincite("add", "-", "--json").json["documents"]
    assert (first["title"], first["source"][:15]) == ("The lamp burned oil.", "standard-input-")
    pipe(b"The lamp burned oil.")
    (again,) = pincite("add", "-", "--json").json["documents"]
    assert (again["id"], again["status"]) == (first["id"], "unchanged")
    pipe(b'{"_id": "r1", "text": "The quarry closed."}\n{"_id": "r2", "text": "A row."}\n')
    rows = pincite("add", "-", "--name", "rows.jsonl", "--json")
    assert [row["id"] for row in rows.json["documents"]] == ["r1", "r2"]


def test_a_terminal_is_not_waited_for(
    pincite: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    ran = pincite("add", "-")
    assert ran.code == 2
    assert "cat notes.md | pincite add - --name notes.md" in ran.err


@pytest.mark.parametrize("arguments", [("-", "-"), ("a.txt", "--name", "b.txt")])
def test_standard_input_is_read_once_and_only_it_has_a_name(
    pincite: CommandLine, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x")))
    assert pincite("add", *arguments).code == 2


def test_a_page_is_fetched_only_where_that_is_switched_on(
    pincite: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = pincite("add", "https://example.org/the-mill", "--json")
    assert (ran.code, outcomes(ran.json)) == (3, [("https://example.org/the-mill", "failed", 0)])
    assert "PINCITE_FETCH_URLS=true" in ran.json["documents"][0]["error"]
    monkeypatch.setenv("PINCITE_FETCH_URLS", "true")
    inside = pincite("add", "http://127.0.0.1/admin", "--json")
    assert "not on the public internet" in inside.json["documents"][0]["error"]


def test_patterns_of_the_command_line_leave_files_out(pincite: CommandLine, tmp_path: Path) -> None:
    folder = write(tmp_path / "notes", a_txt="The lamp.", b_md="# The quarry", c__d_md="# Mill")
    ran = pincite("add", folder, "--ignore", "*.md", "--ignore", "!d.md", "--json")
    assert [row["source"] for row in ran.json["documents"]] == ["a.txt", "c/d.md"]
    assert ran.err == f"{folder}: left out 1 ignored.\n"


def test_a_file_keeps_being_one_document_however_it_is_named(
    pincite: CommandLine, tmp_path: Path
) -> None:
    folder = write(tmp_path / "notes", a__b_txt="The lamp burned oil.")
    (alone,) = pincite("add", folder / "a/b.txt", "--json").json["documents"]
    (in_folder,) = pincite("add", folder, "--json").json["documents"]
    (again,) = pincite("add", folder / "a/b.txt", "--json").json["documents"]
    assert [row["source"] for row in (alone, in_folder, again)] == ["b.txt", "a/b.txt", "a/b.txt"]
    assert {row["id"] for row in (alone, in_folder, again)} == {alone["id"]}
    (stored,) = pincite("documents", "--json").json["documents"]
    assert stored["source"] == "a/b.txt"


def test_rows_without_ids_of_two_files_of_one_name_are_told_apart(
    pincite: CommandLine, tmp_path: Path
) -> None:
    row = '{"text": "The lamp burned oil in %s."}'
    folder = write(tmp_path / "all", a__rows_jsonl=row % "Kent", b__rows_jsonl=row % "Surrey")
    ran = pincite("add", folder, "--json")
    assert outcomes(ran.json) == [("a/rows.jsonl#1", "added", 1), ("b/rows.jsonl#1", "added", 1)]
    assert len(pincite("documents", "--json").json["documents"]) == 2
    assert {r["status"] for r in pincite("add", folder, "--json").json["documents"]} == {
        "unchanged"
    }


def test_an_archive_is_told_with_the_formats_that_can_be_read(
    pincite: CommandLine, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("a.txt", "The lamp.")
    ran = pincite("add", tmp_path / "all.zip", "--json")
    (row,) = ran.json["documents"]
    assert (ran.code, row["status"]) == (3, "failed")
    assert ".txt" in row["error"]
