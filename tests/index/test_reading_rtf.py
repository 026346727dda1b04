"""Rich text, written here by hand."""

import time

import pytest

from index.errors import TooLargeError, UnreadableDocumentError
from index.reading import limits
from index.reading.rtf import read_layout
from tests.index.layouts import assert_sound

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Times;}"
    r"{\f2\ftech\fcharset2 Symbol;}{\f3\fcharset128 MS Mincho;}}"
    "\n"
    r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;\red31\green73\blue125;}"
    "\n"
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 \'dcberschrift 1;}{\s2 heading 2;}{\s3 Title;}"
    r"{\s4 caption;}{\*\cs10 \additive Default Font;}}"
    "\n"
)


def of_body(body: str) -> bytes:
    return (HEAD + body + "}").encode("latin-1")


def read(body: str) -> list[tuple[str, str]]:
    layout = read_layout(of_body(body), "a.rtf")
    assert_sound(layout.text, layout.blocks)
    return [
        (block.kind.value + str(block.level or ""), block.span.of(layout.text))
        for block in layout.blocks
    ]


def texts(body: str) -> list[str]:
    return [text for _, text in read(body)]


def test_paragraphs_and_headings_come_in_order() -> None:
    body = (
        r"{\pard\s3 The mill\par}\pard\s1 History\par\pard\s2 Owners\par"
        "\n\\pard\\plain It opened\r\n in 1912.\\line Then it {\\b grew}.\\par\n"
        r"\pard\outlinelevel2 Deep\par\pard\s4 Figure 1\par\pard Last, without an end"
    )
    assert read(body) == [
        ("heading1", "The mill"),
        ("heading1", "History"),
        ("heading2", "Owners"),
        ("paragraph", "It opened in 1912.\nThen it grew."),
        ("heading3", "Deep"),
        ("caption", "Figure 1"),
        ("paragraph", "Last, without an end"),
    ]


def test_signs_and_escaped_characters_are_what_they_stand_for() -> None:
    assert texts(r"\{a\}\\b\~c\_d\-e\emdash f\ldblquote g\rdblquote\tab h\bullet") == [
        "{a}\\b\u00a0c\u2011de—f“g”\th•"
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"Caf\'e9 \'80", "Café €"),
        ("Caf\xe9", "Café"),
        (r"{\f1 \'cc\'e8\'f0} A", "Мир A"),
        (r"{\f3 \'93\'8c\'8b\'9e} B", "東京 B"),
        (r"{\f2 m}\f2 \'b3", "μ≥"),
        (r"\u8364?5 \uc2\u8364\'3f?6 \uc0\u8364 7", "€5 €6 €7"),
        (r"\u-10179?\u-8704?!", "😀!"),
        (r"\u-10179?!", "\ufffd!"),
        (r"\u-3913?\u0?\u65?", "•A"),
        (r"{\upr{no}{\*\ud{Caf\u233?}}}", "Café"),
    ],
)
def test_characters_of_all_encodings_are_decoded(body: str, text: str) -> None:
    assert texts(body) == [text]


def test_the_code_page_of_the_document_counts() -> None:
    for head, text in (
        (r"\ansi\ansicpg1251", "Мир"),
        (r"\mac", "ÃËŁ"),
        (r"\ansi\ansicpg99999", "Ìèð"),
        (r"\pca", "╠Þ­"),
    ):
        data = rb"{\rtf1" + head.encode() + rb" \'cc\'e8\'f0}"
        expected = bytes.fromhex("cce8f0").decode("mac_roman") if head == r"\mac" else text
        assert read_layout(data, "a.rtf").text == expected


def test_items_keep_their_marks_out_of_their_sentences() -> None:
    body = (
        r"\pard{\listtext\f2\'b7\tab}{\*\pn\pnlvlblt{\pntxtb\'b7}}one\par"
        r"{\listtext o\tab}two\par{\pntext 3.\tab}three\par \pard\s1{\listtext 1.2\tab}Scope\par"
        r"\pard - typed\par"
    )
    layout = read_layout(of_body(body), "a.rtf")
    assert layout.text == "• one\n• two\n3. three\n\n1.2 Scope\n\n- typed"
    cited = [sentence.of(layout.text) for block in layout.blocks for sentence in block.sentences]
    assert cited == ["one", "two", "three", "typed"]


def test_rows_of_tables_have_the_names_of_their_columns() -> None:
    row = r"\trowd\cellx1000\cellx2010\pard\intbl {} \cell {}\par again\cell\row"
    body = (
        r"\trowd\trhdr\cellx1000\cellx2000\pard\intbl Year\cell Town\cell\row "
        + row.format("1912", "Ulm")
        + r"\trowd\cellx2000\pard\intbl Estimates\cell\row"
        + r"\trowd\cellx1000\cellx2000\pard\intbl\cell Bonn\cell\row \pard It closed.\par"
    )
    assert read(body) == [
        ("table_row", "Year; Town"),
        ("table_row", "Year: 1912; Town: Ulm again"),
        ("table_row", "Estimates"),
        ("table_row", "Town: Bonn"),
        ("paragraph", "It closed."),
    ]


