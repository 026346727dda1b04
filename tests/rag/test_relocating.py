"""Cited words found again in a text that changed: only the very words, in their own context."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Span
from rag.relocating import Selector, find, nearest_text, stands

TEXT = "Ada came in May. She paid 53 crowns. Bob came in June. He paid 53 crowns. Cyd came late."
SHE, HE = TEXT.index("53 crowns"), TEXT.rindex("53 crowns")


def selector(text: str, exact: str, start: int) -> Selector:
    """Return what a citation of the words at ``start`` says, with 32 characters of context."""
    end = start + len(exact)
    assert text[start:end] == exact
    return Selector(exact, start, end, text[max(0, start - 32) : start], text[end : end + 32])


def found(saved: Selector, text: str) -> str | None:
    """Return the text from the found words on."""
    span = find(saved, text)
    return None if span is None else text[span.start :]


def test_words_where_they_were_stand() -> None:
    saved = selector(TEXT, "53 crowns", HE)
    assert stands(saved, TEXT)
    assert not stands(saved, "New. " + TEXT)
    assert not stands(Selector("", 0, 0), TEXT)
    assert not stands(Selector("Ada", -3, 0), "Ada")


def test_of_several_places_the_one_in_the_old_context_is_found() -> None:
    # What was the second payment stands first now, where the first one stood.
    turned = "Bob came in June. He paid 53 crowns. Ada came in May. She paid 53 crowns. Dan."
    her, his = selector(TEXT, "53 crowns", SHE), selector(TEXT, "53 crowns", HE)
    assert found(her, turned) == "53 crowns. Dan."
    assert found(his, turned) == "53 crowns. Ada came in May. She paid 53 crowns. Dan."


def test_one_side_of_the_context_is_enough() -> None:
    saved = selector(TEXT, "53 crowns", HE)
    only_before = "Intro. Bob came in June. He paid 53 crowns and left. 53 crowns."
    assert found(saved, only_before) == "53 crowns and left. 53 crowns."
    only_after = "53 crowns. Then he gave 53 crowns. Cyd came late."
    assert found(saved, only_after) == "53 crowns. Cyd came late."


def test_a_few_words_without_their_context_are_not_the_same_words() -> None:
    saved = selector(TEXT, "53 crowns", HE)
    assert find(saved, "The price of a boat was 53 crowns in those days.") is None
    assert find(Selector("53 crowns", 0, 9), "It was 53 crowns.") == Span(7, 16)


def test_a_whole_sentence_is_found_wherever_it_went() -> None:
    saved = selector(TEXT, "Bob came in June.", TEXT.index("Bob"))
    assert found(saved, "A new text. Bob came in June. The end.") == "Bob came in June. The end."


def test_among_equal_places_the_nearest_is_found() -> None:
    text = "x. Bob came in June. " * 5
    at = text.index("Bob", 50)
    assert find(Selector("Bob came in June.", at + 3, at + 20), text) == Span(at, at + 17)


def test_the_nearest_text_is_what_stands_between_the_old_neighbours() -> None:
    saved = selector(TEXT, "She paid 53 crowns.", TEXT.index("She"))
    newer = "Intro. " + TEXT.replace("She paid 53 crowns.", "She never paid anything at all.")
    span = nearest_text(saved, newer)
    assert span is not None
    assert span.of(newer) == "She never paid anything at all."


def test_the_nearest_text_is_else_the_one_with_most_of_the_words() -> None:
    saved = Selector("She paid 53 crowns.", 0, 19)
    newer = "Nobody was there. Later she paid him 54 crowns. He paid nothing."
    span = nearest_text(saved, newer)
    assert span is not None
    assert span.of(newer) == "Later she paid him 54 crowns."
    assert nearest_text(saved, "The lamp burned oil all night, as 53 others did.") is None
    assert nearest_text(saved, "") is None


@given(
    st.text(alphabet="ab .", max_size=60),
    st.text(alphabet="ab .", max_size=60),
    st.text(alphabet="ab .", min_size=1, max_size=20),
    st.text(alphabet="ab .", max_size=120),
)
def test_what_is_found_are_always_the_very_words(
    before: str, after: str, exact: str, newer: str
) -> None:
    saved = selector(before + exact + after, exact, len(before))
    for text in (newer, newer + before + exact + after):
        span = find(saved, text)
        assert span is None or span.of(text) == exact
    assert find(saved, newer + before + exact + after) is not None
    assert find(saved, newer) is None or exact in newer


@pytest.mark.parametrize("exact", ["a", "a" * 50, "a" * 49 + "b" + "a" * 49, "ab" * 400])
def test_a_text_of_five_million_equal_letters_takes_no_longer_than_any(exact: str) -> None:
    text = "a" * 5_000_000
    saved = Selector(exact, 2_500_000, 2_500_000 + len(exact), "ab" * 16, "ba" * 16)
    begun = time.process_time()
    find(saved, text)
    nearest_text(saved, text)
    assert time.process_time() - begun < 5
