"""A page of the web, fetched without being led anywhere else.

A name is resolved once for each request, every address it has is checked, and the connection goes
to one of those very addresses: what the name means a moment later does not matter. A redirect is
another request, checked like the first. Nothing of this machine is sent: no cookies, no
credentials, and no proxy of the environment is asked.
"""

import re
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from api.addresses import Resolve, is_public, resolve
from api.deadline import Deadline
from index.errors import FetchError, RefusedUrlError

if TYPE_CHECKING:
    import ssl

    import httpcore2
    import httpx2

Result = TypeVar("Result")

USER_AGENT = "Pincite (fetches single pages for one reader)"
LONGEST_URL = 2_000
MOST_REDIRECTS = 5
AT_ONCE = 8
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HOST = re.compile(rb"[A-Za-z0-9._-]+|\[?[0-9A-Fa-f:.]+\]?")
_ACCEPT = "text/html, application/xhtml+xml, application/pdf, text/*;q=0.9, */*;q=0.5"
OFF = (
    "Fetching pages is off. Start Pincite with PINCITE_FETCH_URLS=true to let it fetch the "
    "addresses it is given, or save the page and add the file."
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent, its transfer encoding undone."""

    url: str
    """Where it was found in the end, without a fragment."""
    data: bytes
    content_type: str
    """As the server calls it, with its parameters; "" if it does not say."""


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches pages within limits; ``ports`` and ``allowed`` say from where."""

    resolve: Resolve = resolve
    allowed: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset({80, 443})
    seconds: float = 30.0
    """For all of it: names, connections, redirects, body."""
    most_bytes: int = 25 * 2**20
    """Of a body, also after it was inflated."""
    slots: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(AT_ONCE)
    )
    """How many are fetched at the same time: who waits for a page holds a thread of the server."""

    def fetch(self, url: str) -> Fetched:
        """Return what is at an address, following redirects.

        Raises:
            RefusedUrlError: it, or where it leads, is not an address that may be fetched.
            FetchError: the server cannot be reached, does not answer in time, or sends an error,
                too much, or something broken.
        """
        if not self.slots.acquire(blocking=False):
            raise FetchError("Several pages are being fetched already. Try again in a moment.")
        try:
            return self._fetch(url)
        finally:
            self.slots.release()

    def _fetch(self, url: str) -> Fetched:
        deadline = Deadline(monotonic() + self.seconds)
        at = self._checked(url)
        for _ in range(1 + MOST_REDIRECTS):
            with _translated(deadline, self.seconds), self._response(at, deadline) as response:
                to = _redirect(response)
                if to is None:
                    return self._fetched(at, response)
            at = self._checked(to, base=at)
        raise FetchError(f"The page leads on more than {MOST_REDIRECTS} times. Give its last URL.")

    def _checked(self, url: str, base: "httpx2.URL | None" = None) -> "httpx2.URL":
        """Return an address without its fragment, if its form allows that it is fetched."""
        import httpx2

        try:
            if len(url) > LONGEST_URL or any(not character.isprintable() for character in url):
                raise RefusedUrlError("The URL is too long, or holds characters that none has.")
            parsed = (base.join(url) if base else httpx2.URL(url)).copy_with(fragment=None)
        except (httpx2.InvalidURL, ValueError) as error:
            raise RefusedUrlError(
                "This is no URL. Give one as https://example.org/page."
            ) from error
        if parsed.scheme not in {"http", "https"} or not _HOST.fullmatch(parsed.raw_host):
            raise RefusedUrlError("Only http:// and https:// addresses can be fetched.")
        if parsed.userinfo:
            raise RefusedUrlError("The URL holds a user name or password. Leave it out.")
        if _port(parsed) not in self.ports:
            raise RefusedUrlError(
                f"Pages are fetched from the usual ports only, not {parsed.port}."
            )
        return parsed

    @contextmanager
    def _response(self, url: "httpx2.URL", deadline: Deadline) -> "Iterator[httpcore2.Response]":
        import httpcore2

        from api.pinning import Pinned

        backend = Pinned(self._addresses(url, deadline), deadline)
        target = httpcore2.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        headers = [("User-Agent", USER_AGENT), ("Accept", _ACCEPT), ("Accept-Encoding", "gzip")]
        with (
            httpcore2.ConnectionPool(ssl_context=_trusted(), network_backend=backend) as pool,
            pool.stream("GET", target, headers=headers) as response,
        ):
            yield response

    def _addresses(self, url: "httpx2.URL", deadline: Deadline) -> Sequence[str]:
        """Return the addresses of a host, all of which may be asked."""
        host = url.raw_host.decode("ascii").strip("[]")
        found = _within(deadline, lambda: self.resolve(host, _port(url)))
        if not found or not all(self.allowed(address) for address in found):
            raise RefusedUrlError(
                "This address is not on the public internet, so it is not fetched. Save the page "
                "and add the file."
            )
        return found

    def _fetched(self, url: "httpx2.URL", response: "httpcore2.Response") -> Fetched:
        if response.status != 200:
            raise FetchError(f"The server answered with the status {response.status}, no page.")
        encoding = _header(response, b"content-encoding") or "identity"
        pieces = _inflated(response.iter_stream(), encoding.strip().lower(), self.most_bytes)
        data = b"".join(_counted(pieces, self.most_bytes))
        return Fetched(str(url), data, _header(response, b"content-type"))


