"""The text of pictured pages, recognised by tesseract where it is installed.

It starts a program, which a process that reads files may not: the process that asks for the
reading calls ``recognise`` when told ``NeedsRecognitionError``, and has the pages drawn by the
process that may not (``IsolatedReader.render_page``).
"""

import shutil
import struct
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from time import monotonic

from index.confinement import Limits, bare_environment
from index.confinement.program import confined
from index.errors import InputError, NeedsRecognitionError, TooLargeError
from index.reading.page_layout import lay_out_pages
from index.reading.page_words import Sheet, Word
from index.reading.pdf_pages import NARROWEST, render_page
from index.reading.pieces import Layout

PROGRAM = "tesseract"
MOST_PAGES = 50
MOST_SECONDS = 120.0
_WIDTH = 2000  # pixels: about 240 to the inch of a page of A4
_USUAL_RESOLUTION = 240.0
_METRE = 39.3701  # inches
_POINTS = 72.0  # to the inch
_WORD_LEVEL, _LINE_LEVEL = "5", "4"
_FIELDS = 12
_MOST_OUTPUT = 8_000_000  # characters
_CHUNK = struct.Struct(">I4s")

Renderer = Callable[[bytes, int, int], bytes]
"""Draws a page (from 1) of a PDF as a PNG of that width, or raises an InputError."""


@dataclass(frozen=True, slots=True)
class _Picture:
    image: bytes
    width: int
    height: int
    scale: float
    """Points to the pixel."""


def is_installed() -> bool:
    """Tell whether pictured text can be recognised here."""
    return shutil.which(PROGRAM) is not None


def recognise(
    data: bytes,
    name: str,
    *,
    render: Renderer = render_page,
    most_pages: int = MOST_PAGES,
    seconds: float = MOST_SECONDS,
) -> Layout:
    """Return the text that is pictured on the pages of a PDF, with the boxes of its words.

    What is recognised may be wrong in single letters: it is the program's reading.

    Raises:
        NeedsRecognitionError: the program is not installed, fails, or finds no text.
        TooLargeError: more than ``most_pages``, or not done in so many seconds.
        InputError: no page can be drawn.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise NeedsRecognitionError(
            f"{name} holds pictures of its pages, but no text (a scan?). Install tesseract, which "
            "recognises it, or add a copy that has its text."
        )
    deadline = monotonic() + seconds
    sheets = [
        _sheet(picture, page, _words(program, picture, name, deadline))
        for page, picture in enumerate(_pictures(data, name, render, most_pages), 1)
    ]
    if not any(sheet.words for sheet in sheets):
        raise NeedsRecognitionError(
            f"{name} holds pictures of its pages, and no text could be recognised on them. Add a "
            "copy that has its text, or a clearer scan."
        )
    return lay_out_pages(sheets)


def _pictures(data: bytes, name: str, render: Renderer, most: int) -> Iterator[_Picture]:
    if _is_drawn(data, most + 1, render):
        raise TooLargeError(
            f"{name} is a scan of more than {most} pages, the limit. Split it and add the parts, "
            "or add a copy that has its text."
        )
    for page in range(1, most + 1):
        try:
            image = render(data, page, _WIDTH)
        except InputError:
            if page == 1:
                raise
            return
        yield _picture(image)


def _is_drawn(data: bytes, page: int, render: Renderer) -> bool:
    try:
        return bool(render(data, page, NARROWEST * 4))
    except InputError:
        return False


def _picture(image: bytes) -> _Picture:
    """Return a PNG with its size, and the resolution that it states."""
    width, height = struct.unpack_from(">II", image, 16)
    resolution = _USUAL_RESOLUTION
    place = 8
    while place + 12 <= len(image):
        length, kind = _CHUNK.unpack_from(image, place)
        if kind == b"IDAT":
            break
        if kind == b"pHYs" and length >= 4:
            resolution = struct.unpack_from(">I", image, place + 8)[0] / _METRE
        place += length + 12
    return _Picture(image, width, height, _POINTS / max(resolution, 1.0))


def _words(program: str, picture: _Picture, name: str, deadline: float) -> str:
    """Return the program's table of what it sees.

    Raises:
        TooLargeError: the time is over.
        NeedsRecognitionError: the program fails.
    """
    late = TooLargeError(
        f"{name} took too long to recognise. Split it and add the parts, or add a copy that has "
        "its text."
    )
    if (left := deadline - monotonic()) <= 0:
        raise late
    resolution = str(round(_POINTS / picture.scale))
    try:
        done = subprocess.run(  # noqa: S603 - no part of the command comes from the file
            confined(
                program,
                ["stdin", "stdout", "--dpi", resolution, "tsv"],
                Limits(seconds=left, cpu_seconds=ceil(left)),
            ),
            input=picture.image,
            env=bare_environment(),
            cwd=Path(program).anchor,
            start_new_session=True,
            capture_output=True,
            timeout=left,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise late from error
    except (OSError, subprocess.CalledProcessError) as error:
        raise NeedsRecognitionError(
            f"{name} holds pictures of its pages, and tesseract failed to recognise them. Try "
            "`tesseract --version`, or add a copy that has its text."
        ) from error
    return done.stdout[:_MOST_OUTPUT].decode("utf-8", "replace")


def _sheet(picture: _Picture, page: int, table: str) -> Sheet:
    words: list[Word] = []
    size = 10.0
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) != _FIELDS:
            continue
        level, text = fields[0], fields[-1].strip()
        try:
            left, top, width, height = (float(field) * picture.scale for field in fields[6:10])
        except ValueError:
            continue
        if level == _LINE_LEVEL:
            size = height
        elif level == _WORD_LEVEL and text:
            for part in text.split():
                words.append(Word(part, left, top, left + width, top + height, size, len(words)))
    return Sheet(
        page,
        picture.width * picture.scale,
        picture.height * picture.scale,
        tuple(words),
        recognised=True,
    )
