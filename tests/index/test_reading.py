import codecs
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import (
    EmptyDocumentError,
    InputError,
    TooLargeError,
    UnreadableDocumentError,
    UnsupportedFormatError,
)
from index.reading import FORMATS, MOST_BYTES, MOST_CHARACTERS, RowError, from_text, read, read_rows
from index.reading.plain_text import covering
from index.types import Block, BlockKind, Document, Span, document_id
from tests.index.layouts import assert_sound, layout, of_kind, sentences

ARTICLE = Path(__file__).parents[2] / "seeds" / "000_021475361d00956f.txt"
PROSE = "The committee met on Monday and agreed to open the new bridge in the spring."
ANY_TEXT = st.text(max_size=300) | st.text(
    alphabet="aA1 .:-=*#\n\r\t“”\u2028\x0c\x85•3é", max_size=200
)


def headings(text: str) -> list[str]:
    return of_kind(from_text(text), BlockKind.HEADING)


# The seed article


def test_the_article_has_its_title_and_its_six_sections() -> None:
    document = read(ARTICLE.read_bytes(), ARTICLE.name)
    assert document.title == (
        "Inside OpenAI: Unfiltered Lessons on AI, Culture, and Rapid Product Launches"
    )
    assert [(b.level, b.span.of(document.text)) for b in document.blocks if b.level] == [
        (1, document.title),
        (2, "01 About OpenAI"),
        (2, "02 Work Culture"),
        (2, "03 Code"),
        (2, "04 Other Learnings"),
        (2, "05 Codex Release Journey"),
        (2, "06 Farewell Reflections"),
    ]


def test_the_article_keeps_its_characters() -> None:
    document = read(ARTICLE.read_bytes(), ARTICLE.name)
    assert document.text == ARTICLE.read_text(encoding="utf-8")
    assert "code‑generation agent" in document.text
    assert (document.source, document.id) == (ARTICLE.name, document_id(ARTICLE.name))


def test_every_paragraph_of_the_article_is_one_block_with_its_sentences() -> None:
    document = read(ARTICLE.read_bytes(), ARTICLE.name)
    assert_sound(document.text, document.blocks)
    assert len(of_kind(document, BlockKind.PARAGRAPH)) == 19
    assert sentences(document)[-1].startswith("The experience reinforced that rapid")
    assert (
        "From concept to production, the sprint took only seven weeks, involving a tiny core team "
        "of engineers, researchers, designers, marketers, and a product manager."
    ) in sentences(document)


# Properties


@given(ANY_TEXT)
def test_any_text_is_laid_out_soundly_and_kept_as_it_is(text: str) -> None:
    try:
        document = from_text(text)
    except InputError:
        refused = not text.strip() or "\0" in text
        assert refused
        return
    assert document.text == text
    assert document.title.strip() == document.title != ""
    assert_sound(text, document.blocks)


@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.md", "a"]))
def test_any_bytes_are_read_soundly_or_refused_in_one_line(data: bytes, name: str) -> None:
    message = "one line"
    try:
        document = read(data, name)
    except InputError as error:
        message = str(error)
    else:
        assert_sound(document.text, document.blocks)
    assert len(message.splitlines()) == 1


def test_a_layout_with_overlaps_and_holes_is_made_sound() -> None:
    text = "One. Two. Three."
    found = [
        Block(Span(5, 9), BlockKind.CODE),
        Block(Span(0, 6), BlockKind.CODE),
        Block(Span(6, 6), BlockKind.CODE),
    ]
    blocks = covering(text, found)
    assert [(b.kind, b.span.of(text)) for b in blocks] == [
        (BlockKind.CODE, "One. T"),
        (BlockKind.PARAGRAPH, "wo. Three."),
    ]
    assert_sound(text, tuple(blocks))


# Encodings

SAMPLE = "Crème brûlée – “très bonne”,\r\nsagt Jürgen aus Köln.\rEnde"


