import json

import pytest

from index.boxes import NO_BOXES, Box, WordBoxes, word_boxes
from index.types import Span

LINES = word_boxes(
    [
        (Span(0, 3), Box(1, 10, 100, 30, 110)),
        (Span(4, 8), Box(1, 33, 100, 60, 111)),
        (Span(9, 13), Box(1, 10, 115, 40, 125)),
        (Span(14, 20), Box(2, 10, 20, 50, 30)),
    ],
    [(595, 842), (842, 595)],
)


def test_words_of_one_line_share_a_box_and_each_line_and_page_has_its_own() -> None:
    assert LINES.of(Span(0, 20)) == [
        Box(1, 10, 100, 60, 111),
        Box(1, 10, 115, 40, 125),
        Box(2, 10, 20, 50, 30),
    ]


@pytest.mark.parametrize(
    ("span", "left"), [(Span(4, 8), 33), (Span(5, 6), 33), (Span(0, 1), 10), (Span(3, 5), 33)]
)
def test_only_words_that_share_a_character_are_covered(span: Span, left: float) -> None:
    (box,) = LINES.of(span)
    assert box.left == left


def test_the_corners_are_plain_numbers_that_json_can_hold() -> None:
    assert (
        json.dumps([LINES.of(Span(9, 13))[0].left, LINES.of(Span(9, 13))[0].bottom])
        == "[10.0, 125.0]"
    )


def test_white_space_has_no_box() -> None:
    assert LINES.of(Span(8, 9)) == []


def test_words_far_apart_on_a_line_are_not_joined() -> None:
    columns = word_boxes(
        [(Span(0, 3), Box(1, 10, 100, 30, 110)), (Span(4, 8), Box(1, 300, 100, 330, 110))], []
    )
    assert len(columns.of(Span(0, 8))) == 2


def test_page_sizes_count_from_one() -> None:
    assert LINES.page_size(2) == (842, 595)
    with pytest.raises(IndexError, match="no page 3 of 2"):
        LINES.page_size(3)


def test_what_is_packed_comes_back() -> None:
    again = WordBoxes(LINES.words, LINES.pages)
    assert again.of(Span(0, 20)) == LINES.of(Span(0, 20))
    assert again == LINES


def test_a_document_without_pages_has_none() -> None:
    assert NO_BOXES.page_count == 0
    assert NO_BOXES.of(Span(0, 5)) == []


def test_cut_off_boxes_and_words_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="cut off"):
        WordBoxes(LINES.words[:-1], LINES.pages)
    with pytest.raises(ValueError, match="order"):
        word_boxes([(Span(4, 8), Box(1, 0, 0, 1, 1)), (Span(0, 5), Box(1, 0, 0, 1, 1))], [])
