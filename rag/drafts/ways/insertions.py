"""What is put into a draft, and where: nothing else of it changes."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from index.types import Span
from rag.checking import Verdict
from rag.citing.references import Reference
from rag.draft_checking import CheckedSentence

Made = TypeVar("Made")
_WORDS = {
    Verdict.CONTRADICTED: "contradicted",
    Verdict.PARTLY: "partly supported",
    Verdict.NOT_IN_SOURCES: "not in the sources",
}


@dataclass(frozen=True, slots=True)
class Insertion:
    """Characters to put before the one at ``at``."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Sources:
    """What a citation is made of beside itself."""

    works: Mapping[str, Reference]
    """The works by the ids of their documents, each with a key of its own."""
    base_url: str = ""
    """Where links to the documents lead, without a slash at the end; "" leaves them relative."""


def inserted(text: str, insertions: Iterable[Insertion]) -> str:
    """Return ``text`` with everything put in; what goes to one place keeps its order."""
    parts, end = [], 0
    for each in sorted(insertions, key=lambda each: each.at):
        parts += [text[end : each.at], each.text]
        end = each.at
    return "".join([*parts, text[end:]])


def supported(sentences: Iterable[CheckedSentence]) -> Iterator[CheckedSentence]:
    """Yield the sentences that are given citations."""
    return (
        each
        for each in sentences
        if each.check.verdict is Verdict.SUPPORTED and each.check.citations
    )


def remarks(
    sentences: Iterable[CheckedSentence], comment: Callable[[CheckedSentence, str], Made]
) -> Iterator[Made]:
    """Yield what ``comment`` makes of each sentence that is not borne out, and why, in words."""
    for each in sentences:
        if told := _WORDS.get(each.check.verdict):
            reason = " ".join(each.check.reason.split())
            yield comment(each, f"{told} ({reason})" if reason else told)


def moved_out(at: int, spans: Sequence[Span]) -> int:
    """Return a place, or the end of the span that it lies in; they are in order and apart."""
    found = bisect_left(spans, at, key=lambda span: span.start) - 1
    return max(at, spans[found].end) if found >= 0 else at


def one_line(text: str) -> str:
    """Return a text with single spaces for all its white space."""
    return " ".join(text.split())