def test_notes_boxes_and_headers_are_told_apart() -> None:
    body = (
        r"{\header \pard Report\par}{\headerl \pard Report\par}{\footer\pard Page "
        r"{\field{\*\fldinst PAGE}{\fldrslt 1}}\par}"
        r"It opened{\super\chftn{\footnote\pard\plain See Smith.}} in 1912."
        r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard In the box.\par}}{\shprslt no}}\par "
        r"It {\field{\*\fldinst HYPERLINK http://x}{\fldrslt closed}}.{\*\annotation no}\par"
    )
    assert read(body) == [
        ("paragraph", "It opened in 1912."),
        ("footnote", "See Smith."),
        ("paragraph", "In the box."),
        ("paragraph", "It closed."),
        ("furniture", "Report"),
        ("furniture", "Page 1"),
    ]


@pytest.mark.parametrize("look", [r"\v", r"\cf2", r"\fs2", r"\cf1\highlight1", r"\cf3\chcbpat3"])
def test_what_no_reader_sees_is_hidden(look: str) -> None:
    body = rf"It opened {{{look} Say 1850.}}in 1912.\par {look} Gone. \plain Kept.\par"
    assert read(body) == [
        ("paragraph", "It opened in 1912."),
        ("hidden", "Say 1850."),
        ("paragraph", "Kept."),
        ("hidden", "Gone."),
    ]


def test_white_text_on_a_colour_is_seen() -> None:
    body = (
        r"{\cf2\highlight3 Marked.}\par\pard\cbpat3{\cf2 Shaded.}\par"
        r"\trowd\clcbpat3\cellx1000\cellx2000\pard\intbl{\cf2 Year}\cell{\cf2 no}Town\cell\row"
    )
    assert read(body) == [
        ("paragraph", "Marked."),
        ("paragraph", "Shaded."),
        ("table_row", "Year: Town"),
        ("hidden", "no"),
    ]


def test_deleted_text_pictures_and_unknown_groups_are_left_out() -> None:
    body = (
        r"It {\deleted never }opened{\pict\pngblip 0123456789abcdef}{\*\unknown no{\b no}}."
        r"{\pict\bin5 }}}\x}{\object{\*\objdata 00}{\result Chart}}\par"
    )
    assert texts(body) == ["It opened."]


def test_what_the_file_states_of_itself_is_kept() -> None:
    info = (
        r"{\info{\title The \'bb mill}{\author Anna; Bo}{\creatim\yr2020\mo5\dy7\hr9}{\nofpages1}}"
    )
    layout = read_layout(of_body(info + r"x\par"), "a.rtf")
    assert layout.title == "The » mill"
    assert layout.metadata == {"author": "Anna; Bo", "date": "2020-05-07"}
    assert layout.text == "x"


def test_what_follows_the_file_or_is_cut_off_does_no_harm() -> None:
    whole = of_body(r"It opened.\par {\b It closed.}")
    assert read_layout(whole + b"}}} {\\rtf1 more}", "a.rtf").text == "It opened.\n\nIt closed."
    for end in range(len(HEAD) + 15, len(whole)):
        assert read_layout(whole[:end], "a.rtf").text.startswith("It opened.")
    for place in range(6, len(whole)):
        read_layout(whole[:place] + b"\\" + whole[place + 1 :], "a.rtf")
        read_layout(whole[:place] + b"}" + whole[place + 1 :], "a.rtf")


def test_hostile_files_are_refused_or_read_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableDocumentError, match="is no rich text"):
        read_layout(b"The mill", "a.rtf")
    with pytest.raises(TooLargeError, match="nests too deeply"):
        read_layout(of_body("{" * 2000), "a.rtf")
    with pytest.raises(TooLargeError, match="characters"):
        read_layout(of_body("A" * 6_000_000), "a.rtf")
    with pytest.raises(TooLargeError, match="control words"):
        read_layout(of_body(r"\b" * 2_000_001), "a.rtf")
    monkeypatch.setattr(limits, "MOST_PIECES", 10)
    with pytest.raises(TooLargeError, match="more than 10 paragraphs"):
        read_layout(of_body(r"mill\par " * 11), "a.rtf")


@pytest.mark.parametrize(
    "body",
    [
        r"{\field{\*\fldinst{HYPERLINK x}}{\fldrslt y}}" * 20_000,
        r"\trowd" + r"\cellx9" * 100_000 + r"\intbl x\cell\row",
        r"\intbl x\cell" * 50_000,
        r"{\footnote x}" * 30_000,
        r"\u9999999999?\uc9999999999\bin9999999999 x" * 1000,
        r"\'e9" * 200_000,
        r"\colortbl" + ";" * 1_000_000,
    ],
)
def test_strange_texts_are_read_in_time_that_grows_with_their_length(body: str) -> None:
    started = time.process_time()
    read_layout(of_body(body), "a.rtf")
    assert time.process_time() - started < 8  # measured at 0.1 to 2 s on two shared cores
