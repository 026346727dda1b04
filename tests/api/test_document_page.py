"""The page of a document: GET /d/{id}?c=START-END."""

from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from api.document_page import parse_spans
from index.errors import InvalidSpanError
from index.types import Span
from tests.api.conftest import LIGHTHOUSE

HOSTILE = (
    "Notes\r\n\r\n</article><script>alert('x')</script> & \"quotes\" <img src=x onerror=y>\r\n"
    "second line ‑ 😀\rthird &amp; &lt;b&gt; line.\n\n  Indented.  \n\n- one\n- two\n"
)


class Page(HTMLParser):
    """What a browser makes of the page: the text of the article, and of what is marked."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.article = ""
        self.marked = ""
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.append((tag, dict(attrs)))
        if tag not in {"meta", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "article" in self.open:
            self.article += data
        if "mark" in self.open:
            self.marked += data


def get(client: TestClient, document_id: str, cited: str) -> Page:
    response = client.get(f"/d/{document_id}{cited}")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "\r" not in response.text  # a parser would make a line feed of it
    return Page(response.text)


def add(client: TestClient, text: str, **more: object) -> str:
    added: str = client.post("/v1/documents", json={"text": text} | more).json()["id"]
    return added


def test_the_cited_words_are_marked_exactly(client: TestClient) -> None:
    answer = client.post("/v1/answers", json={"question": "When was the lighthouse lit?"}).json()
    citation = answer["statements"][0]["citations"][0]
    html = client.get(citation["url"]).text
    page = Page(html)

    assert page.article == LIGHTHOUSE
    assert page.marked == citation["quote"]["exact"]
    assert html.count('id="cited"') == 1
    assert '<a class="jump" href="#cited">Jump to the quote</a>' in html
    assert ("mark", {"id": "cited", "tabindex": "-1", "autofocus": None}) in page.attributes


@pytest.mark.parametrize(("start", "end"), [(0, 5), (3, 60), (9, 40), (60, 120), (0, 10**9)])
def test_hostile_text_stays_text_character_for_character(
    client: TestClient, start: int, end: int
) -> None:
    document_id = add(client, HOSTILE, title="<script>x</script>", source='"><img src=x>')
    end = min(end, len(HOSTILE))
    page = get(client, document_id, f"?c={start}-{end}")

    assert page.article == HOSTILE
    assert page.marked == HOSTILE[start:end]
    tags = {tag for tag, _ in page.attributes}
    assert not tags & {"script", "img", "iframe", "form"}
    assert not [a for _, attributes in page.attributes for a in attributes if a.startswith("on")]


def test_several_spans_are_marked_and_the_first_is_gone_to(
    client: TestClient, lighthouse: str
) -> None:
    html = client.get(f"/d/{lighthouse}?c=16-30,0-3,29-40").text

    assert Page(html).marked == LIGHTHOUSE[0:3] + LIGHTHOUSE[16:40]
    assert f'<mark id="cited" tabindex="-1" autofocus>{LIGHTHOUSE[0:3]}</mark>' in html
    assert html.count('id="cited"') == 1


def test_without_spans_nothing_is_marked_and_there_is_nothing_to_jump_to(
    client: TestClient, lighthouse: str
) -> None:
    html = client.get(f"/d/{lighthouse}").text

    assert Page(html).article == LIGHTHOUSE
    assert "<mark" not in html
    assert "Jump" not in html


def test_furniture_is_labelled_and_the_language_is_told(client: TestClient) -> None:
    text = "Boats\n\nThe boat is blue.\n\n0 Comments\n\nLog in to comment\n"
    page = get(client, add(client, text, metadata={"language": "en-GB"}), "")
    furniture = [a for tag, a in page.attributes if a.get("class") == "furniture"]

    assert furniture[0]["title"] == "Page furniture: never cited"
    assert ("article", {"lang": "en-GB"}) in page.attributes


HIDDEN = (
    "The mill opened in 1912.\n\nIt had \u202e043\u202c workers.\n\nIt burnt.\U000e0049\U000e0067"
)


@pytest.mark.parametrize("cited", ["", "?c=26-40", "?c=0-55"])
def test_hidden_text_is_labelled_and_its_characters_are_told_by_number(
    client: TestClient, cited: str
) -> None:
    page = get(client, add(client, HIDDEN), cited)
    hidden = [a for _, a in page.attributes if a.get("class") == "hidden-text"]
    told = [a["data-numbers"] for _, a in page.attributes if a.get("class") == "unseen"]

    assert page.article == HIDDEN
    assert [a["title"] for a in hidden] == ["Hidden in the file: never cited"] * 2
    assert told == ["⟨U+202E⟩", "⟨U+202C⟩", "⟨U+E0049 U+E0067⟩"]


def test_a_long_run_of_characters_without_a_shape_is_told_in_short(client: TestClient) -> None:
    page = get(client, add(client, "The mill opened. " + "\U000e0041" * 1030), "")
    [told] = [a["data-numbers"] for _, a in page.attributes if a.get("class") == "unseen"]

    assert told == f"⟨{' '.join(['U+E0041'] * 24)} and 1,006 more⟩"


def test_a_language_that_is_none_is_left_out(client: TestClient) -> None:
    page = get(client, add(client, "Text.", metadata={"language": '"><script>'}), "")

    assert ("article", {"lang": ""}) in page.attributes


def test_only_web_addresses_become_links(client: TestClient) -> None:
    web = client.get(f"/d/{add(client, 'One.', source='https://a.example/?q=1&r=2')}").text
    script = client.get(f"/d/{add(client, 'Two.', source='javascript:alert(1)')}").text

    assert 'href="https://a.example/?q=1&amp;r=2" rel="noopener noreferrer"' in web
    assert 'href="javascript' not in script


@pytest.mark.parametrize(
    "cited",
    [
        *("", "5", "5-", "-5", "a-b", "5-5", "9-5", "0-100000", "1-2,", "1-2;3-4", "١-٢"),
        *("9" * 5000, "1-" + "9" * 5000, "0-1," * 200 + "0-1"),
    ],
)
def test_a_bad_span_is_told_on_a_page(client: TestClient, lighthouse: str, cited: str) -> None:
    response = client.get(f"/d/{lighthouse}", params={"c": cited})

    assert response.status_code == 422
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "c=START-END" in response.text


def test_the_page_speaks_the_language_that_the_browser_asks_for(
    client: TestClient, lighthouse: str
) -> None:
    page = client.get(
        f"/d/{lighthouse}?c=0-5", headers={"Accept-Language": "fr, de;q=0.8, en;q=0.5"}
    )

    assert '<html lang="de">' in page.text
    assert '<a class="jump" href="#cited">Zum Zitat springen</a>' in page.text
    assert Page(page.text).article == LIGHTHOUSE
    assert ("article", {"lang": ""}) in Page(page.text).attributes


def test_a_missing_document_has_a_page_that_says_so(client: TestClient) -> None:
    response = client.get("/d/none?c=1-5")

    assert response.status_code == 404
    assert "<h1>Not found</h1>" in response.text


def test_spans_come_in_order_and_those_that_touch_are_joined() -> None:
    assert parse_spans("9-12,1-5", 20) == [Span(1, 5), Span(9, 12)]
    assert parse_spans("1-5,5-7,6-9", 20) == [Span(1, 9)]
    assert parse_spans(None, 20) == []
    with pytest.raises(InvalidSpanError, match="it has 20"):
        parse_spans("1-21", 20)
