"""`pincite sync`: the documents of a folder made equal to its files."""

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api import watching
from api.adding import Outcome
from api.syncing import Synced
from index.embedding import Vectors
from index.passage_index import PassageIndex
from index.reading import read
from tests.api.commands import CommandLine, Ran
from tests.fakes import WordHashEmbedder


def write(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        file = folder / name.replace("__", "/").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    folder.mkdir(exist_ok=True)
    return folder


def statuses(ran: Ran) -> dict[str, str]:
    return {row["source"]: row["status"] for row in ran.json["documents"]}


def stored(pincite: CommandLine) -> dict[str, str]:
    return {row["source"]: row["id"] for row in pincite("documents", "--json").json["documents"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path / "notes",
        a_txt="The lamp burned oil.",
        b_md="# The quarry\n\nIt closed in 1931.",
        sub__c_txt="The mill burned in 1902.",
    )


def test_a_folder_is_followed_through_every_kind_of_change(
    pincite: CommandLine, folder: Path
) -> None:
    first = pincite("sync", folder, "--json")
    assert (first.code, statuses(first)) == (
        0,
        {"a.txt": "added", "b.md": "added", "sub/c.txt": "added"},
    )
    before = stored(pincite)
    (folder / "a.txt").write_text("The lamp burned gas.")
    (folder / "b.md").rename(folder / "sub/quarry.md")
    (folder / "sub/c.txt").unlink()
    write(folder, d_txt="The pier was built in 1860.")
    changed = {
        "a.txt": "replaced",
        "d.txt": "added",
        "sub/quarry.md": "moved",
        "sub/c.txt": "removed",
    }
    rehearsed = pincite("sync", folder, "--dry-run", "--json")
    assert statuses(rehearsed) == changed
    assert stored(pincite) == before
    assert statuses(pincite("sync", folder, "--json")) == changed
    after = stored(pincite)
    assert after["a.txt"] == before["a.txt"]
    assert after["sub/quarry.md"] == before["b.md"]
    assert set(after) == {"a.txt", "d.txt", "sub/quarry.md"}
    assert pincite("search", "mill 1902", "--json").json["passages"][0]["text"] != (
        "The mill burned in 1902."
    )
    again = pincite("sync", folder)
    assert (again.out, again.err) == ("3 unchanged.\n", "")


def test_lines_tell_what_changed_and_a_sum_the_rest(pincite: CommandLine, folder: Path) -> None:
    pincite("sync", folder)
    (folder / "b.md").unlink()
    ran = pincite("sync", folder)
    removed, total = ran.out.splitlines()
    assert removed.startswith("removed    d")
    assert removed.endswith("The quarry (b.md)")
    assert total == "1 removed, 2 unchanged."
    write(folder, e_txt="The pier was built in 1860.")
    rehearsed = pincite("sync", folder, "--dry-run")
    assert rehearsed.out.splitlines()[-1] == "1 added, 2 unchanged. Nothing was changed."


class Counting(WordHashEmbedder):
    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().embed(texts)


def run(synced: Synced, index: PassageIndex) -> dict[str, str]:
    outcomes: list[Outcome] = []
    plan = synced.plan(index)
    plan.run(plan.items, outcomes.append, read)
    return {outcome.source: outcome.status for outcome in outcomes}


def test_a_moved_file_keeps_its_id_and_nothing_is_embedded(tmp_path: Path, folder: Path) -> None:
    embedder = Counting()
    with PassageIndex.open(tmp_path / "store", embedder) as index:
        run(Synced(folder), index)
        ids = {each.source: each.document_id for each in index.in_folder(index_key(folder))}
        index.edit(ids["sub/c.txt"], metadata={"author": "A. Writer"})
        embedder.texts.clear()
        (folder / "other").mkdir()
        for name in ("a.txt", "b.md", "sub/c.txt"):
            (folder / name).rename(folder / "other" / Path(name).name)
        assert run(Synced(folder), index) == dict.fromkeys(
            ("other/a.txt", "other/b.md", "other/c.txt"), "moved"
        )
        assert embedder.texts == []
        now = {each.source: each.document_id for each in index.in_folder(index_key(folder))}
        assert now["other/c.txt"] == ids["sub/c.txt"]
        assert index.summary(now["other/c.txt"]).metadata == {"author": "A. Writer"}
        (folder / "other/a.txt").rename(folder / "lamp.txt")
        assert run(Synced(folder), index)["lamp.txt"] == "moved"
        assert index.summary(ids["a.txt"]).title == "lamp"
        assert index.check() == []


def index_key(folder: Path) -> str:
    from api.folders import key_of

    return key_of(folder)


def test_of_two_equal_files_each_finds_its_own_name(pincite: CommandLine, tmp_path: Path) -> None:
    folder = write(tmp_path / "twins", a_txt="The same text.", b_txt="The same text.")
    pincite("sync", folder)
    before = stored(pincite)
    (folder / "sub").mkdir()
    (folder / "b.txt").rename(folder / "sub/b.txt")
    (folder / "a.txt").rename(folder / "sub/a.txt")
    assert set(statuses(pincite("sync", folder, "--json")).values()) == {"moved"}
    after = stored(pincite)
    assert (after["sub/a.txt"], after["sub/b.txt"]) == (before["a.txt"], before["b.txt"])


def test_a_copy_is_added_and_what_is_elsewhere_is_left_alone(
    pincite: CommandLine, tmp_path: Path, folder: Path
) -> None:
    other = write(tmp_path / "other", x_txt="The pier was built in 1860.")
    pincite("add", other / "x.txt")
    pincite("add", folder / "a.txt")
    alone = stored(pincite)
    shutil.copy(folder / "a.txt", folder / "copy.txt")
    assert statuses(pincite("sync", folder, "--json")) == {
        "a.txt": "unchanged",
        "b.md": "added",
        "copy.txt": "added",
        "sub/c.txt": "added",
    }
    assert stored(pincite)["a.txt"] == alone["a.txt"]
    shutil.rmtree(folder)
    folder.mkdir()
    pincite("sync", folder, "--allow-empty")
    assert stored(pincite) == {"x.txt": alone["x.txt"]}


def test_a_changed_file_that_cannot_be_read_keeps_its_document(
    pincite: CommandLine, folder: Path
) -> None:
    pincite("sync", folder)
    before = stored(pincite)
    (folder / "a.txt").write_bytes(b"\0\1\2" * 100)
    (folder / "new.txt").write_bytes(b"")
    for arguments in (("--dry-run",), ()):
        ran = pincite("sync", folder, "--json", *arguments)
        assert ran.code == 3
        errors = {row["source"]: row["error"] for row in ran.json["documents"] if row["error"]}
        assert errors["a.txt"].endswith("The document as it was before is kept.")
        assert "kept" not in errors["new.txt"]
        assert stored(pincite) == before


def test_a_folder_that_is_gone_or_suddenly_empty_is_refused(
    pincite: CommandLine, folder: Path
) -> None:
    pincite("sync", folder)
    before = stored(pincite)
    folder.rename(folder.with_name("away"))
    gone = pincite("sync", folder)
    folder.mkdir()
    empty = pincite("sync", folder)
    assert (gone.code, empty.code, gone.out + empty.out) == (2, 2, "")
    assert "There is no folder" in gone.err
    assert "--allow-empty" in empty.err
    assert stored(pincite) == before
    allowed = pincite("sync", folder, "--allow-empty", "--json")
    assert set(statuses(allowed).values()) == {"removed"}
    assert stored(pincite) == {}
    assert pincite("sync", folder).out.startswith("The folder is empty")


def test_rows_come_and_go_with_their_file(pincite: CommandLine, tmp_path: Path) -> None:
    row = '{"_id": "%s", "text": "The text of %s."}\n'
    folder = write(tmp_path / "rows", all_jsonl=row % ("r1", "r1") + row % ("r2", "r2"))
    pincite("sync", folder)
    write(folder, all_jsonl=row % ("r2", "r2") + row % ("r3", "r3"))
    assert statuses(pincite("sync", folder, "--json")) == {
        "all.jsonl#r1": "removed",
        "all.jsonl#r2": "unchanged",
        "all.jsonl#r3": "added",
    }
    write(folder, all_jsonl=row % ("r3", "r3") + "broken\n", other_txt="The lamp.")
    broken = pincite("sync", folder, "--json")
    assert broken.code == 3
    assert "removed" not in statuses(broken).values()
    (folder / "all.jsonl").unlink()
    assert statuses(pincite("sync", folder, "--json")) == {
        "other.txt": "unchanged",
        "all.jsonl#r2": "removed",
        "all.jsonl#r3": "removed",
    }


def test_what_stands_below_a_closed_folder_is_kept(
    pincite: CommandLine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pincite("sync", folder)
    import os

    scanning = os.scandir

    def guarded(path: str) -> object:
        if Path(path).name == "sub":
            raise PermissionError(13, "Permission denied", str(path))
        return scanning(path)

    monkeypatch.setattr("os.scandir", guarded)
    (folder / "b.md").unlink()
    ran = pincite("sync", folder, "--json")
    assert statuses(ran) == {"sub": "failed", "a.txt": "unchanged", "b.md": "removed"}
    assert "sub/c.txt" in stored(pincite)


def test_a_pattern_that_comes_later_takes_documents_out(pincite: CommandLine, folder: Path) -> None:
    pincite("sync", folder)
    (folder / ".pinciteignore").write_text("sub/\n")
    ran = pincite("sync", folder, "--json")
    assert statuses(ran)["sub/c.txt"] == "removed"
    assert ran.err.endswith("left out 1 ignored.\n")


def test_watching_goes_with_neither_json_nor_dry_run(pincite: CommandLine, folder: Path) -> None:
    for option in ("--json", "--dry-run"):
        assert pincite("sync", folder, "--watch", option).code == 2


def test_a_second_run_reads_only_what_changed(tmp_path: Path, folder: Path) -> None:
    names: list[str] = []

    def counting(data: bytes, name: str, **options: object) -> object:
        names.append(name)
        return read(data, name, **options)  # type: ignore[arg-type]

    synced = Synced(folder)
    with PassageIndex.open(tmp_path / "store", WordHashEmbedder()) as index:

        def again() -> dict[str, str]:
            outcomes: list[Outcome] = []
            plan = synced.plan(index)
            plan.run(plan.items, outcomes.append, counting)  # type: ignore[arg-type]
            return {outcome.source: outcome.status for outcome in outcomes}

        again()
        names.clear()
        (folder / "a.txt").write_text("The lamp burned gas.")
        (folder / "bad.txt").write_bytes(b"")
        assert again() == {"a.txt": "replaced", "bad.txt": "failed"}
        assert names == ["a.txt", "bad.txt"]
        assert again() == {}
        (filed,) = [each for each in index.in_folder(index_key(folder)) if each.source == "b.md"]
        index.remove(filed.document_id)
        assert again() == {"b.md": "added"}


def test_rows_of_a_broken_file_stay_also_when_it_is_not_read_again(tmp_path: Path) -> None:
    folder = write(tmp_path / "rows", all_jsonl='{"_id": "r1", "text": "The text."}\n')
    synced = Synced(folder)
    with PassageIndex.open(tmp_path / "store", WordHashEmbedder()) as index:
        run(synced, index)
        write(folder, all_jsonl="broken\n")
        assert run(synced, index) == {"all.jsonl": "failed"}
        write(folder, b_txt="The lamp.")
        assert run(synced, index) == {"b.txt": "added"}
        assert index.summary("r1").source == "all.jsonl#r1"


Action = tuple[str, str, str]
NAMES = st.sampled_from(["a.txt", "b.txt", "x/a.txt", "x/b.txt", "y/c.txt"])
TEXTS = st.sampled_from([f"The text number {number}." for number in range(4)])
ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), NAMES, TEXTS),
        st.tuples(st.just("rename"), NAMES, NAMES),
        st.tuples(st.just("remove"), NAMES, NAMES),
        st.tuples(st.just("sync"), NAMES, NAMES),
    ),
    max_size=14,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ACTIONS)
