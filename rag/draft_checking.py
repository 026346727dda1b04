"""A writer's draft beside the sources: every sentence weighed, every quotation compared."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Event

from index.masking import masked
from index.passage_index import PassageIndex
from index.types import BlockKind, Document, Hit, Span
from rag.checking import Check, Source, Verdict, check_sentence, claims_anything
from rag.citing.places import cite
from rag.drafts.draft import FILLER, Draft
from rag.gate.judge import Judge, LexicalJudge
from rag.quoting.comparing import NOTHING, Match, QuoteVerdict, compare
from rag.quoting.finding import Quoted
from rag.quoting.folding import Folded, folded
from rag.quoting.gaps import NO_WORD
from rag.quoting.surroundings import Surroundings
from rag.types import Citation, IndexState

PASSAGES = 10
"""Passages that are retrieved for a sentence."""
DOCUMENTS = 4
"""Documents, the nearest first, that a sentence is checked against."""
QUOTED_IN = 6
"""Documents that a quotation is looked for in."""
_MASKS = {BlockKind.HIDDEN: NO_WORD, BlockKind.FURNITURE: " "}
"""A quotation may go on over the furniture between two pages, but not over hidden text."""
_ORDER = (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.PARTLY, Verdict.NOT_IN_SOURCES)


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a draft with what the sources say to it."""

    text: str
    """As it stands in the draft, markup included."""
    span: Span
    """Where it stands in the draft."""
    check: Check


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
    ) -> None:
        """Check against ``index``; the judge is the gate's own where none is given.

        ``told`` hears of each verdict.
        """
        self.index = index
        self.judge = judge or LexicalJudge()
        self.told = told

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
        before = ""
        sources = _Sources(self.index)
        for span, kind in draft.sentences():
            words = draft.words(span)
            if kind is BlockKind.HEADING:
                check = Check(Verdict.NO_CLAIM, 0.5, (), "it is a heading")
            else:
                check = self.check_sentence(words, before, sources)
            yield CheckedSentence(span.of(draft.text), span, check)
            before = words
        beside = Surroundings.of(draft.plain)
        for quoted in beside.quotations:
            yield self.check_quotation(quoted, beside, sources)

    def check_sentence(self, text: str, before: str, sources: "_Sources") -> Check:
        """Return what the sources say to one sentence; ``before`` is the one before it."""
        if not claims_anything(text):
            return Check(Verdict.NO_CLAIM, 0.5, (), "it claims nothing that a source could tell")
        hits = self.index.search(text, PASSAGES)
        if leans(text):
            hits = [*hits, *self.index.search(f"{before} {text}", PASSAGES)]
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
        self, quoted: Quoted, beside: Surroundings, sources: "_Sources"
    ) -> CheckedQuotation:
        """Return how faithful one quotation is."""
        text = quoted.text.replace(FILLER, "")
        hits = self.index.search(text, PASSAGES)
        hits = [*hits, *self.index.search(beside.around(quoted.span), PASSAGES)]
        documents = sources.documents(hits, QUOTED_IN)
        matches = [(compare(text, sources.folded(each)), each) for each in documents]
        match, document = max(
            matches, key=lambda each: (_faith(each[0]), each[0].alike), default=(NOTHING, None)
        )
        if document is None or match.span is None:
            return CheckedQuotation(text, quoted.span, match.verdict, None, ())
        named = [each for each in documents if beside.names(quoted, (each.title, each.source))]
        verdict, difference = match.verdict, match.difference
        if named and document not in named and verdict is not QuoteVerdict.ALTERED:
            verdict = QuoteVerdict.WRONG_DOCUMENT
            difference = f"it stands in “{document.title}”, not in “{named[0].title}”"
        citations = (cite(document, match.span),)
        return CheckedQuotation(text, quoted.span, verdict, difference, citations)


class _Sources:
    """The documents of one check, each made ready once."""

    def __init__(self, index: PassageIndex) -> None:
        self._index = index
        self._documents: dict[str, Document] = {}
        self._folded: dict[str, Folded] = {}

    def documents(self, hits: Sequence[Hit], most: int) -> list[Document]:
        """Return the documents of the hits, the nearest first."""
        ids = list(dict.fromkeys(hit.passage.document_id for hit in hits))[:most]
        for each in ids:
            if each not in self._documents:
                self._documents[each] = self._index.document(each)
        return [self._documents[each] for each in ids]

    def near(self, hits: Sequence[Hit], most: int) -> Iterator[Source]:
        """Yield for each document the passages that were found in it, as a source."""
        for document in self.documents(hits, most):
            own = {h.passage.span for h in hits if h.passage.document_id == document.id}
            yield Source.of(document, sorted(own))

    def folded(self, document: Document) -> Folded:
        """Return the document's text as quotations are compared with it."""
        if document.id not in self._folded:
            self._folded[document.id] = folded(masked(document, _MASKS))
        return self._folded[document.id]


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
