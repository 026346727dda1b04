import json
from pathlib import Path

import pytest

from tests.api.commands import CommandLine

SOURCE = "The lamp was lit in 1874. It burned 53 litres of oil in a night. Ada Byrne kept it."


@pytest.fixture
def library(pincite: CommandLine, tmp_path: Path) -> CommandLine:
    source = tmp_path / "lamp.txt"
    source.write_text(SOURCE, encoding="utf-8")
    assert pincite("add", str(source)).code == 0
    return pincite


def test_a_sound_draft_leaves_with_zero(library: CommandLine, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("# Lamps\n\nThe lamp was lit in 1874.\n", encoding="utf-8")
    done = library("check", str(draft))
    assert done.code == 0
    assert "supported       The lamp was lit in 1874." in done.out
    assert "“The lamp was lit in 1874.”" in done.out


def test_a_draft_with_a_wrong_figure_leaves_with_one(library: CommandLine, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("The lamp was lit in 1847. Ada Byrne kept it.", encoding="utf-8")
    done = library("check", str(draft), "--show", "problems")
    assert done.code == 1
    assert "the source says 1874, not 1847" in done.out
    assert "Ada Byrne kept it." not in done.out
    assert "1 contradicted, 1 supported" in done.out


def test_json_is_the_check_object(library: CommandLine, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("The lamp was lit in 1874. It is “lit in 1847”.", encoding="utf-8")
    done = library("check", str(draft), "--json")
    assert done.code == 1
    check = json.loads(done.out)
    assert check["sentences"][0]["verdict"] == "supported"
    assert check["quotations"][0]["verdict"] == "altered"
    assert check.keys() == {"sentences", "quotations", "index"}


def test_citations_are_printed_in_the_format_asked_for(
    library: CommandLine, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("The lamp was lit in 1874.", encoding="utf-8")
    done = library("check", str(draft), "--format", "pandoc")
    assert done.code == 0
    assert "                “The lamp was lit in 1874.” [@lamp, para. 1]\n" in done.out
    as_json = library("check", str(draft), "--format", "pandoc", "--json").json
    (citation,) = as_json["sentences"][0]["citations"]
    assert citation["formatted"] == "“The lamp was lit in 1874.” [@lamp, para. 1]"
    unknown = library("check", str(draft), "--format", "papyrus")
    assert (unknown.code, unknown.out) == (2, "")
    assert "choose one of text, markdown, pandoc" in unknown.err


def test_a_draft_that_is_not_there_is_wrong_use(library: CommandLine) -> None:
    done = library("check", "nowhere.md")
    assert done.code == 2
    assert "nowhere.md cannot be read" in done.err


def test_footnotes_are_written_and_removed_again(library: CommandLine, tmp_path: Path) -> None:
    draft, noted, again = (tmp_path / name for name in ("draft.md", "noted.md", "again.md"))
    draft.write_bytes("\ufeffThe lamp was lit in 1874.\r\nPenguins fly.\r\n".encode())
    assert library("check", str(draft), "--write", str(noted), "--remarks").code == 1
    text = noted.read_bytes().decode()
    assert text.startswith("\ufeffThe lamp was lit in 1874.[^pincite-1]\r\nPenguins fly.<!-- ")
    assert "[^pincite-1]: “The lamp was lit in 1874.” lamp" in text
    assert library("check", str(noted), "--remove", str(again)).code == 0
    assert again.read_bytes() == draft.read_bytes()


def test_the_draft_itself_is_never_written_over(library: CommandLine, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("The lamp was lit in 1874.", encoding="utf-8")
    done = library("check", str(draft), "--write", str(draft))
    assert (done.code, "Name another file" in done.err) == (2, True)
    assert draft.read_text(encoding="utf-8") == "The lamp was lit in 1874."


def test_a_saved_check_is_verified(library: CommandLine, tmp_path: Path) -> None:
    draft, saved = tmp_path / "draft.txt", tmp_path / "check.json"
    draft.write_text("The lamp was lit in 1874. It burned “53 litres of oil”.", encoding="utf-8")
    saved.write_text(library("check", str(draft), "--json").out, encoding="utf-8")
    assert library("verify", str(saved)).code == 0
    source = tmp_path / "lamp.txt"
    source.write_text(SOURCE.replace("1874", "1875"), encoding="utf-8")
    library("add", str(source))
    done = library("verify", str(saved))
    assert done.code == 1
    assert "changed" in done.out
