"""Generated stores are stores like others, of the shape that is measured."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bench.generated import (
    NOISE,
    PASSAGES_A_DOCUMENT,
    SENTENCES,
    VOCABULARY,
    WORDS,
    Generator,
    around,
    fill,
)
from index.embedding import Vectors
from index.passage_index import PassageIndex
from tests.fakes import WordHashEmbedder

REAL = np.eye(8, 256, dtype=np.float32)


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator(REAL)


def test_a_number_gives_the_same_document_again_and_another_one_another(
    generator: Generator,
) -> None:
    document, prepared = generator.document(3)
    again, prepared_again = Generator(REAL).document(3)
    assert again == document
    assert prepared_again.passages == prepared.passages
    assert np.array_equal(prepared_again.vectors, prepared.vectors)
    assert generator.document(4)[0].text != document.text


def test_passages_are_slices_of_their_document_of_whole_sentences(generator: Generator) -> None:
    document, prepared = generator.document(0)
    assert len(prepared.passages) == PASSAGES_A_DOCUMENT
    for passage in prepared.passages:
        assert passage.text == document.text[passage.span.start : passage.span.end]
        assert len(passage.sentence_texts) == SENTENCES
        assert all(len(each.split()) == WORDS for each in passage.sentence_texts)
    keys = [each for keys in prepared.keys for each in (keys.own, keys.sentences)]
    assert len(set(keys)) == 2 * PASSAGES_A_DOCUMENT


def test_no_two_words_of_the_vocabulary_are_the_same_but_for_a_few(generator: Generator) -> None:
    assert len(set(generator.words)) > 0.85 * VOCABULARY


def test_the_most_frequent_word_stands_in_about_a_fifth_of_the_passages(
    generator: Generator,
) -> None:
    frequent: Counter[str] = Counter()
    for number in range(40):
        for passage in generator.document(number)[1].passages:
            frequent.update(set(passage.text.lower().replace(".", "").split()))
    [(_, count)] = frequent.most_common(1)
    assert 0.12 < count / (40 * PASSAGES_A_DOCUMENT) < 0.32


def test_vectors_are_unit_rows_at_the_promised_cosines() -> None:
    rng = np.random.default_rng(0)
    rows: Vectors = rng.standard_normal((500, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    moved = around(rows, np.random.default_rng(1))
    cosines = np.sum(rows * moved, axis=1)
    assert np.allclose(np.linalg.norm(moved, axis=1), 1, atol=1e-5)
    least, most = (1 / np.hypot(1, length) for length in reversed(NOISE))
    assert least - 0.05 < cosines.min() < cosines.max() < most + 0.05
    assert cosines.max() - cosines.min() > 0.15


def test_a_filled_store_finds_its_passages_by_their_words(
    tmp_path: Path, generator: Generator
) -> None:
    written = list(fill(tmp_path, WordHashEmbedder(), generator, PASSAGES_A_DOCUMENT + 1))
    assert written == [2 * PASSAGES_A_DOCUMENT]
    wanted = generator.document(1)[1].passages[7]
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:
        assert (index.document_count, index.passage_count) == (2, 2 * PASSAGES_A_DOCUMENT)
        assert index.search(wanted.text, 1)[0].passage.text == wanted.text
