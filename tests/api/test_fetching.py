"""Pages are fetched from the public internet only, whoever tries to lead elsewhere."""

import gzip
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.addresses import is_public
from api.fetching import Fetched, Fetcher
from index.errors import FetchError, PinciteError, RefusedUrlError
from tests.api.web import (
    PAGE,
    Request,
    Web,
    bomb,
    dripping,
    dripping_head,
    endless,
    redirecting,
    serving,
)

pytestmark = pytest.mark.alone

LOOPBACK = "127.0.0.1"


def page(request: Request) -> None:
    request.answer(PAGE, Content_Type="text/html; charset=utf-8")


def packed(request: Request) -> None:
    request.answer(gzip.compress(PAGE), Content_Type="text/html", Content_Encoding="gzip")


def broken_gzip(request: Request) -> None:
    body = gzip.compress(PAGE)[:-12]
    request.answer(body, Content_Type="text/html", Content_Encoding="gzip")


def brotli(request: Request) -> None:
    request.answer(b"\x0b\x02", Content_Encoding="br")


def cookie(request: Request) -> None:
    request.answer(status="302 Found", Location="/page", Set_Cookie="seen=1")


def cut_short(request: Request) -> None:
    request.answer(PAGE, Content_Length="100000")


def not_http(request: Request) -> None:
    request.socket.sendall(b"SSH-2.0-OpenSSH_9.9\r\n")


@pytest.fixture
def web() -> Iterator[Web]:
    with serving(
        page=page,
        packed=packed,
        broken_gzip=broken_gzip,
        brotli=brotli,
        cookie=cookie,
        cut_short=cut_short,
        not_http=not_http,
        endless=endless,
        dripping=dripping,
        dripping_head=dripping_head,
        bomb=bomb,
        once=redirecting("/page#part"),
        circle=redirecting("/circle"),
        nowhere=lambda request: request.answer(status="302 Found"),
        metadata=redirecting("http://169.254.169.254/latest/meta-data/"),
        file=redirecting("file:///etc/passwd"),
        inward=redirecting("http://localhost/admin"),
        login=redirecting("http://user:secret@example.org/"),
    ) as server:
        yield server


def loopback_only(address: str) -> bool:
    return address == LOOPBACK


def fetcher(web: Web, **options: object) -> Fetcher:
    """Return one that may reach the test's server, as example.org, and nothing else."""

    def resolve(host: str, _port: int) -> Sequence[str]:
        return [LOOPBACK] if host == "example.org" else [host]

    given = {"resolve": resolve, "allowed": loopback_only, "ports": frozenset({web.port, 80})}
    return Fetcher(**(given | options))  # type: ignore[arg-type]


