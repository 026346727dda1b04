"""Texts are put together by their tokens, so that little is computed for nothing."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from index.sentence_encoder import MOST_TOKENS, TOKENS_AT_ONCE, batched, filled

lengths_of_texts = st.lists(st.integers(1, MOST_TOKENS), min_size=1, max_size=400)


@given(lengths_of_texts)
def test_every_text_is_in_one_batch_of_a_bounded_size(lengths: list[int]) -> None:
    batches = list(batched(lengths))
    assert sorted(chain.from_iterable(batches)) == list(range(len(lengths)))
    sizes = [len(batch) * filled(max(lengths[at] for at in batch)) for batch in batches]
    assert max(sizes) <= TOKENS_AT_ONCE


@given(lengths_of_texts)
def test_texts_of_a_batch_are_filled_up_to_one_length_the_longest_first(lengths: list[int]) -> None:
    rows = [[filled(lengths[at]) for at in batch] for batch in batched(lengths)]
    assert all(len(set(row)) == 1 for row in rows)
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), reverse=True)


def test_rows_are_filled_up_to_few_lengths() -> None:
    assert [filled(tokens) for tokens in (1, 8, 9, 256)] == [8, 8, 16, 256]
