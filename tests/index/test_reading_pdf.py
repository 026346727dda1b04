import pytest

from index.boxes import Box
from index.errors import NeedsRecognitionError, TooLargeError, UnreadableDocumentError
from index.reading import pdf as pdf_reader
from index.reading import read
from index.reading.page_layout import lay_out_pages
from index.reading.page_words import Sheet, Word
from index.types import BlockKind, Document, Span
from tests.index.layouts import assert_sound, layout, of_kind, sentences
from tests.index.pdfs import Pdf, PdfPage, lines, one_page, text, turned_text

LEFT = (
    "The old mill was opened in the year",
    "of 1912 by the brothers Amsel and",
    "gave work to more than 340 people",
    "from all the villages of the valley.",
)
RIGHT = (
    "After the great fire it was built up",
    "again in red brick, and it went on",
    "until the spring of 1990, when the",
    "last of its looms came to a stop.",
)
PROSE = " ".join(LEFT)


def boxes_of(document: Document, words: str) -> list[Box]:
    start = document.text.index(words)
    return document.boxes.of(Span(start, start + len(words)))


def near(box: Box, left: float, top: float, right: float, bottom: float) -> bool:
    wanted = (left, top, right, bottom)
    found = (box.left, box.top, box.right, box.bottom)
    return all(abs(one - other) <= 3 for one, other in zip(found, wanted, strict=True))


def test_lines_become_a_paragraph_whose_words_have_their_boxes() -> None:
    document = read(one_page(lines(50, 800, *LEFT)), "mill.pdf")
    assert document.text == PROSE
    assert_sound(document.text, document.blocks)
    assert sentences(document) == [PROSE]
    (first,) = boxes_of(document, "The old mill")
    assert near(first, 50, 34, 103, 44)
    assert [box.top < other.top for box, other in [boxes_of(document, "year of")]] == [True]
    assert document.boxes.page_size(1) == (595, 842)


@pytest.mark.parametrize(
    ("rotate", "corners", "size"),
    [
        (0, (100, 134, 126, 144), (595, 842)),
        (90, (698, 100, 708, 126), (842, 595)),
        (180, (469, 698, 495, 708), (595, 842)),
        (270, (134, 469, 144, 495), (842, 595)),
    ],
)
def test_boxes_are_where_the_words_stand_on_the_page_as_shown(
    rotate: int, corners: tuple[float, float, float, float], size: tuple[float, float]
) -> None:
    page = text(100, 700, "Depth") + text(100, 600, "Another paragraph is further down here.")
    document = read(one_page(page, rotate=rotate), "x.pdf")
    (box,) = boxes_of(document, "Depth")
    assert near(box, *corners)
    assert document.boxes.page_size(1) == size
    assert document.text == "Depth\n\nAnother paragraph is further down here."


def test_a_cropped_page_counts_from_its_own_corner_and_hides_what_it_cuts_off() -> None:
    page = text(150, 700, "Inside the page.") + text(10, 700, "Outside")
    document = read(one_page(page, crop=(100, 100, 500, 750)), "x.pdf")
    (box,) = boxes_of(document, "Inside")
    assert near(box, 50, 42, 77, 52)
    assert document.boxes.page_size(1) == (400, 650)
    assert layout(document) == [("paragraph", "Inside the page."), ("hidden", "Outside")]


@pytest.mark.parametrize("offset", [0, 2, 4, 6])
def test_columns_are_read_one_after_the_other_below_a_title_across_both(offset: int) -> None:
    page = text(150, 800, "A Mill in the Valley of the Looms", 20)
    page += lines(50, 740, *LEFT) + lines(240, 740 - offset, *RIGHT)
    document = read(one_page(page), "x.pdf")
    assert layout(document) == [
        ("heading1", "A Mill in the Valley of the Looms"),
        ("paragraph", PROSE),
        ("paragraph", " ".join(RIGHT)),
    ]


