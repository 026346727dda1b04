"""The plain rankings that hybrid search has to beat: BM25, vectors, and their fusion."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embedding import Embedder, Vectors
from index.fusion import reciprocal_rank_fusion
from index.terms import terms
from rag.evaluation.layouts import Text

K1, B = 1.2, 0.75
DEPTH = 100
"""Documents that each of the two rankings gives to their fusion."""
BM25, VECTORS, FUSION = "BM25 alone", "vectors alone", "their plain RRF"

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bm25:
    """BM25 over whole documents.

    Source: Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009.
    """

    postings: Mapping[str, tuple[npt.NDArray[np.int64], Scores]]
    """For each term the documents that hold it, and what it adds to their scores."""
    documents: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Bm25":
        """Index the texts by their terms."""
        counts = [Counter(terms(text)) for text in texts]
        lengths = np.array([count.total() for count in counts], dtype=float)
        norms = K1 * (1 - B + B * lengths / max(1.0, lengths.mean()))
        found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, count in enumerate(counts):
            for term, times in count.items():
                found[term].append((place, times))
        return cls({t: _weighed(held, norms, len(texts)) for t, held in found.items()}, len(texts))

    def scores(self, query: str) -> Scores:
        """Return the score of each document (n,), 0 for one that holds no term of the query."""
        scores = np.zeros(self.documents)
        for term, times in Counter(terms(query)).items():
            if term in self.postings:
                places, gains = self.postings[term]
                scores[places] += times * gains
        return scores


def _weighed(
    held: Sequence[tuple[int, int]], norms: Scores, documents: int
) -> tuple[npt.NDArray[np.int64], Scores]:
    places, times = np.array(held).T
    rarity = math.log(1 + (documents - len(held) + 0.5) / (len(held) + 0.5))
    return places, rarity * times * (K1 + 1) / (times + norms[places])


@dataclass(frozen=True, slots=True)
class Baselines:
    """Whole documents, ranked by the plain rankings."""

    ids: Sequence[str]
    words: Bm25
    vectors: Vectors
    embedder: Embedder

    @classmethod
    def of(cls, texts: Sequence[Text], embedder: Embedder) -> "Baselines":
        """Index the documents; a title is searched with its text."""
        whole = [f"{text.title}\n{text.text}".strip() for text in texts]
        return cls([text.id for text in texts], Bm25.of(whole), embedder.embed(whole), embedder)

    def rankings(self, query: str) -> dict[str, list[str]]:
        """Return for each baseline the ids of documents, best first, at most ``DEPTH`` deep."""
        words = self.words.scores(query)
        by_words = [at for at in _best_first(words) if words[at] > 0]
        by_vectors = _best_first(self.vectors @ self.embedder.embed([query])[0])
        fused = [at for at, _ in reciprocal_rank_fusion([by_words, by_vectors])]
        found = {BM25: by_words, VECTORS: by_vectors, FUSION: fused[:DEPTH]}
        return {name: [self.ids[at] for at in ranking] for name, ranking in found.items()}


def _best_first(scores: npt.NDArray[np.floating]) -> list[int]:
    order: list[int] = np.argsort(-scores, kind="stable")[:DEPTH].tolist()
    return order
