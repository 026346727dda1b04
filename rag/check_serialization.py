"""The check of a draft as plain JSON values; HTTP and command line share them."""

from rag.coverage import Coverage, DraftCoverage, Section
from rag.draft_checking import CheckedQuotation, CheckedSentence, DraftCheck
from rag.mark_checking import CheckedMark
from rag.serialization import JsonObject, Numbering, citation_json, index_json, span_json


def check_json(check: DraftCheck, coverage: DraftCoverage | None = None) -> JsonObject:
    """Return the check object, with what the draft takes from its sources where that was asked."""
    numbering = Numbering()
    whole = {
        "sentences": [sentence_json(each, numbering) for each in check.sentences],
        "quotations": [quotation_json(each, numbering) for each in check.quotations],
        "index": index_json(check.index),
    }
    return whole if coverage is None else whole | {"coverage": coverage_json(coverage)}


def sentence_json(sentence: CheckedSentence, numbering: Numbering) -> JsonObject:
    """Return a sentence of a draft with its verdict and numbered citations."""
    return {
        "text": sentence.text,
        "position": span_json(sentence.span),
        "verdict": sentence.check.verdict.value,
        "reason": sentence.check.reason,
        "citations": [citation_json(numbering(c), c) for c in sentence.check.citations],
        "cited": [mark_json(mark, numbering) for mark in sentence.cited],
    }


def mark_json(mark: CheckedMark, numbering: Numbering) -> JsonObject:
    """Return a citation that the draft has, with its verdict and numbered places."""
    return {
        "text": mark.text,
        "position": span_json(mark.span),
        "document_id": mark.document_id,
        "verdict": mark.verdict.value,
        "reason": mark.reason,
        "citations": [citation_json(numbering(c), c) for c in mark.citations],
    }


def quotation_json(quotation: CheckedQuotation, numbering: Numbering) -> JsonObject:
    """Return a quotation of a draft with its verdict and numbered citations."""
    return {
        "text": quotation.text,
        "position": span_json(quotation.span),
        "verdict": quotation.verdict.value,
        "difference": quotation.difference,
        "citations": [citation_json(numbering(c), c) for c in quotation.citations],
    }


def coverage_json(coverage: DraftCoverage) -> JsonObject:
    """Return what a draft takes from each of its sources."""
    return {
        "words": coverage.words,
        "documents": [_covered_json(each) for each in coverage.documents],
    }


def _covered_json(coverage: Coverage) -> JsonObject:
    return {
        "document_id": coverage.document.id,
        "title": coverage.document.title,
        "source": coverage.document.source,
        "sentences": coverage.sentences,
        "used_sentences": coverage.used_sentences,
        "used": [span_json(span) for span in coverage.used],
        "sections": [_section_json(each) for each in coverage.sections],
        "verbatim": [
            {
                "position": span_json(run.span),
                "source_position": span_json(run.source),
                "words": run.words,
                "quoted": run.is_quoted,
            }
            for run in coverage.verbatim
        ],
    }


def _section_json(section: Section) -> JsonObject:
    return {
        "heading": section.heading,
        "position": span_json(section.span),
        "page": section.page,
        "sentences": section.sentences,
        "used": section.used,
    }
