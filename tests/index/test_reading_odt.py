"""OpenDocument texts, zipped here by hand."""

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from index.errors import InputError, TooLargeError, UnreadableDocumentError
from index.reading import limits
from index.reading.odt import read_layout
from tests.index.layouts import assert_sound

ROOT = Path(__file__).parents[2]
FILES = Path(os.environ.get("EVAL_DATA", ROOT.parent / "shared/eval/open")) / "ingest/files"

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "meta": "meta",
    }.items()
)
SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:svg="urn:x-svg"'


def odt(body: str, *, styles: str = "", common: str = "", edges: str = "", meta: str = "") -> bytes:
    """Return a text with this body, its own styles, and what ``styles.xml`` and meta hold."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", 0)
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {SPACES}><office:styles>{common}</office:styles>"
            '<office:automatic-styles><style:style style:name="P1" style:family="paragraph">'
            '<style:text-properties text:display="none"/></style:style></office:automatic-styles>'
            f"<office:master-styles>{edges}</office:master-styles></office:document-styles>",
        )
        archive.writestr(
            "meta.xml",
            f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta>"
            "</office:document-meta>",
        )
    return buffer.getvalue()


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def style(name: str, properties: str = "", parent: str = "", family: str = "paragraph") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}"'
        f' style:parent-style-name="{parent}">{properties}</style:style>'
    )


def read(data: bytes) -> list[tuple[str, str]]:
    layout = read_layout(data, "a.odt")
    assert_sound(layout.text, layout.blocks)
    return [
        (block.kind.value + str(block.level or ""), block.span.of(layout.text))
        for block in layout.blocks
    ]


def test_the_body_comes_in_order_with_its_headings_and_spaces() -> None:
    body = (
        p("The mill", "T1")
        + '<text:h text:outline-level="2">History<text:bookmark text:name="x"/></text:h>'
        + p("It\n  opened<text:s text:c='3'/>in <text:span>1912</text:span>.<text:line-break/>Then"
            "<text:tab/>closed.")
        + p("Figure 1", "Illustration")
        + p("- typed")
    )  # fmt: skip
    common = style("Title") + style("Caption") + style("Illustration", parent="Caption")
    assert read(odt(body, styles=style("T1", parent="Title"), common=common)) == [
        ("heading1", "The mill"),
        ("heading2", "History"),
        ("paragraph", "It opened in 1912.\nThen\tclosed."),
        ("caption", "Figure 1"),
        ("list_item", "- typed"),
    ]


LISTS = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="("'
    ' style:num-suffix=")" text:display-levels="2"/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="x"/></text:list-style>'
)


def item(*inside: str) -> str:
    return f"<text:list-item>{''.join(inside)}</text:list-item>"


def listed(*items: str, attributes: str = 'text:style-name="L1"') -> str:
    return f"<text:list {attributes}>{''.join(items)}</text:list>"


def test_lists_are_numbered_as_their_style_says() -> None:
    deepest = listed(item(p("c")), attributes="")
    inner = listed(item(p("b1"), deepest), item(p("b2")), attributes="")
    body = listed(item(p("one"), p("more of one")), item(p("two"), inner), item(p("three")))
    body += listed(
        item(p("four")), attributes='text:style-name="L1" text:continue-numbering="true"'
    )
    body += listed(item(p("new")))
    body += listed(item(p("unknown")), attributes="")
    assert read(odt(body, styles=LISTS)) == [
        ("list_item", "1. one"),
        ("paragraph", "more of one"),
        ("list_item", "2. two"),
        ("list_item", "(2.a) b1"),
        ("list_item", "• c"),
        ("list_item", "(2.b) b2"),
        ("list_item", "3. three"),
        ("list_item", "4. four"),
        ("list_item", "1. new"),
        ("list_item", "• unknown"),
    ]


def test_headings_have_the_numbers_of_the_outline() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
        '<text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>'
    )
    body = "".join(
        f'<text:h text:outline-level="{level}">x</text:h>' for level in (1, 2, 2, 3, 1, 2)
    )
    body += '<text:h text:outline-level="1" text:is-list-header="true">bare</text:h>'
    assert [text for _, text in read(odt(body, common=outline))] == [
        "1 x", "1.1 x", "1.2 x", "x", "2 x", "2.1 x", "bare",
    ]  # fmt: skip


def cell(inside: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{inside}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


def test_rows_of_tables_have_the_names_of_their_columns() -> None:
    wide = 'table:number-columns-spanned="2"'
    header = row(cell(p("Year")), cell(p("Town")))
    body = table(
        f"<table:table-header-rows>{header}</table:table-header-rows>",
        row(cell(p("1912")), cell(p("Ulm") + p("Bonn"))),
        row(cell(p("Estimates"), wide), "<table:covered-table-cell/>"),
        row(cell("", 'table:number-columns-repeated="1"'), cell(p("Köln"))),
        row(cell(p("1999")), cell(p("x")), attributes='table:visibility="collapse"'),
    )
    frame = table(row(cell(p("Framed.") + table(row(cell(p("Name")), cell(p("Anna")))))))
    assert read(odt(body + frame)) == [
        ("table_row", "Year; Town"),
        ("table_row", "Year: 1912; Town: Ulm Bonn"),
        ("table_row", "Estimates"),
        ("table_row", "Town: Köln"),
        ("hidden", "Year: 1999; Town: x"),
        ("paragraph", "Framed."),
        ("table_row", "Name: Anna"),
    ]


def test_notes_and_frames_follow_their_paragraph_and_comments_are_left_out() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        f"{p('See Smith.')}</text:note-body></text:note>"
    )
    comment = f"<office:annotation><dc:creator>Bo</dc:creator>{p('Really?')}</office:annotation>"
    box = f"<draw:text-box>{p('In the box.')}</draw:text-box><svg:title>no</svg:title>"
    box = f"<draw:frame>{box}</draw:frame>"
    deleted = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        f"{p('Deleted.')}</text:deletion></text:changed-region></text:tracked-changes>"
    )
    body = deleted + p(f"It opened{note}{comment} in 1912.{box}") + p("It closed.")
    assert read(odt(body)) == [
        ("paragraph", "It opened in 1912."),
        ("paragraph", "In the box."),
        ("footnote", "See Smith."),
        ("paragraph", "It closed."),
    ]


def test_headers_footers_and_contents_are_furniture() -> None:
    edges = (
        f"<style:master-page><style:header>{p('Report')}</style:header><style:footer>"
        f"{p('Page <text:page-number>1</text:page-number>')}</style:footer></style:master-page>"
        f"<style:master-page><style:header>{p('Report')}</style:header></style:master-page>"
    )
    contents = (
        "<text:table-of-content><text:index-body><text:index-title>"
        f"{p('Contents')}</text:index-title>{p('History 1')}</text:index-body>"
        "</text:table-of-content>"
    )
    assert read(odt(contents + p("It opened."), edges=edges)) == [
        ("furniture", "Report"),
        ("furniture", "Contents"),
        ("furniture", "History 1"),
        ("paragraph", "It opened."),
        ("furniture", "Page 1"),
    ]


@pytest.mark.parametrize(
    "properties",
    ['text:display="none"', 'fo:color="#FFFFFF"', 'fo:font-size="1pt"',
     'fo:color="#000000" fo:background-color="#000000"'],
)  # fmt: skip
def test_what_no_reader_sees_is_hidden(properties: str) -> None:
    styles = style("S1", f"<style:text-properties {properties}/>", family="text")
    body = p("It opened <text:span text:style-name='S1'>Say 1850.</text:span>in 1912.", "P1")
    section = f'<text:section text:display="none">{p("Gone.")}</text:section>'
    kept = f"<text:section>{p('Kept.')}</text:section>"
    assert read(odt(body + section + kept, styles=styles)) == [
        ("paragraph", "It opened in 1912."),
        ("hidden", "Say 1850."),
        ("hidden", "Gone."),
        ("paragraph", "Kept."),
    ]


def test_white_text_on_the_colour_of_its_cell_is_seen() -> None:
    styles = style("S1", '<style:text-properties fo:color="#ffffff"/>', family="text")
    blue = '<style:table-cell-properties fo:background-color="#1f497d"/>'
    styles += style("C1", blue, family="table-cell")
    white = p("<text:span text:style-name='S1'>Year</text:span>")
    body = table(row(cell(white, 'table:style-name="C1"'), cell(white + p("Town"))))
    assert read(odt(body, styles=styles)) == [("table_row", "Year: Town"), ("hidden", "Year")]


def test_white_text_on_pages_of_a_dark_colour_is_seen() -> None:
    styles = style("S1", '<style:text-properties fo:color="#ffffff"/>', family="text")
    layout = '<style:page-layout-properties fo:background-color="#202020"/>'
    white = p("<text:span text:style-name='S1'>Seen.</text:span>")
    assert read(odt(white, styles=styles, common=layout)) == [("paragraph", "Seen.")]


def test_lines_of_code_are_one_block_with_their_indents() -> None:
    common = style("Preformatted_20_Text")
    code = p("a", "Preformatted_20_Text") + p("<text:s text:c='2'/>b", "Preformatted_20_Text")
    assert read(odt(code, common=common)) == [("code", "a\n  b")]


def test_pages_are_given_only_where_the_file_notes_them_all() -> None:
    soft = "<text:soft-page-break/>"
    body = p("One.") + soft + p("Two.") + table(row(cell(p("a")), cell(p("b"))), soft,
        row(cell(p("c")), cell(p("d")))) + p(f"Three {soft}goes on.") + p("Four.")  # fmt: skip
    statistic = '<meta:document-statistic meta:page-count="{}"/>'.format
    layout = read_layout(odt(body, meta=statistic(4)), "a.odt")
    assert [block.page for block in layout.blocks] == [1, 2, 2, 3, 3, 4]
    layout = read_layout(odt(body, meta=statistic(9)), "a.odt")
    assert {block.page for block in layout.blocks} == {None}


def test_what_the_file_states_of_itself_is_kept() -> None:
    meta = (
        "<dc:title> The mill </dc:title><meta:initial-creator>Anna</meta:initial-creator>"
        "<dc:creator>Bo</dc:creator><meta:creation-date>2020-05-17T10:00:00</meta:creation-date>"
        "<dc:language>en-GB</dc:language>"
    )
    layout = read_layout(odt(p("x"), meta=meta), "a.odt")
    assert layout.title == "The mill"
    assert layout.metadata == {"author": "Anna", "date": "2020-05-17", "language": "en-GB"}


def test_bombs_and_encrypted_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLargeError):
        read_layout(odt(p("A" * 12_000_000)), "a.odt")
    with pytest.raises(TooLargeError):
        read_layout(odt("<text:section>" * 300 + "</text:section>" * 300), "a.odt")
    monkeypatch.setattr(limits, "MOST_PIECES", 5)
    with pytest.raises(TooLargeError, match="more than 5 paragraphs"):
        read_layout(odt(p("mill") * 6), "a.odt")
    buffer = BytesIO(odt(p("x")))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
    with pytest.raises(UnreadableDocumentError, match="is encrypted"):
        read_layout(buffer.getvalue(), "a.odt")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("<text:list><text:list-item>", "</text:list-item></text:list>"),
        ("<table:table><table:table-row><table:table-cell>",
         "</table:table-cell><table:table-cell/></table:table-row></table:table>"),
        ("<text:section>", "</text:section>"),
    ],
)  # fmt: skip
def test_what_nests_is_read_as_deep_as_xml_may_be(start: str, end: str) -> None:
    deep = 240 // start.count("<")
    assert read(odt(start * deep + p("Deep.") + end * deep))[0][1].endswith("Deep.")


def test_numbers_beyond_all_bounds_are_ignored() -> None:
    many = "9" * 40
    repeated = f'table:number-columns-repeated="{many}" table:number-columns-spanned="999999"'
    body = p(f"a<text:s text:c='{many}'/>b<text:s text:c='99999999'/>c")
    body += table(row(cell(p("x"), repeated), cell(p("y"))))
    body += f'<text:h text:outline-level="{many}">h</text:h>'
    assert [text for _, text in read(odt(body))] == ["a b c", "x: y", "h"]


def test_changed_bytes_give_text_or_an_error_of_the_file() -> None:
    data = odt(p("It opened in 1912.") * 20, styles=LISTS)
    for place in range(0, len(data), 37):
        changed = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        try:
            assert "1912" in read_layout(changed, "a.odt").text
        except InputError:
            continue


@pytest.mark.skipif(not FILES.is_dir(), reason="the files are not here: name them in EVAL_DATA")
def test_a_real_text_gives_all_its_words() -> None:
    assert read((FILES / "043-simple.odt").read_bytes()) == [
        ("heading1", "These are a few of my favorite things:"),
        ("list_item", "• Parrots"),
        ("paragraph", "•"),
        ("list_item", "• Hockey"),
        ("paragraph", "Analysis"),
        ("paragraph", "This is my first thought. This is my second thought."),
        ("paragraph", "This is my third thought."),
        ("paragraph", "2023"),
        ("paragraph", "DOYLESTOWN, PA 18901"),
        ("furniture", "1"),
    ]
