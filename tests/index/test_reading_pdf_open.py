"""How well real PDFs are read, held against ``pdftotext``."""

import os
import random
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from index.errors import NeedsRecognitionError, UnreadableDocumentError
from index.reading import read
from index.types import BlockKind, Document, Span
from tests.index.layouts import assert_sound, of_kind

ROOT = Path(__file__).parent.parent.parent
FILES = Path(os.environ.get("EVAL_DATA", ROOT.parent / "shared/eval/open")) / "ingest/files"
DIGITAL = (
    "012-fr_olap",
    "016-korean-text-with-tables",
    "018-copy-protected",
    "025-multi-column-2p",
    "071-multicolumn",
)
pytestmark = pytest.mark.skipif(
    not FILES.is_dir(), reason="the files are not here: name the open data's folder in EVAL_DATA"
)
_BROKEN = re.compile(r"(\w)[-\u2010]\n\s*(?=\w)")


def opened(name: str) -> tuple[Document, bytes]:
    data = (FILES / f"{name}.pdf").read_bytes()
    document = read(data, f"{name}.pdf")
    assert_sound(document.text, document.blocks)
    return document, data


def words(text: str) -> Counter[str]:
    whole = unicodedata.normalize("NFKC", _BROKEN.sub(r"\1", text)).replace("-", "")
    return Counter(re.findall(r"\w+", whole))


def told(name: str) -> str:
    command = ["pdftotext", "-raw", "-cropbox", str(FILES / f"{name}.pdf"), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed here")
@pytest.mark.parametrize("name", DIGITAL)
def test_the_words_are_those_that_another_program_finds(name: str) -> None:
    document, _ = opened(name)
    theirs = words(told(name))
    ours = words(document.text)
    assert (theirs & ours).total() >= 0.98 * theirs.total()


@pytest.mark.parametrize("name", [*DIGITAL, "024-pdf-with-ocr-text", "026-fake-bold-sample"])
def test_the_boxes_of_random_quotes_hold_their_words(name: str) -> None:
    document, data = opened(name)
    chance = random.Random(name)
    sentences = [
        sentence
        for block in document.blocks
        if block.kind is not BlockKind.TABLE_ROW  # has the columns' names, which stand elsewhere
        for sentence in block.sentences
    ]
    file = pdfium.PdfDocument(data)
    try:
        held = [
            _holds(file, document, _some_words(document, chance.choice(sentences), chance))
            for _ in range(100)
        ]
    finally:
        file.close()
    assert sum(held) >= 99


def _some_words(document: Document, sentence: Span, chance: random.Random) -> Span:
    found = list(re.finditer(r"\S+", sentence.of(document.text)))
    first = chance.randrange(len(found))
    last = min(first + chance.randint(0, 12), len(found) - 1)
    return Span(sentence.start + found[first].start(), sentence.start + found[last].end())


def _holds(file: pdfium.PdfDocument, document: Document, span: Span) -> bool:
    seen = ""
    for box in document.boxes.of(span):
        page = file[box.page - 1]
        text_page = page.get_textpage()
        left, _, _, top = page.get_bbox()
        corners = (left + box.left, top - box.bottom, left + box.right, top - box.top)
        seen += text_page.get_text_bounded(*corners)
        text_page.close()
        page.close()
    return not _letters(span.of(document.text)) - _letters(seen)


def _letters(text: str) -> Counter[str]:
    return Counter(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def test_columns_are_read_down_and_not_across() -> None:
    document, _ = opened("025-multi-column-2p")
    assert "outperforms a strong Lucene-BM25 system greatly by 9%-19% absolute" in document.text
    assert "a huge performance degradation is often observed in practice" in document.text
    headings = of_kind(document, BlockKind.HEADING)
    assert headings == [
        "Dense Passage Retrieval for Open-Domain Question Answering",
        "Abstract",
        "1 Introduction",
        "2 Background",
        "3 Dense Passage Retriever (DPR)",
        "3.1 Overview",
    ]
    assert of_kind(document, BlockKind.FURNITURE) == ["arXiv:2004.04906v3 [cs.CL] 30 Sep 2020"]


def test_tables_within_columns_are_read_row_by_row() -> None:
    document, _ = opened("016-korean-text-with-tables")
    rows = of_kind(document, BlockKind.TABLE_ROW)
    assert rows[1:4] == [
        "업종: 할인점; 적립 대상: 이마트, 이마트 트레이더스, 롯데마트, 홈플러스",
        "업종: 주유; 적립 대상: 모든 주유소",
        "업종: 온라인쇼핑몰; 적립 대상: 삼성카드 쇼핑, G마켓, 옥션, 11번가, 인터파크, 쿠팡, 티몬,"
        " 위메프",
    ]
    document, _ = opened("071-multicolumn")
    assert of_kind(document, BlockKind.CAPTION) == ["Table 1: EU Countries Information"]
    assert (
        "Population (millions): 10.7; Area (km2 ): 78,866; Capital: Prague"
        in of_kind(document, BlockKind.TABLE_ROW)[3]
    )


def test_running_headers_are_furniture() -> None:
    document, _ = opened("012-fr_olap")
    assert of_kind(document, BlockKind.FURNITURE) == [
        "Résumés et interrogations de logs de requêtes OLAP"
        if page % 2 == 0
        else "J. Aligon et al."
        for page in range(2, 13)
    ]
    assert document.metadata == {"date": "2010-12-04"}


def test_letters_drawn_twice_are_read_once() -> None:
    document, _ = opened("026-fake-bold-sample")
    assert "BOLD TEXT SAMPLE\n\nTesting Deduplication\n\n" in document.text
    assert document.title == "Fake Bold PDF Test Document"


def test_recognised_text_is_read_and_a_scan_and_a_password_are_told() -> None:
    document, _ = opened("024-pdf-with-ocr-text")
    assert "Source: https://www.industrydocuments.ucsf.edu/docs/mjgl0226" in document.text
    with pytest.raises(NeedsRecognitionError):
        opened("023-loremipsum-flat")
    with pytest.raises(UnreadableDocumentError, match="password"):
        opened("017-password")
