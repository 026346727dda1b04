from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import chunk, count_tokens
from index.types import BlockKind
from tests.index.documents import document_of

TEXT = """# Lighthouses
The lamp was lit in 1874. It burned oil.
Ada Byrne kept it.
# Quarries
The quarry closed.
| 3 Comments
Forty men left."""


def test_a_passage_is_a_section_up_to_furniture_with_its_heading() -> None:
    passages = chunk(document_of(TEXT))
    assert [(passage.heading, passage.text) for passage in passages] == [
        ("Lighthouses", "The lamp was lit in 1874. It burned oil.\nAda Byrne kept it."),
        ("Quarries", "The quarry closed."),
        ("Quarries", "Forty men left."),
    ]


def test_a_long_section_is_parted_between_blocks() -> None:
    passages = chunk(document_of(TEXT), max_tokens=14)
    assert [passage.text for passage in passages[:2]] == [
        "The lamp was lit in 1874. It burned oil.",
        "Ada Byrne kept it.",
    ]


def test_a_long_block_is_parted_between_sentences() -> None:
    passages = chunk(document_of("One two. Three four. Five six."), max_tokens=6)
    assert [passage.text for passage in passages] == ["One two. Three four.", "Five six."]


def test_a_sentence_longer_than_a_passage_stays_whole() -> None:
    text = "word " * 50 + "end."
    assert [passage.text for passage in chunk(document_of(text), max_tokens=10)] == [text]


def test_a_document_of_headings_alone_has_no_passage() -> None:
    assert chunk(document_of("# One\n# Two")) == []


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("Cats sleep.", 3), ("灯台は", 3), ("12345678", 2)]
)
def test_tokens_are_estimated_from_words_signs_and_unspaced_characters(
    text: str, tokens: int
) -> None:
    assert count_tokens(text) == tokens


LINES = st.lists(st.text(alphabet="ab .!?灯#| \t‑’😀", max_size=30), max_size=12)


@given(LINES, st.integers(1, 20))
def test_every_citable_sentence_stands_in_exactly_one_passage(
    lines: list[str], max_tokens: int
) -> None:
    document = document_of("\n".join(lines))
    passages = chunk(document, max_tokens=max_tokens)
    citable = [
        sentence
        for block in document.blocks
        if block.kind is not BlockKind.HEADING
        for sentence in block.sentences
    ]
    assert [sentence for passage in passages for sentence in passage.sentences] == citable
    for passage in passages:
        assert passage.text == document.text[passage.span.start : passage.span.end]
        assert passage.span.start == passage.sentences[0].start
        assert passage.span.end == passage.sentences[-1].end
        kinds = {block.kind for block in document.blocks_in(passage.span)}
        assert kinds == {BlockKind.PARAGRAPH}
    for before, after in pairwise(passages):
        assert before.span.end <= after.span.start
