"""Which rows of a table answer a question: those that it names, or the one with the most.

A row is shown only as it stands. That it holds the most is computed over all rows of its table, and
only where each of them can be read as a number; that it is the one asked for is told by words of
the question that stand in its cells.
"""

import math
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from index.errors import NotFoundError
from index.table_layout import Table
from index.terms import fold, terms
from index.types import Document, Passage, Span
from rag.answer_types import HARDLY_TOLD, counted_things, fit
from rag.asking import AnswerType, asked_for
from rag.gate.names import names
from rag.questions import asks_for_several, content_terms
from rag.superlatives import Superlative, is_named, superlative
from rag.table_cells import Record, columns, numbers, records

LEAST_ROWS, LEAST_REFUSING = 2, 3
"""Fewer rows are read like any sentence; of fewer, none answering says nothing."""
MOST_ANSWERING, MOST_TIED = 5, 3
_BEFORE = 300
"""Characters above a table that tell what it is about."""
_AKIN = (
    "people population inhabitants residents einwohner bevölkerung",
    "price cost fee costs fare preis kosten",
    "win won winner",
)
_ADJECTIVES = {
    "long": "length duration time länge", "deep": "depth", "tall": "height", "high": "height point",
    "wide": "width", "thick": "thickness", "heavy": "weight mass", "fast": "speed time",
    "old": "age born birth built founded opened established since", "hot": "temperature",
    "cold": "temperature", "expensive": "price cost fee fare ticket", "dense": "density",
    "big": "size area population capacity", "large": "size area population capacity",
    "far": "distance",
}  # fmt: skip
_HOW = re.compile(r"\bhow (\w+)")
_THING = re.compile(r"\b(?:which|what) (\w+(?: \w+)?)")
_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table that answer."""

    spans: tuple[Span, ...]
    needed: frozenset[str]
    """Terms that a sentence beside the table must have to answer as well."""


NOTHING = Rows((), frozenset())


def tables_in(
    passages: Sequence[Passage], document: Callable[[str], Document]
) -> Iterator[tuple[Document, Table]]:
    """Yield each table that passages have rows of, once, the nearest first."""
    seen: set[tuple[str, Span]] = set()
    for passage in passages:
        try:
            whole = document(passage.document_id)
        except NotFoundError:
            continue  # removed since it was retrieved
        for sentence in passage.sentences:
            table = whole.table_at(sentence.start)
            if table and (whole.id, table.span) not in seen:
                seen.add((whole.id, table.span))
                yield whole, table


def answering_rows(question: str, document: Document, table: Table) -> Rows | None:
    """Return the rows that answer, ``NOTHING`` if none does; None if the table cannot tell."""
    rows = records(document, table)
    if len(rows) < LEAST_ROWS or len(columns(rows)) < 2:
        return None
    found = _of_rows(question, rows, _context(document, table))
    return None if found == NOTHING and len(rows) < LEAST_REFUSING else found


def _context(document: Document, table: Table) -> frozenset[str]:
    """Return the terms of what stands above a table."""
    above = document.text[max(0, table.span.start - _BEFORE) : table.span.start]
    headings = document.headings_at(table.span.start)
    return frozenset(terms(" ".join((document.title, *headings, above))))


def _of_rows(question: str, rows: Sequence[Record], context: frozenset[str]) -> Rows | None:
    asked = _Asked(question, rows, context)
    if not asked.is_known(asked.values):
        return NOTHING
    wanted = superlative(question)
    if wanted:
        return _extreme(asked, wanted)
    if asks_for_several(question) and not asked.matched:
        return None
    return _looked_up(asked)


@dataclass(frozen=True)
class _Asked:
    """A question beside the rows of a table."""

    question: str
    rows: Sequence[Record]
    context: frozenset[str]
    """The terms of what stands above the table."""

    @cached_property
    def content(self) -> list[str]:
        return content_terms(self.question)

    @cached_property
    def names_of_columns(self) -> dict[str, list[str]]:
        return {name: terms(name) for name in columns(self.rows)}

    @cached_property
    def column_terms(self) -> frozenset[str]:
        return frozenset(term for name in self.names_of_columns.values() for term in name)

    @cached_property
    def values(self) -> frozenset[str]:
        return frozenset().union(*(row.value_terms for row in self.rows))

    @cached_property
    def matched(self) -> dict[str, float]:
        """The terms that tell rows apart, with their inverse frequencies."""
        whole = {value.casefold() for row in self.rows for value in row.cells.values()}
        named = {word for word in fold(self.question).strip("?!. ").split() if word in whole}
        sought = (set(self.content) | set(terms(" ".join(named)))) - self.column_terms
        found = {term: sum(term in row.value_terms for row in self.rows) for term in sought}
        most = len(self.rows)
        return {term: math.log(1 + most / n) for term, n in found.items() if 0 < n < most}

    def is_known(self, present: Collection[str]) -> bool:
        """Tell whether each name and figure of the question stands in the cells or above them."""
        known = self.context.union(self.column_terms, present)
        named = {term for name in names(self.question) for term in terms(name)}
        figures = {term for term in self.content if _FIGURE.fullmatch(term)}
        return known >= named | figures

    def named(self, words: Sequence[str]) -> list[str]:
        """Return the columns that are named by any of the words, or by what is akin to one."""
        akin = [
            other for group in _AKIN for other in group.split() if set(words) & set(terms(group))
        ]
        return [
            name for name, own in self.names_of_columns.items() if is_named(own, [*words, *akin])
        ]


def _looked_up(asked: _Asked) -> Rows:
    """Return the rows with the most of what the question names."""
    scores = [
        sum(weight for term, weight in asked.matched.items() if term in row.value_terms)
        for row in asked.rows
    ]
    best = max(scores)
    found = [
        row for row, score in zip(asked.rows, scores, strict=True) if score == best and score > 0.0
    ]
    telling = [row for row in found if asked.is_known(row.value_terms) and _tells(asked, row)]
    if not telling or len(found) > MOST_ANSWERING:
        return NOTHING
    return Rows(tuple(row.span for row in telling), frozenset(asked.matched))


def _tells(asked: _Asked, row: Record) -> bool:
    """Tell whether a row holds the kind of answer, in a column of what is asked."""
    question = asked.question
    reading = "; ".join(f"{name}: {value}" for name, value in row.cells.items())
    kind = asked_for(question)
    how = _HOW.search(fold(question))
    if how and how[1] in _ADJECTIVES:
        return _has_figure(row, asked.named(_ADJECTIVES[how[1]].split()))
    if kind is AnswerType.COUNT and counted_things(question):
        return _has_figure(row, asked.named(sorted(counted_things(question))))
    if kind not in HARDLY_TOLD and not fit(reading, question) > 0.0:
        return False
    return bool(asked.named(asked.content)) or _is_of_things(asked)


def _has_figure(row: Record, names_of_columns: Sequence[str]) -> bool:
    return any(_FIGURE.search(row.cells.get(name, "")) for name in names_of_columns)


def _is_of_things(asked: _Asked) -> bool:
    """Tell whether the table is about what is asked for: "Which machine …?", "Who …?" alone."""
    thing = _THING.search(fold(asked.question))
    if thing is None:
        return all(term in asked.matched or term in asked.context for term in asked.content)
    return not asked.context.isdisjoint(terms(thing[1]))


def _things(asked: _Asked) -> list[str]:
    """Return the terms of the things asked for that name a column: of "Which ship …?", "ship"."""
    thing = _THING.search(fold(asked.question))
    return [term for term in terms(thing[1]) if term in asked.column_terms] if thing else []


def _extreme(asked: _Asked, wanted: Superlative) -> Rows:
    """Return the row, of those that the question names, with the most or the least."""
    column = _measured(asked, wanted)
    ignored = set(terms(wanted.word))
    filters = {term for term in asked.matched if term not in ignored}
    rows = [row for row in asked.rows if row.value_terms >= filters]
    if column is None or not rows or any(column not in row.cells for row in rows):
        return NOTHING
    values = numbers([row.cells[column] for row in rows])
    if values is None:
        return NOTHING
    flipped = is_named(asked.names_of_columns[column], wanted.reverse)
    best = max(values) if wanted.most is not flipped else min(values)
    found = [row.span for row, value in zip(rows, values, strict=True) if value == best]
    if len(found) > MOST_TIED:
        return NOTHING
    return Rows(tuple(found), frozenset([*terms(wanted.word), *_things(asked)]))


def _measured(asked: _Asked, wanted: Superlative) -> str | None:
    """Return the column of the measure: named behind the superlative, by it, or at all."""
    folded = fold(asked.question)
    behind = folded[folded.index(wanted.word) + len(wanted.word) :]
    told = [term for term in asked.content if term not in terms(wanted.word)]
    for words in (
        list(islice(content_terms(behind), 3)) if terms(behind) else [],
        list(wanted.columns),
        list(wanted.reverse),
        told,
    ):
        found = [name for name in asked.named(words) if _is_measure(asked, name)]
        narrowed = [name for name in found if is_named(asked.names_of_columns[name], told)]
        if len(found) == 1 or len(narrowed) == 1:
            return narrowed[0] if len(narrowed) == 1 else found[0]
    return None


def _is_measure(asked: _Asked, name: str) -> bool:
    """Tell whether most cells of a column hold a figure."""
    held = sum(_FIGURE.search(row.cells.get(name, "")) is not None for row in asked.rows)
    return 2 * held > len(asked.rows)
