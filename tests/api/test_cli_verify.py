"""``pincite verify``: saved answers, checks and drafts with footnotes."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.commands import CommandLine

SOURCE = "The lamp was lit in 1874. It burned 53 litres of\noil in a night. Ada Byrne kept it.\n"


@pytest.fixture
def source(pincite: CommandLine, tmp_path: Path) -> Path:
    """A stored file about a lamp."""
    file = tmp_path / "lamp.txt"
    file.write_text(SOURCE, encoding="utf-8")
    assert pincite("add", file).code == 0
    return file


@pytest.fixture
def draft(pincite: CommandLine, source: Path, tmp_path: Path) -> Path:
    """A draft that Pincite gave its footnotes."""
    plain, noted = tmp_path / "draft.md", tmp_path / "noted.md"
    plain.write_text("# Lamps\n\nThe lamp was lit in 1874. Ada Byrne kept it.\n", encoding="utf-8")
    assert source.exists()
    assert pincite("check", plain, "--write", noted).code == 0
    return noted


def stored(pincite: CommandLine) -> str:
    identifier: str = pincite("documents", "--json").json["documents"][0]["id"]
    return identifier


def saved_check(pincite: CommandLine, folder: Path) -> tuple[Path, dict[str, Any]]:
    plain, saved = folder / "plain.txt", folder / "check.json"
    plain.write_text("The lamp was lit in 1874. Ada Byrne kept it.", encoding="utf-8")
    saved.write_text(pincite("check", plain, "--json").out, encoding="utf-8")
    return saved, json.loads(saved.read_text(encoding="utf-8"))


def verdicts(pincite: CommandLine, *arguments: object) -> list[str]:
    ran = pincite("verify", *arguments, "--json")
    assert ran.code == (0 if ran.json["verified"] else 1)
    return [finding["verdict"] for finding in ran.json["findings"]]


@pytest.mark.parametrize(
    ("newer", "expected"),
    [
        (SOURCE, ["same", "same"]),
        ("New. " + SOURCE, ["moved", "moved"]),
        (SOURCE.replace("Ada Byrne kept", "Bob Carr held"), ["same", "changed"]),
        (None, ["gone", "gone"]),
    ],
)
def test_each_citation_of_check_and_draft_is_told_as_what_became_of_it(
    pincite: CommandLine, draft: Path, source: Path, newer: str | None, expected: list[str]
) -> None:
    saved, _ = saved_check(pincite, draft.parent)
    if newer is None:
        pincite("remove", stored(pincite))
    else:
        source.write_text(newer, encoding="utf-8")
        pincite("add", source)
        assert verdicts(pincite, draft, "--source", source) == expected
    assert verdicts(pincite, saved) == expected
    assert verdicts(pincite, draft) == expected


def test_words_changed_in_the_saved_file_are_told_as_not_in_the_source(
    pincite: CommandLine, draft: Path
) -> None:
    saved, check = saved_check(pincite, draft.parent)
    check["sentences"][0]["citations"][0]["quote"]["exact"] = "The lamp was lit in 1847."
    saved.write_text(json.dumps(check), encoding="utf-8")
    noted = draft.read_text(encoding="utf-8").replace(
        "“The lamp was lit in 1874", "“The lamp was lit in 1847"
    )
    draft.write_text(noted, encoding="utf-8")
    ran = pincite("verify", saved, draft)
    assert ran.code == 1
    nearest = "nearest to them: “The lamp was lit in 1874.” at 0-25"
    told = f"(the saved words are not in the source; {nearest})"
    lines = ran.out.splitlines()
    assert lines[0] == (
        f"changed     check.json: sentences[0].citations[0]: “The lamp was lit in 1847.” {told}"
    )
    footnote = "noted.md: footnote pincite-1"
    assert lines[2] == f"changed     {footnote}: “The lamp was lit in 1847.” {told}"
    assert ran.err == "Not verified: 2 of 4 did not hold.\n"


def test_words_that_moved_may_be_let_count(pincite: CommandLine, draft: Path, source: Path) -> None:
    source.write_text("New. " + SOURCE, encoding="utf-8")
    pincite("add", source)
    ran = pincite("verify", draft)
    assert (ran.code, "(the words now stand at 5-30)" in ran.out) == (1, True)
    ran = pincite("verify", draft, "--allow-moved")
    assert (ran.code, "some elsewhere" in ran.err) == (0, True)
    told = pincite("verify", draft, "--json").json["findings"][0]
    assert (told["file"], told["position"]) == ("noted.md", {"start": 5, "end": 30})


def test_a_footnote_that_a_person_pasted_is_verified(
    pincite: CommandLine, source: Path, tmp_path: Path
) -> None:
    start = SOURCE.index("It burned")
    end = SOURCE.index(" Ada")
    note = pincite("cite", stored(pincite), start, end, "--format", "markdown").out
    draft = tmp_path / "own.md"
    draft.write_text(f"It burned much.{note}", encoding="utf-8")
    assert "of oil" in note  # one line, where the source has two
    assert verdicts(pincite, draft) == ["same"]
    assert verdicts(pincite, draft, "--source", source) == ["same"]
    source.write_text(SOURCE.replace("53", "54"), encoding="utf-8")
    ran = pincite("verify", draft, "--source", source)
    assert (ran.code, "54 litres of oil" in ran.out) == (1, True)


def test_a_draft_without_such_footnotes_has_nothing_to_verify(
    pincite: CommandLine, source: Path, tmp_path: Path
) -> None:
    draft = tmp_path / "plain.md"
    draft.write_text("[Link](x) and a note.[^1]\n\n[^1]: “Own words”.\n", encoding="utf-8")
    ran = pincite("verify", draft, "--source", source)
    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing to verify: there are no citations.\n")


def test_the_files_of_a_draft_are_told_by_their_titles_on_another_machine(
    pincite: CommandLine, draft: Path, source: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "checkout"
    elsewhere.mkdir()
    copy, other = elsewhere / "lamp.txt", elsewhere / "mill.txt"
    copy.write_text(SOURCE.replace("kept", "held"), encoding="utf-8")
    other.write_text("A mill.", encoding="utf-8")
    files = ("--source", other, "--source", copy)
    assert verdicts(pincite, draft, *files) == ["same", "changed"]
    assert verdicts(pincite, draft, "--source", other, "--source", source) == ["same", "same"]
