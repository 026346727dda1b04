import pytest

from index.errors import EmptyDocumentError, TooLargeError
from index.reading import read
from index.types import BlockKind, Document
from tests.index.layouts import assert_sound, layout, of_kind, sentences


def page(body: str, head: str = "") -> Document:
    source = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    document = read(source.encode(), "mill.html")
    assert_sound(document.text, document.blocks)
    return document


def test_headings_paragraphs_items_and_code_come_in_order() -> None:
    document = page(
        "<h1>The <em>mill</em></h1><div>It opened in <b>19</b>12.<br>It closed.</div>"
        "<h3>Wages</h3><ul><li>One<ul><li>inner</ul><li><p>Two</p><p>more of it</p></ul>"
        "<ol start=3><li>three<li>four</ol><ol type=a><li>x</ol>"
        "<pre>\n  if (a &lt; b)\n    run();\n</pre><blockquote>Said so.</blockquote>"
        "<figure><img alt='not seen'><figcaption>The mill in 1920</figcaption></figure>"
    )
    assert layout(document) == [
        ("heading1", "The mill"),
        ("paragraph", "It opened in 1912.\nIt closed."),
        ("heading3", "Wages"),
        ("list_item", "- One"),
        ("list_item", "- inner"),
        ("list_item", "- Two"),
        ("paragraph", "more of it"),
        ("list_item", "3. three"),
        ("list_item", "4. four"),
        ("list_item", "a. x"),
        ("code", "if (a < b)\n    run();"),
        ("paragraph", "Said so."),
        ("caption", "The mill in 1920"),
    ]
    assert "three" in sentences(document)


def test_words_are_apart_at_blocks_only() -> None:
    document = page("<p>Don<i>au</i>dampf<span>schiff</span>\n  sails&nbsp; &nbsp;on</p><p>A</p>B")
    assert document.text == "Donaudampfschiff sails on\n\nA\n\nB"


def test_a_no_break_space_between_digits_stays() -> None:
    assert page("<p>12&nbsp;000 people</p>").text == "12\u00a0000 people"


def test_raised_figures_stay_raised_and_marks_of_notes_are_left_out() -> None:
    document = page(
        "<p>It has 10<sup>6</sup> m<sup>2</sup>.<sup class=reference><a href='#n1'>[1]</a></sup> "
        "The 19<sup>th</sup> mill<sup><a href='#fn2'>2</a></sup> burnt.</p>"
        "<h2>Work<span class=mw-editsection>[<a href=x>edit</a>]</span></h2>"
        "<ol class=references><li><span class=mw-cite-backlink>^</span> Smith, 1990.</li></ol>"
    )
    assert layout(document) == [
        ("paragraph", "It has 10⁶ m². The 19th mill burnt."),
        ("heading2", "Work"),
        ("footnote", "1. Smith, 1990."),
    ]


def test_terms_stand_before_what_defines_them() -> None:
    document = page(
        "<dl><dt>Weir<dd>A low dam.<dd>Also a fence.<dt>Race<dt>Leat<dd>A channel.<dt>Alone</dl>"
    )
    assert [text for _, text in layout(document)] == [
        "Weir: A low dam.",
        "Also a fence.",
        "Race, Leat: A channel.",
        "Alone",
    ]


def test_a_table_is_told_row_by_row_with_the_names_of_its_columns() -> None:
    document = page(
        "<table><caption>Work</caption><thead><tr><th>Year<th>Workers</thead>"
        "<tr><td>1912<td>340<tr><td>1920<td>1,<b>200</b></table>"
    )
    assert layout(document)[0] == ("caption", "Work")
    assert of_kind(document, BlockKind.TABLE_ROW)[1:] == [
        "Year: 1912; Workers: 340",
        "Year: 1920; Workers: 1,200",
    ]


def test_an_infobox_is_told_as_names_with_values() -> None:
    document = page(
        "<table class=infobox><tr><td colspan=2>Mill Ltd</td></tr>"
        "<tr><th>Founded<td>1912<br>in Leeds<tr><th>Owners<td><ul><li>Ann<li>Bob</ul></table>"
    )
    assert [text for _, text in layout(document)] == [
        "Mill Ltd",
        "Founded: 1912, in Leeds",
        "Owners: Ann, Bob",
    ]


