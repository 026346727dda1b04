"""An index that grew, shrank and was reopened equals one built at once from what is left."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from index.passage_index import PassageIndex
from index.types import Document
from tests.fakes import WordHashEmbedder
from tests.index.documents import document_of

WORDS = ["lamp", "oil", "keeper", "quarry", "stone", "1874", "fast‑paced", "灯台", "été", "a"]
NAMES = ["ada", "bob", "cyd"]
QUERIES = ["lamp oil", "the keeper of the quarry", "1874", "灯台", "fast paced stone", "été a a"]

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
lines = st.tuples(st.sampled_from(["", "", "# ", "| "]), sentences).map(lambda p: f"{p[0]}{p[1]}.")
texts = st.lists(lines, max_size=6).map("\n".join)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(NAMES), texts),
        st.tuples(st.just("remove"), st.sampled_from(NAMES), st.just("")),
        st.tuples(st.just("reopen"), st.just(""), st.just("")),
    ),
    max_size=14,
)

Seen = dict[str, list[tuple[str, str, int, int, float, float]]]


@contextmanager
def folder() -> Iterator[Path]:
    # Not tmp_path: hypothesis runs many examples within one test.
    made = Path(tempfile.mkdtemp())
    try:
        yield made
    finally:
        shutil.rmtree(made)


def seen(index: PassageIndex) -> Seen:
    """Return all that searching shows, but for the last digits of floats."""
    return {
        query: [
            (
                hit.passage.document_id,
                hit.passage.text,
                hit.passage.span.start,
                hit.passage.span.end,
                round(hit.score, 9),
                round(hit.cosine, 5),
            )
            for hit in index.search(query, k=50)
        ]
        for query in QUERIES
    }


@settings(max_examples=60, deadline=None)
@given(steps)
def test_incremental_equals_rebuilt(done: list[tuple[str, str, str]]) -> None:
    held: dict[str, Document] = {}
    with folder() as grown_folder, folder() as built_folder:
        grown = PassageIndex.open(grown_folder, WordHashEmbedder())
        try:
            for step, name, text in done:
                if step == "add":
                    held[name] = document_of(text, name)
                    grown.add(held[name])
                elif step == "remove" and name in held:
                    del held[name]
                    grown.remove(name)
                elif step == "reopen":
                    grown.close()
                    grown = PassageIndex.open(grown_folder, WordHashEmbedder())
            with PassageIndex.open(built_folder, WordHashEmbedder()) as built:
                built.add_many(held[name] for name in sorted(held))
                assert seen(grown) == seen(built)
                wanted = ["lamp", "oil", "灯台", "1874", "ete"]
                assert grown.passage_frequencies(wanted) == built.passage_frequencies(wanted)
                assert (grown.document_count, grown.passage_count) == (
                    built.document_count,
                    built.passage_count,
                )
            for name, document in held.items():
                assert grown.document(name) == document
            assert grown.check() == []
        finally:
            grown.close()


@settings(max_examples=40, deadline=None)
@given(texts, texts)
def test_every_hit_is_an_exact_slice_of_the_stored_text(first: str, second: str) -> None:
    with folder() as place, PassageIndex.open(place, WordHashEmbedder()) as index:
        index.add(document_of(first, "ada"))
        index.add(document_of(second, "bob"))
        index.add(document_of(first + "\nlamp.", "bob"))
        for query in QUERIES:
            for hit in index.search(query, k=50):
                text = index.document(hit.passage.document_id).text
                assert hit.passage.text == hit.passage.span.of(text)
                assert all(sentence in hit.passage.span for sentence in hit.passage.sentences)
