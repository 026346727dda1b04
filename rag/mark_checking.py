"""A citation that a draft has already: does the source that it names support the sentence?"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from index.types import Document, Span
from rag.checking import Check, Verdict, check_sentence
from rag.drafts.belonging import part_before
from rag.drafts.cited import MarkedSource
from rag.drafts.draft import FILLER, Draft
from rag.drafts.pages import other_page
from rag.evidence import Source
from rag.gate.judge import Judge
from rag.types import Citation

_FRAME = re.compile(
    rf"(?:as|according to|wie|nach|laut|selon|d['’]après|según)\s+{FILLER}[{FILLER}\s]*"
    r"(?:\w+\s*){0,2},\s*(?=\S)",
    re.IGNORECASE,
)
"""How a sentence opens that tells whom it has its words from."""


class MarkVerdict(StrEnum):
    """How the source that a citation names stands to its sentence."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    PARTLY = "partly"
    NOT_IN_SOURCES = "not_in_sources"
    UNKNOWN_SOURCE = "unknown_source"


@dataclass(frozen=True, slots=True)
class CheckedMark:
    """A citation of a draft beside the source that it names."""

    text: str
    """As it stands in the draft; of a file of Word what the note says."""
    span: Span
    """Where it stands in the draft."""
    document_id: str | None
    """The document that it names; None where that is not known."""
    verdict: MarkVerdict
    reason: str
    citations: tuple[Citation, ...]
    """Places of the named document alone."""


CheckIn = Callable[[str, str, str], Check]
"""Checks a sentence, given the one before it, against the document of an id alone."""


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence of a draft with its citations."""

    draft: Draft
    span: Span
    before: str
    """The sentence before it, as a reader sees it."""
    sources: Sequence[MarkedSource]

    @property
    def words(self) -> str:
        """What it says: without its citations, and without "As … tells," about one of them."""
        frame = _FRAME.match(self.span.of(self.draft.plain))
        start = self.span.start + (frame.end() if frame else 0)
        return self.draft.words(Span(start, self.span.end))

    def part(self, source: MarkedSource) -> str:
        """Return the part of it that a mark stands for; "" if that is the whole."""
        marks = [each.mark.span for each in self.sources]
        part = part_before(source.mark.span, marks, self.span, self.draft)
        return self.draft.words(part) if part else ""

    def told(self, source: MarkedSource) -> str:
        """Return how a mark reads in the draft; a note that is kept beside it reads itself."""
        return source.mark.span.of(self.draft.text) or source.mark.note


class MarkChecker:
    """Checks the citations of one sentence, each document and part of it once."""

    def __init__(
        self, sentence: MarkedSentence, check: CheckIn, document: Callable[[str], Document]
    ) -> None:
        """Check by ``check``; ``document`` gives a document by its id."""
        self._sentence = sentence
        self._check = check
        self._document = document
        self._known: dict[tuple[str, str], Check] = {}

    def of_whole(self) -> list[Check]:
        """Return the checks of the whole sentence against each document that it names."""
        ids = dict.fromkeys(
            each.named.work.id for each in self._sentence.sources if each.named.work
        )
        return [self._in(each, self._sentence.words) for each in ids]

    def marks(self, overall: Check, judge: Judge) -> tuple[CheckedMark, ...]:
        """Return each citation with its verdict; ``overall`` is that against all documents.

        Of a sentence that claims nothing only those are told whose source is unknown.
        """
        claims = overall.verdict is not Verdict.NO_CLAIM
        return tuple(
            self._mark(each, overall, judge)
            for each in self._sentence.sources
            if claims or each.named.work is None
        )

    def _mark(self, source: MarkedSource, overall: Check, judge: Judge) -> CheckedMark:
        told, span, work = self._sentence.told(source), source.mark.span, source.named.work
        if work is None:
            problem = source.named.problem
            return CheckedMark(told, span, None, MarkVerdict.UNKNOWN_SOURCE, problem, ())
        check = self._best_in(work.id, self._sentence.part(source))
        if source.named.place:
            check = self._at_place(check, work.id, source.named.place, judge)
        reason = _reason(check, work.title, overall, work.id)
        if check.verdict is Verdict.SUPPORTED and not check.reason:
            words = f"{told} {source.mark.note if source.is_footnote else ''}"
            reason = other_page(words, check.citations)
        verdict = MarkVerdict(check.verdict.value)
        return CheckedMark(told, span, work.id, verdict, reason, check.citations)

    def _best_in(self, document_id: str, part: str) -> Check:
        """Return the check of the whole if that is supported, else of the part for the mark."""
        whole = self._in(document_id, self._sentence.words)
        if not part or whole.verdict is Verdict.SUPPORTED:
            return whole
        own = self._in(document_id, part)
        return whole if own.verdict is Verdict.NO_CLAIM else own

    def _in(self, document_id: str, words: str) -> Check:
        if (document_id, words) not in self._known:
            check = self._check(words, self._sentence.before, document_id)
            self._known[document_id, words] = check
        return self._known[document_id, words]

    def _at_place(self, check: Check, document_id: str, place: Span, judge: Judge) -> Check:
        """Return the check at the exact place that a mark links to, if that bears it out.

        A sentence that only begins there is taken whole.
        """
        document = self._document(document_id)
        near = [
            sentence
            for block in document.blocks_in(place)
            for sentence in block.sentences
            if sentence.overlaps(place)
        ]
        here = check_sentence(self._sentence.words, Source.of(document, near), judge)
        if here.verdict is Verdict.SUPPORTED or check.verdict is not Verdict.SUPPORTED:
            return here if here.verdict is Verdict.SUPPORTED else check
        return replace(check, reason="it is said elsewhere in the document than where this links")


def _reason(check: Check, title: str, overall: Check, document_id: str) -> str:
    """Return the reason of a verdict, with the document that supports the sentence instead."""
    if check.verdict is Verdict.SUPPORTED:
        return check.reason
    not_said = check.verdict is Verdict.NOT_IN_SOURCES
    reason = f"“{title}” does not say this" if not_said else check.reason
    if overall.verdict is not Verdict.SUPPORTED:
        return reason
    others = [each.title for each in overall.citations if each.document_id != document_id]
    return f"{reason}; “{others[0]}” says it" if others else reason
