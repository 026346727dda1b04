"""Whatever form a model answers in, its sentences are read, each as soon as it is complete."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language_model.parsing import Parser, Sketch

MILL = Sketch("The mill closed.", (0,), ("mill closed",))
SOLD = Sketch("It was sold.", (1,))
ONE = '{"text": "The mill closed.", "passage": 1, "quote": "mill closed"}'
TWO = '{"text": "It was sold.", "passage": 2}'


def read(text: str, piece: int) -> list[Sketch]:
    parser = Parser()
    found = [s for at in range(0, len(text), piece) for s in parser.feed(text[at : at + piece])]
    return found + parser.end()


@pytest.mark.parametrize("piece", [1, 3, 10_000])
@pytest.mark.parametrize(
    ("text", "sketches"),
    [
        (f'{{"sentences": [{ONE}, {TWO}]}}', [MILL, SOLD]),
        (f"[{ONE}, {TWO}]", [MILL, SOLD]),
        (f"{ONE}\n{TWO}\n", [MILL, SOLD]),
        (f"```json\n[{ONE},\n{TWO}]\n```\nI hope this helps!", [MILL, SOLD]),
        (f'{{"sentences": [{ONE}, {{"text": "It was s', [MILL]),
        (f'{{"sentences": [{ONE}, {TWO},]}}', [MILL, SOLD]),
        ('{"sentences": []}', []),
        (
            '{"text": "A {mill} closed.", "source": {"passage": "[2]"}}',
            [Sketch("A {mill} closed.")],
        ),
        (
            '{"text": "The mill closed [2].", "passage": [1, 3]}',
            [Sketch("The mill closed.", (1, 0, 2))],
        ),
        ('["The mill closed.", "It was sold [2]."]', [Sketch("The mill closed."), SOLD]),
        (
            '{"answer": "The mill closed [1]. It was sold [2]."}',
            [Sketch("The mill closed.", (0,)), SOLD],
        ),
        ("The mill closed [1]. It was sold.[2]", [Sketch("The mill closed.", (0,)), SOLD]),
        ("The mill closed.[1][3] It was sold 【2】.", [Sketch("The mill closed.", (0, 2)), SOLD]),
        ("- The **mill** closed.\n- It was sold (passage 2).", [Sketch("The mill closed."), SOLD]),
        ("1. The mill closed.\n2. It was sold [^2].", [Sketch("The mill closed."), SOLD]),
        ("The mill closed", [Sketch("The mill closed")]),
        ("It closed [99].", [Sketch("It closed.", (98,))]),
        ('<think>{"text": "No."}</think>The mill closed.', [Sketch("The mill closed.")]),
        ("```\nThe mill closed.\n```", [Sketch("The mill closed.")]),
        ('{"text": "unterminated', []),
        ("", []),
        ("[]", []),
    ],
)
def test_sentences_are_read_from_any_form(text: str, sketches: list[Sketch], piece: int) -> None:
    assert read(text, piece) == sketches


def test_words_before_the_json_are_sentences_too_and_mean_nothing_to_it() -> None:
    found = read(f"Here is the answer:\n{ONE}", 5)
    assert found == [Sketch("Here is the answer:"), MILL]


def test_a_sentence_comes_as_soon_as_it_is_complete() -> None:
    parser = Parser()
    assert parser.feed('{"sentences": [{"text": "The mill clo') == []
    assert parser.feed('sed.", "passage": 1, "quote": "mill closed"}') == [MILL]
    prose = Parser()
    assert prose.feed("The mill closed. ") == []
    assert prose.feed("[1") == []
    assert prose.feed("] It was") == [Sketch("The mill closed.", (0,))]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The mill ![x](http://a.example/p.png) closed.", "The mill closed."),
        ("The [mill](javascript:alert(1)) closed.", "The mill) closed."),
        ("The <b onclick='x'>mill</b><script src=x> closed.", "The mill closed."),
        ("The mill<!-- hidden --> closed.", "The mill closed."),
        ("The mill <https://a.example> closed.", "The mill closed."),
    ],
)
def test_nothing_that_could_be_rendered_is_left(text: str, plain: str) -> None:
    assert [sketch.text for sketch in read(text, 4)] == [plain]
    assert [sketch.text for sketch in read(json.dumps({"text": text}), 4)] == [plain]


@given(st.text(max_size=200), st.integers(1, 50))
def test_any_text_is_read_without_an_error(text: str, piece: int) -> None:
    for sketch in read(text, piece):
        assert sketch.text.strip() == sketch.text != ""


@given(
    st.lists(st.text('ab .{}[]"\\:,é\n1', min_size=1, max_size=30), max_size=5), st.integers(1, 9)
)
def test_json_gives_the_same_whole_or_in_pieces(texts: list[str], piece: int) -> None:
    body = json.dumps({"sentences": [{"text": text, "passage": 1} for text in texts]})
    assert read(body, piece) == read(body, 10_000)


@pytest.mark.parametrize("piece", [1, 7, 10_000])
def test_a_thought_is_left_out_however_it_is_cut(piece: int) -> None:
    text = "The mill closed. <think>Did it? It did.</think>It was sold. <think>And the"
    assert read(text, piece) == [Sketch("The mill closed."), Sketch("It was sold.")]


def test_what_has_no_end_for_pages_is_read_seldom_and_what_follows_in_time() -> None:
    parser = Parser()
    pages = '{"note": "' + "and so on " * 1_000
    assert [s for at in range(0, len(pages), 4) for s in parser.feed(pages[at : at + 4])] == []
    behind = '"}\n' + f"{ONE}\n" * 20
    fed = (parser.feed(behind[at : at + 4]) for at in range(0, len(behind), 4))
    late = next(pieces for pieces, found in enumerate(fed) if found)
    assert 4 * late < len(pages) / 16 + 2 * len(ONE)
    assert late + 1 < len(behind) / 4
