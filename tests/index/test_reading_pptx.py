"""Presentations, written here by python-pptx."""

from copy import copy
from io import BytesIO

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Emu, Inches, Pt

from index.errors import TooLargeError, UnreadableDocumentError
from index.reading import limits
from index.reading.pptx import read_layout
from tests.index.layouts import assert_sound

TITLE, BULLETS, TITLE_ONLY, BLANK = 0, 1, 5, 6
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def saved(presentation: object) -> bytes:
    buffer = BytesIO()
    presentation.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def read(presentation: object) -> list[tuple[str, str, int | None]]:
    layout = read_layout(saved(presentation), "a.pptx")
    assert_sound(layout.text, layout.blocks)
    return [
        (block.kind.value + str(block.level or ""), block.span.of(layout.text), block.page)
        for block in layout.blocks
    ]


def add(presentation, kind: int, *texts: str):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    slide = presentation.slides.add_slide(presentation.slide_layouts[kind])
    for placeholder, text in zip(slide.placeholders, texts, strict=False):
        placeholder.text = text
    return slide


def box(slide, text: str, left: float = 1):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    shape = slide.shapes.add_textbox(Inches(left), Inches(1), Inches(2), Inches(1))
    shape.text_frame.text = text
    return shape


def test_slides_come_in_order_each_a_page_under_its_title() -> None:
    presentation = Presentation()
    add(presentation, TITLE, "The mill", "A short history")
    slide = add(presentation, BULLETS, "Work", "It opened in 1912.\n340 workers\vin summer")
    box(slide, "Beside the list.")
    add(presentation, BLANK)
    assert read(presentation) == [
        ("heading1", "The mill", 1),
        ("paragraph", "A short history", 1),
        ("heading1", "Work", 2),
        ("list_item", "• It opened in 1912.", 2),
        ("list_item", "• 340 workers\nin summer", 2),
        ("paragraph", "Beside the list.", 2),
        ("heading1", "Slide 3", 3),
    ]


def test_tables_have_the_names_of_their_columns_and_merged_cells_once() -> None:
    presentation = Presentation()
    slide = add(presentation, TITLE_ONLY, "Work")
    table = slide.shapes.add_table(3, 2, Inches(1), Inches(1), Inches(4), Inches(2)).table
    texts = [["Year", "Workers"], ["1912", "340"], ["Estimates", ""]]
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    table.cell(2, 0).merge(table.cell(2, 1))
    assert read(presentation)[1:] == [
        ("table_row", "Year; Workers", 1),
        ("table_row", "Year: 1912; Workers: 340", 1),
        ("table_row", "Estimates", 1),
    ]


def test_grouped_shapes_and_numbered_paragraphs_are_read() -> None:
    presentation = Presentation()
    slide = add(presentation, TITLE_ONLY, "Work")
    group = slide.shapes.add_group_shape()
    inner = group.shapes.add_group_shape()
    frame = inner.shapes.add_textbox(0, 0, 9, 9).text_frame
    frame.text = "one\ntwo\nplain"
    for paragraph in frame.paragraphs[:2]:
        properties = paragraph._p.get_or_add_pPr()
        etree.SubElement(properties, f"{A}buAutoNum", type="alphaUcParenR", startAt="3")
    assert [text for _, text, _ in read(presentation)] == ["Work", "C) one", "D) two", "plain"]


def test_notes_follow_their_slide_under_a_heading_of_their_own() -> None:
    presentation = Presentation()
    slide = add(presentation, TITLE_ONLY, "Work")
    slide.notes_slide.notes_text_frame.text = "Say that it closed in 1990."
    add(presentation, BLANK)
    assert read(presentation) == [
        ("heading1", "Work", 1),
        ("heading2", "Notes", 1),
        ("paragraph", "Say that it closed in 1990.", 1),
        ("heading1", "Slide 2", 2),
    ]


def test_what_is_not_shown_is_hidden() -> None:
    presentation = Presentation()
    slide = add(presentation, TITLE_ONLY, "Work")
    run = box(slide, "Seen. ").text_frame.paragraphs[0].add_run()
    run.text, run.font.size = "tiny", Pt(1)
    box(slide, "beside the slide", left=20)
    box(slide, "switched off")._element.nvSpPr.cNvPr.set("hidden", "1")
    left_out = add(presentation, BULLETS, "Secret", "never shown")
    left_out.notes_slide.notes_text_frame.text = "nor said"
    left_out._element.set("show", "0")
    assert read(presentation) == [
        ("heading1", "Work", 1),
        ("paragraph", "Seen.", 1),
        ("hidden", "tiny", 1),
        ("hidden", "beside the slide", 1),
        ("hidden", "switched off", 1),
        ("hidden", "Secret", 2),
        ("hidden", "• never shown", 2),
        ("hidden", "nor said", 2),
    ]


def test_footers_are_furniture_once() -> None:
    presentation = Presentation()
    for _ in range(2):
        slide = add(presentation, TITLE_ONLY, "Work")
        footer = box(slide, "Confidential")
        properties = footer._element.nvSpPr.nvPr
        etree.SubElement(properties, properties.tag.replace("nvPr", "ph"), type="ftr")
    assert [kind for kind, _, _ in read(presentation)] == ["heading1", "furniture", "heading1"]


def test_a_template_states_nothing_and_a_file_what_its_author_wrote() -> None:
    presentation = Presentation()
    add(presentation, TITLE_ONLY, "Work")
    layout = read_layout(saved(presentation), "a.pptx")
    assert (layout.title, layout.metadata) == (None, {})
    presentation.core_properties.title = "The mill"
    presentation.core_properties.author = "Anna Smith"
    layout = read_layout(saved(presentation), "a.pptx")
    assert layout.title == "The mill"
    assert layout.metadata["author"] == "Anna Smith"


def test_too_much_text_is_told_before_all_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    presentation = Presentation()
    add(presentation, BULLETS, "Work", "\n".join(["word"] * 100))
    monkeypatch.setattr(limits, "MOST_PIECES", 50)
    with pytest.raises(TooLargeError, match="more than 50 paragraphs"):
        read_layout(saved(presentation), "a.pptx")


def test_a_slide_that_is_listed_again_and_again_is_read_once() -> None:
    presentation = Presentation()
    add(presentation, TITLE_ONLY, "Work")
    listed = presentation.slides._sldIdLst
    for _ in range(3):
        listed.append(copy(listed[0]))
    assert read(presentation) == [("heading1", "Work", 1)]


def test_strange_sizes_and_a_cut_off_file_do_no_harm() -> None:
    presentation = Presentation()
    slide = add(presentation, TITLE_ONLY, "Work")
    shape = box(slide, "Seen.")
    shape.width, shape.left = Emu(0), Emu(2**40)
    shape._element.spPr.find(f"{A}xfrm/{A}off").set("x", "9" * 30)
    assert [text for _, text, _ in read(presentation)] == ["Work", "Seen."]
    with pytest.raises(UnreadableDocumentError):
        read_layout(saved(presentation)[:5000], "a.pptx")
