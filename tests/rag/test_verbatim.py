"""Words that two texts have in common."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.types import Span
from rag.verbatim import Words, runs

LEAST = 4
words = st.lists(st.sampled_from("oil lamp Lamp lit the of mole, 1874 ﬁre ö".split()), max_size=40)
texts = words.map(" ".join)


def told(draft: str, source: str, quoted: list[Span] | None = None) -> list[tuple[str, str, bool]]:
    found = runs(Words.of(draft), Words.of(source), LEAST, quoted or [])
    return [(run.span.of(draft), run.source.of(source), run.is_quoted) for run in found]


def test_the_longest_place_counts_whatever_is_printed_otherwise() -> None:
    source = "It was lit in 1874. It was lit in\nthe light-\nhouse of Vell, “one” night."
    draft = "Then it was LIT in the lighthouse of Vell — one night and day."
    assert told(draft, source) == [
        ("it was LIT in the lighthouse of Vell — one night",
         "It was lit in\nthe light-\nhouse of Vell, “one” night", False),
    ]  # fmt: skip


def test_a_run_is_parted_where_its_quotation_ends() -> None:
    source = "the lamp of the harbour was lit on the third of May"
    draft = "see “the lamp of” the harbour was lit on the third of May"
    start = draft.index("the lamp")
    quoted = [Span(start, start + len("the lamp of"))]
    assert told(draft, source, quoted) == [
        ("the lamp of", "the lamp of", True),
        ("the harbour was lit on the third of May",
         "the harbour was lit on the third of May", False),
    ]  # fmt: skip
    short = draft[: draft.index(" lit")]
    assert told(short, source, quoted) == [("the lamp of", "the lamp of", True)]


def test_hidden_words_of_a_source_part_its_runs() -> None:
    assert told("the lamp was lit", "the lamp \0\0\0 was lit") == []
    assert told("the lamp was lit", "the lamp was lit") != []


@settings(max_examples=300, deadline=None)
@given(texts, texts)
def test_runs_are_the_same_words_in_both_texts_apart_and_as_long_as_can_be(
    draft: str, source: str
) -> None:
    left, right = Words.of(draft), Words.of(source)
    end = 0
    for run in runs(left, right, LEAST, []):
        own = Words.of(run.span.of(draft)).words
        assert own == Words.of(run.source.of(source)).words
        assert len(own) == run.words >= LEAST
        assert run.span.start >= end
        end = run.span.end
    shingles = {right.words[at : at + LEAST] for at in range(len(right.words) - LEAST + 1)}
    found = list(runs(left, right, LEAST, []))
    for at in range(len(left.words) - LEAST + 1):
        if left.words[at : at + LEAST] in shingles:
            place = left.span(at, at + LEAST)
            assert any(run.span.overlaps(place) for run in found)


@settings(max_examples=100, deadline=None)
@given(texts, texts, texts)
def test_a_text_that_was_copied_is_found_whole(before: str, copied: str, after: str) -> None:
    source = Words.of(f"{before} y {copied} y {after}")
    found = runs(Words.of(f"x1 {copied} x2"), source, LEAST, [])
    count = len(Words.of(copied).words)
    assert sum(run.words for run in found) == (count if count >= LEAST else 0)


@pytest.mark.parametrize(
    ("piece", "words"), [("a b ", 30_000), ("a b c d e f ", 30_000), ("a-\n", 0), ("\u2060a", 0)]
)
def test_repeated_words_take_linear_time(piece: str, words: int) -> None:
    started = time.process_time()
    draft, source = piece * (60_000 // len(piece)), piece * (300_000 // len(piece))
    found = runs(Words.of(draft), Words.of(source), 6, [])
    assert sum(run.words for run in found) == words
    assert time.process_time() - started < 6
