"""A program that another one has to start keeps to the limits of reading, too."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.confinement import Limits, bare_environment
from index.confinement.file_access import can_confine_files
from index.confinement.program import confined
from index.reading import ocr
from index.reading.isolated import IsolatedReader
from tests.index.pdfs import Pdf, PdfPage
from tests.index.test_ocr import HEADER, LINE, PICTURED, program, word, write_program

__all__ = ["program"]  # a fixture

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux's own limits")


USUAL = Limits()


def said(path: Path, body: str, limits: Limits = USUAL, **given: str) -> str:
    write_program(path, body)
    done = subprocess.run(
        confined(str(path), ["one", "two"], limits),
        env={**bare_environment(), **given},
        cwd="/",
        check=False,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip() or f"ended with {done.returncode}"


def test_it_gets_its_arguments_and_no_environment(program: Path) -> None:
    body = "import os; print(sys.argv[1:], sorted(set(os.environ) - {'LC_CTYPE'}))"
    assert said(program, body, OPENAI_API_KEY="sk") == "['one', 'two'] ['OMP_THREAD_LIMIT']"


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket()",
        "import os; os.fork()",
        "import os; os.kill(os.getppid(), 0)",
        "open({path!r}, 'w')",
        pytest.param(
            "open({path!r})",
            marks=pytest.mark.skipif(not can_confine_files(), reason="no Landlock here"),
        ),
    ],
)
def test_it_reaches_nothing(program: Path, tmp_path: Path, attempt: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the words")
    tried = attempt.format(path=str(secret)).replace("; ", "\n    ")
    body = f"try:\n    {tried}\n    print('done')\nexcept PermissionError:\n    print('refused')"
    assert said(program, body) == "refused"
    assert secret.read_text() == "the words"


def test_its_memory_and_its_time_are_limited(program: Path) -> None:
    body = "try:\n    bytearray(600 << 20)\nexcept MemoryError:\n    print('refused')"
    assert said(program, body) == "refused"
    assert said(program, "while True: pass", Limits(cpu_seconds=1)) == "ended with -24"


def test_a_scan_is_read_where_its_text_can_be_recognised(program: Path) -> None:
    rows = "\n".join([HEADER, LINE, word(200, 400, "The"), word(320, 400, "mill.")])
    write_program(program, f"sys.stdin.buffer.read()\nprint({rows!r})")
    scan = Pdf([PICTURED]).to_bytes()
    with IsolatedReader() as reader:
        document = reader.read(scan, "scan.pdf", identity="here", metadata={"author": "Ada"})
    assert document.text == "The mill."
    assert (document.title, document.metadata) == ("scan", {"author": "Ada"})
    assert document.original == scan
    assert document.boxes.page_count == 1


@pytest.mark.skipif(not ocr.is_installed(), reason="tesseract is not installed")
def test_tesseract_itself_works_within_the_limits() -> None:
    words = "BT /F1 40 Tf 60 600 Td (The mill opened in 1912) Tj ET"
    with IsolatedReader() as reader:
        image = reader.render_page(Pdf([PdfPage(words)]).to_bytes(), 1, 1600)
    found = subprocess.run(
        confined(shutil.which(ocr.PROGRAM) or "", ["stdin", "stdout"], Limits(cpu_seconds=60)),
        input=image,
        env=bare_environment(),
        check=True,
        capture_output=True,
    )
    assert found.stdout.split() == b"The mill opened in 1912".split()
