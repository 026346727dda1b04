"""Data sets put into a store of their own and asked, one row of results for each item.

Rows are what ``--run`` writes: in the data set's own ids and offsets, so that anyone can score
them again.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from index.embedding import Embedder
from index.passage_index import PassageIndex
from index.reading import from_text
from index.types import Document, Hit
from rag.answering import Assistant
from rag.evaluation.layouts import Asked, Query, Text
from rag.types import Answer

Row = dict[str, Any]
Progress = Callable[[str, int, int], None]
"""Told what is done, how many of how many."""

DEPTH = 100
"""Documents in a ranking of the retrieval layout."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A data set's documents in a store, with the way back from stored ids to the set's own."""

    index: PassageIndex
    own_id: Mapping[str, str]

    def ranking(self, hits: Sequence[Hit], depth: int) -> list[Row]:
        """Return the best ``depth`` documents, each once, with the score of its best passage."""
        best: dict[str, float] = {}
        for hit in hits:
            best.setdefault(self.own_id[hit.passage.document_id], hit.score)
        return [{"doc": document, "score": best[document]} for document in list(best)[:depth]]


@contextmanager
def stored(texts: Sequence[Text], embedder: Embedder, progress: Progress) -> Iterator[Corpus]:
    """Yield the texts in a store in a temporary folder."""
    with (
        tempfile.TemporaryDirectory(prefix="pincite-eval-") as folder,
        PassageIndex.open(Path(folder), embedder) as index,
    ):
        kept = [text for text in texts if text.text.strip() or text.title.strip()]
        documents = [_document(text) for text in kept]
        added = iter(range(1, len(documents) + 1))
        index.add_many(
            documents, progress=lambda _: progress("indexing", next(added), len(documents))
        )
        yield Corpus(index, {d.id: t.id for d, t in zip(documents, kept, strict=True)})


def _document(text: Text) -> Document:
    # Some records of old collections are a title alone.
    content = text.text if text.text.strip() else text.title
    return from_text(content, title=text.title or None, source=text.id)


def retrieval_rows(corpus: Corpus, queries: Sequence[Query], progress: Progress) -> Iterator[Row]:
    """Yield the ranking of each query, best first."""
    for number, query in enumerate(queries, start=1):
        hits = corpus.index.search(query.text, 3 * DEPTH)
        yield {"id": query.id, "ranking": corpus.ranking(hits, DEPTH)}
        progress("searching", number, len(queries))


def answer_rows(
    corpus: Corpus, assistant: Assistant, questions: Sequence[Asked], progress: Progress
) -> Iterator[Row]:
    """Yield the answer to each question with its citations, ranking and time in milliseconds."""
    for number, asked in enumerate(questions, start=1):
        started = perf_counter()
        answer = assistant.answer(asked.text)
        elapsed = 1e3 * (perf_counter() - started)
        hits = corpus.index.search(asked.text, 30)
        yield _answer_row(asked, answer, corpus) | {
            "ranking": corpus.ranking(hits, 10),
            "ms": round(elapsed, 3),
        }
        progress("asking", number, len(questions))


def _answer_row(asked: Asked, answer: Answer, corpus: Corpus) -> Row:
    return {
        "id": asked.id,
        "status": answer.status.value,
        "statements": [
            {
                "text": statement.text,
                "citations": [
                    {
                        "doc": corpus.own_id[citation.document_id],
                        "start": citation.span.start,
                        "end": citation.span.end,
                        "quote": citation.exact,
                    }
                    for citation in statement.citations
                ],
            }
            for statement in answer.statements
        ],
        "missing": list(answer.missing),
    }
