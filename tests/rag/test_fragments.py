"""Text fragments; what a browser makes of them is tried in tests/browser/test_text_fragments.py."""

import time
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Span
from rag.citing.fragments import Directive, directive, directive_at

LONG = (
    "It was lit each night by Ada Byrne, who had carried the oil up all of its stairs, and who "
    "saw from there every ship that came in."
)


def named(text: str, words: str, nth: int = 1) -> Directive:
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    return directive_at(Span(at, at + len(words)), text)


def test_signs_that_part_a_directive_are_encoded() -> None:
    assert directive("a-b, c & 100%").written == ":~:text=a%2Db%2C%20c%20%26%20100%25"


def test_a_short_line_is_named_whole_and_a_long_one_by_its_ends() -> None:
    assert directive("It was lit.") == Directive("It was lit.")
    assert directive(LONG) == Directive("It was lit each night by", "every ship that came in.")


def test_several_lines_are_named_by_their_ends_however_short_they_are() -> None:
    assert directive("It was\nlit. ") == Directive("It was", "lit.")


def test_clauses_of_a_script_without_spaces_stay_whole() -> None:
    clause = "海盐的历史很长，" * 12
    assert directive(clause) == Directive("海盐的历史很长，" * 3, "海盐的历史很长，" * 3)


def test_words_that_stand_once_need_no_context() -> None:
    assert named("It was lit. It was dark.", "It was dark.") == Directive("It was dark.")


def test_words_that_stand_twice_are_told_apart_by_what_is_beside_them() -> None:
    text = "In May it rained. It was dark. In June it snowed. It was dark. Then came Ada."
    assert named(text, "It was dark.") == Directive("It was dark.")
    assert named(text, "It was dark.", 2) == Directive("It was dark.", prefix="In June it snowed.")


def test_what_is_behind_tells_where_what_is_before_does_not() -> None:
    text = (
        "For a day it rained. It was dark. Ada came.\nFor a day it rained. It was dark. Bob came."
    )
    second = named(text, "It was dark.", 2)
    assert second == Directive("It was dark.", suffix="Bob came.")
    assert second.written == ":~:text=It%20was%20dark.,-Bob%20came."


def test_more_words_are_named_where_few_name_another_stretch() -> None:
    begun = "It was lit each night by Bob. "
    found = named(begun + LONG, LONG)
    assert found.start == "It was lit each night by Ada Byrne, who had carried"


def test_a_word_that_is_cut_is_named_whole() -> None:
    text = "The lamp burned all night."
    assert directive_at(Span(6, 12), text) == Directive("lamp burned")
    assert directive_at(Span(8, 15), text) == Directive("burned")
    assert directive_at(Span(8, 10), "海盐的历史很长，人们在海边53年。") == Directive(
        "人们在海边53年"
    )


@given(st.text(alphabet="ab .\n", min_size=1, max_size=60), st.data())
def test_every_quote_of_every_text_is_named(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    found = directive_at(Span(start, end), text)
    assert found.start.strip()
    assert "\n" not in found.start + found.end + found.prefix + found.suffix
    words = " ".join(text.split())
    assert found.start in words
    assert found.end in words
    assert unquote(found.written).startswith(":~:text=")


@pytest.mark.parametrize("words", ["a ", "It rained. ", "海盐的历史。", "a"])
def test_five_million_characters_take_no_longer_than_any(words: str) -> None:
    text = words * (5_000_000 // len(words))
    begun = time.process_time()
    directive_at(Span(4_000_000, 4_000_100), text)
    assert time.process_time() - begun < 10


def test_a_place_of_blanks_alone_names_nothing() -> None:
    assert directive_at(Span(4, 6), "One.  Two.").start == ""
