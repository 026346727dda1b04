"""Sentences of different sources that cannot both be true."""

from rag.gate import polarity, quantities
from rag.questions import content_terms

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


def _subject(sentence: str) -> set[str]:
    return {term for term in content_terms(sentence) if not term.isnumeric()}