def test_a_page_comes_as_it_was_sent_with_nothing_of_this_machine(web: Web) -> None:
    found = fetcher(web).fetch(web.url("/page#part"))
    assert found == Fetched(web.url("/page"), PAGE, "text/html; charset=utf-8")
    head = web.asked[0].lower()
    assert f"host: example.org:{web.port}\r\n" in head
    names = {line.partition(":")[0] for line in head.splitlines()[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding"}


def test_a_packed_page_is_unpacked_and_a_redirect_gives_the_last_address(web: Web) -> None:
    assert fetcher(web).fetch(web.url("/packed")).data == PAGE
    assert fetcher(web).fetch(web.url("/once")).url == web.url("/page")


def test_a_cookie_is_not_kept_on_the_way(web: Web) -> None:
    assert fetcher(web).fetch(web.url("/cookie")).data == PAGE
    assert "cookie" not in web.asked[1].lower()


def test_proxies_of_the_environment_are_not_asked(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetcher(web).fetch(web.url("/page")).data == PAGE


@pytest.mark.parametrize("path", ["/metadata", "/inward"])
def test_a_redirect_inward_is_refused_before_anything_is_sent(web: Web, path: str) -> None:
    with pytest.raises(RefusedUrlError, match="not on the public internet"):
        fetcher(web).fetch(web.url(path))
    assert len(web.asked) == 1


@pytest.mark.parametrize(
    ("path", "error", "told"),
    [
        ("/file", RefusedUrlError, "Only http:// and https://"),
        ("/login", RefusedUrlError, "user name or password"),
        ("/circle", FetchError, "leads on more than 5 times"),
        ("/nowhere", FetchError, "without saying where"),
        ("/absent", FetchError, "status 404"),
        ("/broken-gzip", FetchError, "broke off"),
        ("/brotli", FetchError, "not asked for"),
        ("/cut-short", FetchError, "broken"),
        ("/not-http", FetchError, "no HTTP"),
        ("/endless", FetchError, "larger than the 1,000,000 bytes"),
        ("/bomb", FetchError, "larger than the 1,000,000 bytes"),
    ],
)
def test_what_misbehaves_is_told_in_one_line(
    web: Web, path: str, error: type[PinciteError], told: str
) -> None:
    with pytest.raises(error, match=told) as raised:
        fetcher(web, most_bytes=1_000_000).fetch(web.url(path))
    assert "\n" not in str(raised.value)
    assert LOOPBACK not in str(raised.value)


def test_a_bomb_is_never_unpacked_in_memory(web: Web) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(FetchError):
            fetcher(web, most_bytes=1_000_000).fetch(web.url("/bomb"))
        # The server of the test packs it in the same process, some 50 MB, hence the difference.
        fetching = tracemalloc.take_snapshot().filter_traces(
            [tracemalloc.Filter(inclusive=True, filename_pattern="*fetching.py")]
        )
    finally:
        tracemalloc.stop()
    assert sum(trace.size for trace in fetching.statistics("filename")) < 3_000_000


@pytest.mark.parametrize("path", ["/dripping", "/dripping-head"])
def test_a_slow_drip_ends_at_the_deadline(web: Web, path: str) -> None:
    started = time.monotonic()
    with pytest.raises(FetchError, match=r"within 0\.5 s"):
        fetcher(web, seconds=0.5).fetch(web.url(path))
    assert 0.4 < time.monotonic() - started < 3


def test_a_name_that_is_never_resolved_ends_at_the_deadline(web: Web) -> None:
    def hanging(_host: str, _port: int) -> Sequence[str]:
        time.sleep(2)
        return [LOOPBACK]

    started = time.monotonic()
    with pytest.raises(FetchError, match=r"within 0\.3 s"):
        fetcher(web, resolve=hanging, seconds=0.3).fetch(web.url("/page"))
    assert time.monotonic() - started < 1.5


def test_a_name_is_resolved_once_a_request_and_the_checked_address_is_the_one_reached(
    web: Web,
) -> None:
    answers = iter([[LOOPBACK], ["10.0.0.1"]])

    def rebinding(_host: str, _port: int) -> Sequence[str]:
        return next(answers)

    # The second answer would be asked for only by a second look, which is the attack.
    assert fetcher(web, resolve=rebinding).fetch(web.url("/page")).data == PAGE
    assert next(answers) == ["10.0.0.1"]


def test_a_name_that_changes_between_redirects_is_checked_again(web: Web) -> None:
    answers = iter([[LOOPBACK], ["10.0.0.1"]])
    with pytest.raises(RefusedUrlError):
        fetcher(web, resolve=lambda *_: next(answers)).fetch(web.url("/once"))
    assert len(web.asked) == 1


def test_one_private_address_among_public_ones_is_enough_to_refuse(web: Web) -> None:
    with pytest.raises(RefusedUrlError):
        fetcher(web, resolve=lambda *_: [LOOPBACK, "10.0.0.1"]).fetch(web.url("/page"))
    assert web.asked == []


def test_the_next_address_is_tried_where_one_takes_no_connection(web: Web) -> None:
    found = fetcher(web, resolve=lambda *_: ["127.0.0.9", LOOPBACK], allowed=lambda _: True)
    assert found.fetch(web.url("/page")).data == PAGE


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://example.org/a", "Only http"),
        ("file:///etc/passwd", "Only http"),
        ("example.org/a", "Only http"),
        ("http://", "Only http"),
        ("https://user@example.org/", "user name or password"),
        ("https://:secret@example.org/", "user name or password"),
        ("http://example.org:22/", "not 22"),
        ("http://example.org:8080/", "not 8080"),
        ("http://exa mple.org/", "Only http"),
        ("http://example.org:0/", "not 0"),
        ("http://example.org/\r\nX-Injected: 1", "characters"),
        ("http://[::1", "no URL"),
        ("http://example.org/" + "a" * 3000, "too long"),
        ("http://127.0.0.1/", "public internet"),
        ("http://[::1]/", "public internet"),
        ("http://2130706433/", "public internet"),
        ("http://0x7f.1/", "public internet"),
        ("http://localhost/", "public internet"),
    ],
)
def test_an_address_that_is_not_fetched_says_why(url: str, told: str) -> None:
    with pytest.raises((RefusedUrlError, FetchError), match=told):
        Fetcher(seconds=5).fetch(url)


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 127.9.9.9 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 "
    "100.64.0.1 100.100.100.200 0.0.0.0 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 "
    "192.0.0.192 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.9 192.88.99.1 168.63.129.16 "
    ":: ::1 fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 ff02::1 fec0::1 2001:db8::1 2001::1 "
    "2002:0a00:0001::1 2002:0808:0808::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 "
    "64:ff9b::10.0.0.1 64:ff9b::7f00:1 64:ff9b:1::8.8.8.8 100::1 3fff::1 4000::1 "
    "localhost 1 2130706433".split(),
)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    "8.8.8.8 93.184.215.14 172.32.0.1 100.128.0.1 2606:4700::1111 2a00:1450:4001::1 "
    "64:ff9b::8.8.8.8 ::ffff:8.8.8.8".split(),
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


