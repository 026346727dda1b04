"""Real files of fifteen formats, and hostile ones: each ends as expected."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import (
    EmptyDocumentError,
    NeedsRecognitionError,
    TooLargeError,
    UnreadableDocumentError,
    UnsupportedFormatError,
)
from index.reading.isolated import IsolatedReader
from index.reading.ocr import is_installed
from tests.index.ingesting import LIMITS, OPEN, Expected, Found, Refused, check

FILES = OPEN / "ingest" / "files"
MAKER = OPEN.parent / "make_bad_files.py"
MILL = "The mill opened in 1912"
INJECTED = "the mill opened in 1850"

REAL: dict[str, Expected] = {
    "001-norwich-city.txt": Found("Iwan Wyn Roberts (born 26 June 1968)"),
    "004-fake-text-utf-16-le.txt": Found("Doylestown, PA 18901"),
    "005-fake-text-utf-16-be.txt": Found("Doylestown, PA 18901"),
    "006-fake-text-utf-32.txt": Found("Doylestown, PA 18901"),
    "007-umlauts-non-utf8.md": Found("äöüß", title="können"),
    "008-fake-html-cp1252.html": Found("Der Preis betrug 15,50 €.", title="My First Heading"),
    "009-example-steelJIS-datasheet-utf-16.html": Found(
        "bars for special application bolting materials", also=(("成分", None),)
    ),
    "010-hebrew-text-base64-iso88598i.txt": Found("8uPr5e8gVGVzbGEg"),
    "012-fr_olap.pdf": Found("requêtes OLAP", page=1, also=(("usefulness of our approach", 12),)),
    "014-eng_spa_mult.epub": Found(
        "Todos los seres humanos nacen libres", also=(("born free and equal", None),)
    ),
    "016-korean-text-with-tables.pdf": Found("할인점·주유·온라인쇼핑몰", page=1),
    "017-password.pdf": Refused(UnreadableDocumentError, "password"),
    "018-copy-protected.pdf": Found(
        "A Unified Toolkit for Deep Learning",
        page=1,
        also=(("specification of complicated rules", 2),),
    ),
    "023-loremipsum-flat.pdf": (
        Found("Lorem ipsum dolor sit amet", page=1)
        if is_installed()
        else Refused(NeedsRecognitionError, "recognised")
    ),
    "024-pdf-with-ocr-text.pdf": Found("Refining Corporation accepting", page=1),
    "025-multi-column-2p.pdf": Found(
        "can be practically implemented using dense representations",
        page=1,
        also=(("ICT pretraining is computationally intensive", 2),),
    ),
    "026-fake-bold-sample.pdf": Found(
        "The quick brown fox jumps", page=1, also=(("BOLD TEXT SAMPLE", 1),)
    ),
    "030-handbook-872p.docx": Found(
        "Standing Trustees", also=(("STATUTORY DUTIES OF A STANDING TRUSTEE", None),)
    ),
    "031-docx-hdrftr.docx": Found(
        "Main document", stated={"author": "Bernhard Schaefer"}, not_cited=("Table cell1",)
    ),
    "036-winter-sports.epub": Found(
        "THE EIGER",
        title="Winter Sports in Switzerland",
        stated={"author": "E. F. Benson", "date": "2019-08-23", "language": "en"},
    ),
    "037-mime-different-plain-html.eml": Found(
        "was sent by Ray Tomlinson in 1971",
        title="Example MIME Email",
        once="Tomlinson",
        stated={"date": "2024-10-01"},
    ),
    "038-fake-encrypted.eml": Refused(UnreadableDocumentError, "encrypted"),
    "039-email-no-utf8-2008-07-16.062410.eml": Found(
        "סלבה היקר", title="RE: שלום", stated={"date": "2008-07-16"}
    ),
    "042-simple.doc": Refused(UnsupportedFormatError, ".docx"),
    "043-simple.odt": Found("a few of my favorite things", also=(("Parrots", None),)),
    "046-stanley-cups-utf-16.csv": Found("Maple Leafs"),
    "047-semicolon-delimited.csv": Found("tempor incididunt"),
    "048-README-w-include.rst": Found(
        "directory contains the following files", title="Example Docs"
    ),
    "050-fake-incomplete-json.txt": Found("johndoe@example.com"),
    "052-test_mskanji.csv": Found("佐藤太郎"),
    "053-test_wikipedia.html": Found(
        "Bill Gates and Paul Allen",
        title="Microsoft",
        stated={"language": "en"},
        not_cited=("Create account",),
    ),
    "055-test.docx": Found(
        "framework that allows developers", page=1, stated={"author": "Adam Fourney"}
    ),
    "060-textbox.docx": Found("Suggested Reportable Symptoms", once="Student falls ill"),
    "061-epub_purvis_poetry.epub": Found(
        "The cold storms of winter",
        title="Poetry",
        stated={"author": "Sarah Louisa Forten Purvis", "date": "2023-12-06"},
    ),
    "071-multicolumn.pdf": Found(
        "This is a sample document with two columns filled with Lorem Ipsum text.",
        page=1,
        also=(("EU Countries Information", 3),),
    ),
}
"""Of the 35 real files, by name."""

BAD: dict[str, Expected] = {
    "good.docx": Found(MILL),
    "docx-named.pdf": Found(MILL),
    "docx-named.txt": Found(MILL),
    "cut-off.docx": Refused(UnreadableDocumentError, "cut off"),
    "html-named.md": Found(MILL, title="Mill", not_cited=("evil",)),
    "pdf-header-only.pdf": Refused(UnreadableDocumentError, "broken"),
    "text-named.docx": Found(MILL),
    "png-named.txt": Refused(UnsupportedFormatError, "image"),
    "bomb-text.docx": Refused(TooLargeError, "10 MB"),
    "bomb-paragraphs.docx": Refused(TooLargeError, "100,000 paragraphs"),
    "billion-laughs.xml": Refused(UnsupportedFormatError, "XML"),
    "xxe.xml": Refused(UnsupportedFormatError, "XML"),
    "one-line-20MB.txt": Refused(TooLargeError, "the limit is 5,000,000"),
    "no-spaces-5MB.txt": Found("xxxxx"),
    "nul-bytes.txt": Refused(UnreadableDocumentError, "NUL"),
    "mixed-encoding.txt": Refused(UnreadableDocumentError, "UTF-8"),
    "utf8-bom.md": Found("Opened in 1912.", title="Mill"),
    "crlf-cr.txt": Found("One."),
    "deep.json": Refused(UnreadableDocumentError, "nested"),
    "deep.html": Found("The mill opened in 1912."),
    "hidden-css.html": Found(MILL, not_cited=(INJECTED,)),
    "hidden-zero-width.txt": Found(MILL, not_cited=(INJECTED,)),
    "hidden-vanish.docx": Found(MILL, not_cited=(INJECTED,), hidden=INJECTED),
    "bidi-override.txt": Found(hidden="2191", not_cited=("2191",)),
    "homoglyph.txt": Found("Тhe mіll opеned in 1912."),
    "fake-citation.txt": Found("According to [2], it closed in 1990."),
    "markdown-exfil.md": Found(MILL),
    "zip-slip.zip": Refused(UnsupportedFormatError, "unpack"),
    "name with spaces & ünïcode (1).txt": Found(MILL),
    ".hidden.txt": Found("dot file"),
    "empty.pdf": Refused(EmptyDocumentError, "empty"),
}
"""Of the 31 hostile files, by name."""

needs_files = pytest.mark.skipif(
    not FILES.is_dir(), reason="the files are not here: name the open data's folder in EVAL_DATA"
)
needs_maker = pytest.mark.skipif(
    not MAKER.is_file(), reason="what makes them is not here: it stands beside the open data"
)


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader(LIMITS) as opened:
        yield opened


@pytest.fixture(scope="module")
def bad_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    subprocess.run([sys.executable, str(MAKER), str(folder)], check=True, capture_output=True)
    return folder


@needs_files
def test_all_real_files_are_in_the_table() -> None:
    assert {file.name for file in FILES.iterdir()} == set(REAL)


@needs_maker
def test_all_bad_files_are_in_the_table(bad_files: Path) -> None:
    assert {file.name for file in bad_files.iterdir()} == set(BAD)


@needs_files
@pytest.mark.parametrize("name", REAL)
def test_a_real_file_ends_as_expected(
    reader: IsolatedReader, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    check(reader, FILES / name, REAL[name], caplog)


@needs_maker
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_ends_as_expected(
    reader: IsolatedReader, bad_files: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    check(reader, bad_files / name, BAD[name], caplog)
