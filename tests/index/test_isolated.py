"""Each limit of the reading process, held against a program that does its worst."""

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest

from index.confinement import Limits
from index.confinement.file_access import can_confine_files
from index.errors import (
    EmptyDocumentError,
    InputError,
    PinciteError,
    TooLargeError,
    UnreadableDocumentError,
    UnsupportedFormatError,
)
from index.reading import MOST_BYTES, read
from index.reading.isolated import IsolatedReader
from index.types import document_id

HOSTILE = "tests.index.hostile_reader"
ALONE = pytest.mark.alone
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux's own limits")
MILL = b"# The mill\n\nThe mill opened in 1912. It closed in 1931.\n"


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader() as opened:
        yield opened


@pytest.fixture(scope="module")
def hostile() -> Iterator[IsolatedReader]:
    with IsolatedReader(Limits(seconds=20.0), program=HOSTILE) as opened:
        yield opened


def said(reader: IsolatedReader, deed: str) -> str:
    return reader.read(deed.encode(), "deed.txt").text


def fails(reader: IsolatedReader, deed: str) -> str:
    """Return the message of the error; afterwards the reader reads on."""
    with pytest.raises(InputError) as told:
        said(reader, deed)
    assert said(reader, "sleep 0") == "slept"
    return str(told.value)


# What an honest file gets


def test_a_file_becomes_the_same_document_as_without_a_process(reader: IsolatedReader) -> None:
    assert reader.read(MILL, "notes/mill.md") == read(MILL, "notes/mill.md")


def test_what_is_given_wins_over_what_the_file_states(reader: IsolatedReader) -> None:
    document = reader.read(
        MILL, "mill.md", identity="/home/ada/mill.md", title="A\nmill", metadata={"pages": [1, 2]}
    )
    assert document.id == document_id("/home/ada/mill.md")
    assert document.title == "A mill"
    assert document.metadata == {"pages": [1, 2]}


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"  \n", "blank.txt", EmptyDocumentError),
        (b"a\x00b" * 40, "nul.txt", UnreadableDocumentError),
        (b"MZ" + bytes(100), "program.exe", UnsupportedFormatError),
        (b"a" * (MOST_BYTES + 1), "large.txt", TooLargeError),
    ],
)
def test_an_error_is_the_same_as_without_a_process(
    reader: IsolatedReader, data: bytes, name: str, kind: type[InputError]
) -> None:
    with pytest.raises(kind) as here:
        read(data, name)
    with pytest.raises(kind) as there:
        reader.read(data, name)
    assert str(there.value) == str(here.value)


def test_one_process_reads_many_files(hostile: IsolatedReader) -> None:
    assert len({said(hostile, "number") for _ in range(20)}) == 1


@ALONE
def test_files_are_read_side_by_side() -> None:
    with (
        IsolatedReader(program=HOSTILE, workers=2) as reader,
        ThreadPoolExecutor(4) as threads,
    ):
        numbers = threads.map(
            lambda _: said(reader, "sleep 0.3") and said(reader, "number"), "abcd"
        )
        assert len(set(numbers)) == 2


@ALONE
def test_a_slow_file_does_not_hold_up_the_others() -> None:
    with (
        IsolatedReader(Limits(seconds=4.0), program=HOSTILE, workers=2) as reader,
        ThreadPoolExecutor(1) as threads,
    ):
        said(reader, "number")
        slow = threads.submit(fails, reader, "sleep 60")
        read_meanwhile = 0
        while not slow.done():
            said(reader, "number")
            read_meanwhile += 1
        assert read_meanwhile > 20
        assert "more than 4 s" in slow.result()


# What a file may not do


@ALONE
def test_a_file_that_takes_too_long_is_given_up() -> None:
    with IsolatedReader(Limits(seconds=1.0), program=HOSTILE) as reader:
        said(reader, "number")
        begun = time.monotonic()
        message = fails(reader, "sleep 60")
        assert time.monotonic() - begun < 10
    assert message == (
        "deed.txt took more than 1 s to read. Split it, or give it more time with "
        "PINCITE_READ_SECONDS."
    )


@ALONE
@ON_LINUX
def test_a_file_that_computes_too_long_is_given_up() -> None:
    with IsolatedReader(Limits(seconds=60.0, cpu_seconds=1), program=HOSTILE) as reader:
        said(reader, "number")
        begun = time.monotonic()
        assert "took more than" in fails(reader, "compute")
        assert time.monotonic() - begun < 30


@ALONE
@ON_LINUX
def test_each_file_has_its_own_computing_time() -> None:
    with IsolatedReader(Limits(cpu_seconds=1), program="index.reading.child") as reader:
        text = b"The mill opened in 1912. It closed.\n\n" * 3000
        numbers = {worker_of(reader, text) for _ in range(12)}
        assert len(numbers) == 1


