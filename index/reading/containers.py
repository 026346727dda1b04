"""Which format a file is of that holds others: ZIP archives and Office's older containers."""

import re

from index.errors import UnreadableDocumentError, UnsupportedFormatError
from index.reading.archives import Archive, open_archive, open_member
from index.reading.formats import DOCX, EPUB, LISTED, ODT, PPTX, XLSX, Format

ZIP_START = b"PK\x03\x04"
EMPTY_ZIP_START = b"PK\x05\x06"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MOST_READ = 2**18  # bytes of a member: what tells a format is short

# The main part's type, also of files with macros (which are never run) and of templates.
_OOXML = (
    (re.compile(rb"wordprocessingml\.(?:document|template)\.main|ms-word\.\w+\.\w+\.main"), DOCX),
    (re.compile(rb"presentationml\.\w+\.main|ms-powerpoint\.\w+\.\w+\.main"), PPTX),
    (re.compile(rb"spreadsheetml\.(?:sheet|template)\.main|ms-excel\.\w+\.macro\w+\.main"), XLSX),
)
_MIME_TYPES = {
    b"application/epub+zip": EPUB,
    b"application/vnd.oasis.opendocument.text": ODT,
    b"application/vnd.oasis.opendocument.text-template": ODT,
}
_WAYS_OUT = (  # what stands in a file, what it is, what to do
    (b"ms-excel.sheet.binary", "a binary Excel workbook (.xlsb)", "save it as .xlsx"),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet", "save it as .xlsx"),
    (b"opendocument.presentation", "an OpenDocument presentation", "save it as .pptx"),
    (b".iwa", "a Pages, Numbers or Keynote document", "export it as .docx, .xlsx, .pptx or PDF"),
)
_OLE_STREAMS = (
    ("WordDocument", "an old Word document (.doc)", "save it as .docx"),
    ("Workbook", "an old Excel workbook (.xls)", "save it as .xlsx"),
    ("Book", "an old Excel workbook (.xls)", "save it as .xlsx"),
    ("PowerPoint Document", "an old PowerPoint presentation (.ppt)", "save it as .pptx"),
    ("__properties_version1.0", "an Outlook message (.msg)", "save it as .eml"),
)


def format_of_zip(data: bytes, source: str) -> Format:
    """Return the format of a ZIP archive by the members that say it; nothing is unpacked.

    Raises:
        UnsupportedFormatError: an archive of another kind; the message names the way out.
        UnreadableDocumentError: broken, cut off or encrypted.
        TooLargeError: more members than any document has.
    """
    archive = open_archive(data, source)
    declared = _beginning(archive, "[Content_Types].xml").replace(b"\0", b"")  # or UTF-16
    mime_type = _beginning(archive, "mimetype").strip()
    for pattern, known in _OOXML:
        if pattern.search(declared):
            return known
    if mime_type in _MIME_TYPES:
        return _MIME_TYPES[mime_type]
    if "META-INF/container.xml" in archive:
        return EPUB
    endings = b"\n".join(member[-20:].encode(errors="replace") for member in archive.members)
    return _refuse_zip(b"\n".join([declared, mime_type, endings]), source)


def format_of_ole(data: bytes, source: str) -> Format:
    """Refuse a container of Office's older kind with the way out for what is in it.

    Raises:
        UnreadableDocumentError: a newer document under a password, which makes it such a container.
        UnsupportedFormatError: everything else.
    """
    if _holds_stream(data, "EncryptedPackage"):
        raise UnreadableDocumentError(
            f"{source} is encrypted: save it without a password and add it again."
        )
    for stream, kind, way_out in _OLE_STREAMS:
        if _holds_stream(data, stream):
            raise UnsupportedFormatError(f"{source} is {kind}: {way_out} and add that. {LISTED}")
    raise UnsupportedFormatError(
        f"{source} is a file of an old Office program: save it in a newer format. {LISTED}"
    )


def _beginning(archive: Archive, member: str) -> bytes:
    """Return the first bytes of a member, none if it is not there."""
    if member not in archive:
        return b""
    with open_member(archive, member) as stream:
        return stream.read(_MOST_READ)


def _refuse_zip(signs: bytes, source: str) -> Format:
    for sign, kind, way_out in _WAYS_OUT:
        if sign in signs:
            raise UnsupportedFormatError(f"{source} is {kind}: {way_out} and add that. {LISTED}")
    raise UnsupportedFormatError(
        f"{source} is a ZIP archive: unpack it and add the files in it. {LISTED}"
    )


def _holds_stream(data: bytes, name: str) -> bool:
    """Tell whether a directory entry of this name is in the container.

    An entry is a name in UTF-16 filled up to 64 bytes, and the name's length in bytes.
    """
    encoded = name.encode("utf-16-le")
    length = len(encoded) + 2
    return encoded.ljust(64, b"\0") + length.to_bytes(2, "little") in data