def test_what_follows_columns_is_read_after_both() -> None:
    page = lines(50, 740, *LEFT) + lines(240, 740, *RIGHT)
    rows = [("Year", "Workers", "Looms"), ("1912", "340", "120"), ("1950", "210", "88")]
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            page += text(50 + 130 * column, 680 - 14 * place, cell)
    page += text(50, 630, "So much for that.")
    page += text(50, 618, "After the last of them had gone, it stood empty for twenty years.")
    document = read(one_page(page), "x.pdf")
    assert [found for _, found in layout(document)] == [
        PROSE,
        " ".join(RIGHT),
        "Year; Workers; Looms",
        "Year: 1912; Workers: 340; Looms: 120",
        "Year: 1950; Workers: 210; Looms: 88",
        "So much for that.",
        "After the last of them had gone, it stood empty for twenty years.",
    ]


def test_a_paragraph_that_goes_on_in_the_next_column_and_page_is_one_block() -> None:
    broken = ("Of all the looms in the whole valley", *LEFT[:3], "who came here from the villages")
    goes_on = (
        "that lie between the river and the",
        *RIGHT[1:3],
        "last of them was sold to a museum",
    )
    pages = [
        PdfPage(lines(50, 740, *broken) + lines(240, 740, *goes_on)),
        PdfPage(lines(50, 740, "in the town, where it still stands.")),
    ]
    document = read(Pdf(pages).to_bytes(), "x.pdf")
    assert of_kind(document, BlockKind.PARAGRAPH) == [
        " ".join((*broken, *goes_on)) + " in the town, where it still stands."
    ]
    assert document.blocks[0].page == 1
    assert [box.page for box in boxes_of(document, "museum in the town")] == [1, 2]


def test_a_sentence_is_whole_over_a_column_break_also_where_a_name_comes_next() -> None:
    above = (*LEFT[:3], "who came over from the old farms in")
    below = ("Sandholm and were paid by the week.", *RIGHT)
    document = read(one_page(lines(50, 740, *above) + lines(240, 740, *below)), "x.pdf")
    assert of_kind(document, BlockKind.PARAGRAPH) == [" ".join((*above, *below))]


def test_what_follows_a_full_column_is_not_joined_if_it_may_be_a_title_or_a_note() -> None:
    above = (*LEFT[:3], "who came over from the old farms in")
    for first in ("Sandholm and the Mill", "7 Paid by the week, as ledgers show."):
        page = lines(50, 740, *above) + lines(240, 740, first) + lines(240, 700, *RIGHT)
        document = read(one_page(page), "x.pdf")
        assert " ".join(above) in document.text.split("\n")


def test_a_comma_and_a_space_as_wide_as_a_figure_stay_apart_from_the_next_word() -> None:
    words = "2024,"
    at, apart = 50.0, []
    for character in words:
        apart.append((at, character))
        at += 5.56  # the width of a figure
    page = "".join(text(left, 700, character) for left, character in apart)
    document = read(one_page(page + text(at, 700, "four per cent less.")), "x.pdf")
    assert document.text == "2024, four per cent less."


def test_a_small_table_with_a_header_of_two_lines_names_its_columns() -> None:
    page = lines(50, 800, *LEFT, size=11, step=13)
    for left, above, below in ((112, "Tonnes", "2023"), (162, "Tonnes", "2024")):
        page += text(left, 700, above, 8, "F2") + text(left + 4, 690, below, 8, "F2")
    page += text(58, 695, "Cheese", 8, "F2")
    for place, row in enumerate((("Brown", "71", "69"), ("Farmhouse", "40", "38"))):
        for left, cell in zip((50, 101, 151), row, strict=True):
            page += text(left, 674 - 14 * place, cell, 8)
    document = read(one_page(page), "x.pdf")
    assert of_kind(document, BlockKind.TABLE_ROW) == [
        "Cheese; Tonnes 2023; Tonnes 2024",
        "Cheese: Brown; Tonnes 2023: 71; Tonnes 2024: 69",
        "Cheese: Farmhouse; Tonnes 2023: 40; Tonnes 2024: 38",
    ]


