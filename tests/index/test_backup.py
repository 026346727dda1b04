"""Backups: whole or not at all, refused when they are not what they say, put back as they were."""

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from index import archive
from index.backup import back_up
from index.errors import (
    BackupError,
    InputError,
    PinciteError,
    StoreDamagedError,
    StoreFullError,
    StoreLockedError,
    StoreVersionError,
)
from index.library import Library
from index.reading import from_text
from index.restore import restore
from tests.fakes import WordHashEmbedder

LAMP = "The lamp burned 53 litres of oil."
Content = dict[str, list[tuple[str, str, str, str]]]


def fill(folder: Path, **texts: str) -> Path:
    with Library(folder, WordHashEmbedder()) as library:
        for name, text in texts.items():
            with library.collection(name.replace("_", " "), create=True) as index:
                index.add(from_text(text, title=f"On {name}", source=f"{name}.txt"))
    return folder


def content(folder: Path) -> Content:
    """Return all that a store holds, found sound."""
    found: Content = {}
    with Library(folder, WordHashEmbedder()) as library:
        assert library.unreadable == []
        for name in library.names():
            with library.collection(name) as index:
                assert index.check() == []
                documents = [index.document(each.id) for each in index.summaries()]
                found[name] = [(d.id, d.title, d.source, d.text) for d in documents]
    return found


def backed_up(folder: Path, target: Path) -> Path:
    with Library(folder, WordHashEmbedder()) as library:
        back_up(library, target)
    return target


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return fill(tmp_path / "store", default=LAMP, Straße_9="The quarry closed in 1931.")


@pytest.fixture(params=["kept.zip", "kept"])
def backup(request: pytest.FixtureRequest, store: Path, tmp_path: Path) -> Path:
    return backed_up(store, tmp_path / request.param)


def test_a_backup_makes_the_same_store_again(store: Path, backup: Path, tmp_path: Path) -> None:
    before = content(store)
    entries = restore(backup, tmp_path / "again")
    assert [entry.name for entry in entries] == ["default", "Straße 9"]
    assert content(tmp_path / "again") == before
    with Library(tmp_path / "again", WordHashEmbedder()) as library:
        with library.collection() as index:
            assert index.search("lamp oil")[0].passage.text == LAMP
        with library.collection("STRASSE 9") as index:
            assert index.search("lamp oil") == index.search("lamp")
    assert not [path for path in (tmp_path / "again").iterdir() if path.name.startswith(".")]


def test_what_was_removed_is_not_in_a_backup(tmp_path: Path) -> None:
    store = fill(tmp_path / "store", default="The quarry of Xyzzyquux closed.")
    with Library(store, WordHashEmbedder()) as library, library.collection() as index:
        index.add(from_text(LAMP, source="lamp.txt"))
        index.remove(index.summaries()[0].id)
    kept = backed_up(store, tmp_path / "kept")
    assert not [path for path in kept.iterdir() if b"zzyquux" in path.read_bytes()]
    assert {path.name for path in kept.iterdir()} == {"manifest.json", "0000.db"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept.iterdir())