def worker_of(reader: IsolatedReader, data: bytes) -> int:
    reader.read(data, "long.txt")
    (worker,) = reader._pool._idle
    return worker.process_id


@ON_LINUX
def test_a_file_that_needs_too_much_memory_is_given_up(hostile: IsolatedReader) -> None:
    assert said(hostile, "memory 200") == "got 200 MiB"
    assert fails(hostile, "memory 600") == (
        "deed.txt needs more than 512 MiB of memory to be read. Split it, or save it in a simpler "
        "format, and add that."
    )


@ON_LINUX
def test_memory_is_limited_outside_python(hostile: IsolatedReader) -> None:
    assert said(hostile, "malloc") == "refused"


@ON_LINUX
def test_a_process_that_keeps_memory_is_replaced(hostile: IsolatedReader) -> None:
    before = said(hostile, "number")
    assert said(hostile, "leave 100") == "kept"
    assert said(hostile, "number") != before


@pytest.mark.parametrize("deed", ["flood", "announce", "garbage", "garbage {}", "exit 0", "exit 3"])
def test_an_answer_that_is_none_is_an_error_of_the_file(hostile: IsolatedReader, deed: str) -> None:
    assert fails(hostile, deed).startswith("deed.txt cannot be read")


@pytest.mark.parametrize("deed", ["crash", "abort", "raise", "recurse"])
def test_a_crash_is_an_error_of_the_file(hostile: IsolatedReader, deed: str) -> None:
    assert fails(hostile, deed) == (
        "deed.txt cannot be read: it is damaged, or not what it says it is. Open it in its own "
        "program, save it anew, and add that."
    )


def test_complaints_are_heard_only_when_debugging(
    hostile: IsolatedReader, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "index.reading.worker"):
        assert said(hostile, "complain") == "complained"
    assert {record.levelno for record in caplog.records} <= {logging.DEBUG}
    assert sum(len(record.getMessage()) for record in caplog.records) < 200_000


def test_no_key_reaches_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    with IsolatedReader(program=HOSTILE) as reader:
        environment = json.loads(said(reader, "environment"))
    assert set(environment) <= {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "LC_CTYPE"}


def test_it_works_in_no_folder_of_anybody(hostile: IsolatedReader) -> None:
    assert said(hostile, "folder") == Path.cwd().anchor


@ON_LINUX
def test_it_holds_nothing_but_its_pipes(tmp_path: Path) -> None:
    with (tmp_path / "open.txt").open("w") as opened:
        os.set_inheritable(opened.fileno(), True)
        with IsolatedReader(program=HOSTILE) as reader:
            held = said(reader, "descriptors").split()
    assert len(held) >= 3
    assert {name.partition(":")[0] for name in held} == {"pipe"}


@pytest.mark.parametrize(
    "attempt",
    "fork run system socket name write append remove rename folder signal".split(),
)
def test_python_refuses_what_no_reader_does(
    hostile: IsolatedReader, tmp_path: Path, attempt: str
) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("as it was")
    path = tmp_path / "new" if attempt == "folder" else kept
    assert said(hostile, f"python {attempt} {path}") == "refused PermissionError"
    assert list(tmp_path.iterdir()) == [kept]
    assert kept.read_text() == "as it was"


@ON_LINUX
@pytest.mark.parametrize(
    ("attempt", "reason"),
    [
        *((name, "EPERM") for name in "fork run socket pair write append remove rename".split()),
        *((name, "EPERM") for name in "folder rights signal limits trace create".split()),
        ("vfork", "ENOSYS"),
        ("ring", "ENOSYS"),
    ],
)
def test_the_kernel_refuses_what_goes_past_python(
    hostile: IsolatedReader, tmp_path: Path, attempt: str, reason: str
) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("as it was")
    path = tmp_path / "new" if attempt in {"folder", "create"} else kept
    assert said(hostile, f"c {attempt} {path}") == f"refused {reason}"
    assert list(tmp_path.iterdir()) == [kept]
    assert kept.read_text() == "as it was"


