"""The files of the page, as they are sent."""

import gzip
import re
from importlib.resources import files

import pytest
from starlette.testclient import TestClient

from api.negotiation import accepts_gzip
from api.page_files import imported, load_page_files, without_comments

IDENTITY = {"Accept-Encoding": "identity"}
SOURCES = {
    file.name: file.read_text(encoding="utf-8")
    for file in files("api.web").iterdir()
    if file.name.endswith(".js")
}
MODULES = sorted(SOURCES.keys() - {"htm-preact.js"})
SENT = load_page_files()


def folder_of(page: str) -> str:
    folder: str
    [folder] = set(re.findall(r'"(/static/[0-9a-f]{16}/)', page))
    return folder


def test_a_file_is_sent_packed_to_whom_can_unpack_it(client: TestClient) -> None:
    packed = client.get("/static/page.css", headers={"Accept-Encoding": "br, gzip"})
    plain = client.get("/static/page.css", headers=IDENTITY)

    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert packed.text == plain.text == files("api.web").joinpath("page.css").read_text()
    assert "content-encoding" not in plain.headers
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert packed.headers["etag"] != plain.headers["etag"]


def test_a_file_that_a_browser_has_is_not_sent_again(client: TestClient) -> None:
    for headers in (IDENTITY, {"Accept-Encoding": "gzip"}):
        first = client.get("/static/main.js", headers=headers)
        again = client.get(
            "/static/main.js", headers=headers | {"If-None-Match": first.headers["etag"]}
        )
        assert first.headers["cache-control"] == "no-cache"
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]


def test_under_the_address_of_its_version_a_file_is_kept_for_good(client: TestClient) -> None:
    folder = folder_of(client.get("/").text)
    sent = client.get(f"{folder}main.js")

    assert sent.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert sent.text == client.get("/static/main.js").text
    assert client.get(f"{folder}index.html").status_code == 404
    assert client.get("/static/0123456789abcdef/main.js").status_code == 404
    assert client.get("/static/index.html").status_code == 404


@pytest.mark.parametrize(("wanted", "language"), [("de-CH, en;q=0.5", "de"), ("fr", "en")])
def test_the_page_is_that_of_the_wanted_language(
    client: TestClient, wanted: str, language: str
) -> None:
    sent = client.get("/", headers={"Accept-Language": wanted})

    assert f'<html lang="{language}">' in sent.text
    assert f'{folder_of(sent.text)}messages-{language}.js"' in sent.text
    assert len(re.findall(r"/messages-\w+\.js", sent.text)) == 1
    assert sent.headers["vary"] == "Accept-Encoding, Accept-Language"
    assert sent.headers["cache-control"] == "no-cache"


def test_the_page_names_every_module_that_it_needs_before_it_runs(client: TestClient) -> None:
    page = client.get("/").text
    named = re.findall(r'modulepreload" href="/static/\w+/([a-z-]+\.js)"', page)

    assert len(named) == len(set(named))
    assert {"messages.js", "htm-preact.js", "ask-view.js"} <= set(named)
    assert not {"main.js", "types.js"} & set(named)


def test_a_module_is_needed_once_and_after_what_it_needs() -> None:
    modules = {
        "main.js": 'import { b } from "./b.js";\nimport {\n  c,\n} from "./c.js";\n',
        "b.js": 'import { c } from "./c.js";\nimport { main } from "./main.js";\n',
        "c.js": 'const c = () => import("./d.js");\n',
    }
    assert imported(modules) == ["c.js", "b.js", "main.js"]


@pytest.mark.parametrize("name", MODULES)
def test_only_comments_and_indentation_are_left_out_of_a_module(name: str) -> None:
    sent = gzip.decompress(SENT.files[name].packed).decode()

    assert sent == SENT.files[name].content.decode()
    assert not re.search(r"/\*|\*/|^\s*//|@param", sent, re.MULTILINE)
    lines = zip(sent.split("\n"), SOURCES[name].split("\n"), strict=True)
    for line, source in lines:
        whole = re.sub(r" */\*\* .*? \*/", "", source)
        assert line in {source.lstrip(" "), "", whole.lstrip(" ")}


def test_the_code_between_comments_stays() -> None:
    module = (
        'import "./a.js"; // Why.\n/**\n * A */\nconst a = "//b"; let c = /** @type {C} */ (d);\n'
    )
    assert without_comments(module) == (
        'import "./a.js"; // Why.\n\n\nconst a = "//b"; let c = (d);\n'
    )


def test_the_vendored_module_is_sent_as_it_is() -> None:
    assert SENT.files["htm-preact.js"].content.decode() == SOURCES["htm-preact.js"]


def test_all_scripts_that_a_reader_can_get_are_small() -> None:
    sizes = {name: len(SENT.files[name].packed) for name in SOURCES}
    unused = sizes["messages-en.js"] + sizes["types.js"] + sizes["check-types.js"]
    assert sum(sizes.values()) - unused < 60_000


@pytest.mark.parametrize(
    ("accept_encoding", "accepted"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("x-gzip", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        (",;,=;q", False),
    ],
)
def test_packing_is_for_whom_it_pleases(accept_encoding: str, accepted: bool) -> None:
    assert accepts_gzip(accept_encoding) is accepted
