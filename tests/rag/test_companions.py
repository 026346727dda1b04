import pytest

from index.reading import from_text
from index.types import Span
from rag.companions import MOST_LISTED, companions, joined

TEXT = """The mill closed in 1931. It had stood for a century. The river silted up.

We built three things for it:

- a weir of oak
- a new wheel. It was iron.
- a ladder for eels

The miller wrote one rule above the door: Nobody slept there.

He kept it: that is all.
"""


def shown(beginning: str, text: str = TEXT) -> list[str]:
    document = from_text(text, title="Mill", source="mill.md")
    (passage,) = [document.passage(0, len(document.text))]
    texts = [span.of(document.text) for span in passage.sentences]
    ordinal = next(at for at, each in enumerate(texts) if beginning in each)
    return [texts[at] for at in companions(document, passage, ordinal)]


def test_a_sentence_that_stands_by_itself_comes_alone() -> None:
    assert shown("The river") == ["The river silted up."]


def test_a_sentence_that_leans_on_the_one_before_comes_after_it() -> None:
    assert shown("It had stood") == ["The mill closed in 1931.", "It had stood for a century."]
    but = "The mill closed in 1931. Nevertheless, the miller stayed."
    assert shown("Nevertheless", but) == but.replace(". ", ".|").split("|")


def test_a_line_that_announces_a_list_comes_with_all_items() -> None:
    found = shown("We built")
    assert found[0] == "We built three things for it:"
    assert ["weir" in found[1], "wheel" in found[2], "eels" in found[-1]] == [True, True, True]
    assert not any("rule" in each for each in found)


@pytest.mark.parametrize("item", ["a weir of oak", "a ladder for eels"])
def test_an_item_comes_after_the_line_that_announces_its_list(item: str) -> None:
    assert [each.lstrip("- ") for each in shown(item)] == ["We built three things for it:", item]


def test_a_long_list_is_cut() -> None:
    items = "".join(f"- item number {n}\n" for n in range(40))
    assert len(shown("We keep", f"We keep:\n\n{items}")) == 1 + MOST_LISTED


def test_the_first_sentence_leans_on_nothing() -> None:
    assert shown("It rained", "It rained. Nobody came.") == ["It rained."]


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("The mill closed", "It had stood", True),
        ("a new wheel", "It was iron", True),
        ("The river silted up", "We built three", False),
        ("We built three", "a weir of oak", False),
        ("The mill closed", "The river silted", False),
        ("It had stood", "The mill closed", False),
    ],
)
def test_neighbours_of_one_paragraph_are_joined(first: str, second: str, one: bool) -> None:
    document = from_text(TEXT, title="Mill", source="mill.md")
    sentences = [span for block in document.blocks for span in block.sentences]
    pair = [
        next(span for span in sentences if beginning in span.of(document.text))
        for beginning in (first, second)
    ]
    assert joined(document, pair) == ([Span(pair[0].start, pair[1].end)] if one else pair)