def test_words_broken_at_a_line_end_are_whole_and_both_halves_have_boxes() -> None:
    rows = (
        "This line ends with an exam-",
        "ple of a broken word, and one of a state-of-the-",
        "art.",
    )
    document = read(one_page(lines(50, 700, *rows)), "x.pdf")
    assert document.text == (
        "This line ends with an example of a broken word, and one of a state-of-the-art."
    )
    first, second = boxes_of(document, "example")
    assert first.left > 140
    assert second.left == pytest.approx(50, abs=1)


def test_a_hyphen_that_a_word_has_elsewhere_is_kept_at_a_line_end() -> None:
    rows = (
        "They built a dual-encoder, and then they made this dual-",
        "encoder faster than before.",
    )
    document = read(one_page(lines(50, 700, *rows)), "x.pdf")
    assert document.text.endswith("made this dual-encoder faster than before.")


def test_headers_footers_and_page_numbers_are_furniture() -> None:
    pages = [
        PdfPage(
            text(50, 810, "Annals of the Mill")
            + text(480, 810, "Volume 7")
            + lines(50, 740, f"Chapter text {word} begins here and is not the same.")
            + text(290, 30, f"Page {number} of 4")
        )
        for number, word in enumerate(("alpha", "beta", "gamma", "delta"), 1)
    ]
    document = read(Pdf(pages).to_bytes(), "x.pdf")
    assert of_kind(document, BlockKind.FURNITURE) == [
        line
        for number in range(1, 5)
        for line in ("Annals of the Mill Volume 7", f"Page {number} of 4")
    ]
    assert sentences(document) == [
        f"Chapter text {word} begins here and is not the same."
        for word in ("alpha", "beta", "gamma", "delta")
    ]


def test_figures_at_the_same_place_on_each_page_are_no_furniture() -> None:
    amounts = (310, 145, 977, 402)
    pages = [
        PdfPage(text(50, 810, f"Workers: {amount}") + lines(50, 740, *LEFT)) for amount in amounts
    ]
    document = read(Pdf(pages).to_bytes(), "x.pdf")
    assert [line for line in sentences(document) if "Workers" in line] == [
        f"Workers: {amount}" for amount in amounts
    ]


def test_headings_have_levels_by_size_and_weight() -> None:
    page = text(50, 800, "The Mill", 20) + lines(50, 770, *LEFT)
    page += text(50, 700, "Building and opening", 14) + lines(50, 680, *RIGHT)
    page += text(50, 610, "Later years", 10, "F2") + lines(50, 590, *LEFT)
    document = read(one_page(page), "x.pdf")
    assert [found for found in layout(document) if found[0].startswith("heading")] == [
        ("heading1", "The Mill"),
        ("heading2", "Building and opening"),
        ("heading3", "Later years"),
    ]
    assert document.title == "The Mill"


@pytest.mark.parametrize(
    "words",
    [
        "The mill was opened in 1912",
        "340 workers",
        "Anna Amsel, Bert Amsel, Carl Amsel",
        "Entry is free for children under six.",
        "Opening time: noon",
    ],
)
def test_a_fact_in_large_or_bold_letters_is_no_heading(words: str) -> None:
    page = lines(50, 800, *LEFT) + text(50, 730, words, 14, "F2") + lines(50, 700, *RIGHT)
    document = read(one_page(page), "x.pdf")
    assert words in of_kind(document, BlockKind.PARAGRAPH)


def test_the_outline_of_the_file_tells_headings() -> None:
    page = lines(50, 800, *LEFT) + text(50, 730, "The fire of 1950") + lines(50, 700, *RIGHT)
    made = Pdf([PdfPage(page)], outline=[("The  fire of 1950", 0)]).to_bytes()
    assert ("heading1", "The fire of 1950") in layout(read(made, "x.pdf"))


