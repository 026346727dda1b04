"""The two halves of a data set: one to tune on, the other to report."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Literal

Half = Literal["tune", "report"]
HALVES: tuple[Half, ...] = ("tune", "report")


def half_of(document: str) -> Half:
    """Return the half that a document belongs to, told by its id alone.

    >>> half_of("a"), half_of("c")
    ('report', 'tune')
    """
    return HALVES[int(sha256(document.encode()).hexdigest(), 16) % 2]


def deciding_document(context: str | None, evidence: Sequence[str], own: str) -> str:
    """Return the id that decides the half of a question.

    It is the id of the document that the question was written about, else of the first one that
    holds evidence, else the question's own: what was tuned on a document never meets a question
    about it in the report.

    >>> deciding_document(None, ["d2", "d1"], "q")
    'd2'
    """
    return context or next(iter(evidence), own)
