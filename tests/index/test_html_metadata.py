import pytest

from index.reading import read
from index.reading.dates import iso_date
from index.types import Document

LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@id": "#ann", "@type": "Person", "name": "Ann Smith"},
{"@type": "NewsArticle", "headline": "The mill opens", "datePublished": "2020-05-12T23:30:00+02:00",
 "author": [{"@id": "#ann"}, {"@type": "Person", "name": "Bob Jones"}, "Cy"],
 "publisher": {"@type": "Organization", "name": "The Courier"}}]}</script>"""


def page(head: str, body: str = "<p>It opened in 1912.</p>", html: str = "") -> Document:
    source = f"<!DOCTYPE html><html {html}><head>{head}</head><body>{body}</body></html>"
    return read(source.encode(), "mill.html")


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>The mill</title>", "", "The mill"),
        ("<title>The mill - Courier</title>", "<h1>The mill</h1>", "The mill"),
        ("<title>Mill - Courier</title><meta property=og:title content='Mill, 1912'>", "",
         "Mill, 1912"),
        ("<title>Mill | Courier</title><meta property=og:site_name content=Courier>", "", "Mill"),
        ("<title>Courier: x — Mill</title>", "", "Courier: x — Mill"),
        ("<title>Mill | Courier</title>", "<h1>Courier</h1>", "Mill"),
        ("<title>A - B testing - Courier</title>", "<h1>A - B testing</h1>", "A - B testing"),
        ("<meta name=citation_title content='On mills'><title>x</title>", "", "On mills"),
        ("", "<h1>The mill</h1>", "The mill"),
        ("", "", "mill"),
        (LINKED, "", "The mill opens"),
    ],
)  # fmt: skip
def test_a_page_has_the_title_that_it_states(head: str, body: str, title: str) -> None:
    assert page(head, body + "<p>It opened in 1912.</p>").title == title


@pytest.mark.parametrize(
    ("head", "body", "key", "value"),
    [
        ("<meta name=author content='Ann Smith'>", "", "author", "Ann Smith"),
        ("<meta name=citation_author content='Ann'><meta name=citation_author content='Bob'>", "",
         "author", "Ann; Bob"),
        ("<meta property=article:author content='https://x.example/ann'>"
         "<meta name=DC.creator content=Ann>", "", "author", "Ann"),
        (LINKED, "", "author", "Ann Smith; Bob Jones; Cy"),
        (LINKED, "", "date", "2020-05-12"),
        (LINKED, "", "publisher", "The Courier"),
        ("", "<p>By <a rel=author href=x>Ann</a>, in May", "author", "Ann"),
        ("<meta property=article:published_time content='2020-05-12T10:00:00Z'>", "", "date",
         "2020-05-12"),
        ("<meta name=citation_date content='2019/5/3'>", "", "date", "2019-05-03"),
        ("<meta name=citation_date content='2019'>", "", "date", "2019"),
        ("", "<time pubdate datetime='2020-05'>May</time>", "date", "2020-05"),
        ("", "<time itemprop=datePublished datetime='2020-05-01'>May</time>", "date", "2020-05-01"),
        ("<meta property=og:site_name content='The Courier'>", "", "publisher", "The Courier"),
        ("<link rel=canonical href='https://x.example/mill'>", "", "url", "https://x.example/mill"),
        ("<meta property=og:locale content=en_GB>", "", "language", "en-GB"),
    ],
)  # fmt: skip
def test_a_page_states_facts_of_itself(head: str, body: str, key: str, value: str) -> None:
    assert page(head, body + "<p>It opened in 1912.</p>").metadata[key] == value


def test_the_language_is_that_of_the_root() -> None:
    assert page("", html="lang=de-AT").metadata == {"language": "de-AT"}


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<title>May 2020</title>", "<p>By Ann, 12 May 2020, The Courier"),
        ("", "<time datetime='2020-05-12'>12 May</time>"),
        ("<meta name=date content='05/06/2020'>", ""),
        ("<meta name=date content='2020-13-45'>", ""),
        ("<link rel=canonical href='javascript:alert(1)'>", ""),
        ("<link rel=canonical href='/mill'>", ""),
        ("<script type='application/ld+json'>{broken</script>", ""),
        (f"<script type='application/ld+json'>{'[' * 50_000}</script>", ""),
    ],
)
def test_what_is_not_stated_is_not_guessed(head: str, body: str) -> None:
    assert page(head, body + "<p>It opened in 1912.</p>").metadata == {}


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ("2020-05-12", "2020-05-12"),
        ("20200512", "2020-05-12"),
        ("2020-05", "2020-05"),
        ("2020.05.12", "2020-05-12"),
        ("2020-05-12 10:00", "2020-05-12"),
        ("Tue, 12 May 2020 23:30:00 -0700", "2020-05-12"),
        ("2020", "2020"),
        ("202005", None),
        ("12/05/2020", None),
        ("2020-02-31", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_is_read_where_it_is_beyond_doubt(stated: str, date: str | None) -> None:
    assert iso_date(stated) == date
