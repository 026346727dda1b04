"""What a shell offers, how quickly, and what the help shows."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import COMMANDS
from api.commands import completing
from index import glance
from index.library import Library
from index.reading import from_text
from rag.citing.formats import FORMATS, LISTS, READERS
from tests.api.commands import CommandLine
from tests.fakes import WordHashEmbedder

TITLE = "The mill\x1b[31m of \u202e1702\nand more"
SHELLS = ("bash", "zsh", "fish")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("completion") / "store"
    with Library(folder, WordHashEmbedder()) as library:
        with library.collection() as index:
            index.add(from_text("A mill of 1702.", title=TITLE, source="mill.txt"))
        with library.collection("Contracts 2026", create=True) as index:
            index.add(from_text("A contract.", source="contract.txt"))
    return folder


def offered(shell: str, line: str, store: Path) -> tuple[str, float]:
    """Return what is offered for the last word of a line, and the processor's seconds."""
    words = line.split(" ")
    environ = {
        "PATH": os.environ["PATH"],
        "PINCITE_STORE": str(store),
        "_PINCITE_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
    }
    code = "from api.cli import main; main([])"
    before = os.times()
    ran = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, check=True)
    assert ran.stderr == b""
    after = os.times()
    used = after.children_user + after.children_system
    return ran.stdout.decode(), used - before.children_user - before.children_system


@pytest.mark.parametrize("shell", SHELLS)
def test_documents_collections_and_formats_are_offered(shell: str, store: Path) -> None:
    ((identifier, _),) = glance.documents(store, "default", "")
    documents, _ = offered(shell, "pincite show ", store)
    assert identifier in documents
    assert not re.search(r"[\x1b\u202e]", documents)
    assert "harvard" in offered(shell, "pincite cite x 1 2 --format h", store)[0]
    assert "Contracts 2026" in offered(shell, "pincite ask x --collection C", store)[0]


def test_offering_is_quick_and_loads_nothing_heavy(store: Path) -> None:
    code = (
        "import sys, os\n"
        "from api.cli import app\n"
        "from index import glance\n"
        "print({'numpy', 'torch', 'faiss', 'openai', 'fastapi'} & sys.modules.keys())"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert loaded.stdout == b"set()\n"
    # About 0.25 s; of the processor, since others may be at work beside it.
    assert min(offered("bash", "pincite show ", store)[1] for _ in range(3)) < 0.6


def test_what_is_offered_while_the_store_is_open_or_missing(store: Path, tmp_path: Path) -> None:
    with Library(store, WordHashEmbedder()) as library, library.collection() as index:
        (identifier,) = [each.id for each in index.summaries()]
        assert [each for each, _ in glance.documents(store, "DEFAULT", "")] == [identifier]
        assert glance.documents(store, "none", "") == []
        assert glance.documents(store, "default", identifier[:3]) != []
        assert glance.documents(store, "default", "%") == []
    assert glance.collections(store, "c") == ["Contracts 2026"]
    assert glance.collections(tmp_path / "none", "") == ["default"]
    assert glance.documents(tmp_path / "none", "default", "") == []
    assert not (tmp_path / "none").exists()
    (tmp_path / "pincite.db").write_bytes(b"no database at all" * 100)
    assert glance.documents(tmp_path, "default", "") == []


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_for_each_shell_is_shown(shell: str) -> None:
    code = f"from api.cli import main; main(['--show-completion', {shell!r}])"
    environ = os.environ | {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    ran = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, check=True)
    assert b"_PINCITE_COMPLETE" in ran.stdout


def test_the_formats_offered_are_those_that_there_are() -> None:
    assert list(FORMATS) == completing.FORMATS
    assert list(LISTS) == completing.LISTS
    assert list(READERS) == completing.EXPORTS


@pytest.mark.parametrize("command", [*COMMANDS, "collections"])
def test_the_help_of_each_command_has_an_example(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    from api.cli import main

    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert re.search(rf"  Examples:\n    (?:.* \| )?pincite {command}", shown)
    assert "\x1b" not in shown


def test_no_colour_and_no_escape_of_a_document_reaches_a_terminal(
    pincite: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "mill.md"
    file.write_text("# The \x1b[31mmill\n\nThe mill was \x1b[2J built in \u202e1702.\n")
    made = pincite("add", file, "--json").json["documents"][0]["id"]
    pincite("edit", made, "--title", "A \x1b]0;title\x07 mill")
    for arguments in (
        ("documents",),
        ("show", made),
        ("search", "mill built"),
        ("ask", "When was the mill built?"),
        ("cite", made, 0, 20),
        ("bibliography", "--format", "apa"),
    ):
        ran = pincite(*arguments)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", ran.out + ran.err), arguments


@pytest.mark.parametrize("asked", [{}, {"NO_COLOR": "1"}])
def test_a_terminal_gets_no_colour_either_way(store: Path, asked: dict[str, str]) -> None:
    environ = {"PATH": os.environ["PATH"], "PINCITE_STORE": str(store), "TERM": "xterm"} | asked
    master, slave = pty.openpty()
    code = "from api.cli import main; main(['collections'])"
    with os.fdopen(master, "rb", buffering=0) as terminal:
        subprocess.run(
            [sys.executable, "-c", code], env=environ, stdout=slave, stderr=slave, check=True
        )
        shown = terminal.read(65536)
    os.close(slave)
    assert b"Contracts 2026" in shown
    assert b"\x1b" not in shown