def _port(url: "httpx2.URL") -> int:
    if url.port is not None:
        return url.port
    return 443 if url.scheme == "https" else 80


def _redirect(response: "httpcore2.Response") -> str | None:
    if response.status not in _REDIRECTS:
        return None
    if to := _header(response, b"location"):
        return to
    raise FetchError("The server sends on without saying where to.")


def _header(response: "httpcore2.Response", name: bytes) -> str:
    values = [value for key, value in response.headers if key.lower() == name]
    return values[0].decode("utf-8", "replace") if values else ""


def _inflated(pieces: Iterable[bytes], encoding: str, most: int) -> Iterator[bytes]:
    """Undo gzip piece by piece; never more than ``most`` bytes and one are in memory at once."""
    if encoding == "identity":
        yield from pieces
        return
    if encoding not in {"gzip", "x-gzip"}:
        raise FetchError("The server packed the page in a way that was not asked for.")
    inflating = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    for piece in pieces:
        yield inflating.decompress(piece, most + 1)
        if inflating.unconsumed_tail:  # it did not fit: whoever counts has heard enough
            return
    if not inflating.eof:
        raise FetchError("The page broke off before its end. Try again.")


def _counted(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    received = 0
    for piece in pieces:
        received += len(piece)
        if received > most:
            raise FetchError(f"The page is larger than the {most:,} bytes that are fetched.")
        yield piece


@contextmanager
def _translated(deadline: Deadline, seconds: float) -> Iterator[None]:
    import httpcore2

    try:
        yield
    except (httpcore2.TimeoutException, TimeoutError) as error:
        raise FetchError(f"The page did not come within {seconds:g} s. Try again later.") from error
    except (httpcore2.NetworkError, OSError) as error:
        if deadline.is_over:
            raise FetchError(f"The page did not come within {seconds:g} s.") from error
        raise FetchError("The server cannot be reached. Check the address.") from error
    except (httpcore2.ProtocolError, zlib.error, UnicodeError) as error:
        raise FetchError("What the server sent is broken or no HTTP.") from error


def _within(deadline: Deadline, work: Callable[[], Result]) -> Result:
    """Return what ``work`` gives, which knows no deadline of its own."""
    given: list[Result] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            given.append(work())
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            failed.append(error)

    thread = threading.Thread(target=run, name="resolving", daemon=True)
    thread.start()
    thread.join(deadline.left())
    if failed:
        raise failed[0]
    if not given:
        raise TimeoutError
    return given[0]


@cache
def _trusted() -> "ssl.SSLContext":
    import httpx2

    return httpx2.create_ssl_context(trust_env=False)
