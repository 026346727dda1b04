"""What a file that is no text looks like, in words for its owner."""

import re

_SAMPLE = 65_536
_SHORTEST = 3  # bytes: "BM" and "MZ" begin many a text

_KINDS = {
    ".png": "a PNG image", ".jpg": "a JPEG image", ".jpeg": "a JPEG image", ".jfif": "a JPEG image",
    ".gif": "a GIF image", ".tif": "a TIFF image", ".tiff": "a TIFF image", ".webp": "a WebP image",
    ".gz": "a gzip archive", ".7z": "a 7-Zip archive", ".rar": "a RAR archive",
    ".tar": "a tar archive", ".bz2": "a bzip2 archive", ".xz": "an xz archive",
    ".zip": "a ZIP archive", ".docx": "a ZIP archive", ".mp3": "a sound recording",
    ".doc": "an old Office file", ".db": "an SQLite database", ".pdf": "a PDF document",
}  # fmt: skip
_CLASSES = {"image": "an image", "audio": "a sound recording", "video": "a video", "font": "a font"}
_PROGRAM = re.compile(rb"\x7fELF|MZ(?s:.{58,1022})PE\0\0|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe")


def kind_of_binary(data: bytes) -> str | None:
    """Return what ``data`` looks like ("a PNG image"), None if nothing known.

    Only for what is no text: short signs of binary formats begin texts too.
    """
    import puremagic

    if _PROGRAM.match(data):
        return "a program"
    try:
        matches = puremagic.magic_string(data[:_SAMPLE])
    except (puremagic.PureError, ValueError):
        return None
    found = [match for match in matches if len(match.byte_match) >= _SHORTEST and match.name]
    told = (_told(match.extension.lower(), match.mime_type) for match in found)
    named = (f"another kind of file ({' '.join(match.name.split())})" for match in found)
    return next(filter(None, told), None) or next(named, None)


def _told(extension: str, mime_type: str) -> str | None:
    return _KINDS.get(extension) or _CLASSES.get(mime_type.partition("/")[0])
