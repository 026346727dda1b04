import pytest

from index.reading import read
from index.types import BlockKind, Document
from tests.index.layouts import of_kind

PROSE = "<p>" + "The mill on the river opened in 1912 and employed 340 people. " * 4 + "</p>"
ARTICLE = f"<article><h1>The mill</h1>{PROSE * 3}</article>"
LINKS = "".join(f"<li><a href='/{n}'>Another mill {n}</a></li>" for n in range(6))


def page(body: str) -> Document:
    return read(f"<html><body>{body}</body></html>".encode(), "page.html")


@pytest.mark.parametrize(
    "markup",
    [
        "<nav><p>{}</p></nav>",
        "<div role=navigation>{}</div>",
        "<header><p>{}</p></header>",
        "<footer>{}</footer>",
        "<aside>{}</aside>",
        "<div class='cookie-bar'>{} <button>Accept</button></div>",
        "<div id=siteNav><a href=x>{}</a></div>",
        "<div class='share-buttons'><a href=x>{}</a></div>",
        "<section id=comments class=comments><p>{}</p><a href=x>Reply to the comment</a></section>",
        "<div class=related-posts><a href=x>{}</a></div>",
        "<table class=navbox><tr><td>{}<td>x<tr><td>a<td>b</table>",
    ],
)
def test_what_is_round_an_article_is_furniture(markup: str) -> None:
    document = page(markup.format("Round it") + ARTICLE)
    furniture = "\n".join(of_kind(document, BlockKind.FURNITURE))
    assert "Round it" in furniture
    assert "employed 340" not in furniture
    assert of_kind(document, BlockKind.HEADING) == ["The mill"]


def test_a_list_of_links_beside_an_article_is_furniture() -> None:
    document = page(ARTICLE + f"<ul>{LINKS}</ul>")
    assert "Another mill 5" in of_kind(document, BlockKind.FURNITURE)[0]
    assert of_kind(document, BlockKind.LIST_ITEM) == []


def test_a_list_of_links_in_an_article_is_part_of_it() -> None:
    document = page(f"<article><h1>Mills</h1>{PROSE}<ul>{LINKS}</ul></article>")
    assert "- Another mill 5" in of_kind(document, BlockKind.LIST_ITEM)
    assert of_kind(document, BlockKind.FURNITURE) == []


@pytest.mark.parametrize(
    "markup",
    [
        "<p>{}</p>",
        "<ul><li><a href=x>{}</a><li><a href=y>Other</a></ul>",
        "<section id=menu><h2>Dishes</h2><p>{} and many a dish with its price, in words.</p>"
        "<p>Soup with bread and butter costs seven pounds on all days but Monday.</p></section>",
        "<section id=cookies><h2>Cookies</h2><p>{}. We store a cookie for thirty days, and it holds"
        " the language that was chosen and nothing else at all.</p></section>",
        "<section id=related-work><h2>Related work</h2><p>{}. Smith counted the mills of the river"
        " in 1990 and found eleven of them, four still at work.</p></section>",
        "<div class=has-sidebar><p>{}</p></div>",
        "<article><header><h1>Title</h1><p>{}</p></header><p>More.</p></article>",
        "<blockquote>Said.<footer>{}</footer></blockquote>",
        "<h2><button>{}</button></h2>",
        "<aside><p>{}</p></aside>",
        "<div class=comment>{}</div>",
        "<div class=api_metadata><span>{}</span></div>",
    ],
)
def test_a_fact_is_not_taken_for_furniture(markup: str) -> None:
    document = page(markup.format("Opened in 1912") + "<p>It is by the river.</p>")
    furniture = "\n".join(of_kind(document, BlockKind.FURNITURE))
    assert "Opened in 1912" not in furniture


def test_a_page_that_is_a_discussion_keeps_it() -> None:
    document = page(
        f"<h1>Thread</h1><div class=comments>{PROSE}{PROSE}<button>Reply</button></div>"
    )
    assert "employed 340" in of_kind(document, BlockKind.PARAGRAPH)[0]


def test_without_a_word_from_the_page_readability_tells_the_article() -> None:
    side = "<div><p>Read on: " + "".join(f"<a href='/{n}'>Mill number {n}</a>, " for n in range(8))
    document = page(f"<div><div>{side}</p></div></div><div><div>{PROSE * 8}</div></div>")
    assert of_kind(document, BlockKind.FURNITURE)[0].startswith("Read on: Mill number 0")
    assert len(of_kind(document, BlockKind.PARAGRAPH)) == 8


def test_a_page_that_is_an_index_keeps_its_links() -> None:
    document = page(f"<h1>Mills</h1><div><ul>{LINKS}</ul><ul>{LINKS}</ul></div>")
    assert len(of_kind(document, BlockKind.LIST_ITEM)) == 12
