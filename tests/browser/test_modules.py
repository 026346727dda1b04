"""The modules that compute and draw nothing, called by themselves."""

import json
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

READ_EVENTS = """async (chunks) => {
    const { serverEvents } = await import("/static/sse.js");
    const body = new ReadableStream({
        start(controller) {
            for (const chunk of chunks) controller.enqueue(new Uint8Array(chunk));
            controller.close();
        },
    });
    return await Array.fromAsync(serverEvents(body));
}"""
SLICE = """async ([text, start, end]) => {
    const { CodePointText } = await import("/static/pieces.js");
    const counted = new CodePointText(text);
    return [counted.slice(start, end), counted.length];
}"""
CLEAN = """async (heading) => (await import("/static/examples.js")).cleanHeading(heading)"""
TOPICS = """async ([text, blocks]) => {
    const { CodePointText } = await import("/static/pieces.js");
    const { topicsOf } = await import("/static/examples.js");
    return topicsOf(new CodePointText(text), blocks, "The title");
}"""
PIECES = """async ([range, spans]) => (await import("/static/pieces.js")).piecesOf(range, spans)"""

characters = st.characters(exclude_categories=["Cs"]) | st.sampled_from("🎉👩‍👧\u0301\ufeff\r\n\0")


on_one_page = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(data=st.data(), text=st.text(characters, max_size=40))
@on_one_page
def test_a_slice_by_code_points_equals_pythons(page: Page, data: st.DataObject, text: str) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert page.evaluate(SLICE, [text, start, end]) == [text[start:end], len(text)]


@given(
    texts=st.lists(st.text(characters, max_size=10), max_size=4),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    size=st.integers(1, 9),
)
@on_one_page
def test_events_are_read_whole_however_the_network_cuts_them(
    page: Page, texts: list[str], line_end: str, size: int
) -> None:
    lines = [": keep-alive", ""]
    for text in texts:
        lines += ["event: statement", f"data: {json.dumps({'text': text}, ensure_ascii=False)}", ""]
    stream = "".join(line + line_end for line in lines).encode()
    chunks = [list(stream[at : at + size]) for at in range(0, len(stream), size)]
    expected = [{"type": "statement", "data": {"text": text}} for text in texts]
    assert page.evaluate(READ_EVENTS, chunks) == expected


def test_an_event_that_the_end_of_the_stream_cuts_off_is_left_out(page: Page) -> None:
    stream = b'event: done\ndata: {"n": 1}\n\nevent: done\ndata: {"n": 2}\n'
    assert page.evaluate(READ_EVENTS, [list(stream)]) == [{"type": "done", "data": {"n": 1}}]


def test_data_on_several_lines_is_one_value(page: Page) -> None:
    stream = b'data: {"a":\ndata: 1}\n\n'
    assert page.evaluate(READ_EVENTS, [list(stream)]) == [{"type": "message", "data": {"a": 1}}]


@pytest.mark.parametrize(
    ("heading", "clean"),
    [
        ("05 Codex Release Journey", "Codex Release Journey"),
        ("## 3.1 Work culture ##", "Work culture"),
        ("1) Setting up:", "Setting up"),
        ("IV. The voyage", "The voyage"),
        ("Chapter 7: The return", "The return"),
        ("Results\n=======", "Results"),
        ("Why C#", "Why C#"),
        ("I, Claudius", "I, Claudius"),
        ("2024 in review", "2024 in review"),
        ("3D printing", "3D printing"),
    ],
)
def test_a_heading_is_cleaned_of_marks_and_numbers(page: Page, heading: str, clean: str) -> None:
    assert page.evaluate(CLEAN, heading) == clean


def test_topics_are_headings_with_text_under_them_the_longest_first(page: Page) -> None:
    pieces = [
        ("heading", "The title"),
        ("heading", "1 Alpha"),
        ("paragraph", "A few words under the first heading."),
        ("heading", "2 Empty one"),
        ("heading", "Introduction"),
        ("paragraph", "words " * 60),
        ("heading", "3 Beta 🎉"),
        ("paragraph", "words " * 40),
    ]
    text, blocks = "", []
    for kind, words in pieces:
        blocks.append({"start": len(text), "end": len(text) + len(words), "kind": kind})
        text += words + "\n"
    assert page.evaluate(TOPICS, [text, blocks]) == ["Beta 🎉", "Alpha"]


@pytest.mark.parametrize(
    ("block", "span", "expected"),
    [
        ((10, 20), (12, 15), [(10, 12, False), (12, 15, True), (15, 20, False)]),
        ((10, 20), (10, 20), [(10, 20, True)]),
        ((10, 20), (5, 12), [(10, 12, True), (12, 20, False)]),
        ((10, 20), (18, 30), [(10, 18, False), (18, 20, True)]),
        ((10, 20), (20, 30), [(10, 20, False)]),
        ((10, 20), (0, 10), [(10, 20, False)]),
    ],
)
def test_a_block_is_cut_where_the_marked_words_begin_and_end(
    page: Page,
    block: tuple[int, int],
    span: tuple[int, int],
    expected: list[tuple[int, int, bool]],
) -> None:
    assert pieces_of(page, block, [span]) == expected


@given(
    spans=st.lists(st.tuples(st.integers(-5, 30), st.integers(-5, 30)), max_size=5),
    length=st.integers(0, 20),
)
@on_one_page
def test_whatever_spans_come_each_character_is_kept_once_and_marked_if_a_span_holds_it(
    page: Page, spans: list[tuple[int, int]], length: int
) -> None:
    pieces = pieces_of(page, (4, 4 + length), spans)
    characters_of = [(at, marked) for start, end, marked in pieces for at in range(start, end)]
    assert characters_of == [
        (at, any(start <= at < end for start, end in spans)) for at in range(4, 4 + length)
    ]
    assert all(one[2] != other[2] for one, other in pairwise(pieces))


def pieces_of(
    page: Page, block: tuple[int, int], spans: list[tuple[int, int]]
) -> list[tuple[int, int, bool]]:
    as_objects = [{"start": start, "end": end} for start, end in (block, *spans)]
    pieces = page.evaluate(PIECES, [as_objects[0], as_objects[1:]])
    return [(piece["start"], piece["end"], piece["marked"]) for piece in pieces]
