"""``pincite show`` and ``pincite edit``."""

from pathlib import Path

import pytest

from tests.api.commands import CommandLine

LAMP = "The lamp was lit on 3 May 1874."


@pytest.fixture
def notes(pincite: CommandLine, tmp_path: Path) -> str:
    """The id of a document about a lamp, in its second version."""
    file = tmp_path / "notes.txt"
    for text in ("The lamp.", LAMP):
        file.write_text(text, encoding="utf-8")
        identifier: str = pincite("add", file, "--json").json["documents"][0]["id"]
    return identifier


def test_a_document_is_shown_with_metadata_and_versions(pincite: CommandLine, notes: str) -> None:
    pincite("edit", notes, "--set", "author=Ada", "--set", "note=a=b")
    ran = pincite("show", notes)
    assert ran.code == 0
    names = " ".join(line.split()[0] for line in ran.out.splitlines())
    assert names.startswith("id title source passages characters added updated metadata")
    assert names.endswith("updated metadata metadata version version")
    assert "metadata    author: Ada\nmetadata    note: a=b\n" in ran.out
    assert ran.out.splitlines()[-1].startswith("version     2, read ")
    assert ran.out.endswith(f", {len(LAMP)} characters, as it is now\n")


def test_a_document_is_shown_as_json(pincite: CommandLine, notes: str) -> None:
    shown = pincite("show", notes, "--json").json
    assert (shown["id"], shown["version"], shown["source"]) == (notes, 2, "notes.txt")
    assert [(each["number"], each["current"]) for each in shown["versions"]] == [
        (1, False),
        (2, True),
    ]


def test_what_is_set_stays_and_is_searched(
    pincite: CommandLine, notes: str, tmp_path: Path
) -> None:
    ran = pincite("edit", notes, "--title", "Skerry light", "--set", "author=Ada", "--json")
    assert (ran.code, ran.json["title"], ran.json["metadata"]) == (
        0,
        "Skerry light",
        {"author": "Ada"},
    )
    added = pincite("add", tmp_path / "notes.txt", "--json").json["documents"]
    assert [each["status"] for each in added] == ["unchanged"]
    assert pincite("search", "skerry").out.startswith("1. Skerry light")
    assert "Skerry light" in pincite("cite", notes, 0, 8).out


def test_what_is_set_can_be_taken_back(pincite: CommandLine, notes: str) -> None:
    pincite("edit", notes, "--title", "Skerry", "--set", "author=Ada", "--set", "date=1874")
    ran = pincite("edit", notes, "--title", "", "--unset", "author", "--json")
    assert (ran.json["title"], ran.json["metadata"]) == ("notes", {"date": "1874"})


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "Nothing is to be set"),
        (("--set", "author"), "a key and a value"),
        (("--set", "=Ada"), "a key and a value"),
        (("--set", "a=b", "--unset", "a"), "both name 'a'"),
        (("--title", " "), "blank"),
    ],
)
def test_wrong_use_is_told(
    pincite: CommandLine, notes: str, options: tuple[str, ...], told: str
) -> None:
    ran = pincite("edit", notes, *options)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_an_unknown_document_is_told(pincite: CommandLine, notes: str) -> None:
    for ran in (pincite("show", f"{notes}x"), pincite("edit", "x", "--title", "T")):
        assert (ran.code, ran.out) == (3, "")
        assert "There is no document of that id." in ran.err
