"""Sources of an answer that cannot both be right."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from index.errors import NotFoundError
from index.segmentation import split_sentences
from index.types import Document, Passage
from rag.gate.figures import figures
from rag.opposed import names_of, opposed
from rag.types import Citation, Conflict, Draft, Quote, Statement

MOST_ADDED = 2
"""Sentences that are shown only because they contradict another."""


def conflicts(statements: Sequence[Statement]) -> tuple[Conflict, ...]:
    """Return the pairs of statements from different documents that cannot both be true."""
    return tuple(
        Conflict(first, second)
        for (first, one), (second, other) in combinations(enumerate(statements), 2)
        if _conflict(one, other)
    )


def contradicted(statement: Statement, others: Sequence[Statement]) -> bool:
    """Tell whether one of the others is from another document and contradicts a statement."""
    return any(_conflict(statement, other) for other in others)


def contradicting(statements: Sequence[Statement], passages: Sequence[Passage]) -> Iterator[Draft]:
    """Yield the sentences of passages that contradict what other documents are shown to say.

    It is for the gate to make statements of them.
    """
    shown = [(each, text) for each in statements for text in _sentences(each.citations[0].exact)]
    cited = {(c.document_id, c.span) for each in statements for c in each.citations}
    found = 0
    for number, passage in enumerate(passages):
        others = [text for each, text in shown if _other(each, passage.document_id)]
        for span in passage.sentences if others else ():
            text = _words(passage, span.start, span.end)
            new = (passage.document_id, span) not in cited
            if new and found < MOST_ADDED and any(opposed(text, each) for each in others):
                found += 1
                cited.add((passage.document_id, span))
                yield Draft(text, (Quote(text, number, span),))


def disagreement(
    statements: Sequence[Statement],
    found: Sequence[Conflict],
    document: Callable[[str], Document],
) -> str | None:
    """Name the two sources of the first conflict, or return None."""
    if not found:
        return None
    sides = (statements[found[0].one].citations[0], statements[found[0].other].citations[0])
    named = " and ".join(_named(citation, document) for citation in sides)
    return f"Your sources do not agree on this: compare {named}."


def _conflict(one: Statement, other: Statement) -> bool:
    first, second = one.citations[0], other.citations[0]
    return (
        first.document_id != second.document_id
        and any(opposed(a, b) for a in _sentences(first.exact) for b in _sentences(second.exact))
        and _of_the_same(first, second)
    )


def _of_the_same(one: Citation, other: Citation) -> bool:
    """Tell whether two places may speak of the same thing and time.

    "The trial enrolled 120 patients" tells neither: the names around it and the figures of the
    titles ("Report 2024") must not be others.
    """
    shared = names_of(one.exact) & names_of(other.exact)
    near, there = (names_of(f"{c.prefix}{c.exact}{c.suffix}") for c in (one, other))
    elsewhere = not shared and near and there and not near & there
    return not elsewhere and _numbers(one.title) == _numbers(other.title)


def _numbers(title: str) -> frozenset[str]:
    return frozenset(figure.written for figure in figures(title))


def _other(statement: Statement, document_id: str) -> bool:
    return all(citation.document_id != document_id for citation in statement.citations)


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)] or [text]


def _words(passage: Passage, start: int, end: int) -> str:
    return passage.text[start - passage.span.start : end - passage.span.start]


def _named(citation: Citation, document: Callable[[str], Document]) -> str:
    try:
        date = document(citation.document_id).metadata.get("date")
    except NotFoundError:
        date = None  # removed since it was cited
    return f"“{citation.title}”" + (f" ({date})" if isinstance(date, str) and date else "")
