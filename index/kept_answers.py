"""Answers as they are kept: the question, and the places in documents that its statements have.

The words of a document are never among them. What is a quote is read from its document whenever
the answer is shown, so that nothing has to be taken back when a document goes.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from index.types import Span

Loss = Literal["removed", "changed"]
"""What became of a document whose words an answer rested on."""
Json = Any


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a document, told by where they stand and by a hash of them."""

    n: int
    """The number under which the answer shows them; 0 for a passage that is no answer."""
    document_id: str
    span: Span
    digest: bytes
    highlights: tuple[Span, ...] = ()
    """The decisive words, counted from the start of ``span``."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A place whose words are no longer in the store, and why."""

    n: int
    why: Loss


@dataclass(frozen=True, slots=True)
class KeptStatement:
    """A statement by its places, and by its text where that is not the first of them."""

    places: tuple[Place | Lost, ...]
    is_quote: bool
    """Whether the words of the first place are the statement."""
    text: str | None = None
    """What a language model wrote; None for a quote, and once a place of it is lost."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A question with the places that answer it."""

    id: str
    conversation: str
    question: str
    statements: tuple[KeptStatement, ...]
    related: tuple[Place, ...]
    """Passages that were shown as no answer, as far as they are still there."""
    facts: Mapping[str, Json]
    """What else is told of the answer, as JSON values; no word of a document."""
    kept_at: str = ""
    """ISO 8601, UTC; set by the store."""
    dropped: tuple[tuple[str, str], ...] = ()
    """Sentences that were left out, each with the reason; none once a place of ``read`` is lost."""
    read: tuple[Place, ...] = ()
    """The passages that the dropped sentences may have words of."""


@dataclass(frozen=True, slots=True)
class KeptSummary:
    """What a list tells of a kept answer."""

    id: str
    conversation: str
    question: str
    kept_at: str
    statements: int
    """Those whose places are all there."""
    withheld: int
    """Those that have lost one."""
    facts: Mapping[str, Json]


def digest_of(words: str) -> bytes:
    """Return what tells words again without holding them, 16 bytes."""
    return hashlib.sha256(words.encode()).digest()[:16]