def test_a_cell_over_several_rows_is_told_in_each_of_them() -> None:
    document = page(
        "<table><tr><th>Year<th>Job<th>Workers<tr><td rowspan=2>1912<td>Spinner<td>200"
        "<tr><td>Weaver<td>140</table>"
    )
    assert of_kind(document, BlockKind.TABLE_ROW)[2] == "Year: 1912; Job: Weaver; Workers: 140"


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    document = page(
        "<table><tr><td><h1>Mill</h1><td><p>It opened in 1912.</p><table><tr><td>In Leeds."
        "</table></table><table role=presentation><tr><td>One.<td>Two.<tr><td>a<td>b</table>"
    )
    assert layout(document) == [
        ("heading1", "Mill"),
        ("paragraph", "It opened in 1912."),
        ("paragraph", "In Leeds."),
        ("paragraph", "One."),
        ("paragraph", "Two."),
        ("paragraph", "a"),
        ("paragraph", "b"),
    ]


def test_what_no_browser_shows_is_no_text() -> None:
    document = page(
        "<script>evil()</script><style>p{}</style><noscript>a</noscript><template>b</template>"
        "<svg><text>c</text></svg><!-- d --><p>Seen.</p><iframe>e</iframe><input value=f>"
        "<img alt=g title=h>",
        head="<title>Mill</title>",
    )
    assert document.text == "Seen."


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("utf-8", "", "Café 15 €"),
        ("utf-8", "<meta charset=iso-8859-1>", "Café 15 €"),
        ("cp1252", "<meta charset=iso-8859-1>", "Café “15 €”"),
        ("cp1252", "", "Café 15 €"),
        ("windows-1255", "<meta charset=windows-1255>", "שלום"),
        ("shift_jis", '<meta http-equiv=x content="text/html; charset=x-sjis">', "日本語"),
        ("iso2022_jp", "<meta charset=iso-2022-jp>", "日本語"),
        ("utf-16", "<meta charset=utf-8>", "日本語"),
        ("cp1252", "<meta charset=no-such>", "Café 15 €"),
    ],
)
def test_a_page_is_read_in_its_encoding(encoding: str, declared: str, text: str) -> None:
    source = f"<html><head>{declared}</head><body><p>{text}</p></body></html>"
    assert read(source.encode(encoding), "page.html").text == text


def test_a_page_without_a_word_is_empty() -> None:
    with pytest.raises(EmptyDocumentError):
        read(b"<html><body><script>x</script></body></html>", "x.html")


def test_a_page_of_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.reading.html_tree.MOST_ELEMENTS", 1_000)
    with pytest.raises(TooLargeError, match="1,000 elements"):
        read(b"<html><body>" + b"<b>x</b>" * 999, "x.html")
    assert read(b"<html><body>" + b"<b>x</b>" * 998, "x.html").text == "x" * 998


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 8_000 + "The mill opened in 1912.",
        "<div>" * 8_000 + "<p>The mill opened in 1912." + "</div></p>" * 8_000,
        "<table><tr><td>" * 2_000 + "The mill opened in 1912.",
        "<sup><a href='#a'>" * 4_000 + "The mill opened in 1912.",
        "<ul><li>" * 2_000 + "The mill opened in 1912.",
        "<p>The mill opened in 1912.</p>" + "<a " * 40_000,
        "<p>The mill opened in 1912.</p>" + "<p " + " ".join(f"a{i}" for i in range(20_000)),
        f"<p class='{'x ' * 10_000}' data-x='{'y' * 1_000_000}'>The mill opened in 1912.",
    ],
    ids=["deep", "stray ends", "tables", "notes", "lists", "unclosed", "attributes", "long"],
)
def test_a_page_that_is_made_to_be_slow_is_read_all_the_same(source: str) -> None:
    document = read(f"<html><body>{source}".encode(), "deep.html")
    assert "The mill opened in 1912." in document.text
    assert len(document.text) < 200


def test_what_is_hidden_deep_down_stays_hidden() -> None:
    source = "<html><body>" + "<div>" * 2_000 + "<p style='display:none'>No.</p><p>Yes.</p>"
    document = read(source.encode(), "deep.html")
    assert layout(document) == [("hidden", "No."), ("paragraph", "Yes.")]
