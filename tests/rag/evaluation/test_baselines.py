import math

import pytest

from rag.evaluation.baselines import BM25, FUSION, VECTORS, Baselines, Bm25
from rag.evaluation.layouts import Text
from tests.fakes import WordHashEmbedder

TEXTS = [
    Text("lamp", "Lamps", "The lamp burned oil."),
    Text("quarry", "", "The quarry closed. Its quarry lamp went out."),
    Text("mill", "", "Grain."),
]


def test_bm25_of_a_worked_example() -> None:
    found = Bm25.of(["lamp oil", "lamp lamp", "oil oil oil oil"]).scores("lamp")
    rarity = math.log(1 + 1.5 / 2.5)
    short = 1.2 * (0.25 + 0.75 * 2 / (8 / 3))
    expected = [rarity * 2.2 / (1 + short), rarity * 2 * 2.2 / (2 + short), 0.0]
    assert found.tolist() == pytest.approx(expected)


def test_a_query_of_unknown_words_finds_nothing_by_words() -> None:
    rankings = Baselines.of(TEXTS, WordHashEmbedder()).rankings("zeppelin")
    assert rankings[BM25] == []
    assert sorted(rankings[VECTORS]) == ["lamp", "mill", "quarry"]


def test_each_baseline_ranks_documents_best_first() -> None:
    rankings = Baselines.of(TEXTS, WordHashEmbedder()).rankings("quarry lamp")
    assert rankings[BM25] == ["quarry", "lamp"]
    assert rankings[VECTORS][0] == "quarry"
    assert rankings[FUSION][:2] == ["quarry", "lamp"]


def test_a_title_is_searched_too() -> None:
    assert Baselines.of(TEXTS, WordHashEmbedder()).rankings("Lamps")[BM25][0] == "lamp"
