"""Which format a file is of: by its content, by its name only where that cannot tell."""

import re
from pathlib import PurePath

from index.errors import UnsupportedFormatError
from index.reading.binaries import kind_of_binary
from index.reading.containers import (
    EMPTY_ZIP_START,
    OLE_START,
    ZIP_START,
    format_of_ole,
    format_of_zip,
)
from index.reading.encodings import looks_like_text, opening_of
from index.reading.formats import (
    CSV,
    EML,
    HTML,
    JSON,
    LISTED,
    MARKDOWN,
    PDF,
    RST,
    RTF,
    TEXT,
    Format,
)
from index.reading.formats import FORMATS as FORMATS

_PDF_WITHIN = 1024  # bytes: what some programs put before it, readers of PDF skip
_WHITE = b"\xef\xbb\xbf \t\r\n\f"
_TEXTS = (TEXT, MARKDOWN, RST, HTML, CSV, JSON, EML)

# What may stand before the first element of a page or of XML.
_PROLOG = r"\s*+(?:<\?xml[^>]*>\s*+)?+(?:<!--(?s:.*?)-->\s*+)*+"
# An opening tag alone may be Markdown's or a text about HTML: another must follow right away.
_PAGE = re.compile(
    _PROLOG + r"(?:<!doctype\s+html\b|<(?:html|head|body)\b[^<>]*>\s*(?:<!--|</?[a-z]))",
    re.IGNORECASE,
)
_XML = re.compile(r"\s*+<\?xml\s|" + _PROLOG + r"<!doctype\s+(?!html)\w|<svg\b[^<>]*>\s*<", re.I)
_XML_NAMES = (".xml", ".svg", ".xsl", ".xslt", ".xsd", ".rss", ".atom", ".fb2", ".fodt", ".opml")
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]?|[ \t]+\S")
_SENT = frozenset({"from", "received", "return-path", "delivered-to"})
_TECHNICAL = frozenset(
    "received return-path delivered-to message-id mime-version content-type dkim-signature"
    " content-transfer-encoding".split()
)


def format_of(data: bytes, source: str) -> Format:
    """Return the format of a file by its content, and by its name where that cannot tell.

    A text of no other sign is plain text, unless its name says Markdown, CSV or the like.

    Raises:
        UnsupportedFormatError: none of those that can be read; the message names the way out.
        UnreadableDocumentError: a document that is damaged or under a password.
        TooLargeError: an archive of more members than any document has.
    """
    suffix = PurePath(source).suffix.lower()
    if _is_pdf(data, suffix):
        return PDF
    if data.startswith((ZIP_START, EMPTY_ZIP_START)):
        return format_of_zip(data, source)
    if data.startswith(OLE_START):
        return format_of_ole(data, source)
    if data[:64].lstrip(_WHITE).startswith(b"{\\rtf"):
        return RTF
    if not looks_like_text(data):
        _refuse_binary(data, suffix, source)
    return _format_of_text(opening_of(data), suffix, source)


def _is_pdf(data: bytes, suffix: str) -> bool:
    if data[:64].lstrip(_WHITE).startswith(b"%PDF-"):
        return True
    # A text about PDF names the sign too: further in, the name or the file's end has to agree.
    agreed = suffix == ".pdf" or b"startxref" in data[-_PDF_WITHIN:]
    return agreed and b"%PDF-" in data[:_PDF_WITHIN]


def _refuse_binary(data: bytes, suffix: str, source: str) -> None:
    named_text = not suffix or any(suffix in known.suffixes for known in _TEXTS)
    kind = kind_of_binary(data) or (None if named_text else "of another format")
    if kind:  # else the text's reader says what is wrong with it
        raise UnsupportedFormatError(f"{source} is {kind}, which cannot be read. {LISTED}")


def _format_of_text(opening: str, suffix: str, source: str) -> Format:
    if _PAGE.match(opening):
        return HTML
    _refuse_markup(opening, suffix, source)
    if _is_message(opening):
        return EML
    if suffix == ".jsonl":
        raise UnsupportedFormatError(
            f"{source} holds one document a line: add it with `pincite add`, which reads the rows."
        )
    return next((known for known in _TEXTS if suffix in known.suffixes), TEXT)


def _refuse_markup(opening: str, suffix: str, source: str) -> None:
    if opening.startswith("%!PS-"):
        raise UnsupportedFormatError(
            f"{source} is a PostScript document: save it as PDF and add that. {LISTED}"
        )
    if suffix in HTML.suffixes:
        return
    if _XML.match(opening) or (suffix in _XML_NAMES and opening.lstrip().startswith("<")):
        raise UnsupportedFormatError(
            f"{source} is XML, which is read only as a web page (XHTML): export it as a document, "
            f"as CSV or as text and add that. {LISTED}"
        )


def _is_message(opening: str) -> bool:
    """Tell whether a text starts with the headers of an e-mail that was really sent.

    A memo that opens with "From:" and "Subject:" is none: only programs write the others.
    """
    names = set()
    for line in opening.splitlines():
        found = _HEADER.match(line)
        if found is None:
            break
        names.add((found[1] or "").lower())
    return bool(names & _SENT) and len(names & _TECHNICAL) >= 2
