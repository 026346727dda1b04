"""What was embedded once is not embedded again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.passage_index import PassageIndex
from index.preparing import prepare, searched_text
from tests.fakes import CountingEmbedder, WordHashEmbedder
from tests.index.documents import document_of

TEXT = (
    "# Lamps\nThe lamp was lit. It burned oil.\n"
    "# Keepers\nAda kept it. Bob helped her.\n"
    "# Storms\nOne broke the glass."
)
"""Three passages of two, two and one sentences: eight texts to embed."""
GUIDE = document_of(TEXT, "guide", title="Lighthouse")


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def index(tmp_path: Path, embedder: CountingEmbedder) -> Iterator[PassageIndex]:
    with PassageIndex.open(tmp_path, embedder) as made:
        made.add(GUIDE)
        assert (embedder.texts, embedder.calls) == (8, 1)
        embedder.texts = embedder.calls = 0
        yield made


def vectors_are_those_of_the_texts(index: PassageIndex) -> bool:
    fresh = WordHashEmbedder()
    for summary in index.summaries():
        document = index.document(summary.id)
        for prepared in prepare([document], fresh, lambda _: {}):
            stored = index.vectors(prepared.passages)
            for passage, vectors in zip(prepared.passages, stored, strict=True):
                own, *sentences = fresh.embed([searched_text(passage), *passage.sentence_texts])
                np.testing.assert_allclose(vectors.own, own, atol=1e-6)
                np.testing.assert_allclose(vectors.sentences, sentences, atol=1e-6)
    return index.check() == []


def test_an_unchanged_document_is_not_embedded(
    index: PassageIndex, embedder: CountingEmbedder
) -> None:
    assert index.add(GUIDE).status == "unchanged"
    assert embedder.calls == 0


def test_the_same_text_from_elsewhere_is_not_embedded(
    index: PassageIndex, embedder: CountingEmbedder
) -> None:
    copied = index.add(replace(GUIDE, id="copy", source="copy.txt"))
    assert (copied.status, copied.passages, embedder.calls) == ("added", 3, 0)
    assert vectors_are_those_of_the_texts(index)


def test_of_a_new_version_only_the_changed_passage_is_embedded(
    index: PassageIndex, embedder: CountingEmbedder
) -> None:
    newer = document_of(TEXT.replace("Ada", "Cyd"), "guide", title="Lighthouse")
    assert index.add(newer).status == "replaced"
    assert embedder.texts == 3  # the passage and its two sentences
    assert vectors_are_those_of_the_texts(index)


def test_text_that_only_moved_within_the_document_is_not_embedded(
    index: PassageIndex, embedder: CountingEmbedder
) -> None:
    lamps, keepers, storms = TEXT.split("\n# ")
    turned = f"# {storms}\n# {keepers}\n{lamps}"
    assert index.add(document_of(turned, "guide", title="Lighthouse")).status == "replaced"
    assert embedder.calls == 0
    assert vectors_are_those_of_the_texts(index)


def test_a_new_title_leaves_the_sentences_as_they_are(
    index: PassageIndex, embedder: CountingEmbedder
) -> None:
    index.edit("guide", title="Harbour lights")
    assert embedder.texts == 3  # each passage is searched with the title
    assert vectors_are_those_of_the_texts(index)
    index.add(document_of(TEXT, "guide", title="Another reading"))
    assert embedder.texts == 3  # the user's title stands


def test_within_one_batch_equal_texts_are_embedded_once(
    index: PassageIndex, embedder: CountingEmbedder
) -> None:
    copies = [document_of("A mill is here.", f"m{n}", title="Mill") for n in range(5)]
    assert [each.status for each in index.add_many(copies)] == ["added"] * 5
    assert (embedder.texts, embedder.calls) == (2, 1)  # the passage and its one sentence
    assert vectors_are_those_of_the_texts(index)


def test_nothing_is_remembered_of_a_removed_document(
    index: PassageIndex, embedder: CountingEmbedder
) -> None:
    index.remove("guide")
    index.add(GUIDE)
    assert embedder.texts == 8


def test_vectors_are_also_found_after_a_restart(tmp_path: Path) -> None:
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:
        index.add(GUIDE)
    embedder = CountingEmbedder()
    with PassageIndex.open(tmp_path, embedder) as index:
        index.add(replace(GUIDE, id="copy", source="copy.txt"))
        assert embedder.calls == 0
        assert vectors_are_those_of_the_texts(index)


def test_keys_tell_models_and_texts_apart() -> None:
    class Other(WordHashEmbedder):
        name = "another"

    keys = {
        (prepared.keys[0].own, prepared.keys[0].sentences)
        for embedder in (WordHashEmbedder(), Other())
        for text in ("Ada. Kept it.", "Ada kept. It.")
        for prepared in prepare([document_of(text)], embedder, lambda _: {})
    }
    assert len({key for pair in keys for key in pair}) == 8
    assert {len(key) for pair in keys for key in pair} == {16}
