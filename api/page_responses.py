"""The chat page and its files, as they are sent to whoever asks with certain headers."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.negotiation import accepts_gzip, preferred_language
from api.page_files import HTML, PageFile, load_page_files

_ALWAYS_ASKED = "no-cache"
_NEVER_ASKED = "private, max-age=31536000, immutable"


def chat_page_response(headers: Headers) -> Response:
    """Return the chat page in the language that is wanted most."""
    pages = load_page_files().pages
    language = preferred_language(_all(headers, "accept-language"), list(pages))
    return _sent(pages[language], headers, _ALWAYS_ASKED)


def file_response(headers: Headers, name: str, version: str | None = None) -> Response:
    """Return a file that a page loads; of a version, under whose address it never changes.

    Raises:
        HTTPException: 404, there is none of that name, or it is of another version.
    """
    files = load_page_files()
    file = files.files.get(name)
    if file is None or version not in {None, files.version}:
        raise HTTPException(404)
    return _sent(file, headers, _ALWAYS_ASKED if version is None else _NEVER_ASKED)


def _sent(file: PageFile, headers: Headers, caching: str) -> Response:
    packed = accepts_gzip(_all(headers, "accept-encoding"))
    sent = {
        "ETag": f'"{file.etag}{"-gzip" if packed else ""}"',
        "Cache-Control": caching,
        "Vary": "Accept-Encoding" + (", Accept-Language" if file.media_type == HTML else ""),
    }
    if sent["ETag"] in _all(headers, "if-none-match"):
        return Response(status_code=304, headers=sent)
    if packed:
        sent["Content-Encoding"] = "gzip"
    content = file.packed if packed else file.content
    return Response(content, media_type=file.media_type, headers=sent)


def _all(headers: Headers, name: str) -> str:
    return ", ".join(headers.getlist(name))
