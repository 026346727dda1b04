"""Questions for what a document states of itself: who wrote it, when it was published.

A sentence of its text that says so is quoted, such as its byline. What stands in its metadata alone
is no text to quote: it is told beside a refusal.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.errors import NotFoundError
from index.terms import fold, terms
from index.types import Document, Passage, Span
from rag.gate.dates import moments
from rag.patterns import any_of
from rag.questions import content_terms
from rag.types import Draft, Quote

_WORK = (
    r"(?:(?:this|the) (?:article|document|text|report|paper|page|post|file|manual|essay|story|book|"
    r"study|memo|guide)|(?:dieser|der|diesen|den|das|dieses) (?:artikel|text|bericht|dokument)|it)"
)
_ASKED = {
    "author": any_of(
        r"\bwho (?:wrote|authored|has written)\b",
        r"\bwho (?:is|are|was|were) the (?:authors?|writers?)\b(?! (?:of )?the (?:song|law|bill))",
        r"\b(?:by whom|who) (?:is|was) .+ (?:written|authored)\b",
        r"\bwer (?:hat .+ geschrieben|schrieb|ist der autor|ist die autorin)\b",
        r"\bquién escribió\b|\bqui a écrit\b",
    ),
    "date": any_of(
        r"\bwhen (?:was|is) .+ (?:published|written|posted|issued|dated)\b",
        r"\bwhat is the (?:publication date|date of publication)\b",
        r"\bwhat is the date of (?:this|the) (?:article|document|report|paper|post)\b",
        r"\bwann (?:wurde|ist) .+ (?:veröffentlicht|geschrieben|erschienen)\b",
    ),
}
_THE_WORK = re.compile(rf"\b{_WORK}\b")
_ASKING = frozenset(
    terms(
        "who wrote authored written author authors writer published posted issued dated date when "
        "publication article document text report paper page post file manual essay story book"
    )
)
_NEAR_ENDS = 60
"""Sentences at the beginning and at the end of a text where a byline stands."""
_LONGEST = 200
_DATED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document is listed with, and the sentence of it that says so, if one does."""

    document: Document
    key: str
    """"author" or "date"."""
    value: str
    sentence: Span | None

    @property
    def note(self) -> str:
        """What to tell beside a refusal."""
        return (
            f"No sentence of your sources says so, but “{self.document.title}” is listed with the "
            f"{self.key} {self.value}."
        )

    def drafts(self) -> Iterator[Draft]:
        """Yield the sentence that says so, if there is one."""
        if self.sentence is not None:
            quote = Quote(self.sentence.of(self.document.text), None, self.sentence)
            yield Draft(quote.text, (quote,))

    def passages(self) -> Iterator[Passage]:
        """Yield the sentence as a passage of its own."""
        if self.sentence is not None:
            yield self.document.passage(self.sentence.start, self.sentence.end)


def stated(
    question: str, passages: Sequence[Passage], document: Callable[[str], Document]
) -> Stated | None:
    """Return what the document that a question is about is listed with, if that is asked for."""
    folded = fold(question)
    key = next((key for key, asked in _ASKED.items() if asked.search(folded)), None)
    whole = _meant(question, passages, document) if key else None
    value = whole.metadata.get(key) if whole and key else None
    if whole is None or key is None or not isinstance(value, str) or not value.strip():
        return None
    told = (each for each in _at_the_ends(whole) if _says(each.of(whole.text), key, value))
    return Stated(whole, key, value, next(told, None))


def _meant(
    question: str, passages: Sequence[Passage], document: Callable[[str], Document]
) -> Document | None:
    """Return the document that is named by its title, or that is the only one found."""
    asked = set(terms(question))
    found = {passage.document_id: passage for passage in passages}
    named = [each for each in found.values() if set(content_terms(each.title)) <= asked]
    if not named and len(found) == 1 and _THE_WORK.search(fold(question)):
        alone = not (set(content_terms(question)) - _ASKING)
        named = list(found.values()) if alone else []
    try:
        return document(named[0].document_id) if named else None
    except NotFoundError:
        return None  # removed since it was retrieved


def _at_the_ends(document: Document) -> list[Span]:
    """Return the sentences where a byline may stand, in order."""
    cited = [block for block in document.blocks if block.kind.is_cited]
    first = (each for block in cited for each in block.sentences)
    last = (each for block in reversed(cited) for each in block.sentences)
    return [*islice(first, _NEAR_ENDS), *islice(last, _NEAR_ENDS)]


def _says(sentence: str, key: str, value: str) -> bool:
    if len(sentence) > _LONGEST:
        return False
    if key == "date":
        return any(_same_date(dict(moment.parts), value) for moment in moments(sentence))
    names = [set(terms(name)) for name in value.split(";") if name.strip()]
    held = set(terms(sentence))
    return bool(names) and all(name <= held for name in names)


def _same_date(parts: dict[str, object], value: str) -> bool:
    found = _DATED.match(value)
    if found is None:
        return False
    told = (parts.get("year"), parts.get("month"), parts.get("day"))
    wanted = [int(part) if part else None for part in found.groups()]
    return list(told) == wanted
