"""A fetched page as a document: what it is called, where it is from, when it was looked at."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from api.fetching import Fetched
from index.passage_index import PassageIndex
from index.reading import Read
from index.types import Document, Metadata

_SUFFIXES: Mapping[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/epub+zip": ".epub",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "message/rfc822": ".eml",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
_CHARSET = re.compile(r'charset\s*=\s*"?([\w.:-]{1,40})', re.IGNORECASE)
_CHARSETS = re.compile(
    r"utf-?16(le|be)?|iso-?8859-\d{1,2}|latin-?1|windows-125\d|cp125\d|koi8-[ru]|big5(-hkscs)?"
    r"|gbk|gb2312|gb18030|euc-(jp|kr)|shift[_-]jis|us-ascii",
    re.IGNORECASE,
)
"""Those that a page may name; Python knows others, some of them slow or no encodings of text."""
_LONGEST_NAME = 150


def document_of_page(
    page: Fetched,
    read: Read,
    *,
    title: str | None = None,
    metadata: Metadata | None = None,
    today: date | None = None,
) -> Document:
    """Return what a page holds as a document whose source is the page's address.

    ``metadata`` says with ``url`` and ``accessed`` (ISO 8601, UTC) where and when it was found.
    Raises as ``read``.
    """
    accessed = today or datetime.now(UTC).date()
    document = read(
        _in_utf8(page),
        file_name(page),
        identity=page.url,
        title=title,
        metadata={**(metadata or {}), "url": page.url, "accessed": accessed.isoformat()},
    )
    return replace(document, source=page.url)


def as_accessed_before(index: PassageIndex, document: Document) -> Document:
    """Return the document with the date of the stored one, if nothing but the date is new.

    So a page that did not change is not stored again each day.
    """
    for held in index.filed_as(document.id):
        stored = index.summary(held.document_id).metadata.get("accessed")
        same = replace(document, metadata={**document.metadata, "accessed": stored})
        if same.content_hash == held.content_hash:
            return same
    return document


def file_name(page: Fetched) -> str:
    """Return the name of a page as of a file, with a suffix that fits its type.

    >>> file_name(Fetched("https://example.org/a/The%20mill", b"", "text/html; charset=utf-8"))
    'The mill.html'
    """
    parts = urlsplit(page.url)
    last = PurePosixPath(unquote(parts.path, errors="replace")).name or parts.hostname or "page"
    name = "".join(c for c in last if c.isprintable() and c not in "/\\")[:_LONGEST_NAME]
    suffix = _SUFFIXES.get(_media_type(page), "")
    return name if not suffix or name.lower().endswith(suffix) else name + suffix


def _media_type(page: Fetched) -> str:
    return page.content_type.partition(";")[0].strip().lower()


def _in_utf8(page: Fetched) -> bytes:
    """Return the page with the encoding that its server names undone, which no byte of it tells.

    The mark of UTF-8 is put in front, which wins over what the page says of itself.
    """
    named = _CHARSET.search(page.content_type)
    if not _media_type(page).startswith("text/") or not named:
        return page.data
    if not _CHARSETS.fullmatch(named[1]):
        return page.data
    try:
        return b"\xef\xbb\xbf" + page.data.decode(named[1]).lstrip("\ufeff").encode()
    except (UnicodeError, LookupError):
        return page.data
