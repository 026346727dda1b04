from pathlib import Path

from bench.speed import stored_passages
from index.passage_index import PassageIndex
from index.reading import from_text
from tests.fakes import WordHashEmbedder


def test_all_passages_of_a_store_are_given_however_many_documents_it_has(tmp_path: Path) -> None:
    texts = [f"Lamp {number} was lit." for number in range(130)]
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:
        index.add_many([from_text(text, source=text) for text in texts])
        assert [passage.text for passage in stored_passages(index)] == texts