@pytest.mark.parametrize(
    "data",
    [
        SAMPLE.encode(),
        codecs.BOM_UTF8 + SAMPLE.encode(),
        SAMPLE.encode("utf-16"),
        codecs.BOM_UTF16_BE + SAMPLE.encode("utf-16-be"),
        SAMPLE.encode("utf-32"),
        codecs.BOM_UTF32_BE + SAMPLE.encode("utf-32-be"),
        SAMPLE.encode("utf-16-le"),
        SAMPLE.encode("utf-16-be"),
        SAMPLE.encode("cp1252"),
    ],
    ids="utf8 utf8mark utf16 utf16be utf32 utf32be bare16le bare16be cp1252".split(),
)
def test_each_encoding_gives_the_same_characters(data: bytes) -> None:
    assert read(data, "a.txt").text == SAMPLE


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Müller", "cp1252"),
        ("Perché la città è così bella? Però non lo so.", "cp1252"),
        ("El niño comió; ¿qué pasó?", "cp1252"),
        ("Le café était fermé à l’heure du déjeuner.", "cp1252"),
        ("Привет, мир. Это проверка кодировки русского текста, довольно длинная.", "cp1251"),
        ("日本語の文章です。文字コードを調べます。", "shift_jis"),
    ],
)
def test_a_legacy_encoding_is_told_when_it_is_sure(text: str, encoding: str) -> None:
    assert read(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize(
    "seed",
    [
        b"\xa5\xd0\xfe\x81 \x9d\xf0",
        bytes(range(128, 256)) * 3,
        "Zażółć gęślą jaźń, proszę państwa.".encode("cp1250"),
        "Bugün hava çok güzel, çocuklar bahçede ve şarkı söylüyor.".encode("cp1254"),
        "Árvíztűrő tükörfúrógép".encode("cp1250"),
    ],
)
def test_an_encoding_that_is_not_sure_is_refused(seed: bytes) -> None:
    with pytest.raises(UnreadableDocumentError, match="save it as UTF-8"):
        read(seed, "odd.txt")


def test_a_broken_file_with_a_byte_order_mark_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="starts as UTF-8 but is broken"):
        read(codecs.BOM_UTF8 + b"caf\xe9 au lait", "a.txt")


# What is refused


def test_a_binary_named_txt_is_refused_with_what_it_looks_like() -> None:
    with pytest.raises(UnsupportedFormatError) as raised:
        read(b"\x89PNG\r\n\x1a\n" + bytes(60), "photo.txt")
    assert str(raised.value) == (
        f"photo.txt is a PNG image, which cannot be read. Formats: {', '.join(FORMATS)}."
    )


def test_nul_characters_are_no_text() -> None:
    with pytest.raises(UnreadableDocumentError, match="NUL"):
        read(b"hello\0world", "a.txt")
    with pytest.raises(UnreadableDocumentError, match="NUL"):
        from_text("hello\0world")


