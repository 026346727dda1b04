"""A fetched page as a document."""

from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.fetching import Fetched, Fetcher
from api.web_pages import as_accessed_before, document_of_page, file_name
from index.library import Library
from index.passage_index import PassageIndex
from index.reading import read
from rag.assembly import build_assistants
from rag.settings import Settings
from tests.api.conftest import BASE_URL
from tests.api.web import Request, Web, redirecting, serving

TEXT = b"# The mill\n\nIt closed in 1931.\n"
TODAY = date(2026, 3, 1)


def mill(request: Request) -> None:
    request.answer(TEXT, Content_Type="text/markdown")


def picture(request: Request) -> None:
    request.answer(b"\x89PNG\r\n\x1a\n" + bytes(200), Content_Type="text/html")


def page(request: Request) -> None:
    html = (
        "<!doctype html><html><head><title>The mill – Town news</title></head><body>"
        "<nav><a href='/'>Home</a></nav><main><h1>The mill</h1>"
        "<p>The mill was built in 1860 by the river, where it ground corn for the whole town.</p>"
        "<p>It closed in 1931, and forty people lost their work in the very same week.</p>"
        "</main></body></html>"
    )
    request.answer(html.encode("windows-1252"), Content_Type="text/html; charset=windows-1252")


@pytest.fixture
def web() -> Iterator[Web]:
    with serving(
        mill=mill,
        page=page,
        picture=picture,
        old=redirecting("/mill"),
        metadata=redirecting("http://169.254.169.254/"),
    ) as server:
        yield server


@pytest.fixture
def fetching(
    settings: Settings,
    library: Library,
    index: PassageIndex,  # noqa: ARG001 - fills the library
    web: Web,
) -> Iterator[TestClient]:
    on = settings.model_copy(update={"fetch_urls": True})
    fetcher = Fetcher(
        resolve=lambda host, _port: ["127.0.0.1" if host == "example.org" else host],
        allowed=lambda address: address == "127.0.0.1",
        ports=frozenset({web.port, 80}),
    )
    app = create_app(build_assistants(on, library), on, fetcher=fetcher)
    with TestClient(app, base_url=BASE_URL) as opened:
        yield opened


def test_a_page_is_stored_under_the_address_where_it_was_found(
    fetching: TestClient, web: Web
) -> None:
    response = fetching.post("/v1/documents", json={"url": web.url("/old#part")})
    added = response.json()
    assert response.status_code == 201, added
    assert (added["title"], added["source"]) == ("The mill", web.url("/mill"))
    assert added["metadata"]["url"] == web.url("/mill")
    assert date.fromisoformat(added["metadata"]["accessed"])
    again = fetching.post("/v1/documents", json={"url": web.url("/mill")})
    assert (again.status_code, again.json()["id"]) == (200, added["id"])
    answer = fetching.post("/v1/answers", json={"question": "When did the mill close?"}).json()
    assert answer["statements"][0]["citations"][0]["source"] == web.url("/mill")


def test_a_page_of_html_has_its_own_title_and_its_servers_encoding(
    fetching: TestClient, web: Web
) -> None:
    added = fetching.post("/v1/documents", json={"url": web.url("/page")}).json()
    assert added["title"] in {"The mill", "The mill – Town news"}
    text = fetching.get(f"/v1/documents/{added['id']}/text").text
    assert "It closed in 1931" in text
    assert "\ufffd" not in text + added["title"]


def test_what_is_given_of_title_and_metadata_wins(fetching: TestClient, web: Web) -> None:
    body = {"url": web.url("/mill"), "title": "Mills", "metadata": {"author": "A. Writer"}}
    added = fetching.post("/v1/documents", json=body).json()
    assert (added["title"], added["metadata"]["author"]) == ("Mills", "A. Writer")


def test_why_a_page_is_not_stored_is_told_by_a_problem(fetching: TestClient, web: Web) -> None:
    for path, status in (("/metadata", 422), ("/absent", 502), ("/picture", 415)):
        response = fetching.post("/v1/documents", json={"url": web.url(path)})
        assert response.status_code == status
        assert "169.254" not in response.text
    assert len(fetching.get("/v1/documents").json()["data"]) == 2


def test_fetching_is_off_unless_it_is_switched_on(client: TestClient) -> None:
    response = client.post("/v1/documents", json={"url": "https://example.org/"})
    assert (response.status_code, "PINCITE_FETCH_URLS=true" in response.json()["detail"]) == (
        403,
        True,
    )
    together = client.post("/v1/documents", json={"urls": ["https://example.org/"]})
    assert (together.status_code, "background=true" in together.json()["detail"]) == (422, True)


def test_a_page_that_did_not_change_is_not_stored_again_the_next_day(index: PassageIndex) -> None:
    page = Fetched("https://example.org/mill", TEXT, "text/markdown")
    first = document_of_page(page, read, today=TODAY)
    index.add(first)
    later = document_of_page(page, read, today=date(2026, 3, 2))
    assert as_accessed_before(index, later) == first
    changed = document_of_page(
        Fetched(page.url, TEXT + b"\nIt burned.\n", page.content_type), read, today=date(2026, 3, 2)
    )
    assert as_accessed_before(index, changed).metadata["accessed"] == "2026-03-02"


@pytest.mark.parametrize(
    ("url", "content_type", "name"),
    [
        ("https://example.org/a/mill", "text/html; charset=utf-8", "mill.html"),
        ("https://example.org/a/mill.html", "text/html", "mill.html"),
        ("https://example.org/a/report.pdf", "application/pdf", "report.pdf"),
        ("https://example.org/download?id=7", "application/pdf", "download.pdf"),
        ("https://example.org/", "text/html", "example.org.html"),
        ("https://example.org/a%2F..%2Fb%0A.txt", "text/plain", "b.txt"),
        ("https://example.org/page", "", "page"),
        ("https://example.org/page.md", "application/octet-stream", "page.md"),
    ],
)
def test_a_page_is_named_like_a_file_of_its_type(url: str, content_type: str, name: str) -> None:
    assert file_name(Fetched(url, b"", content_type)) == name


@pytest.mark.parametrize(
    ("content_type", "data"),
    [
        ("text/plain; charset=windows-1251", "Мельница закрылась.".encode("windows-1251")),
        ('text/plain; charset="Shift_JIS"', "水車小屋は閉まった。".encode("shift_jis")),
        ("text/plain; charset=utf-16", "The mill – closed.".encode("utf-16")),
    ],
)
def test_the_encoding_that_the_server_names_is_undone(content_type: str, data: bytes) -> None:
    page = Fetched("https://example.org/a.txt", data, content_type)
    text = document_of_page(page, read, today=TODAY).text
    assert text in {"Мельница закрылась.", "水車小屋は閉まった。", "The mill – closed."}


@pytest.mark.parametrize("charset", ["punycode", "unicode_escape", "zlib", "no-such", "utf-8"])
def test_an_encoding_that_no_page_has_is_left_alone(charset: str) -> None:
    page = Fetched(
        "https://example.org/a.txt", b"The mill \\u0041.", f"text/plain; charset={charset}"
    )
    assert document_of_page(page, read, today=TODAY).text == "The mill \\u0041."