def test_list_items_captions_and_footnotes_are_told_apart() -> None:
    page = lines(50, 800, *LEFT)
    page += text(50, 740, "• wool from the hills") + text(50, 728, "• cotton from the port")
    page += text(50, 690, "Figure 3: The mill before the fire")
    page += text(50, 100, "1 The brothers told this in a letter of 1911.", 8)
    document = read(one_page(page), "x.pdf")
    assert layout(document)[1:] == [
        ("list_item", "• wool from the hills"),
        ("list_item", "• cotton from the port"),
        ("caption", "Figure 3: The mill before the fire"),
        ("footnote", "1 The brothers told this in a letter of 1911."),
    ]
    assert "wool from the hills" in sentences(document)


@pytest.mark.parametrize(("last", "kind"), [("14", "furniture"), ("2", "list_item")])
def test_entries_of_a_table_of_contents_are_furniture_but_prices_are_not(
    last: str, kind: str
) -> None:
    entries = (
        "1. Mill . . . . . . . . . 3",
        "2. Fire ........... 9",
        f"3. Wool ........... {last}",
    )
    document = read(one_page(lines(50, 800, *LEFT) + lines(50, 700, *entries)), "x.pdf")
    assert layout(document)[1:] == [(kind, entry) for entry in entries]


def test_aligned_cells_are_rows_of_a_table() -> None:
    rows = [("Year", "Workers", "Looms"), ("1912", "340", "120"), ("1950", "210", "88")]
    page = lines(50, 800, *LEFT)
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            page += text(50 + 120 * column, 700 - 14 * place, cell)
    document = read(one_page(page), "x.pdf")
    assert of_kind(document, BlockKind.TABLE_ROW) == [
        "Year; Workers; Looms",
        "Year: 1912; Workers: 340; Looms: 120",
        "Year: 1950; Workers: 210; Looms: 88",
    ]
    assert "Year: 1950; Workers: 210; Looms: 88" in sentences(document)
    year, workers, looms = boxes_of(document, "Year: 1950; Workers: 210; Looms: 88")
    assert near(year, 50, 162, 72, 172)
    assert near(workers, 170, 162, 187, 172)
    assert near(looms, 290, 162, 301, 172)


def test_what_a_reader_does_not_see_is_hidden() -> None:
    page = text(50, 780, "This is what the page says to all who read it.")
    page += "1 1 1 rg\n" + text(50, 700, "White on white.") + "0 0 0 rg\n"
    page += text(50, 600, "Too small to be seen.", 0.5)
    page += "BT 3 Tr ET\n" + text(50, 500, "Painted with nothing.") + "BT 0 Tr ET\n"
    page += text(50, 400, "Painted over.") + "0 0 0 rg 40 390 200 30 re f\n"
    page += "0 0 1 rg 40 290 200 30 re f 1 1 1 rg\n" + text(50, 300, "White on blue.")
    document = read(one_page(page), "x.pdf")
    assert sentences(document) == [
        "This is what the page says to all who read it.",
        "White on blue.",
    ]
    assert of_kind(document, BlockKind.HIDDEN) == [
        "White on white.",
        "Too small to be seen.",
        "Painted with nothing.",
        "Painted over.",
    ]


def test_recognised_text_below_the_picture_of_its_page_is_read() -> None:
    picture = "q 595 0 0 842 0 0 cm /Im Do Q\n"
    page = picture + "BT 3 Tr ET\n" + lines(50, 700, *LEFT)
    document = read(one_page(page), "x.pdf")
    assert layout(document) == [("paragraph", PROSE)]


def test_letters_drawn_twice_to_look_bold_are_read_once() -> None:
    page = text(50, 700, "BOLD SAMPLE") + text(50.4, 700, "BOLD SAMPLE")
    page += text(50, 600, "The rest of the page is said only once.")
    document = read(one_page(page), "x.pdf")
    assert document.text == "BOLD SAMPLE\n\nThe rest of the page is said only once."


def test_dots_in_a_row_are_no_letters_drawn_twice() -> None:
    page = text(50, 700, ". . . . and so on it goes for a while.")
    assert read(one_page(page), "x.pdf").text == ". . . . and so on it goes for a while."


