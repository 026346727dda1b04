"""Files put wrong in 2,000 ways: each is a document or a clear error, and the next one is read."""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.confinement import Limits
from index.errors import InputError
from index.reading.isolated import IsolatedReader
from tests.index.fuzzed_reader import UNFORESEEN
from tests.index.fuzzing import mutated
from tests.index.ingesting import OPEN
from tests.index.samples import MILL, samples

WORKERS = min(4, os.cpu_count() or 1)
LARGEST = 100_000
"""Bytes of a real file that is put wrong too: larger ones take long and show no more."""


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    limits = Limits(seconds=30.0, cpu_seconds=10)
    program = "tests.index.fuzzed_reader"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.reading.ocr.is_installed", lambda: False)  # it would take an hour
        with IsolatedReader(limits, workers=WORKERS, program=program) as opened:
            yield opened


def good() -> dict[str, bytes]:
    """Return good files of every format, and the real ones where they are here."""
    folder = OPEN / "ingest" / "files"
    real = sorted(folder.iterdir()) if folder.is_dir() else []
    small = {file.name: file.read_bytes() for file in real if file.stat().st_size <= LARGEST}
    return {**samples(), **small}


def outcome(reader: IsolatedReader, name: str, data: bytes) -> str:
    """Return what became of a file; anything but a document or an InputError is raised."""
    try:
        reader.read(data, name)
    except InputError as error:
        if "it is damaged, or not what it says it is" in str(error):
            return f"ended the process: {error}"
        return str(error) if UNFORESEEN in str(error) else type(error).__name__
    return "read"


def run(reader: IsolatedReader, files: dict[str, bytes], count: int, *, seed: int) -> Counter[str]:
    """Read that many files put wrong; return how often each outcome was, all the bad ones told."""

    def told(made: tuple[str, str, bytes]) -> str:
        done, name, data = made
        became = outcome(reader, name, data)
        return became if became.isidentifier() else f"{name} {done}: {became}"

    with ThreadPoolExecutor(WORKERS) as threads:
        return Counter(threads.map(told, mutated(files, count, seed)))


@pytest.mark.parametrize("name", samples())
def test_the_files_are_good_before_they_are_put_wrong(reader: IsolatedReader, name: str) -> None:
    text = " ".join(reader.read(samples()[name], name).text.split())
    words = "1912" if name.endswith((".csv", ".xlsx")) else MILL
    assert words in text


def test_the_same_seed_puts_the_same_files_wrong() -> None:
    first, again = ([data for _, _, data in mutated(samples(), 50, 6)] for _ in range(2))
    assert [len(data) for data in first] == [len(data) for data in again]
    assert first == again
    assert len(set(first)) > 45


def test_two_thousand_files_put_wrong_end_nothing(reader: IsolatedReader) -> None:
    outcomes = run(reader, good(), 2_000, seed=6)
    assert [each for each in outcomes if not each.isidentifier()] == []
    assert outcomes["read"] > 500


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(10, 20))
def test_twenty_thousand_files_put_wrong_end_nothing(reader: IsolatedReader, seed: int) -> None:
    outcomes = run(reader, good(), 2_000, seed=seed)
    assert [each for each in outcomes if not each.isidentifier()] == []
