"""Word documents, written here by python-docx, or as XML where it cannot write the thing."""

import os
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Pt, RGBColor
from lxml import etree

from index.errors import InputError, TooLargeError, UnreadableDocumentError
from index.reading import limits
from index.reading.docx import read_layout
from index.reading.pieces import Layout
from index.types import BlockKind
from tests.index.layouts import assert_sound

ROOT = Path(__file__).parents[2]
FILES = Path(os.environ.get("EVAL_DATA", ROOT.parent / "shared/eval/open")) / "ingest/files"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def saved(document: object) -> bytes:
    buffer = BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def of_body(body: str, **parts: str) -> bytes:
    """Return a Word document with this body, and parts such as ``footnotes="<w:footnotes…>"``."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    relation = '<Relationship Id="{0}" Type="' + office + '/{0}" Target="{1}"/>'
    listed = "".join(relation.format(kind, f"{kind}.xml") for kind in parts)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}">'
            f"{relation.format('officeDocument', 'word/document.xml')}</Relationships>",
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{package}">{listed}</Relationships>',
        )
        archive.writestr(
            "word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
        )
        for kind, part in parts.items():
            archive.writestr(f"word/{kind}.xml", part.replace(">", f" {SPACES}>", 1))
    return buffer.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def listing(layout: Layout) -> list[tuple[str, str]]:
    assert_sound(layout.text, layout.blocks)
    return [
        (block.kind.value + str(block.level or ""), block.span.of(layout.text))
        for block in layout.blocks
    ]


def read(data: bytes) -> list[tuple[str, str]]:
    return listing(read_layout(data, "a.docx"))


def cited(layout: Layout) -> list[str]:
    return [sentence.of(layout.text) for block in layout.blocks for sentence in block.sentences]


# Paragraphs and headings


def test_the_body_comes_in_order_with_its_headings_lists_and_tables() -> None:
    document = docx.Document()
    document.add_heading("The mill", 0)
    document.add_heading("History", 1)
    document.add_paragraph("It opened in 1912.")
    document.add_heading("Owners", 2)
    document.add_paragraph("one family", style="List Bullet")
    document.add_paragraph("the town", style="List Bullet")
    document.add_paragraph("bought", style="List Number")
    document.add_paragraph("sold", style="List Number")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Year", "Workers", "1912", "340"], strict=True):
        cell.text = text
    document.add_paragraph("It closed.")
    assert read(saved(document)) == [
        ("heading1", "The mill"),
        ("heading1", "History"),
        ("paragraph", "It opened in 1912."),
        ("heading2", "Owners"),
        ("list_item", "• one family"),
        ("list_item", "• the town"),
        ("list_item", "1. bought"),
        ("list_item", "2. sold"),
        ("table_row", "Year; Workers"),
        ("table_row", "Year: 1912; Workers: 340"),
        ("paragraph", "It closed."),
    ]


def test_headings_are_told_by_outline_level_and_by_styles_in_any_language() -> None:
    styles = (
        "<w:styles>"
        '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mein"><w:name w:val="Mein Titel"/>'
        '<w:basedOn w:val="berschrift2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="Kapitel"/>'
        '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
        "</w:styles>"
    )
    body = "".join(
        paragraph(run(style), properties=f'<w:pStyle w:val="{style}"/>')
        for style in ("berschrift2", "Mein", "Kapitel", "Loop", "Unknown")
    )
    body += paragraph(run("direct"), properties='<w:outlineLvl w:val="0"/>')
    body += paragraph(
        run("none"), properties='<w:pStyle w:val="berschrift2"/><w:outlineLvl w:val="9"/>'
    )
    body += paragraph(run("long " * 60), properties='<w:outlineLvl w:val="0"/>')
    assert [kind for kind, _ in read(of_body(body, styles=styles))] == [
        "heading2",
        "heading2",
        "heading3",
        "paragraph",
        "paragraph",
        "heading1",
        "paragraph",
        "paragraph",
    ]


def test_numbers_of_headings_and_lists_are_counted_as_word_counts_them() -> None:
    def level(depth: int, form: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )

    numbering = (
        '<w:numbering><w:abstractNum w:abstractNumId="7">'
        + level(0, "decimal", "%1.")
        + level(1, "lowerLetter", "%1.%2)")
        + level(2, "upperRoman", "§ %3")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>'
    )

    def item(depth: int, listed: int = 1) -> str:
        numbered = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{listed}"/></w:numPr>'
        return paragraph(run("x."), properties=numbered)

    heading = paragraph(
        run("Scope"),
        properties='<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>',
    )
    body = item(0) + item(1) + item(1) + item(2) + item(0) + item(1) + heading + item(0, 2)
    layout = read_layout(of_body(body, numbering=numbering), "a.docx")
    assert [text for _, text in listing(layout)] == [
        "1. x.", "1.a) x.", "1.b) x.", "§ I x.", "2. x.", "2.a) x.", "3. Scope", "5. x.",
    ]  # fmt: skip
    assert set(cited(layout)) == {"x."}


def test_line_breaks_tabs_symbols_and_formulas_are_kept() -> None:
    body = paragraph(
        "<w:r><w:t>One</w:t><w:br/><w:t>two</w:t><w:tab/><w:tab/><w:t>three</w:t></w:r>",
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>5 \uf06d</w:t></w:r>',
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:noBreakHyphen/></w:r>',
        "<m:oMath><m:r><m:t>E=m</m:t></m:r></m:oMath>",
    )
    assert read(of_body(body)) == [("paragraph", "One\ntwo\tthree≥5 μ✓\u2011E=m")]


def test_links_fields_and_tracked_changes_show_what_the_reader_sees() -> None:
    def field(*parts: str) -> str:
        return "".join(
            f'<w:r><w:fldChar w:fldCharType="{part}"/></w:r>'
            if part in ("begin", "separate", "end")
            else f"<w:r>{part}</w:r>"
            for part in parts
        )

    body = paragraph(
        "<w:hyperlink>" + run("The mill") + "</w:hyperlink>",
        "<w:del><w:r><w:delText> closed</w:delText></w:r></w:del>",
        "<w:ins>" + run(" opened in ") + "</w:ins>",
        field("begin", "<w:instrText>IF </w:instrText>", "<w:t>no</w:t>", "separate",
              "<w:t>1912</w:t>", "end"),
        "<w:moveFrom>" + run(" moved") + "</w:moveFrom>",
        run("."),
    )  # fmt: skip
    deleted = paragraph(run("Two "), properties="<w:rPr><w:del/></w:rPr>") + paragraph(
        run("parts.")
    )
    gone = table(row(cell("a"), cell("b")), row(cell("c"), cell("d"), properties="<w:del/>"))
    unclosed = paragraph(field("begin", "<w:t>no</w:t>")) + paragraph(run("Seen."))
    assert read(of_body(body + deleted + gone + unclosed)) == [
        ("paragraph", "The mill opened in 1912."),
        ("paragraph", "Two parts."),
        ("table_row", "a: b"),
        ("paragraph", "Seen."),
    ]


def test_captions_and_tables_of_contents_are_told_by_their_styles() -> None:
    styles = (
        '<w:styles><w:style w:type="paragraph" w:styleId="B"><w:name w:val="caption"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="V1"><w:name w:val="toc 1"/></w:style></w:styles>'
    )
    body = paragraph(run("Figure 1: The mill."), properties='<w:pStyle w:val="B"/>')
    body += paragraph(run("History"), properties='<w:pStyle w:val="V1"/>')
    assert read(of_body(body, styles=styles)) == [
        ("caption", "Figure 1: The mill."),
        ("furniture", "History"),
    ]


# Notes, boxes, headers


def test_notes_follow_the_paragraph_or_row_that_refers_to_them() -> None:
    notes = (
        '<w:footnotes><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="1">{paragraph(run("See Smith."))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph(run("Not counted: children."))}</w:footnote>'
        f'<w:footnote w:id="3">{paragraph(run("Nobody refers to it."))}</w:footnote>'
        "</w:footnotes>"
    )
    refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'.format
    counted = f"<w:tc>{paragraph(run('340'), refer(2))}</w:tc>"
    body = paragraph(run("It opened"), refer(1), run(" in 1912.")) + table(
        row(cell("Year"), cell("Workers")), row(cell("1912"), counted)
    )
    assert read(of_body(body, footnotes=notes)) == [
        ("paragraph", "It opened in 1912."),
        ("footnote", "See Smith."),
        ("table_row", "Year; Workers"),
        ("table_row", "Year: 1912; Workers: 340"),
        ("footnote", "Not counted: children."),
    ]


def test_a_text_box_is_read_once_though_the_file_holds_it_twice() -> None:
    content = f"<w:txbxContent>{paragraph(run('In the box.'))}</w:txbxContent>"
    anchor = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:wsp><wps:txbx>"
        f"{content}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert read(of_body(paragraph(run("Beside it."), anchor))) == [
        ("paragraph", "Beside it."),
        ("paragraph", "In the box."),
    ]


def test_headers_and_footers_are_furniture_once_each() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Annual report"
    document.sections[0].footer.paragraphs[0].text = "Confidential"
    document.add_paragraph("It opened in 1912.")
    second = document.add_section()
    second.header.is_linked_to_previous = False
    second.header.paragraphs[0].text = "Annual report"
    assert read(saved(document)) == [
        ("furniture", "Annual report"),
        ("paragraph", "It opened in 1912."),
        ("furniture", "Confidential"),
    ]


# Tables


def test_merged_cells_come_once_and_stand_under_all_their_names() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    layout = read(
        of_body(
            table(
                row(cell("Town"), cell("Workers", wide), properties="<w:tblHeader/>"),
                row(cell(""), cell("1912"), cell("1920"), properties="<w:tblHeader/>"),
                row(cell("Ulm", '<w:vMerge w:val="restart"/>'), cell("340"), cell("350")),
                row(cell("again", "<w:vMerge/>"), cell("10"), cell("20")),
                row(cell("Estimated", '<w:gridSpan w:val="3"/>')),
            )
        )
    )
    assert [text for _, text in layout] == [
        "Town; Workers",
        "1912; 1920",
        "Town: Ulm; Workers 1912: 340; Workers 1920: 350",
        "Workers 1912: 10; Workers 1920: 20",
        "Estimated",
    ]


def test_pairs_of_name_and_value_are_no_columns() -> None:
    pairs = table(row(cell("Name"), cell("Anna")), row(cell("Town"), cell("Ulm")))
    assert [text for _, text in read(of_body(pairs))] == ["Name: Anna", "Town: Ulm"]


def test_a_bold_first_row_names_the_columns() -> None:
    def bold(text: str) -> str:
        return f"<w:tc>{paragraph(run(text, '<w:b/>'))}</w:tc>"

    body = table(row(bold("Name"), bold("Town")), row(cell("Anna"), cell("Ulm")))
    assert [text for _, text in read(of_body(body))] == ["Name; Town", "Name: Anna; Town: Ulm"]


def test_nested_tables_are_one_line_and_frames_are_no_tables() -> None:
    inner = table(row(cell("a"), cell("b")), row(cell("c"), cell("d")))
    nested = table(row(f"<w:tc>{inner}</w:tc>", cell("x")), row(cell("1"), cell("2")))
    frame = table(row(f"<w:tc>{paragraph(run('Framed text.'))}{inner}</w:tc>"))
    assert read(of_body(nested + frame)) == [
        ("table_row", "a: b c: d: x"),
        ("table_row", "1: 2"),
        ("paragraph", "Framed text."),
        ("table_row", "a: b"),
        ("table_row", "c: d"),
    ]


# What no reader sees


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish/>",
        '<w:color w:val="FFFFFF"/>',
        '<w:color w:val="fdfdfd"/>',
        '<w:sz w:val="2"/>',
        '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>',
        '<w:rStyle w:val="Gone"/>',
    ],
)
def test_what_no_reader_sees_is_hidden_and_the_rest_is_one_paragraph(properties: str) -> None:
    styles = (
        '<w:styles><w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/>'
        "<w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
    )
    body = paragraph(run("It opened "), run("Say 1850.", properties), run("in 1912."))
    layout = read_layout(of_body(body, styles=styles), "a.docx")
    assert listing(layout) == [("paragraph", "It opened in 1912."), ("hidden", "Say 1850.")]
    assert cited(layout) == ["It opened in 1912."]


def test_white_text_on_a_colour_is_seen() -> None:
    white = '<w:color w:val="FFFFFF"/>'
    blue = '<w:shd w:val="clear" w:fill="1F497D"/>'
    dark = f"<w:tc><w:tcPr>{blue}</w:tcPr>{paragraph(run('Year', white))}</w:tc>"
    bare = f"<w:tc>{paragraph(run('not seen', white))}</w:tc>"
    body = paragraph(run("Run.", white + blue)) + paragraph(run("Whole.", white), properties=blue)
    body += table(row(dark, cell("Workers")), row(cell("1912"), cell("340"), bare))
    assert read(of_body(body)) == [
        ("paragraph", "Run."),
        ("paragraph", "Whole."),
        ("table_row", "Year; Workers"),
        ("table_row", "Year: 1912; Workers: 340"),
        ("hidden", "not seen"),
    ]


def test_white_text_on_pages_of_a_dark_colour_is_seen() -> None:
    white = paragraph(run("Seen.", '<w:color w:val="FFFFFF"/>'))
    dark = '<w:background w:color="202020"/>'
    data = of_body(white, settings="<w:settings><w:displayBackgroundShape/></w:settings>")
    assert read(with_document(data, dark)) == [("paragraph", "Seen.")]
    # The colour is stated, but no page shows it.
    assert read(with_document(of_body(white), dark)) == [("hidden", "Seen.")]


def with_document(data: bytes, before_body: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b"<w:body>", before_body.encode() + b"<w:body>")
            )
    return buffer.getvalue()


def test_lines_of_code_are_one_block_with_their_indents() -> None:
    styles = (
        '<w:styles><w:style w:type="paragraph" w:styleId="C"><w:name w:val="Source Code"/>'
        "</w:style></w:styles>"
    )
    lines = ("def mill():", "    return 1912")
    code = "".join(paragraph(run(line), properties='<w:pStyle w:val="C"/>') for line in lines)
    assert read(of_body(code + paragraph(run("Then.")) + code, styles=styles)) == [
        ("code", "def mill():\n    return 1912"),
        ("paragraph", "Then."),
        ("code", "def mill():\n    return 1912"),
    ]


def test_fonts_set_by_a_writer_hide_as_xml_does() -> None:
    document = docx.Document()
    seen = document.add_paragraph("Seen. ")
    seen.add_run("hidden").font.hidden = True
    seen.add_run("white").font.color.rgb = RGBColor(255, 255, 255)
    seen.add_run("tiny").font.size = Pt(1)
    marked = seen.add_run("Marked.")
    marked.font.color.rgb = RGBColor(255, 255, 255)
    marked.font.highlight_color = WD_COLOR_INDEX.BLUE
    assert read(saved(document)) == [("paragraph", "Seen. Marked."), ("hidden", "hiddenwhitetiny")]


# Pages, metadata


def paged(pages: int) -> bytes:
    document = docx.Document()
    document.add_paragraph("First.")
    second = document.add_paragraph("Second ")
    broken: etree._Element = second.add_run("half.")._r
    broken.insert(0, etree.Element(f"{{{W}}}lastRenderedPageBreak"))
    document.add_paragraph("Third.")
    data = saved(document)
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/app.xml":
                part = part.replace(b"<Pages>1</Pages>", b"<Pages>%d</Pages>" % pages)
                assert b"<Pages>%d</Pages>" % pages in part
            new.writestr(name, part)
    return buffer.getvalue()


def test_pages_are_given_only_where_word_noted_them_all() -> None:
    assert [b.page for b in read_layout(paged(2), "a.docx").blocks] == [1, 1, 2]
    assert [b.page for b in read_layout(paged(3), "a.docx").blocks] == [None, None, None]


def test_what_the_file_states_of_itself_is_kept_and_a_template_states_nothing() -> None:
    document = docx.Document()
    document.add_paragraph("It opened in 1912.")
    assert read_layout(saved(document), "a.docx").metadata == {}
    core = document.core_properties
    core.title, core.author, core.language = "The mill", "Anna Smith;  Bo Lee", "en-GB"
    core.created = datetime(2020, 5, 17)
    layout = read_layout(saved(document), "a.docx")
    assert layout.title == "The mill"
    assert layout.metadata == {
        "author": "Anna Smith; Bo Lee",
        "date": "2020-05-17",
        "language": "en-GB",
    }


def test_the_strict_form_of_the_format_is_read_too() -> None:
    data = of_body(paragraph(run("It opened in 1912."), properties='<w:outlineLvl w:val="0"/>'))
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            new.writestr(name, part.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main"))
    assert read(buffer.getvalue()) == [("heading1", "It opened in 1912.")]


# Hostile files


def test_bombs_are_refused_as_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLargeError):
        read_layout(of_body(paragraph(run("A" * 12_000_000))), "a.docx")
    monkeypatch.setattr(limits, "MOST_PIECES", 10)
    with pytest.raises(TooLargeError, match="more than 10 paragraphs"):
        read_layout(of_body(paragraph(run("mill")) * 11), "a.docx")
    monkeypatch.setattr(limits, "MOST_CHARACTERS", 30)
    with pytest.raises(TooLargeError, match="more than 30 characters"):
        read_layout(of_body(paragraph(run("mill")) * 8), "a.docx")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc><w:tc/></w:tr></w:tbl>"),
        ("<w:sdt>", "</w:sdt>"),
        ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
    ],
)
def test_what_nests_is_read_as_deep_as_xml_may_be(start: str, end: str) -> None:
    deep = 240 // start.count("<")
    body = start * deep + paragraph(run("Deep.")) + end * deep
    assert any(text == "Deep." for _, text in read(of_body(body)))
    with pytest.raises(TooLargeError):
        read(of_body(start * 300 + end * 300))


def test_numbers_beyond_all_bounds_are_ignored() -> None:
    many = "9" * 40
    body = table(
        row(cell("a", f'<w:gridSpan w:val="{many}"/>'), cell("b")), row(cell("1"), cell("2"))
    )
    numbered = f'<w:numPr><w:ilvl w:val="{many}"/><w:numId w:val="1"/></w:numPr>'
    body += paragraph(run("x", f'<w:sz w:val="{many}"/>'), properties=numbered)
    assert [text for _, text in read(of_body(body))] == ["a; b", "a: 1; b: 2", "x"]


def test_a_file_without_its_document_or_of_broken_xml_is_unreadable() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("other.xml", "<a/>")
    for data in (b"", b"PK\x03\x04", buffer.getvalue(), of_body("<w:p>")):
        with pytest.raises(UnreadableDocumentError, match=r"^a\.docx is broken"):
            read_layout(data, "a.docx")


def test_changed_bytes_give_text_or_an_error_of_the_file() -> None:
    document = docx.Document()
    document.add_heading("The mill", 1)
    document.add_paragraph("It opened in 1912.", style="List Number")
    data = saved(document)
    for place in range(0, len(data), len(data) // 60):
        changed = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        try:
            assert "1912" in read_layout(changed, "a.docx").text
        except InputError:
            continue


# Real files


@pytest.mark.skipif(not FILES.is_dir(), reason="the files are not here: name them in EVAL_DATA")
def test_real_documents_give_all_their_words() -> None:
    handbook = read_layout((FILES / "030-handbook-872p.docx").read_bytes(), "handbook.docx")
    assert_sound(handbook.text, handbook.blocks)
    assert len(handbook.text) > 800_000
    boxes = read_layout((FILES / "060-textbox.docx").read_bytes(), "boxes.docx")
    assert boxes.text.count("Student falls ill") == 1
    assert boxes.text.count("48 hours") == 1
    assert boxes.metadata["date"] == "2024-07-12"
    paper = read_layout((FILES / "055-test.docx").read_bytes(), "paper.docx")
    assert (BlockKind.TABLE_ROW, 2) in {(block.kind, block.page) for block in paper.blocks}
