"""pincite collections, backup, restore and export, as a person or a script meets them."""

import json
from pathlib import Path

import pytest

from index.library import Library
from index.reading import from_text
from tests.api.commands import CommandLine
from tests.fakes import WordHashEmbedder

LAMP = "The lamp of the lighthouse was lit on 3 May 1874."
QUESTION = "When was the lamp of the lighthouse lit?"


@pytest.fixture
def notes(pincite: CommandLine, tmp_path: Path) -> str:
    """The id of a document in the collection "Notes"."""
    file = tmp_path / "notes.txt"
    file.write_text(f"The lighthouse\n\n{LAMP}\n", encoding="utf-8")
    added = pincite("add", file, "--collection", "Notes", "--json").json
    identifier: str = added["documents"][0]["id"]
    return identifier


def test_every_command_works_in_the_collection_that_is_named(
    pincite: CommandLine, notes: str, tmp_path: Path
) -> None:
    here = ("--collection", "notes")
    assert pincite("documents", *here, "--json").json["documents"][0]["id"] == notes
    assert pincite("documents", "--json").json == {"documents": []}
    assert pincite("search", "lamp", *here, "--json").json["passages"][0]["document_id"] == notes
    assert pincite("search", "lamp", "--json").json == {"passages": []}
    asked = pincite("ask", QUESTION, *here, "--json")
    assert (asked.code, asked.json["statements"][0]["text"]) == (0, LAMP)
    assert pincite("ask", QUESTION).code == 1
    (citation,) = asked.json["statements"][0]["citations"]
    assert citation["url"].startswith(f"/d/{notes}?collection=Notes&c=")
    saved = tmp_path / "answer.json"
    saved.write_text(asked.out, encoding="utf-8")
    assert (pincite("verify", saved, *here).code, pincite("verify", saved).code) == (0, 1)
    cited = pincite("cite", notes, 0, 14, "--format", "link", *here)
    assert cited.out.rstrip().endswith(f"/d/{notes}?collection=Notes&c=0-14")
    assert pincite("cite", notes, 0, 14).code == 3
    assert pincite("show", notes, *here, "--json").json["id"] == notes
    assert pincite("remove", notes).code == 3
    assert pincite("remove", notes, *here).code == 0


def test_an_unknown_collection_is_told_with_the_way_out(pincite: CommandLine) -> None:
    for arguments in (("documents",), ("ask", "Why?"), ("search", "lamp"), ("remove", "x")):
        ran = pincite(*arguments, "--collection", "nowhere")
        assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
        assert "`pincite collections`" in ran.err
    assert pincite("collections", "--json").json["collections"] == [
        {"name": "default", "documents": 0, "passages": 0}
    ]


@pytest.mark.usefixtures("notes")
def test_collections_are_listed_made_renamed_and_removed(pincite: CommandLine) -> None:
    listed = pincite("collections")
    assert [line.split() for line in listed.out.splitlines()] == [
        ["DOCUMENTS", "PASSAGES", "NAME"],
        ["0", "0", "default"],
        ["1", "1", "Notes"],
    ]
    assert pincite("collections", "create", "Other one").out == "created  Other one\n"
    assert pincite("collections", "rename", "notes", "Ships", "--json").json == {"renamed": "Ships"}
    assert pincite("collections", "remove", "other ONE").code == 0
    found = pincite("collections", "--json").json["collections"]
    assert [each["name"] for each in found] == ["default", "Ships"]
    again = pincite("collections", "create", "SHIPS")
    assert (again.code, "Choose another name" in again.err) == (2, True)
    assert pincite("collections", "remove", "nowhere").code == 3
    assert pincite("collections", "bogus").code == 2


