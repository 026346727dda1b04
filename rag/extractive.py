"""The writer that needs no model: it answers with sentences of the sources, word for word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.duplicates import groups
from index.embedding import DEFAULT_EMBEDDER, share_read
from index.errors import NotFoundError
from index.passage_index import PassageIndex
from index.types import Passage, Span
from rag.companions import companions, joined
from rag.opposed import opposed
from rag.questions import asks_for_several, content_terms
from rag.reader import Reader
from rag.relevance import Candidate, score_again, score_sentences
from rag.stated import stated
from rag.tables import Tables
from rag.term_weights import Weights
from rag.types import Draft, Question, Quote

NEAR_BEST = 0.3
"""How far below the best sentence another may score and still be shown."""
MOST_SENTENCES = 3
NEAR_BEST_OF_SEVERAL = 0.5
MOST_OF_SEVERAL = 5
"""The same where the question asks for several things."""
MOST_READ, MOST_READ_FOR_SEVERAL = 3, 5
"""Passages that are read, those with the best sentences first, and where the question asks for
several things: the rest hardly ever answers, and reading takes the most time."""
LEAST_READ = 0.5
"""The least share of a question's letters that the reader has to know."""


@dataclass(frozen=True, slots=True)
class ExtractiveWriter:
    """Chooses the fewest sentences that answer the question, best first."""

    index: PassageIndex
    reader: Reader | None = None
    """Reads the passages with the question in mind; without it words and meaning decide alone."""

    def __call__(self, question: Question, passages: Sequence[Passage]) -> Iterator[Draft]:
        """Yield a draft for each sentence that answers; none if no sentence clearly does.

        A sentence brings along those beside it that it cannot do without: what leans on the
        sentence before is one draft with it, the items of a list are drafts of their own.
        """
        own = stated(question.text, passages, self.index.document)
        if own is not None:
            yield from own.drafts()
            return
        ranked = [each for each in self.rank(question, passages) if each.fits]
        tables = Tables.of(question.text, passages, self.index.document)
        candidates = [each for each in ranked if tables.allow(passages[each.passage], each.span)]
        if rows := tables.drafts(candidates[0] if candidates else None):
            yield from rows
            return
        chosen: set[tuple[int, int]] = set()
        for candidate in _chosen(question, candidates):
            passage = passages[candidate.passage]
            for span in self._together(passage, candidate.ordinal, candidate.passage, chosen):
                yield _draft(passage, candidate.passage, span)

    def _together(
        self, passage: Passage, ordinal: int, number: int, chosen: set[tuple[int, int]]
    ) -> Iterator[Span]:
        """Yield what to show for a sentence, without what was chosen before; add it to that."""
        try:
            document = self.index.document(passage.document_id)
        except NotFoundError:
            yield passage.sentences[ordinal]  # removed since it was retrieved: the gate says so
            return
        together = companions(document, passage, ordinal)
        new = [at for at in together if (number, at) not in chosen]
        chosen |= {(number, at) for at in new}
        yield from joined(document, [passage.sentences[at] for at in new])

    def rank(self, question: Question, passages: Sequence[Passage]) -> list[Candidate]:
        """Return every sentence of the passages with its score, best first."""
        if not passages:
            return []
        corrected = self.index.corrections(question.text)
        wanted = [corrected.get(term, term) for term in content_terms(question.text)]
        frequencies = self.index.passage_frequencies(wanted)
        ranked = score_sentences(
            question.text,
            passages,
            self.index.vectors(passages),
            self.index.embedder.embed([question.text]),
            Weights.from_frequencies(frequencies, self.index.passage_count),
        )
        if self.reader is None or share_read(DEFAULT_EMBEDDER, question.text) < LEAST_READ:
            return ranked  # there is none, or it does not know the question's script
        most = MOST_READ_FOR_SEVERAL if asks_for_several(question.text) else MOST_READ
        promising = list(dict.fromkeys(candidate.passage for candidate in ranked))[:most]
        logits = self.reader.read(question.text, [passages[number] for number in promising])
        return score_again(ranked, dict(zip(promising, logits, strict=True)))


def _chosen(question: Question, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Return the fewest candidates that answer; none if the best one does not."""
    if not ranked or not ranked[0].answers:
        return []
    several = asks_for_several(question.text)
    floor = ranked[0].score - (NEAR_BEST_OF_SEVERAL if several else NEAR_BEST)
    near = [
        each
        for each in ranked
        if each.answers and (each.score >= floor or _contradicts(each, ranked[0]))
    ]
    return _distinct(near)[: MOST_OF_SEVERAL if several else MOST_SENTENCES]


def _contradicts(candidate: Candidate, best: Candidate) -> bool:
    """Tell whether a sentence of another passage denies the best one: both must then be shown."""
    return candidate.passage != best.passage and opposed(candidate.text, best.text)


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out copies of better sentences."""
    found = groups([candidate.text for candidate in candidates])
    return [candidates[group[0]] for group in found]


def _draft(passage: Passage, number: int, span: Span) -> Draft:
    offset = passage.span.start
    text = passage.text[span.start - offset : span.end - offset]
    return Draft(text, (Quote(text, number, span),))
