"""Workbooks, written here by openpyxl."""

import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from index.errors import TooLargeError, UnreadableDocumentError
from index.reading import limits, xlsx
from index.reading.xlsx import read_layout
from tests.index.layouts import assert_sound

ROWS: list[tuple[str | float | date | None, ...]] = [("Year", "Workers"), (1912, 340), (1920, 350)]


def book(*rows: tuple[str | float | date | None, ...]) -> tuple[Workbook, Worksheet]:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Mill"
    for row in rows:
        sheet.append(row)
    return workbook, sheet


def saved(workbook: Workbook) -> bytes:
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(buffer, "w", 8) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            after.writestr(name, content)
    return buffer.getvalue()


def read(data: bytes) -> list[tuple[str, str]]:
    layout = read_layout(data, "a.xlsx")
    assert_sound(layout.text, layout.blocks)
    return [
        (block.kind.value + str(block.level or ""), block.span.of(layout.text))
        for block in layout.blocks
    ]


def test_each_row_stands_for_itself_under_its_sheet() -> None:
    workbook, _ = book(*ROWS)
    workbook.create_sheet("Owners").append(["Anna", "Ulm", "founder"])
    assert read(saved(workbook)) == [
        ("heading1", "Mill"),
        ("table_row", "Year; Workers"),
        ("table_row", "Year: 1912; Workers: 340"),
        ("table_row", "Year: 1920; Workers: 350"),
        ("heading1", "Owners"),
        ("table_row", "Anna; Ulm; founder"),
    ]


def test_values_are_shown_as_the_sheet_shows_them() -> None:
    workbook, sheet = book(("Day", "Share", "Price", "Open", "Time", "Text", "Plain"))
    sheet.append(
        [date(2024, 3, 15), 0.125, 1234.5, True, datetime(2024, 3, 15, 10, 30), " a\nb ", 1912.0]
    )
    sheet["B2"].number_format = "0.0%"
    sheet["C2"].number_format = "#,##0.00 €"
    assert read(saved(workbook))[2][1] == (
        "Day: 2024-03-15; Share: 12.5%; Price: 1,234.50 €; Open: TRUE; Time: 2024-03-15 10:30; "
        "Text: a b; Plain: 1912"
    )


def test_blank_rows_part_tables_and_a_title_is_no_header() -> None:
    workbook, _ = book(
        ("Workers of the mill",), *ROWS, (), ("Owner", "Share"), ("Anna", 1), ("Bo", 2)
    )
    assert [text for _, text in read(saved(workbook))[1:]] == [
        "Workers of the mill",
        "Year; Workers",
        "Year: 1912; Workers: 340",
        "Year: 1920; Workers: 350",
        "Owner; Share",
        "Owner: Anna; Share: 1",
        "Owner: Bo; Share: 2",
    ]


def test_frozen_rows_name_the_columns_also_below_merged_names() -> None:
    workbook, sheet = book(
        ("Town", "Workers", None), (None, "summer", "winter"), ("Ulm", "many", "few")
    )
    sheet.merge_cells("B1:C1")
    sheet.freeze_panes = "A3"
    assert read(saved(workbook))[-1][1] == "Town: Ulm; Workers summer: many; Workers winter: few"


def test_bold_first_rows_name_the_columns() -> None:
    workbook, sheet = book(("Name", "Town"), ("Anna", "Ulm"))
    assert read(saved(workbook))[-1][1] == "Anna: Ulm"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    assert read(saved(workbook))[-1][1] == "Name: Anna; Town: Ulm"


def test_what_is_not_shown_is_hidden() -> None:
    workbook, sheet = book(*ROWS, (1930, 1, "secret"), (1940, 2, None, 77))
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["D5"].number_format = ";;;"
    sheet["A6"], sheet["B6"] = 1950, 3
    sheet["B6"].font = Font(color="FFFFFF")
    workbook.create_sheet("Gone").append(["never shown"])
    workbook["Gone"].sheet_state = "veryHidden"
    assert read(saved(workbook))[2:] == [
        ("table_row", "Year: 1912; Workers: 340"),
        ("hidden", "Year: 1920; Workers: 350"),
        ("table_row", "Year: 1930; Workers: 1"),
        ("hidden", "secret"),
        ("table_row", "Year: 1940; Workers: 2"),
        ("hidden", "77"),
        ("table_row", "Year: 1950"),
        ("hidden", "3"),
        ("hidden", "Gone"),
        ("hidden", "never shown"),
    ]