def test_after_any_changes_the_documents_are_those_of_the_folder(
    tmp_path: Path, actions: list[Action]
) -> None:
    shutil.rmtree(tmp_path)
    folder = tmp_path / "folder"
    folder.mkdir(parents=True)
    lasting = Synced(folder, allow_empty=True)
    with PassageIndex.open(tmp_path / "store", WordHashEmbedder()) as index:
        for number, (kind, name, other) in enumerate([*actions, ("sync", "", "")]):
            path = folder / name
            if kind == "write":
                path.parent.mkdir(exist_ok=True)
                path.write_text(other)
            elif kind == "rename" and path.exists():
                (folder / other).parent.mkdir(exist_ok=True)
                path.replace(folder / other)
            elif kind == "remove":
                path.unlink(missing_ok=True)
            elif kind == "sync":
                run(lasting if number % 2 else Synced(folder, allow_empty=True), index)
                files = {
                    file.relative_to(folder).as_posix(): file.read_text()
                    for file in folder.rglob("*.txt")
                }
                documents = {
                    summary.source: index.document(summary.id).text for summary in index.summaries()
                }
                assert documents == files
        assert index.check() == []


@pytest.fixture
def watched(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Callable[[str, str], None], list[str]]]:
    """Watch the folder in a thread; gives what waits for an outcome, and the warnings."""
    monkeypatch.setattr(watching, "DEBOUNCE", 100)
    monkeypatch.setattr(watching, "STEP", 20)
    monkeypatch.setattr(watching, "TICK", 0.05)
    outcomes: list[tuple[str, str]] = []
    warnings: list[str] = []
    stop = threading.Event()

    def wait_for(source: str, status: str) -> None:
        deadline = time.monotonic() + 15
        while (source, status) not in outcomes:
            assert time.monotonic() < deadline, (source, status, outcomes, warnings)
            time.sleep(0.01)

    with PassageIndex.open(tmp_path / "store", WordHashEmbedder()) as index:
        thread = threading.Thread(
            target=lambda: watching.keep_equal(
                Synced(folder),
                lambda: nullcontext(index),
                lambda outcome: outcomes.append((outcome.source, outcome.status)),
                read=read,
                warn=warnings.append,
                stop=stop,
            )
        )
        thread.start()
        yield wait_for, warnings
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def test_a_watched_folder_is_followed(
    watched: tuple[Callable[[str, str], None], list[str]], folder: Path
) -> None:
    wait_for, warnings = watched
    wait_for("sub/c.txt", "added")
    (folder / "a.txt").write_text("The lamp burned gas.")
    wait_for("a.txt", "replaced")
    (folder / "deep/er").mkdir(parents=True)
    (folder / "deep/er/d.txt").write_text("The pier was built.")
    wait_for("deep/er/d.txt", "added")
    (folder / "b.md").rename(folder / "deep/b.md")
    wait_for("deep/b.md", "moved")
    (folder / "sub/c.txt").unlink()
    wait_for("sub/c.txt", "removed")
    assert warnings == []


def test_a_watched_folder_that_goes_and_comes_back_loses_nothing(
    watched: tuple[Callable[[str, str], None], list[str]], folder: Path
) -> None:
    wait_for, warnings = watched
    wait_for("sub/c.txt", "added")
    folder.rename(folder.with_name("away"))
    deadline = time.monotonic() + 15
    while not warnings:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert "There is no folder" in warnings[0]
    (folder.with_name("away") / "d.txt").write_text("The pier was built.")
    folder.with_name("away").rename(folder)
    wait_for("d.txt", "added")
    assert len(warnings) == 1


def test_json_is_one_document_also_where_nothing_changed(
    pincite: CommandLine, folder: Path
) -> None:
    pincite("sync", folder)
    ran = pincite("sync", folder, "--json")
    assert len(ran.out.strip().splitlines()) >= 1
    rows = json.loads(ran.out)["documents"]
    assert [set(row) for row in rows] == [
        {"id", "title", "source", "status", "passages", "error"}
    ] * 3
    assert {row["status"] for row in rows} == {"unchanged"}
