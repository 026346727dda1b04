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
from index.errors import InvalidQuestionError
from index.passage_index import PassageIndex
from index.reading import from_text
from index.types import Document, Hit
from rag.answering import Assistant
from rag.evaluation.confidence import BestSentence, confidence_of
from rag.evaluation.layouts import Asked, Query, Text
from rag.evaluation.remembering import remembering
from rag.types import Answer, Citation, Statement, Status

Row = dict[str, Any]
Progress = Callable[[str, int, int], None]
"""Told what is done, how many of how many."""

DEPTH = 100
"""Documents in a ranking of the retrieval layout."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A data set's documents in a store, with the way back from stored ids to the set's own."""

    index: PassageIndex
    own: Mapping[str, Text]
    """The data set's document for each stored id."""

    def ranking(self, hits: Sequence[Hit], depth: int) -> list[Row]:
        """Return the best ``depth`` documents, each once, with the score of its best passage."""
        best: dict[str, float] = {}
        for hit in hits:
            best.setdefault(self.own[hit.passage.document_id].id, hit.score)
        return [{"doc": document, "score": best[document]} for document in list(best)[:depth]]

    def stored_ids(self, documents: Sequence[str]) -> frozenset[str]:
        """Return under which ids documents of the data set are stored."""
        return frozenset(stored for stored, text in self.own.items() if text.id in documents)


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
        yield Corpus(index, {d.id: t for d, t in zip(documents, kept, strict=True)})


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
    """Yield the answer to each question with its time in milliseconds, ranking and confidence."""
    answers = []
    for number, asked in enumerate(questions, start=1):
        answers.append(_answered(corpus, assistant, asked))
        progress("asking", number, len(questions))
    confidence = confidence_of(assistant)
    with remembering(corpus.index):
        for number, (asked, row) in enumerate(zip(questions, answers, strict=True), start=1):
            hits = corpus.index.search(asked.text, 30)
            row["ranking"] = corpus.ranking(hits, 10)
            yield row | (_confidences(corpus, confidence, asked) if confidence else {})
            progress("searching", number, len(questions))


def _answered(corpus: Corpus, assistant: Assistant, asked: Asked) -> Row:
    started = perf_counter()
    answer = _answer(assistant, asked.text)
    elapsed = 1e3 * (perf_counter() - started)
    statements = answer.statements if answer else ()
    return {
        "id": asked.id,
        "status": (answer.status if answer else Status.NOT_IN_SOURCES).value,
        "statements": [_statement_row(statement, corpus) for statement in statements],
        "missing": list(answer.missing) if answer else [],
        "ms": round(elapsed, 3),
        "wrong_pointers": sum(_wrong_pointers(statement, corpus) for statement in statements),
    }


def _answer(assistant: Assistant, text: str) -> Answer | None:
    """Return the answer, or None to what cannot be asked."""
    try:
        return assistant.answer(text)
    except InvalidQuestionError:
        return None


def _confidences(corpus: Corpus, confidence: BestSentence, asked: Asked) -> Row:
    """Return the confidence in the best sentence, with and without the documents of evidence."""
    score, met = confidence.scores(asked.text)
    row = {"confidence": score, "met": met}
    if asked.answerable and asked.documents:
        without = corpus.stored_ids(asked.documents)
        row["confidence_without_evidence"] = confidence(asked.text, without)
    return row


def _statement_row(statement: Statement, corpus: Corpus) -> Row:
    citations = [_citation_row(citation, corpus) for citation in statement.citations]
    return {"text": statement.text, "citations": citations}


def _citation_row(citation: Citation, corpus: Corpus) -> Row:
    return {
        "doc": corpus.own[citation.document_id].id,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.exact,
    }


def _wrong_pointers(statement: Statement, corpus: Corpus) -> int:
    """Count the quotes that do not stand at their place in the data set's own text."""
    texts = [corpus.own[citation.document_id].text for citation in statement.citations]
    quoted = zip(statement.citations, texts, strict=True)
    return sum(int(citation.span.of(text) != citation.exact) for citation, text in quoted)
