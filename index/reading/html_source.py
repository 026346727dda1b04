"""The bytes of a web page to characters."""

import codecs
import re

from index.reading.encodings import decode, refuse_nul

_LOOK = 4096  # bytes in which a page states its encoding
_STATED = re.compile(
    rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})"
    rb"|^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
# What the names mean on the web.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
          "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254", "tis-620": "cp874",
          "iso8859-11": "cp874"}  # fmt: skip
_USABLE = ("cp", "iso8859", "iso2022_jp", "koi8", "big5", "gb", "euc", "shift_jis", "mac", "johab",
           "tis", "ascii", "hz", "kz1048")  # fmt: skip
_IN_SEVEN_BITS = frozenset({"iso2022_jp", "hz"})


def html_text(data: bytes, name: str, stated: str | None = None) -> str:
    """Return the characters of a page; ``stated`` is an encoding named outside of it.

    Tried in turn: a byte order mark, UTF-8 (no other text passes for it), the encoding that is
    stated, and what `decode` can tell.

    Raises:
        UnreadableDocumentError: the bytes are no text, or in an encoding that cannot be told.
    """
    if not data.startswith(_MARKS):
        found = _STATED.search(data[:_LOOK])
        named = stated or (found and (found[1] or found[2]).decode("ascii", "replace"))
        text = decoded_as_stated(data, named or None)
        if text is not None:
            refuse_nul(text, name)
            return text
    return decode(data, name)


def decoded_as_stated(data: bytes, stated: str | None) -> str | None:
    """Return ``data`` in UTF-8, else in the encoding ``stated`` if it fits, else None."""
    encoding = _encoding(stated)
    tried = ("utf-8",) if encoding is None else ("utf-8", encoding)
    for candidate in reversed(tried) if encoding in _IN_SEVEN_BITS else tried:
        try:
            return data.decode(candidate)
        except UnicodeDecodeError:
            continue
    return None


def _encoding(stated: str | None) -> str | None:
    """Return Python's name of an encoding that a page may state, None for all others."""
    given = (stated or "").strip().lower().removeprefix("x-")
    try:
        found = codecs.lookup(re.sub(r"(?<=8859-\d)-[ie]$", "", given)).name
    except (LookupError, ValueError):
        return None
    # Codecs that are no encodings of text are never used; neither is UTF-7, which hides tags.
    return _MEANT.get(found, found) if found.startswith(_USABLE) else None