@pytest.mark.skipif(not can_confine_files(), reason="the kernel has no Landlock")
def test_no_file_of_the_user_can_be_read(hostile: IsolatedReader, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the words")
    assert said(hostile, f"python read {secret}") == "refused PermissionError"
    assert said(hostile, f"c read {secret}") == "refused EACCES"
    assert said(hostile, "c read /etc/passwd") == "refused EACCES"
    assert said(hostile, f"c read {os.__file__}") == "done"


# What a process that was taken over may not make believe

SPANS = "0000000018000000"  # 0-24, the first sentence


@pytest.mark.parametrize(
    "forged",
    [
        {"header": {"title": None}},
        {"header": {"title": "t" * 201}},
        {"header": {"title": "\x1b[2J"}},
        {"header": {"metadata": []}},
        {"header": {"metadata": {"author": 1}}},
        {"header": {"metadata": {"author": {"name": "Ada"}}}},
        {"header": {"metadata": {"author": "a" * 2001}}},
        {"header": {"metadata": {f"key {number}": "v" for number in range(51)}}},
        {"header": {"metadata": {"author": "\ud800"}}},
        {"parts": {"0": "ff"}},
        {"parts": {"0": "2020"}},
        {"parts": {"0": "6100"}},
        {"parts": {"0": "eda080"}},
        {"parts": {"1": ""}},
        {"parts": {"1": "00"}},
        {"parts": {"1": "ff" * 18}},
        {"parts": {"2": SPANS}},
        {"parts": {"2": "00" * 24}},
        {"parts": {"2": "ff" * 24}},
        {"parts": {"3": "00"}},
        {"parts": {"3": "00" * 28}},
        {"parts": {"4": "000080bf" * 2}},
        {"parts": {"4": "0000c07f0000c07f"}},
    ],
    ids=json.dumps,
)
def test_a_forged_document_is_refused(hostile: IsolatedReader, forged: object) -> None:
    assert said(hostile, "forge {}").startswith("The mill opened")  # the same, nothing put wrong
    assert "deed.txt" in fails(hostile, f"forge {json.dumps(forged)}")


@pytest.mark.parametrize("told", ["PinciteError", "StoreError", "SystemExit", 3, ["InputError"]])
def test_only_errors_of_files_can_be_told(hostile: IsolatedReader, told: object) -> None:
    forged = {"header": {"error": told, "message": "words\nof an enemy " + "x" * 5000}}
    message = fails(hostile, f"forge {json.dumps(forged)}")
    assert message.startswith("words of an enemy xxx")
    assert len(message) <= 1000


@pytest.mark.parametrize("image", [b"", b"GIF89a" + bytes(40), b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_a_page_that_is_no_image_is_refused(hostile: IsolatedReader, image: bytes) -> None:
    with pytest.raises(UnreadableDocumentError, match="Page 3"):
        hostile.render_page(image, 3, 800)


def test_a_page_of_another_width_is_refused(hostile: IsolatedReader) -> None:
    image = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000320000002580802000000")
    assert hostile.render_page(image, 1, 800) == image
    with pytest.raises(UnreadableDocumentError):
        hostile.render_page(image, 1, 801)


# How it ends


def is_running(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def number_of(text: str) -> int:
    return int(text.removeprefix("process "))


def gone_within(process_id: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while is_running(process_id) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_running(process_id)


@ON_LINUX
def test_closing_ends_the_processes_and_leaves_no_zombie() -> None:
    reader = IsolatedReader(program=HOSTILE)
    number = number_of(said(reader, "number"))
    reader.close()
    assert not Path(f"/proc/{number}").exists()
    with pytest.raises(PinciteError, match="closed"):
        said(reader, "number")


@ALONE
@ON_LINUX
def test_a_killed_process_leaves_no_zombie_and_is_replaced(hostile: IsolatedReader) -> None:
    number = number_of(said(hostile, "number"))
    os.kill(number, 9)
    assert gone_within(number, 5)
    other = number_of(said(hostile, "number"))
    assert other != number
    assert not Path(f"/proc/{number}").exists()


@ON_LINUX
def test_a_process_outlives_the_thread_that_asked() -> None:
    heard: list[str] = []
    with IsolatedReader(program=HOSTILE) as reader:
        thread = Thread(target=lambda: heard.append(said(reader, "number")))
        thread.start()
        thread.join()
        time.sleep(0.2)
        assert said(reader, "number") == heard[0]


_ORPHANS = """
import os, signal, sys, threading
from index.reading.isolated import IsolatedReader
reader = IsolatedReader(program="tests.index.hostile_reader")
print(reader.read(b"number", "a.txt").text, flush=True)
threading.Thread(target=lambda: reader.read(sys.argv[1].encode(), "a.txt"), daemon=True).start()
sys.stdin.readline()
os.kill(os.getpid(), signal.SIGKILL)
"""


@ALONE
@ON_LINUX
@pytest.mark.parametrize("deed", ["number", "sleep 60", "compute"])
def test_no_process_outlives_its_parent(deed: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _ORPHANS, deed],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as parent:
        assert parent.stdin
        assert parent.stdout
        number = number_of(parent.stdout.readline())
        assert is_running(number)
        time.sleep(0.3)
        parent.stdin.write("\n")
        parent.stdin.flush()
        parent.wait()
        assert gone_within(number, 5)


@ALONE
@ON_LINUX
def test_a_reader_that_was_forgotten_ends_its_processes() -> None:
    reader = IsolatedReader(program=HOSTILE)
    number = number_of(said(reader, "number"))
    del reader
    assert gone_within(number, 5)
