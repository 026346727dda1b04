import os
import shutil
import sys
from pathlib import Path

import pytest

from index.errors import InputError, NeedsRecognitionError, TooLargeError
from index.reading import ocr
from index.reading.pdf_pages import render_page
from index.types import BlockKind, Span
from tests.index.pdfs import Pdf, PdfPage, lines

HEADER = "level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext"
LINE = "4\t1\t1\t1\t1\t0\t200\t400\t900\t50\t-1\t"
PICTURED = PdfPage("q 595 0 0 842 0 0 cm /Im Do Q\n")
SCAN = Pdf([PICTURED, PICTURED]).to_bytes()


def word(left: int, top: int, text: str) -> str:
    return f"5\t1\t1\t1\t1\t1\t{left}\t{top}\t100\t50\t91\t{text}"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where a program of tesseract's name is found first; it is empty as yet."""
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "tesseract"


def write_program(path: Path, body: str) -> None:
    interpreter = Path(sys.executable).resolve()  # no folder of an environment may be looked into
    path.write_text(f"#!{interpreter} -IS\nimport sys\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def test_words_on_pictures_become_text_with_boxes_in_points(program: Path) -> None:
    rows = [
        HEADER,
        LINE,
        word(200, 400, "The"),
        word(320, 400, "old"),
        "broken\trow",
        word(440, 400, "mill."),
    ]
    write_program(
        program,
        "image = sys.stdin.buffer.read()\n"
        "assert image.startswith(b'\\x89PNG'), image[:9]\n"
        "assert sys.argv[1:3] == ['stdin', 'stdout'] and sys.argv[-1] == 'tsv', sys.argv\n"
        f"print({chr(10).join(rows)!r})",
    )
    layout = ocr.recognise(Pdf([PICTURED]).to_bytes(), "scan.pdf")
    assert layout.text == "The old mill."
    assert [(block.kind, block.page) for block in layout.blocks] == [(BlockKind.PARAGRAPH, 1)]
    (box,) = layout.boxes.of(Span(0, 3))
    points = 595 / 2000
    found = (box.left, box.top, box.right, box.bottom)
    assert found == pytest.approx(
        (200 * points, 400 * points, 300 * points, 450 * points), rel=0.01
    )
    assert layout.boxes.page_size(1) == pytest.approx((595, 842), rel=0.01)


def test_a_scan_of_too_many_pages_is_refused_before_any_is_read(program: Path) -> None:
    write_program(program, "raise SystemExit(3)")
    with pytest.raises(TooLargeError, match="more than 1 pages"):
        ocr.recognise(SCAN, "scan.pdf", most_pages=1)


def test_a_program_that_takes_too_long_is_ended(program: Path) -> None:
    write_program(program, "import time; time.sleep(60)")
    with pytest.raises(TooLargeError, match="took too long"):
        ocr.recognise(SCAN, "scan.pdf", seconds=1)


@pytest.mark.parametrize(
    ("body", "message"),
    [("raise SystemExit(3)", "tesseract failed"), (f"print({HEADER!r})", "no text could be")],
)
def test_a_failure_and_an_empty_page_are_told(program: Path, body: str, message: str) -> None:
    write_program(program, "sys.stdin.buffer.read()\n" + body)
    with pytest.raises(NeedsRecognitionError, match=message):
        ocr.recognise(SCAN, "scan.pdf")


def test_without_the_program_the_message_names_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not ocr.is_installed()
    with pytest.raises(NeedsRecognitionError, match="Install tesseract"):
        ocr.recognise(SCAN, "scan.pdf")


def test_pages_that_cannot_be_drawn_are_an_error(program: Path) -> None:
    write_program(program, "raise SystemExit(3)")

    def render(_data: bytes, page: int, _width: int) -> bytes:
        raise InputError(f"There is no page {page}.")

    with pytest.raises(InputError, match="no page 1"):
        ocr.recognise(b"", "scan.pdf", render=render)


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed here")
def test_real_words_are_recognised_where_they_stand() -> None:
    page = PdfPage(
        lines(50, 700, "The old mill was opened", "by the two brothers.", size=18, step=24)
    )
    pictured = Pdf([page]).to_bytes()
    layout = ocr.recognise(pictured, "scan.pdf", render=render_page)
    assert layout.text == "The old mill was opened by the two brothers."
    (box,) = layout.boxes.of(Span(8, 12))
    assert 105 < box.left < 125
    assert 120 < box.top < 140
