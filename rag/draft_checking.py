"""A writer's draft beside the sources: every sentence weighed, every quotation compared."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Event

from index.passage_index import PassageIndex
from index.types import BlockKind, Document, Hit, Span
from rag.checking import Check, Verdict, check_sentence, claims_anything
from rag.citing.places import cite
from rag.citing.references import Reference
from rag.draft_sources import DraftSources
from rag.drafts.catalogue import Catalogue
from rag.drafts.cited import cited_draft
from rag.drafts.draft import FILLER, Draft
from rag.drafts.quoted import named_for
from rag.gate.judge import Judge, LexicalJudge
from rag.mark_checking import CheckedMark, MarkChecker, MarkedSentence
from rag.quoting.comparing import NOTHING, Match, QuoteVerdict, compare
from rag.quoting.finding import Quoted
from rag.quoting.surroundings import Surroundings
from rag.types import Citation, IndexState

PASSAGES = 10
"""Passages that are retrieved for a sentence."""
DOCUMENTS = 4
"""Documents, the nearest first, that a sentence is checked against."""
QUOTED_IN = 6
"""Documents that a quotation is looked for in."""
_ORDER = (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.PARTLY, Verdict.NOT_IN_SOURCES)


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a draft with what the sources say to it."""

    text: str
    """As it stands in the draft, markup included."""
    span: Span
    """Where it stands in the draft."""
    check: Check
    cited: tuple[CheckedMark, ...] = ()
    """The citations that it has already, each beside the source that it names."""


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A quotation of a draft beside the words of the source."""

    text: str
    span: Span
    """Where it stands in the draft."""
    verdict: QuoteVerdict
    difference: str | None
    citations: tuple[Citation, ...]


Checked = CheckedSentence | CheckedQuotation


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """All that was found in a draft."""

    sentences: tuple[CheckedSentence, ...]
    quotations: tuple[CheckedQuotation, ...]
    index: IndexState


class DraftChecker:
    """Checks drafts against the documents of an index."""

    def __init__(
        self,
        index: PassageIndex,
        judge: Judge | None = None,
        *,
        told: Callable[[Checked], None] = lambda _checked: None,
        bibliography: Sequence[Reference] = (),
    ) -> None:
        """Check against ``index``; the judge is the gate's own where none is given.

        ``told`` hears of each verdict; ``bibliography`` explains the keys that drafts cite by.
        """
        self.index = index
        self.judge = judge or LexicalJudge()
        self.told = told
        self.bibliography = bibliography

    def check(self, draft: Draft, given_up: Event | None = None) -> DraftCheck:
        """Return what the sources say to each sentence and each quotation of a draft.

        Who does not want it any more sets ``given_up``: then it ends early.
        """
        found: list[Checked] = []
        for each in self.stream(draft):
            found.append(each)
            if given_up and given_up.is_set():
                break
        return DraftCheck(
            tuple(each for each in found if isinstance(each, CheckedSentence)),
            tuple(each for each in found if isinstance(each, CheckedQuotation)),
            self.state,
        )

    @property
    def state(self) -> IndexState:
        """The state of the store that is checked against."""
        return IndexState(self.index.generation, self.index.embedder.name)

    def stream(self, draft: Draft) -> Iterator[Checked]:
        """Yield each sentence as soon as it is checked, then each quotation."""
        for each in self._stream(draft):
            self.told(each)
            yield each

    def _stream(self, draft: Draft) -> Iterator[Checked]:
        sources = DraftSources(self.index)
        cited = cited_draft(draft, lambda: Catalogue.of(self.index), self.bibliography)
        parts = list(cited.draft.sentences())
        spans = [span for span, _ in parts]
        marked = cited.by_sentence(spans)
        before = ""
        for at, (span, kind) in enumerate(parts):
            sentence = MarkedSentence(cited.draft, span, before, marked.get(at, ()))
            if kind is BlockKind.HEADING or cited.is_listed(span):
                told = "a heading" if kind is BlockKind.HEADING else "an entry of a list of sources"
                check = Check(Verdict.NO_CLAIM, 0.5, (), f"it is {told}")
                yield CheckedSentence(span.of(draft.text), span, check)
            else:
                yield self._checked(sentence, sources)
            before = sentence.words
        beside = Surroundings.of(cited.draft.plain)
        for quoted in beside.quotations:
            named = named_for(quoted.span, cited, spans, marked)
            documents = [sources.document(each) for each in named]
            yield self.check_quotation(quoted, beside, sources, documents)

    def _checked(self, sentence: MarkedSentence, sources: DraftSources) -> CheckedSentence:
        """Return a sentence with its verdict and those on its citations."""
        check = self.check_sentence(sentence.words, sentence.before, sources)
        marks = MarkChecker(
            sentence,
            lambda text, before, within: self.check_sentence(text, before, sources, within),
            sources.document,
        )
        if check.verdict not in {Verdict.SUPPORTED, Verdict.NO_CLAIM}:
            # A document that is named is looked at, however many others come before it.
            check = best_of([check, *marks.of_whole()])
        cited = marks.marks(check, self.judge)
        return CheckedSentence(sentence.span.of(sentence.draft.text), sentence.span, check, cited)

    def check_sentence(
        self, text: str, before: str, sources: DraftSources, within: str | None = None
    ) -> Check:
        """Return what the sources say to one sentence; ``before`` is the one before it.

        ``within`` is the id of the only document that is asked; without it all are.
        """
        if not claims_anything(text):
            return Check(Verdict.NO_CLAIM, 0.5, (), "it claims nothing that a source could tell")
        hits = self.index.search(text, PASSAGES, within=within)
        if leans(text):
            hits = [*hits, *self.index.search(f"{before} {text}", PASSAGES, within=within)]
        likeness = self._likeness(text, hits)
        checks = [
            check_sentence(text, source, self.judge, likeness[source.document.id])
            for source in sources.near(hits, DOCUMENTS)
        ]
        return best_of(checks)

    def _likeness(self, text: str, hits: Sequence[Hit]) -> dict[str, float]:
        """Return for each document found the greatest cosine of its sentences with a text."""
        vector = self.index.embedder.embed([text])[0]
        passages = list(dict.fromkeys(hit.passage for hit in hits))
        found: dict[str, float] = {}
        for passage, vectors in zip(passages, self.index.vectors(passages), strict=True):
            if len(vectors.sentences):
                nearest = float((vectors.sentences @ vector).max())
                found[passage.document_id] = max(found.get(passage.document_id, -1.0), nearest)
        return {hit.passage.document_id: -1.0 for hit in hits} | found

    def check_quotation(
        self,
        quoted: Quoted,
        beside: Surroundings,
        sources: DraftSources,
        cited: Sequence[Document] = (),
    ) -> CheckedQuotation:
        """Return how faithful one quotation is.

        ``cited`` are the documents that its citation names; without one a title beside it counts.
        """
        text = quoted.text.replace(FILLER, "")
        hits = self.index.search(text, PASSAGES)
        hits = [*hits, *self.index.search(beside.around(quoted.span), PASSAGES)]
        found = [*cited, *sources.documents(hits, QUOTED_IN)]
        documents = list({each.id: each for each in found}.values())
        named = {each.id: each.title for each in cited} or {
            each.id: each.title
            for each in documents
            if beside.names(quoted, (each.title, each.source))
        }
        matches = [(compare(text, sources.folded(each)), each) for each in documents]
        match, document = max(
            matches,
            key=lambda each: (_faith(each[0]), each[1].id in named, each[0].alike),
            default=(NOTHING, None),
        )
        if document is None or match.span is None:
            return CheckedQuotation(text, quoted.span, match.verdict, None, ())
        verdict, difference = match.verdict, match.difference
        if named and document.id not in named and verdict is not QuoteVerdict.ALTERED:
            verdict = QuoteVerdict.WRONG_DOCUMENT
            difference = f"it stands in “{document.title}”, not in “{next(iter(named.values()))}”"
        citations = (cite(document, match.span),)
        return CheckedQuotation(text, quoted.span, verdict, difference, citations)


_LEANING = frozenset(
    "it its he she his her him they them their this that these those such there then er sie es "
    "ihr sein dieser diese dieses il elle ils elles ce cette él ella ellos este esta".split()
)


def leans(sentence: str) -> bool:
    """Tell whether a sentence begins with a word that only the one before explains."""
    first = sentence.split(maxsplit=1)[:1]
    return bool(first) and first[0].strip("“”\"'‘’(").lower() in _LEANING


def best_of(checks: Sequence[Check]) -> Check:
    """Return the check that tells most: what supports, else what contradicts, else a part.

    Where several documents support a sentence, the first place of each is cited.
    """
    if not checks:
        return Check(Verdict.NOT_IN_SOURCES, 0.0, (), "the sources do not say this")
    ranked = sorted(checks, key=lambda check: (_ORDER.index(check.verdict), -check.score))
    best = ranked[0]
    if best.verdict is not Verdict.SUPPORTED:
        return best
    others = [check.citations[0] for check in ranked[1:] if check.verdict is Verdict.SUPPORTED]
    return replace(best, citations=(*best.citations, *others))


def _faith(match: Match) -> int:
    order = (QuoteVerdict.NOT_FOUND, QuoteVerdict.ALTERED, QuoteVerdict.ELIDED, QuoteVerdict.EXACT)
    return order.index(match.verdict)