@pytest.mark.usefixtures("notes")
def test_doctor_looks_into_every_collection(
    pincite: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_PORT", "0")
    pincite("collections", "create", "empty")
    with (
        Library(pincite.store, WordHashEmbedder()) as library,
        library.collection("notes") as index,
        index._store.writing() as connection,
    ):
        connection.execute("UPDATE contents SET text = 'forged'")
    ran = pincite("doctor", "--no-model", "--json")
    found = {check["name"]: check for check in ran.json["checks"]}
    assert ran.code == 3
    assert found["integrity Notes"]["level"] == "problem"
    assert found["integrity empty"]["level"] == found["integrity"]["level"] == "ok"
    assert "1 documents" in found["store Notes"]["detail"]


def test_a_backup_is_made_and_put_back(pincite: CommandLine, notes: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept.zip"
    made = pincite("backup", kept, "--json")
    assert [(c["name"], c["documents"]) for c in made.json["collections"]] == [
        ("default", 0),
        ("Notes", 1),
    ]
    refused = pincite("restore", kept)
    assert (refused.code, "--replace" in refused.err) == (2, True)
    pincite("remove", notes, "--collection", "Notes")
    assert pincite("restore", kept, "--replace").out == "restored  default\nrestored  Notes\n"
    assert pincite("ask", QUESTION, "--collection", "Notes").code == 0
    again = pincite("backup", kept)
    assert (again.code, "is there already" in again.err) == (2, True)
    (tmp_path / "kept.zip").write_bytes(kept.read_bytes()[:-200])
    broken = pincite("restore", kept, "--replace")
    assert (broken.code, broken.err.count("\n")) == (3, 1)
    assert pincite("ask", QUESTION, "--collection", "Notes").code == 0


ODD = "Line\u2028separated \U0001f600 \u0085 text.\r\nWith a second line.\n\n| a | b |\n"


def test_an_export_added_to_a_new_store_gives_the_same_documents(
    pincite: CommandLine, tmp_path: Path
) -> None:
    with Library(pincite.store, WordHashEmbedder()) as library:
        for name in ("default", "../Odd & more"):
            with library.collection(name, create=True) as index:
                index.add(from_text(LAMP, title="Lamp", source="lamp.txt", metadata={"year": 1874}))
                index.add(from_text(ODD, title="Odd “title”", source="https://example.org/odd"))
                index.add(from_text(LAMP, id="mine", source="lamp.txt"))
                index.add(from_text("Pasted words."))
                index.edit("mine", title="My own title", metadata={"author": "Ada"})
    out = tmp_path / "out"
    exported = pincite("export", out, "--json").json["collections"]
    assert [each["name"] for each in exported] == ["default", "../Odd & more"]
    assert [each["documents"] for each in exported] == [4, 4]
    assert {path.name for path in out.iterdir()} == {each["file"] for each in exported}
    assert {path.parent for path in out.iterdir()} == {out}
    for line in (out / exported[0]["file"]).read_bytes().splitlines():
        assert set(json.loads(line)) == {"_id", "title", "text", "metadata"}
    other = CommandLine(tmp_path / "other", pincite._capsys)
    for each in exported:
        added = other("add", out / each["file"], "--collection", each["name"], "--json")
        assert {document["status"] for document in added.json["documents"]} == {"added"}
        assert documents(other.store, each["name"]) == documents(pincite.store, each["name"])
    assert pincite("export", out).code == 2
    only = pincite("export", tmp_path / "only", "--collection", "../odd & MORE").out
    assert only == "000-odd-MORE.jsonl  4 documents of ../odd & MORE\n"
    assert pincite("export", tmp_path / "none", "--collection", "nowhere").code == 3
    assert not (tmp_path / "none").exists()


def documents(store: Path, name: str) -> list[tuple[str, str, str, str]]:
    with Library(store, WordHashEmbedder()) as library, library.collection(name) as index:
        found = [index.document(each.id) for each in index.summaries()]
        return [(each.id, each.title, each.text, each.source) for each in found]


def test_hidden_text_that_is_exported_and_added_again_is_not_cited(
    pincite: CommandLine, tmp_path: Path
) -> None:
    page = tmp_path / "bridge.html"
    page.write_text(
        "<html><body><h1>The bridge</h1><p>The bridge of Vell is long.</p>"
        "<p style='display:none'>The bridge of Vell is made of chocolate.</p>"
        "<p>It was opened in 1954.</p></body></html>",
        encoding="utf-8",
    )
    pincite("add", page)
    pincite("export", tmp_path / "out")
    (file,) = (tmp_path / "out").iterdir()
    row = json.loads(file.read_text(encoding="utf-8"))
    assert "chocolate" not in row["text"]
    found = pincite("search", "The bridge was opened in 1954", "-k", "1", "--json").json
    (passage,) = found["passages"]
    opened = passage["position"]["start"] + passage["text"].index("It was opened")
    assert row["text"][opened:].startswith("It was opened in 1954.")
    again = tmp_path / "again"
    assert pincite("add", file, "--store", again).code == 0
    found = pincite("search", "chocolate bridge", "--store", again, "--json").json
    assert found["passages"]
    assert all("chocolate" not in each["text"] for each in found["passages"])
