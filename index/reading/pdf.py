"""PDF to text: words with their places, in reading order, with what the reader does not see."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.errors import NeedsRecognitionError, TooLargeError, UnreadableDocumentError
from index.reading.limits import MOST_CHARACTERS
from index.reading.page_layout import lay_out_pages
from index.reading.page_words import Sheet
from index.reading.pdf_hidden import Looks
from index.reading.pdf_metadata import outline_of, stated_metadata, stated_title
from index.reading.pdf_words import words_of
from index.reading.pieces import Layout

MOST_PAGES = 3000
_UNTOLD = "\ufffd"


def read_layout(data: bytes, name: str) -> Layout:
    """Return the text of a PDF with its blocks, pages and the boxes of its words.

    Raises:
        UnreadableDocumentError: broken, or needs a password.
        NeedsRecognitionError: pictures of text, but no text.
        TooLargeError: more than ``MOST_PAGES`` or ``MOST_CHARACTERS``.
    """
    with opened(data, name) as document:
        sheets = list(_sheets(document, name))
        _check_text(sheets, name)
        return lay_out_pages(
            sheets,
            title=stated_title(document),
            metadata=stated_metadata(document),
            outline=outline_of(document),
        )


def _check_text(sheets: Sequence[Sheet], name: str) -> None:
    counts = Counter[bool]()
    for sheet in sheets:
        for word in (*sheet.words, *sheet.aside, *sheet.stamps, *sheet.hidden):
            counts[True] += len(word.text)
            counts[False] += word.text.count(_UNTOLD)
    if not counts[True]:
        raise NeedsRecognitionError(
            f"{name} holds pictures of its pages, but no text (a scan?). Have its text recognised "
            "(OCR), save it with the text, and add that."
        )
    if counts[False] * 2 > counts[True]:
        raise NeedsRecognitionError(
            f"{name} does not tell which characters its letters are. Have its text recognised "
            "(OCR), or save it anew from the program that made it, and add that."
        )


@contextmanager
def opened(data: bytes, name: str) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF, and close it again.

    Raises:
        UnreadableDocumentError: broken, or needs a password.
        TooLargeError: more than ``MOST_PAGES``.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise UnreadableDocumentError(
                f"{name} is protected by a password. Open it, save a copy without one, and add "
                "the copy."
            ) from error
        raise UnreadableDocumentError(
            f"{name} is broken: no program can open it as a PDF. Get it again from where it came."
        ) from error
    try:
        _check_pages(len(document), name)
        yield document
    finally:
        document.close()


def _check_pages(count: int, name: str) -> None:
    if count > MOST_PAGES:
        raise TooLargeError(
            f"{name} has {count:,} pages, the limit is {MOST_PAGES:,}. Split it and add the parts."
        )
    if not count:
        raise UnreadableDocumentError(f"{name} has no pages. Get it again from where it came.")


def _sheets(document: pdfium.PdfDocument, name: str) -> Iterator[Sheet]:
    looks = Looks()
    characters = 0
    for place in range(len(document)):
        sheet = _sheet(document, place, looks)
        characters += sum(len(word.text) + 1 for word in (*sheet.words, *sheet.hidden))
        if characters > MOST_CHARACTERS:
            raise TooLargeError(
                f"{name} has more than {MOST_CHARACTERS:,} characters. Split it and add the parts."
            )
        yield sheet


def _sheet(document: pdfium.PdfDocument, place: int, looks: Looks) -> Sheet:
    try:
        page = document[place]
    except pdfium.PdfiumError:
        return Sheet(place + 1, 0.0, 0.0, ())  # one broken page does not lose the others
    try:
        return words_of(page, place + 1, looks)
    finally:
        page.close()