def test_a_backup_never_overwrites_and_leaves_nothing_half_written(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kept.zip").write_text("mine")
    with Library(store, WordHashEmbedder()) as library:
        with pytest.raises(InputError, match="is there already"):
            back_up(library, tmp_path / "kept.zip")
        with pytest.raises(InputError, match="no folder"):
            back_up(library, tmp_path / "none" / "kept.zip")

        def full(_folder: Path, _target: Path) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("index.outputs._pack", full)
        with pytest.raises(StoreFullError, match="nothing was written"):
            back_up(library, tmp_path / "other.zip")
    assert {path.name for path in tmp_path.iterdir()} == {"store", "kept.zip"}
    assert (tmp_path / "kept.zip").read_text() == "mine"


def test_a_store_that_holds_something_is_only_replaced_when_that_is_said(
    store: Path, backup: Path, tmp_path: Path
) -> None:
    other = fill(tmp_path / "other", default="Another text.", more="And more.")
    before = content(other)
    with pytest.raises(InputError, match="--replace"):
        restore(backup, other)
    assert content(other) == before
    restore(backup, other, replace=True)
    assert content(other) == content(store)
    assert not [path for path in other.rglob("*") if b"Another text" in _data(path)]


def test_an_empty_collection_is_something(backup: Path, tmp_path: Path) -> None:
    with Library(tmp_path / "other", WordHashEmbedder()) as library:
        library.create("mine")
    with pytest.raises(InputError, match="--replace"):
        restore(backup, tmp_path / "other")


def test_a_store_in_use_is_not_touched(backup: Path, store: Path) -> None:
    with Library(store, WordHashEmbedder()) as library, library.collection() as index:
        with pytest.raises(StoreLockedError):
            restore(backup, store, replace=True)
        assert index.document_count == 1


def test_a_file_that_was_changed_is_refused(store: Path, tmp_path: Path) -> None:
    kept = backed_up(store, tmp_path / "kept")
    data = bytearray((kept / "0001.db").read_bytes())
    data[-1] ^= 1
    (kept / "0001.db").write_bytes(data)
    _refused(kept, tmp_path, BackupError, "damaged")
    (kept / "0001.db").write_bytes(data + b"more")
    _refused(kept, tmp_path, BackupError, "damaged")
    (kept / "0001.db").unlink()
    _refused(kept, tmp_path, BackupError, "damaged")


def _refused(kept: Path, tmp_path: Path, error: type[PinciteError], told: str) -> None:
    target = tmp_path / "target"
    with pytest.raises(error, match=told):
        restore(kept, target)
    assert {path.name for path in target.iterdir()} <= {"lock"} if target.exists() else True


Change = Callable[[dict[str, object]], object]


@pytest.mark.parametrize(
    ("change", "error", "told"),
    [
        (lambda m: m.update(format=2), StoreVersionError, "newer Pincite"),
        (lambda m: m.pop("format"), BackupError, "manifest"),
        (lambda m: m.update(format="new"), BackupError, "manifest"),
        (lambda m: m.update(collections=[]), BackupError, "manifest"),
        (lambda m: m.update(collections=m["collections"][1:]), BackupError, "manifest"),
        (lambda m: m["collections"].append(m["collections"][1]), BackupError, "manifest"),
        (lambda m: m["collections"][0].update(file="../../etc/passwd"), BackupError, "manifest"),
        (lambda m: m["collections"][0].update(file="/etc/passwd"), BackupError, "manifest"),
        (lambda m: m["collections"][0].update(file="0000.db/.."), BackupError, "manifest"),
        (lambda m: m["collections"][1].update(name="a\nb"), BackupError, "manifest"),
        (lambda m: m["collections"][1].update(name="other"), BackupError, "not what its manifest"),
        (lambda m: m["collections"][1].update(bytes=10**18), StoreFullError, "needs"),
        (lambda m: m["collections"][1].update(bytes=-1), BackupError, "manifest"),
        (lambda m: m["collections"][1].update(bytes=100), BackupError, "damaged"),
        (lambda m: m["collections"][1].update(sha256="0" * 64), BackupError, "damaged"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    store: Path, tmp_path: Path, change: Change, error: type[PinciteError], told: str
) -> None:
    kept = backed_up(store, tmp_path / "kept")
    manifest = json.loads((kept / "manifest.json").read_bytes())
    change(manifest)
    (kept / "manifest.json").write_text(json.dumps(manifest))
    _refused(kept, tmp_path, error, told)


def _sealed(kept: Path) -> None:
    """Make the manifest fit what a test did to the first database."""
    manifest = json.loads((kept / "manifest.json").read_bytes())
    data = (kept / "0000.db").read_bytes()
    manifest["collections"][0] |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (kept / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("statement", "error", "told"),
    [
        ("PRAGMA user_version = 99", StoreVersionError, "newer Pincite"),
        ("PRAGMA application_id = 1", StoreDamagedError, "another program"),
        (
            "CREATE TRIGGER evil AFTER INSERT ON documents BEGIN DELETE FROM documents; END",
            StoreDamagedError,
            "did not make",
        ),
        ("CREATE VIEW evil AS SELECT 1", StoreDamagedError, "did not make"),
        ("DROP TABLE passages", StoreDamagedError, "did not make"),
        ("INSERT INTO meta VALUES ('collection', 'other')", BackupError, "not what its manifest"),
    ],
)
def test_a_database_that_is_no_collection_of_ours_is_refused(
    store: Path, tmp_path: Path, statement: str, error: type[PinciteError], told: str
) -> None:
    kept = backed_up(store, tmp_path / "kept")
    with closing(sqlite3.connect(kept / "0000.db", isolation_level=None)) as connection:
        connection.execute(statement)
    _sealed(kept)
    _refused(kept, tmp_path, error, told)


def test_what_is_no_backup_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no zip file")
    (tmp_path / "empty").mkdir()
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as packed:
        packed.writestr("../../evil", "x")
    for name in ("text.zip", "empty", "other.zip"):
        _refused(tmp_path / name, tmp_path, BackupError, "no backup")
    with pytest.raises(InputError, match="Check the path"):
        restore(tmp_path / "nothing.zip", tmp_path / "target")


def test_names_inside_a_zip_file_are_never_paths(store: Path, tmp_path: Path) -> None:
    kept = backed_up(store, tmp_path / "kept.zip")
    with zipfile.ZipFile(kept, "a") as packed:
        packed.writestr("../evil.txt", "x")
        packed.writestr(f"{tmp_path}/evil.txt", "x")
    restore(kept, tmp_path / "again")
    assert content(tmp_path / "again") == content(store)
    assert not list(tmp_path.rglob("evil*"))


def test_a_zip_file_that_unpacks_to_more_than_it_says_is_not_read_to_its_end(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = backed_up(store, tmp_path / "kept")
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(kept / "manifest.json", "manifest.json")
        packed.writestr("0000.db", b"\0" * 50_000_000)
    read = 0
    before = zipfile.ZipExtFile.read

    def counted(file: zipfile.ZipExtFile, n: int | None = -1) -> bytes:
        nonlocal read
        data = before(file, n)
        read += len(data)
        return data

    monkeypatch.setattr(archive.zipfile.ZipExtFile, "read", counted)  # type: ignore[attr-defined]
    _refused(bomb, tmp_path, BackupError, "damaged")
    assert read < 2_000_000


class Crash(BaseException):
    """The process is gone: nothing after it is done."""


@pytest.fixture
def crash_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], Callable[[], bool]]]:
    """Let everything that changes the disk fail from its n-th call on; return whether it did."""
    steps = 0
    limit = 1_000_000

    def counted(original: Callable[..., object]) -> Callable[..., object]:
        def step(*given: object, **named: object) -> object:
            nonlocal steps
            steps += 1
            if steps >= limit:
                raise Crash
            return original(*given, **named)

        return step

    monkeypatch.setattr(Path, "replace", counted(Path.replace))
    monkeypatch.setattr(Path, "unlink", counted(Path.unlink))
    monkeypatch.setattr(Path, "mkdir", counted(Path.mkdir))
    monkeypatch.setattr("os.fsync", counted(os.fsync))
    monkeypatch.setattr("shutil.rmtree", counted(shutil.rmtree))

    def arm(number: int) -> Callable[[], bool]:
        nonlocal steps, limit
        steps, limit = 0, number

        def disarm() -> bool:
            nonlocal limit
            crashed, limit = steps >= limit, 1_000_000
            return crashed

        return disarm

    yield arm
    arm(1_000_000)


def test_a_restore_that_breaks_off_anywhere_leaves_the_old_store_or_the_new_one(
    tmp_path: Path, crash_at: Callable[[int], Callable[[], bool]]
) -> None:
    new = fill(tmp_path / "new", default=LAMP, one="First.", two="Second.")
    kept = backed_up(new, tmp_path / "kept.zip")
    old = fill(tmp_path / "old", default="Old.", two="Old too.")
    before, after = content(old), content(new)
    seen = []
    for number in range(1, 200):
        store = tmp_path / "store"
        shutil.copytree(old, store)
        disarm = crash_at(number)
        with suppress(Crash, PinciteError):
            restore(kept, store, replace=True)
        crashed = disarm()
        found = content(store)
        assert found in (before, after)
        seen.append(found == after)
        assert not [path for path in store.iterdir() if path.name.startswith(".")]
        shutil.rmtree(store)
        if not crashed:
            break
    assert not crashed
    assert seen == sorted(seen), "once it is there it stays"
    assert {True, False} == set(seen[:-1])


def _data(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