@pytest.mark.parametrize("data", [b"", b" \r\n\t \n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_a_file_without_text_is_refused(data: bytes) -> None:
    for name in ("a.txt", "a.md", "a"):
        with pytest.raises(EmptyDocumentError, match=rf"^{name} is empty"):
            read(data, name)


@pytest.mark.parametrize("name", ["a.docx", "a.jpg", "report.2024", "README"])
def test_a_text_is_read_whatever_its_name(name: str) -> None:
    assert layout(read(PROSE.encode(), name)) == [("paragraph", PROSE)]


def test_a_name_without_a_suffix_is_plain_text() -> None:
    document = read(PROSE.encode(), "README")
    assert (document.title, layout(document)) == ("README", [("paragraph", PROSE)])


def test_no_message_and_no_source_shows_a_path() -> None:
    assert read(PROSE.encode(), "/home/ann/notes.txt").source == "notes.txt"
    assert read(PROSE.encode(), "C:\\ann\\notes.txt").source == "notes.txt"
    with pytest.raises(EmptyDocumentError, match=r"^notes\.txt is empty"):
        read(b"", "/home/ann/notes.txt")


def test_too_much_is_refused_with_the_limit() -> None:
    with pytest.raises(TooLargeError, match=r"25\.0 MiB, the limit is 25 MiB"):
        read(b"a" * (MOST_BYTES + 1), "a.txt")
    with pytest.raises(TooLargeError, match=r"5,000,001 characters, the limit is 5,000,000"):
        from_text("a" * (MOST_CHARACTERS + 1))


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="surrogate pair at character 3"):
        from_text("abc\ud800")


# Titles, ids and sources


def test_what_is_given_comes_before_what_is_found() -> None:
    document = read(
        b"Found title\n\n" + PROSE.encode(),
        "a.txt",
        identity="https://example.org/a",
        title="Given title",
        metadata={"author": "Ann"},
    )
    assert document.title == "Given title"
    assert document.id == document_id("https://example.org/a")
    assert document.metadata == {"author": "Ann"}


def test_the_title_is_the_first_heading_or_the_name_without_its_suffix() -> None:
    assert read(f"The New Bridge\n\n{PROSE}".encode(), "a.txt").title == "The New Bridge"
    assert read(PROSE.encode(), "bridge-notes.txt").title == "bridge-notes"


def test_pasted_text_is_named_after_its_own_characters() -> None:
    document = from_text(PROSE)
    assert document.source == "pasted-text-91fd87c59942"
    assert document.id == document_id("pasted-text-91fd87c59942")
    assert document.title == PROSE
    assert from_text(PROSE, id="mine", source="s").id == "mine"


# Paragraphs


def test_a_text_with_a_paragraph_a_line_keeps_its_lines_apart() -> None:
    lines = [PROSE, "It cost 30 million.", PROSE]
    assert layout(from_text("\n".join(lines))) == [("paragraph", line) for line in lines]


WRAPPED = (
    "The committee met on Monday and agreed to open\n"
    "the new bridge in the spring. It will carry\n"
    "trams and bicycles, but no cars, as the mayor\n"
    "had promised."
)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_a_text_wrapped_by_hand_has_its_lines_joined(end: str) -> None:
    first = WRAPPED.replace("\n", end)
    document = from_text(f"{first}{end}{end}{first}")
    assert layout(document) == [("paragraph", first)] * 2
    assert sentences(document)[0].endswith(f"open{end}the new bridge in the spring.")
    assert len(sentences(document)) == 4


def test_a_page_break_parts_paragraphs() -> None:
    assert layout(from_text(f"{PROSE}\n\x0c{PROSE}")) == [("paragraph", PROSE)] * 2


def test_talk_and_entries_stay_line_by_line() -> None:
    lines = ["Anna: shall we open it on Monday", "Ben: yes", "Price: 30 EUR", "Anna: fine"]
    document = from_text("\n".join(lines))
    assert layout(document) == [("paragraph", line) for line in lines]
    assert sentences(document) == lines


# Lists


def test_items_of_a_list_are_blocks_and_their_marks_are_in_no_sentence() -> None:
    text = (
        "Bring these:\n- a rope\n  of ten metres\n* two lamps\n• water\n1. First rest\n(a) Then go"
    )
    document = from_text(text)
    assert layout(document) == [
        ("paragraph", "Bring these:"),
        ("list_item", "- a rope\n  of ten metres"),
        ("list_item", "* two lamps"),
        ("list_item", "• water"),
        ("list_item", "1. First rest"),
        ("list_item", "(a) Then go"),
    ]
    assert sentences(document)[1:3] == ["a rope\n  of ten metres", "two lamps"]


def test_a_rule_is_furniture() -> None:
    assert layout(from_text(f"{PROSE}\n\n* * *\n\n{PROSE}"))[1] == ("furniture", "* * *")


# Headings


@pytest.mark.parametrize(
    ("heading", "level"),
    [
        ("05 Codex Release Journey", 2),
        ("3.2 Method", 3),
        ("2.1.4 Choice of Stones", 4),
        ("Chapter IV", 2),
        ("Chapter 4: The Flood", 2),
        ("§ 4 Payment", 2),
        ("IV. The Flood", 2),
        ("THE LONG WINTER", 2),
        ("Getting started", 2),
        ("Kapitel 3 Die Brücke", 2),
    ],
)
def test_a_heading_between_paragraphs_is_found(heading: str, level: int) -> None:
    document = from_text(f"{PROSE}\n\n{heading}\n\n{PROSE}")
    assert layout(document)[1] == (f"heading{level}", heading)


@pytest.mark.parametrize(
    "line",
    [
        "Price: 30 EUR",
        "Anna: yes",
        "30 people came",
        "The meeting was adjourned",
        "Open daily 9 to 5",
        "It ends with a stop.",
        "Is it a question?",
        "12.30 Lunch",
        "- an item",
        "2024-05-01 10:12 Server restarted",
        "all in lower case",
        "DO NOT OPEN THE VALVE",
        "TOTAL 300 EUR",
        "A line of many words that goes on and on until nobody would take it for one",
    ],
)
def test_a_fact_on_a_short_line_is_no_heading(line: str) -> None:
    for text in (f"{PROSE}\n\n{line}\n\n{PROSE}", f"{PROSE}\n{line}\n{PROSE}"):
        document = from_text(text)
        assert of_kind(document, BlockKind.HEADING) == []
        assert line.removeprefix("- ") in sentences(document)


def test_numbered_headings_back_one_another() -> None:
    text = f"1 Opening\n{PROSE}\n2 Open questions\n{PROSE}\n2.1 Costs\n{PROSE}"
    assert headings(text) == ["1 Opening", "2 Open questions", "2.1 Costs"]
    assert headings(f"{PROSE}\n5 Apples a day\n{PROSE}") == []


def test_numbered_items_are_a_list() -> None:
    text = f"Agenda for today.\n\n1. Opening\n2. Report\n3. Call Bob\n\n{PROSE}"
    assert headings(text) == []
    assert of_kind(from_text(text), BlockKind.LIST_ITEM) == [
        "1. Opening",
        "2. Report",
        "3. Call Bob",
    ]


def test_underlined_lines_are_headings_and_their_rules_furniture() -> None:
    document = from_text(f"The Bridge\n==========\n\n{PROSE}\n\nCosts\n-----\n{PROSE}")
    assert layout(document) == [
        ("heading1", "The Bridge"),
        ("furniture", "=========="),
        ("paragraph", PROSE),
        ("heading2", "Costs"),
        ("furniture", "-----"),
        ("paragraph", PROSE),
    ]


def test_several_short_lines_in_a_row_are_verse() -> None:
    verse = ["Over the river", "Under the moon", "Someone is singing", "A very old tune"]
    assert headings(f"{PROSE}\n\n" + "\n".join(verse) + f"\n\n{PROSE}") == []


def test_headings_may_follow_one_another_only_deeper() -> None:
    text = f"The Bridge\n\nChapter I\n\n1.1 Stones\n\n{PROSE}"
    assert headings(text) == ["The Bridge", "Chapter I", "1.1 Stones"]
    passage = from_text(text).passage(text.index("The committee"), len(text))
    assert passage.heading == "The Bridge > Chapter I > 1.1 Stones"


def test_a_title_may_stand_over_anything() -> None:
    verse = "Over the river we went\nUnder the moon"
    assert headings(f"The Road\n\n{verse}\n") == ["The Road"]
    assert headings("Opening hours\nMonday: 9 to 5\nTuesday: closed\n") == ["Opening hours"]
    assert headings(f"{verse}\nAnd home again") == []
    assert headings("Open daily 9 to 5\n\nAsk Bob\n\nOr Ann") == []


def test_a_numbered_section_may_hold_a_single_word() -> None:
    text = f"1. Opening\n{PROSE}\n\n2. Other business\nNone."
    assert headings(text) == ["1. Opening", "2. Other business"]


def test_a_short_last_line_is_no_heading() -> None:
    assert headings(f"{PROSE}\n\nAnn Lee") == []
    assert headings("Ann Lee") == []


# Rows


def rows(*lines: object) -> list[Document | RowError]:
    encoded = [
        line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines
    ]
    return list(read_rows(encoded, "corpus.jsonl"))


def test_a_row_is_a_document_with_its_exact_text() -> None:
    text = "  Two\r\nlines.\u2028 End  "
    [document] = rows({"_id": "d-1", "title": "T", "text": text, "metadata": {"n": 1}})
    assert isinstance(document, Document)
    assert (document.id, document.title, document.text) == ("d-1", "T", text)
    assert (document.source, document.metadata) == ("corpus.jsonl#d-1", {"n": 1})


@pytest.mark.parametrize(
    ("row", "identity", "source"),
    [
        ({"_id": 12}, "12", "corpus.jsonl#12"),
        ({"_id": "a b"}, document_id("corpus.jsonl#a b"), "corpus.jsonl#a b"),
        ({}, document_id("corpus.jsonl#1"), "corpus.jsonl#1"),
        ({"_id": "x", "metadata": {"url": "https://e.org/x"}}, "x", "https://e.org/x"),
        ({"metadata": {"source": "s", "url": "u"}}, document_id("s"), "s"),
        ({"_id": "x" * 129}, document_id("corpus.jsonl#" + "x" * 129), "corpus.jsonl#" + "x" * 129),
    ],
)
def test_ids_and_sources_of_rows(row: dict[str, object], identity: str, source: str) -> None:
    [document] = rows({"text": PROSE, **row})
    assert isinstance(document, Document)
    assert (document.id, document.source) == (identity, source)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{broken", "it is no JSON"),
        (b"[1]", "no JSON object"),
        (b"\xff\xfe{}", "not UTF-8"),
        ({"title": "T"}, 'no "text"'),
        ({"text": 5}, 'no "text"'),
        ({"text": "  "}, "is empty"),
        ({"text": "a\0b"}, "NUL"),
        ({"text": "a\ud800"}, "surrogate"),
        ({"text": "a", "_id": "\ud800"}, "surrogate"),
        ({"text": "a", "_id": [1]}, '"_id" is neither'),
        ({"text": "a", "_id": True}, '"_id" is neither'),
        ({"text": "a", "title": 3}, '"title" is no string'),
        ({"text": "a", "metadata": []}, '"metadata" is no object'),
        (b'{"text": "a", "metadata": {"x": NaN}}', "NaN is no JSON number"),
        (b'{"text":' + b"[" * 100_000, "nested too deeply"),
        (b'{"text": "a", "_id": ' + b"9" * 5000 + b"}", "out of range"),
    ],
)
def test_a_bad_row_is_an_error_that_stops_nothing(line: object, message: str) -> None:
    first, error, last = rows({"text": PROSE}, line, {"text": PROSE})
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(error, RowError)
    assert error.line_number == 2
    assert message in error.message
    assert len(error.message.splitlines()) == 1


def test_blank_lines_are_skipped_and_a_byte_order_mark_is_no_part_of_a_row() -> None:
    found = rows(codecs.BOM_UTF8 + b'{"text": "One."}', b"\n", b"  \r\n", {"text": "Two."})
    assert [row.text for row in found if isinstance(row, Document)] == ["One.", "Two."]
    assert [row.source for row in found if isinstance(row, Document)] == [
        "corpus.jsonl#1",
        "corpus.jsonl#4",
    ]


def test_a_large_file_is_read_in_seconds() -> None:
    data = "\n\n".join([WRAPPED] * 5000).encode()
    started = time.process_time()
    assert len(read(data, "a.txt").blocks) == 5000
    assert time.process_time() - started < 8  # measured at 0.5 s for its 0.9 MB


def test_a_short_western_text_is_read_and_a_short_binary_is_not() -> None:
    assert read("## können\n\nkönnen\n\näöüß\n".encode("cp1252"), "u.md").text.endswith("äöüß\n")
    with pytest.raises(UnreadableDocumentError, match="NUL"):
        read(b"MZ\0\x01\0\xff", "b.txt")
