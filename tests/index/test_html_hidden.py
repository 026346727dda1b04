import pytest

from index.reading import read
from index.types import BlockKind
from tests.index.layouts import layout, of_kind


def hidden_in(body: str, head: str = "") -> list[str]:
    source = f"<html><head>{head}</head><body><p>Seen.</p>{body}</body></html>"
    document = read(source.encode(), "page.html")
    assert "Seen." in of_kind(document, BlockKind.PARAGRAPH)
    assert "No." in document.text
    return of_kind(document, BlockKind.HIDDEN)


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : None !important",
        "visibility:hidden",
        "font-size:0",
        "font: 0px/1 Arial",
        "font-size:1px",
        "opacity:0.0",
        "color:#fff;font-size:0",
        "color:white",
        "color:#fefefe",
        "color:rgb(255, 255, 255)",
        "color:transparent",
        "color:red;background:#f00",
        "position:absolute;left:-9999px",
        "text-indent:-9999px",
        "position:absolute;clip:rect(0 0 0 0)",
        "clip-path: inset(50%)",
        "height:0;overflow:hidden",
        "max-height:0px; overflow-y: hidden",
        "transform:scale(0)",
    ],
)
def test_words_with_a_style_that_hides_them_are_hidden(style: str) -> None:
    assert hidden_in(f"<p style='{style}'>No.</p>") == ["No."]
    assert hidden_in(f"<div style='{style}'><p><b>No.</b></p></div>") == ["No."]


@pytest.mark.parametrize(
    "markup",
    [
        "<p hidden>No.</p>",
        "<p class='x sr-only'>No.</p>",
        "<dialog>No.</dialog>",
        "<table><tr><td>a<td style='display:none'>No.<tr><td>b<td>c</table>",
        "<ul><li style='display:none'>No.</ul>",
    ],
)
def test_words_with_an_attribute_that_hides_them_are_hidden(markup: str) -> None:
    assert hidden_in(markup) == ["No."]


@pytest.mark.parametrize(
    "rule",
    [
        ".a{display:none}",
        "#b { color: red; visibility: hidden }",
        "p.a.c, h6{opacity:0}",
        "/* x */ @import url(x); @media print{p{color:red}} P.A{display:none}",
        ".c{display:block} .a{display:none}",
    ],
)
def test_words_that_a_rule_of_the_page_hides_are_hidden(rule: str) -> None:
    markup = "<p class='a c' id=b>No.</p>" if ".A" not in rule else "<p class=A>No.</p>"
    assert hidden_in(markup, f"<style>{rule}</style>") == ["No."]


@pytest.mark.parametrize(
    "rule",
    [
        ".other{display:none}",
        "@media print{.a{display:none}}",
        ".a:hover{display:none}",
        ".a{display:none} #b{display:block}",
        ".a.z{display:none}",
        "html, body{visibility:hidden}",
    ],
)
def test_words_that_a_rule_does_not_hide_are_seen(rule: str) -> None:
    assert hidden_in("<p class='a c' id=b>No.</p>", f"<style>{rule}</style>") == []


@pytest.mark.parametrize(
    "markup",
    [
        "<div style='font-size:0'><p style='font-size:14px'>No.</p></div>",
        "<div style='visibility:hidden'><p style='visibility:visible'>No.</p></div>",
        "<div style='background:#000'><p style='color:#fff'>No.</p></div>",
        "<table bgcolor='#5f9ea0'><tr><td><font color='#fff'>No.</font></table>",
        "<div style='background: url(x.png)'><p style='color:#fff'>No.</p></div>",
        "<p style='opacity:0.9;left:-9999px'>No.</p>",
        "<p style='height:0'>No.</p>",
        "<p aria-hidden=true>No.</p>",
        "<details><summary>More</summary><p>No.</p></details>",
    ],
)
def test_words_that_are_shown_all_the_same_are_seen(markup: str) -> None:
    assert hidden_in(markup) == []


def test_white_letters_are_seen_where_a_style_sheet_elsewhere_may_colour_the_ground() -> None:
    head = "<link rel=stylesheet href=x.css>"
    assert hidden_in("<p style='color:#fff'>No.</p>", head) == []
    assert hidden_in("<p style='color:#fff;background:#fff'>No.</p>", head) == ["No."]


def test_hidden_words_inside_a_sentence_leave_it_whole() -> None:
    source = "<html><body><p>The mill <span style='display:none'>never </span>opened.</p>"
    document = read(source.encode(), "page.html")
    assert layout(document) == [("paragraph", "The mill opened."), ("hidden", "never")]
