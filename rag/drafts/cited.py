"""A draft with the sources that its citations name, and what of it is no prose for that reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.spans import overlaps_any
from index.types import Span
from rag.citing.references import Reference
from rag.drafts.belonging import owner_of
from rag.drafts.catalogue import Catalogue
from rag.drafts.draft import Draft, Mark, without
from rag.drafts.naming import Named, Names
from rag.drafts.reference_list import reference_list
from rag.drafts.text_marks import TextMark, text_marks

MOST_CITED = 50
"""Sources of one sentence that are looked at."""


@dataclass(frozen=True, slots=True)
class MarkedSource:
    """A source that a mark of the draft names, or that it cannot be told which it is."""

    mark: Mark
    named: Named
    is_footnote: bool = False


@dataclass(frozen=True, slots=True)
class CitedDraft:
    """A draft whose citations are understood."""

    draft: Draft
    """With the citations in its words masked too, and its list of references."""
    sources: tuple[MarkedSource, ...]
    """In the order of the draft; a mark that names several has one for each."""
    listed: tuple[Span, ...]
    """The entries of its list of references."""

    def by_sentence(self, sentences: Sequence[Span]) -> dict[int, list[MarkedSource]]:
        """Return the sources that each sentence cites; sentences are counted from 0."""
        found: dict[int, list[MarkedSource]] = {}
        for source in self.sources:
            owner = owner_of(source.mark.span, sentences, self.draft)
            cited = found.setdefault(owner, []) if owner is not None else []
            if len(cited) < MOST_CITED:
                cited.append(source)
        return found

    def is_listed(self, span: Span) -> bool:
        """Tell whether a sentence is part of the list of references."""
        return overlaps_any(span, self.listed)


def cited_draft(
    draft: Draft, catalogue_of: Callable[[], Catalogue], bibliography: Sequence[Reference] = ()
) -> CitedDraft:
    """Return a draft with what its citations name; the catalogue is made only where it has any."""
    entries = reference_list(draft)
    listed = tuple(entry.span for entry in entries)
    plain = without(draft.plain, listed)
    own = [mark for mark in draft.marks if not overlaps_any(mark.span, listed)]
    written = text_marks(plain, entries)
    if not own and not written:
        return CitedDraft(replace(draft, plain=plain), (), listed)
    names = Names(catalogue_of(), bibliography)
    sources: list[MarkedSource] = []
    masked: list[Span] = []
    in_order: list[Mark | TextMark] = [*own, *written]
    in_order.sort(key=_place)
    for each in in_order:
        if isinstance(each, Mark):
            found = names.of(each)
            sources += [MarkedSource(each, named, bool(each.note)) for named in found]
        else:
            found = names.of(each.mark) if each.mark.keys else names.in_text(each.mark.note)
            if each.sure or any(named.work for named in found):
                sources += [MarkedSource(each.mark, named) for named in found]
                masked.append(each.whole)
    shown = without(plain, _apart(masked))
    return CitedDraft(replace(draft, plain=shown), tuple(sources), listed)


def _place(each: Mark | TextMark) -> Span:
    return each.span if isinstance(each, Mark) else each.mark.span


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Return spans in order, without those that overlap the one before."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
