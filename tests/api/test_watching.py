"""Folders that are watched by a command, until Ctrl+C."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.passage_index import PassageIndex
from tests.api.commands import CommandLine
from tests.fakes import WordHashEmbedder

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="Ctrl+C is sent as a signal")


@contextmanager
def started(*arguments: object) -> Iterator["subprocess.Popen[str]"]:
    """Run the command line with a small embedder, in a process that does not outlive the test."""
    code = (
        # What a shell starts in the background ignores Ctrl+C, and so does what that starts.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import rag.assembly, tests.fakes; from api.cli import main\n"
        "rag.assembly.load_embedder = lambda name: tests.fakes.WordHashEmbedder()\n"
        f"main({[str(argument) for argument in arguments]!r})"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "notes"
    (made / "sub").mkdir(parents=True)
    (made / "sub/a.txt").write_text("The lamp burned oil.")
    return made


def test_a_server_follows_a_folder_while_it_serves(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    options = ("--store", store, "--port", 0, "--no-seeds", "--collection", "notes")
    with started("serve", *options, "--watch", folder) as process:
        assert process.stdout
        url = process.stdout.readline().strip()

        def documents() -> dict[str, str]:
            address = f"{url}/v1/documents?collection=notes"
            try:
                with urllib.request.urlopen(address, timeout=10) as response:
                    return {row["source"]: row["id"] for row in json.load(response)["data"]}
            except urllib.error.HTTPError:  # the collection is made with its first document
                return {}

        wait_until(lambda: set(documents()) == {"sub/a.txt"})
        before = documents()["sub/a.txt"]
        (folder / "sub/a.txt").rename(folder / "b.txt")
        wait_until(lambda: documents() == {"b.txt": before})
        (folder / "b.txt").unlink()
        (folder / "c.txt").write_text("The quarry closed in 1931.")
        wait_until(lambda: set(documents()) == {"c.txt"})
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 0
    assert told.splitlines() == [
        "added      sub/a.txt",
        "moved      b.txt",
        "added      c.txt",
        "removed    b.txt",
    ]


def test_a_watching_sync_ends_with_ctrl_c_and_leaves_the_store_whole(
    tmp_path: Path, folder: Path
) -> None:
    store = tmp_path / "store"
    with started("sync", folder, "--watch", "--store", store) as process:
        assert process.stdout
        assert process.stdout.readline().endswith("a (sub/a.txt)\n")
        (folder / "sub/a.txt").write_text("The lamp burned gas.")
        assert process.stdout.readline().startswith("replaced   ")
        process.send_signal(signal.SIGINT)
        rest, told = process.communicate(timeout=30)
    assert (process.returncode, rest) == (0, "")
    assert told == f"Watching {folder}; Ctrl+C ends.\n"
    with PassageIndex.open(store, WordHashEmbedder()) as index:
        assert index.search("lamp gas")[0].passage.text == "The lamp burned gas."
        assert index.check() == []


def test_a_folder_that_is_not_there_is_told_before_anything_is_served(
    pincite: CommandLine, tmp_path: Path
) -> None:
    for command in (
        ("serve", "--watch", tmp_path / "none"),
        ("sync", tmp_path / "none", "--watch"),
    ):
        ran = pincite(*command)
        assert (ran.code, ran.out) == (2, "")
        assert "There is no folder" in ran.err


def test_a_folder_inside_another_that_is_watched_is_told(
    pincite: CommandLine, folder: Path
) -> None:
    ran = pincite("serve", "--watch", folder, "--watch", folder / "sub")
    assert (ran.code, "is inside another one" in ran.err) == (2, True)
