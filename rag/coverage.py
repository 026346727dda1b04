"""How a draft uses its sources: which passages, which parts not at all, how much word for word."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.spans import overlaps_any
from index.types import Block, BlockKind, Document, Span
from rag.checking import Verdict
from rag.draft_checking import DraftCheck
from rag.draft_sources import shown_text
from rag.drafts.draft import Draft, without
from rag.drafts.reference_list import reference_list
from rag.mark_checking import MarkVerdict
from rag.quoting.comparing import QuoteVerdict
from rag.types import Citation
from rag.verbatim import Run, Words, runs

LEAST_COPIED = 6
"""Words in a row, outside of quotation marks, that count as copied."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document, from its heading to the next one."""

    heading: str
    """Empty before the first heading."""
    span: Span
    page: int | None
    sentences: int
    used: int
    """Sentences of it that the draft rests on."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a draft takes from one document."""

    document: Document
    used: tuple[Span, ...]
    """What supports its sentences, and what it quotes; in order and apart."""
    sections: tuple[Section, ...]
    """Those that have sentences which may be cited."""
    verbatim: tuple[Run, ...]
    """In the order of the draft; those that are not quoted have ``LEAST_COPIED`` words at least."""

    @property
    def sentences(self) -> int:
        """How many sentences of the document may be cited."""
        return sum(section.sentences for section in self.sections)

    @property
    def used_sentences(self) -> int:
        """How many of them the draft rests on."""
        return sum(section.used for section in self.sections)

    @property
    def copied(self) -> tuple[Run, ...]:
        """What stands in the draft word for word without quotation marks."""
        return tuple(run for run in self.verbatim if not run.is_quoted)


@dataclass(frozen=True, slots=True)
class DraftCoverage:
    """What a draft takes from each document that supports it or is quoted, first use first."""

    words: int
    """Of the draft."""
    documents: tuple[Coverage, ...]


def coverage_of(
    check: DraftCheck, draft: Draft, document: Callable[[str], Document]
) -> DraftCoverage:
    """Return what a checked draft takes from its sources; ``document`` gives one by its id."""
    prose = without(draft.plain, [entry.span for entry in reference_list(draft)])
    words = Words.of(prose)
    quoted = [each.span for each in check.quotations]
    used: dict[str, list[Span]] = {}
    for citation in _used(check):
        used.setdefault(citation.document_id, []).append(citation.span)
    return DraftCoverage(
        len(words.words),
        tuple(_coverage(document(each), spans, words, quoted) for each, spans in used.items()),
    )


def _used(check: DraftCheck) -> Iterator[Citation]:
    for sentence in check.sentences:
        if sentence.check.verdict is Verdict.SUPPORTED:
            yield from sentence.check.citations
        for mark in sentence.cited:
            if mark.verdict is MarkVerdict.SUPPORTED:
                yield from mark.citations
    for quotation in check.quotations:
        if quotation.verdict not in {QuoteVerdict.ALTERED, QuoteVerdict.NOT_FOUND}:
            yield from quotation.citations


def _coverage(
    document: Document, used: Sequence[Span], words: Words, quoted: Sequence[Span]
) -> Coverage:
    joined = _joined(used)
    found = runs(words, Words.of(shown_text(document)), LEAST_COPIED, quoted)
    return Coverage(document, joined, tuple(_sections(document, joined)), tuple(found))


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that overlap put together."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _sections(document: Document, used: Sequence[Span]) -> Iterator[Section]:
    """Yield the sections with citable sentences, in order."""
    blocks: list[Block] = []
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            yield from _section(document, blocks, used)
            blocks = []
        elif block.kind.is_cited and block.sentences:
            blocks.append(block)
    yield from _section(document, blocks, used)


def _section(
    document: Document, blocks: Sequence[Block], used: Sequence[Span]
) -> Iterator[Section]:
    if blocks:
        start = blocks[0].span.start
        sentences = [sentence for block in blocks for sentence in block.sentences]
        yield Section(
            (document.headings_at(start) or ("",))[-1],
            Span(start, blocks[-1].span.end),
            blocks[0].page,
            len(sentences),
            sum(overlaps_any(sentence, used) for sentence in sentences),
        )
