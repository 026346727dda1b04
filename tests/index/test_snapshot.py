import hashlib
from pathlib import Path

import numpy as np
import pytest

from index.snapshot import CODES_FILE, FILE, read_snapshot, write_snapshot
from index.vectors import FaissStore


@pytest.fixture
def vectors() -> FaissStore:
    store = FaissStore(4)
    store.add([1, 2], np.eye(4, dtype=np.float32)[:2])
    return store


def test_a_snapshot_comes_back_by_its_sha256(tmp_path: Path, vectors: FaissStore) -> None:
    sha256 = write_snapshot(tmp_path, vectors)
    loaded = read_snapshot(tmp_path, sha256, 4)
    assert loaded is not None
    assert loaded.ids() == {1, 2}
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize("sha256", [None, "", "0" * 64])
def test_without_the_right_sha256_it_is_not_read(
    tmp_path: Path, vectors: FaissStore, sha256: str | None
) -> None:
    write_snapshot(tmp_path, vectors)
    assert read_snapshot(tmp_path, sha256, 4) is None


def test_a_missing_file_or_a_folder_in_its_place_is_no_snapshot(tmp_path: Path) -> None:
    assert read_snapshot(tmp_path, "0" * 64, 4) is None
    (tmp_path / FILE).mkdir()
    assert read_snapshot(tmp_path, "0" * 64, 4) is None


def test_what_an_earlier_pincite_wrote_in_another_form_is_no_snapshot(tmp_path: Path) -> None:
    data = b"Pincite signs 1\n" + bytes(16)
    (tmp_path / CODES_FILE).write_bytes(data)
    assert read_snapshot(tmp_path, hashlib.sha256(data).hexdigest(), 4) is None


def test_a_failed_write_leaves_the_old_one(
    tmp_path: Path, vectors: FaissStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = write_snapshot(tmp_path, vectors)
    vectors.remove([1])

    def no_space(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        write_snapshot(tmp_path, vectors)
    assert read_snapshot(tmp_path, sha256, 4) is not None
    assert [file.name for file in tmp_path.iterdir()] == [FILE]
