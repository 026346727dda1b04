"""What a PDF states of itself: title, author, date, language, and its outline."""

import ctypes
import re
from collections.abc import Mapping
from datetime import date

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.reading.page_headings import fold_title

_PROGRAM = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel|office word)|powerpoint presentation)"
    r"\s*-\s*",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\.(?:docx?|dotx?|rtf|odt|pptx?|xlsx?|pdf|indd|qxd|tex|dvi|jpe?g|png|tiff?)$", re.I
)
_EMPTY = re.compile(
    r"(?:untitled|title|no title|document|unnamed|unbenannt|sans titre|anonymous|author|unknown"
    r"|user|admin|administrator|owner|microsoft office user|powerpoint presentation|slide 1"
    r"|presentation|unspecified|none|null|n/a)?[\W\d_]*",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_MOST_ENTRIES = 20_000


def stated_title(document: pdfium.PdfDocument) -> str | None:
    """Return the title that a PDF states; None where it is only a program's filling."""
    title = _PROGRAM.sub("", _stated(document, "Title"))
    bare = _FILE.sub("", title).strip()
    is_name = bare != title.strip() and title == _stated(document, "Title")
    return None if is_name or _EMPTY.fullmatch(bare) else bare


def stated_metadata(document: pdfium.PdfDocument) -> Mapping[str, object]:
    """Return author, date of making and language, each only where the PDF states it."""
    author = _stated(document, "Author")
    stated = {
        "author": "" if _EMPTY.fullmatch(author) else author,
        "date": _iso_date(_stated(document, "CreationDate")),
        "language": _language(document),
    }
    return {name: value for name, value in stated.items() if value}


def outline_of(document: pdfium.PdfDocument) -> dict[tuple[int, str], int]:
    """Return the level (from 1) of each entry of the outline, by its page and folded title."""
    outline: dict[tuple[int, str], int] = {}
    try:
        for count, entry in enumerate(document.get_toc(max_depth=8)):
            if count >= _MOST_ENTRIES:
                break
            target = entry.get_dest()
            page = target.get_index() if target else None
            title = fold_title(entry.get_title())
            if page is not None and title:
                outline.setdefault((page + 1, title), entry.level + 1)
    except pdfium.PdfiumError:
        return outline  # a broken outline takes nothing from the text
    return outline


def _stated(document: pdfium.PdfDocument, name: str) -> str:
    return " ".join(document.get_metadata_value(name).replace("\x00", " ").split())


def _iso_date(stated: str) -> str:
    found = _DATE.match(stated)
    if not found:
        return ""
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        whole = date(year, month or 1, day or 1).isoformat()
    except ValueError:
        return ""
    return whole[: 10 if day else 7 if month else 4]


def _language(document: pdfium.PdfDocument) -> str:
    size = pdfium_c.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not 2 < size <= 200:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium_c.FPDFCatalog_GetLanguage(
        document.raw, ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR)), size
    )
    stated = buffer.raw.decode("utf-16-le", "replace").rstrip("\x00").strip()
    return stated if _LANGUAGE.fullmatch(stated) else ""