def test_white_text_on_a_colour_is_seen() -> None:
    workbook, sheet = book(*ROWS)
    for cell in sheet[1]:
        cell.font = Font(color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F497D")
    assert read(saved(workbook))[1] == ("table_row", "Year; Workers")


def test_results_of_formulas_and_errors_are_read_as_stored() -> None:
    data = saved(book(*ROWS)[0])
    part = "xl/worksheets/sheet1.xml"
    data = changed(data, part, "<v>340</v>", "<f>SUM(B9:B10)</f><v>341</v>")
    data = changed(data, part, '<c r="B3" t="n"><v>350</v>', '<c r="B3" t="e"><v>#REF!</v>')
    assert [text for _, text in read(data)[2:]] == [
        "Year: 1912; Workers: 341",
        "Year: 1920; Workers: #REF!",
    ]


def with_shared(data: bytes, *items: str) -> bytes:
    """Return the workbook with shared strings, in the place of inline text "0", "1" and so on."""
    part = "xl/worksheets/sheet1.xml"
    for number in range(len(items) + 1):
        inline = f't="inlineStr"><is><t>{number}</t></is>'
        data = changed(data, part, inline, f't="s"><v>{number}</v>')
    relations = "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    added = f'<Relationship Id="s" Type="{kind}" Target="/xl/shared.xml"/></Relationships>'
    buffer = BytesIO(changed(data, relations, "</Relationships>", added))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/shared.xml", f'<sst xmlns="{space}">{"".join(items)}</sst>')
    return buffer.getvalue()


def test_shared_texts_are_read_without_the_readings_printed_above_them() -> None:
    workbook, _ = book(("x", "y", "z"), ("0", "1", "2"), ("c", "d", "e"))
    rich = "<si><r><t>東</t></r><r><t>京</t></r><rPh><t>とうきょう</t></rPh></si>"
    data = with_shared(saved(workbook), rich, "<si><t>  Ulm </t></si>")
    # The third refers to a text that is not there.
    assert [text for _, text in read(data)[2:]] == ["x: 東京; y: Ulm", "x: c; y: d; z: e"]


def test_shared_texts_beyond_all_bounds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CHARACTERS", 1000)
    long = f"<si><t>{'long ' * 150}</t></si>"
    with pytest.raises(TooLargeError, match="more than 1,000 characters"):
        read(with_shared(saved(book(("0", "1", "2"))[0]), long, long))
    with pytest.raises(TooLargeError, match="more than 1,000 characters"):
        read(changed(with_shared(saved(book(("0", "1", "1"))[0]), long), "xl/worksheets/sheet1.xml",
                     "<v>1</v>", "<v>0</v>"))  # fmt: skip


def test_a_sheet_that_claims_all_cells_costs_only_those_it_has() -> None:
    workbook, sheet = book(*ROWS)
    sheet["XFD1048576"] = "last"
    assert read(saved(workbook))[-1] == ("table_row", "last")


def test_too_many_cells_rows_or_characters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(book(*ROWS)[0])
    monkeypatch.setattr(xlsx, "MOST_CELLS", 5)
    with pytest.raises(TooLargeError, match="more than 5 cells"):
        read(data)
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MOST_PIECES", 3)
    with pytest.raises(TooLargeError, match="more than 3 paragraphs and rows"):
        read(data)
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MOST_CHARACTERS", 1000)
    repeated = saved(book(*[("long " * 20,) * 5])[0])
    assert len(read(repeated)) == 2
    with pytest.raises(TooLargeError, match="more than 1,000 characters"):
        read(saved(book(*[("long " * 20,) * 11])[0]))


def test_a_sheet_that_is_listed_again_and_again_is_read_once() -> None:
    data = saved(book(*ROWS)[0])
    listed = '<sheet name="Again" sheetId="9" r:id="rId1" xmlns:r="{}"/></sheets>'.format(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    )
    assert len(read(changed(data, "xl/workbook.xml", "</sheets>", listed))) == 1 + len(ROWS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('r="2"', 'r="99999999999999"'),
        ('r="B2"', 'r="ZZZZZZ2"'),
        ("<v>340", "<v>nan"),
        ("<v>340", "<v>x"),
        ('r="B2" t="n"', 'r="B2" s="9999" t="n"'),
    ],
)
def test_strange_numbers_do_no_harm(old: str, new: str) -> None:
    data = changed(saved(book(*ROWS)[0]), "xl/worksheets/sheet1.xml", old, new)
    assert "1920" in read(data)[-1][1]


def test_what_is_no_workbook_is_unreadable() -> None:
    for data in (b"", b"PK\x03\x04", saved(book(*ROWS)[0])[:3000]):
        with pytest.raises(UnreadableDocumentError, match=r"^a\.xlsx is broken"):
            read_layout(data, "a.xlsx")
