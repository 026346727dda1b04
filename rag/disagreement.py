"""Sentences of different sources that cannot both be true."""

from collections.abc import Callable, Sequence
from itertools import combinations

from index.errors import NotFoundError
from index.types import Document
from rag.gate import polarity, quantities
from rag.questions import content_terms
from rag.types import Citation, Statement

LEAST_SHARED = 0.6
"""Share of the shorter sentence's content terms, figures left out, that both must have."""


def disagree(one: str, other: str) -> bool:
    """Tell whether two sentences about the same thing differ in a figure, a date or a denial.

    >>> disagree("The mill closed in 1931.", "The mill closed in 1932.")
    True
    >>> disagree("The mill closed in 1931.", "The mill burnt down in 1932.")
    False
    """
    first, second = (_subject(text) for text in (one, other))
    shorter = min(len(first), len(second))
    if shorter < 2 or len(first & second) < LEAST_SHARED * shorter:
        return False
    return any(layer.objection(one, [other]) is not None for layer in (quantities, polarity))


def disagreement(
    statements: Sequence[Statement], document: Callable[[str], Document]
) -> str | None:
    """Name two sources of an answer that cannot both be right, or return None."""
    for one, other in combinations(statements, 2):
        first, second = one.citations[0], other.citations[0]
        if first.document_id != second.document_id and disagree(one.text, other.text):
            named = " and ".join(_named(citation, document) for citation in (first, second))
            return f"Your sources do not agree on this: compare {named}."
    return None


def _named(citation: Citation, document: Callable[[str], Document]) -> str:
    try:
        date = document(citation.document_id).metadata.get("date")
    except NotFoundError:
        date = None  # removed since it was cited
    return f"“{citation.title}”" + (f" ({date})" if isinstance(date, str) and date else "")


def _subject(sentence: str) -> set[str]:
    return {term for term in content_terms(sentence) if not term.isnumeric()}