def test_letters_that_the_file_keeps_from_left_to_right_are_read_as_they_are_meant() -> None:
    page = Sheet(
        1,
        300,
        300,
        (
            Word("1912", 40, 10, 60, 20, 10, 0, spaced=True),
            Word("\u05e9\u05e0\u05ea", 64, 10, 84, 20, 10, 1),
            Word("New", 10, 10, 20, 20, 10, 2),
            Word("York", 23, 10, 37, 20, 10, 3),
            Word("\u05d1", 84.5, 10, 90, 20, 10, 4),
        ),
    )
    assert lay_out_pages([page]).text == "\u05d1\u05e9\u05e0\u05ea 1912 New York"


def test_a_stamp_in_the_margin_and_a_watermark_are_furniture() -> None:
    page = lines(80, 740, *LEFT)
    page += turned_text(30, 300, "Received 4 May", "0 1 -1 0")
    page += turned_text(200, 300, "DRAFT", "0.7 0.7 -0.7 0.7", 60)
    document = read(one_page(page), "x.pdf")
    assert layout(document)[0] == ("paragraph", PROSE)
    assert sorted(of_kind(document, BlockKind.FURNITURE)) == ["DRAFT", "Received 4 May"]
    box = boxes_of(document, "Received")[0]
    assert near(box, 22, 500, 32, 542)


def test_a_table_turned_on_its_page_is_read_along_its_own_lines() -> None:
    page = "".join(
        turned_text(100 + 12 * place, 100, row, "0 1 -1 0") for place, row in enumerate(LEFT)
    )
    document = read(one_page(page), "x.pdf")
    assert document.text == PROSE
    (box,) = boxes_of(document, "The")
    assert near(box, 92, 725, 102, 742)


def test_what_the_file_states_of_itself_is_kept() -> None:
    info = {"Title": "The Mill", "Author": "Anna Amsel", "CreationDate": "D:20120304101112Z"}
    made = Pdf([PdfPage(lines(50, 700, *LEFT))], info=info, language="en-GB").to_bytes()
    document = read(made, "x.pdf")
    assert document.title == "The Mill"
    assert document.metadata == {
        "author": "Anna Amsel",
        "date": "2012-03-04",
        "language": "en-GB",
    }


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("untitled", "report"),
        ("Microsoft Word - Annual figures.doc", "Annual figures"),
        ("scan0012.jpg", "report"),
        ("PowerPoint Presentation", "report"),
    ],
)
def test_a_programs_own_title_is_no_title(stated: str, title: str) -> None:
    info = {"Title": stated, "Author": "anonymous", "CreationDate": "D:0000"}
    made = Pdf([PdfPage(lines(50, 700, *LEFT))], info=info).to_bytes()
    document = read(made, "report.pdf")
    assert document.title == title
    assert document.metadata == {}


def test_a_password_a_scan_and_a_broken_file_are_told_apart() -> None:
    locked = Pdf([PdfPage(text(50, 700, "Secret"))], encrypted=True).to_bytes()
    with pytest.raises(UnreadableDocumentError, match="is protected by a password"):
        read(locked, "x.pdf")
    with pytest.raises(NeedsRecognitionError, match="no text"):
        read(one_page("q 595 0 0 842 0 0 cm /Im Do Q\n"), "x.pdf")
    with pytest.raises(UnreadableDocumentError, match="is broken"):
        read(b"%PDF-1.7\nnothing of the kind", "x.pdf")


def test_limits_of_pages_and_characters_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Pdf([PdfPage(text(50, 700, "A page."))] * 3).to_bytes()
    monkeypatch.setattr(pdf_reader, "MOST_PAGES", 2)
    with pytest.raises(TooLargeError, match="3 pages, the limit is 2"):
        read(made, "x.pdf")
    monkeypatch.setattr(pdf_reader, "MOST_PAGES", 3)
    monkeypatch.setattr(pdf_reader, "MOST_CHARACTERS", 20)
    with pytest.raises(TooLargeError, match="more than 20 characters"):
        read(made, "x.pdf")