def test_the_default_reaches_no_server_of_this_machine(web: Web) -> None:
    ports: Callable[[], frozenset[int]] = lambda: frozenset({web.port})  # noqa: E731
    for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0"):  # noqa: S104
        with pytest.raises(RefusedUrlError, match="public internet"):
            Fetcher(ports=ports()).fetch(web.url("/page", host))
    assert web.asked == []


@given(st.one_of(st.text(max_size=40), st.text(max_size=30).map("http://{}".format)))
def test_any_text_is_refused_or_not_found_and_nothing_else(text: str) -> None:
    def nowhere(_host: str, _port: int) -> Sequence[str]:
        raise OSError("no such name")

    with pytest.raises((RefusedUrlError, FetchError)):
        Fetcher(resolve=nowhere).fetch(text)


def test_tls_is_asked_for_the_name_and_not_for_the_address() -> None:
    names: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with socket.create_server((LOOPBACK, 0)) as listener:

        def serve() -> None:
            accepted, _ = listener.accept()
            # It has no certificate: the name is told before that matters.
            with accepted, suppress(ssl.SSLError, OSError):
                context.wrap_socket(accepted, server_side=True)

        thread = threading.Thread(target=serve)
        thread.start()
        port = listener.getsockname()[1]
        over_tls = Fetcher(
            resolve=lambda *_: [LOOPBACK], allowed=loopback_only, ports=frozenset({port})
        )
        with pytest.raises(FetchError, match="cannot be reached"):
            over_tls.fetch(f"https://example.org:{port}/")
        thread.join(10)
    assert names == ["example.org"]


def test_only_so_many_pages_are_fetched_at_once(web: Web) -> None:
    slow = fetcher(web, seconds=2, slots=threading.BoundedSemaphore(1))

    def wait() -> None:
        with pytest.raises(FetchError):
            slow.fetch(web.url("/dripping"))

    waiting = threading.Thread(target=wait)
    waiting.start()
    while not web.asked:
        time.sleep(0.01)
    with pytest.raises(FetchError, match="already"):
        slow.fetch(web.url("/page"))
    waiting.join(10)
    assert slow.fetch(web.url("/page")).data == PAGE
