"""What the tables among the passages say to a question, beside what their sentences do."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.terms import terms
from index.types import Document, Passage, Span
from rag.relevance import Candidate
from rag.table_answers import Rows, answering_rows, tables_in
from rag.types import Draft, Quote


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables that can tell, each with the rows of it that answer; the nearest first."""

    documents: Mapping[str, Document]
    answers: Mapping[tuple[str, Span], Rows]
    """By the id of a document and the span of a table in it."""

    @classmethod
    def of(
        cls, question: str, passages: Sequence[Passage], document: Callable[[str], Document]
    ) -> "Tables":
        """Ask each table that the passages have rows of."""
        documents: dict[str, Document] = {}
        answers: dict[tuple[str, Span], Rows] = {}
        for whole, table in tables_in(passages, document):
            rows = answering_rows(question, whole, table)
            if rows is not None:
                documents[whole.id] = whole
                answers[whole.id, table.span] = rows
        return cls(documents, answers)

    def allow(self, passage: Passage, sentence: Span) -> bool:
        """Tell whether a sentence is no row of a table from which others answer, or none."""
        document = self.documents.get(passage.document_id)
        table = document.table_at(sentence.start) if document else None
        rows = self.answers.get((passage.document_id, table.span)) if table else None
        return rows is None or sentence in rows.spans

    def drafts(self, best: Candidate | None) -> list[Draft]:
        """Return the rows that answer, unless the best sentence tells what they were found by."""
        for (identifier, table), rows in self.answers.items():
            if rows.spans and not _tells_as_much(best, table, rows):
                text = self.documents[identifier].text
                return [
                    Draft(own := span.of(text), (Quote(own, None, span),)) for span in rows.spans
                ]
        return []

    def passages(self, held: Sequence[Passage]) -> Iterator[Passage]:
        """Yield the rows that answer as passages of their own where none that is held has them."""
        for (identifier, _), rows in self.answers.items():
            for span in rows.spans:
                if not any(p.document_id == identifier and span in p.span for p in held):
                    yield self.documents[identifier].passage(span.start, span.end)


def _tells_as_much(best: Candidate | None, table: Span, rows: Rows) -> bool:
    """Tell whether a sentence that answers, of no row, has what the rows were found by."""
    if best is None or not best.answers or best.span in table:
        return False
    return rows.needed.issubset(terms(best.text))
