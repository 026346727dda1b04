"""The objects of the public contract as plain JSON values; HTTP and command line share them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from index.kept_answers import KeptSummary
from index.passage_index import Added, PassageIndex, Summary, Version
from index.types import Document, Hit, Span
from rag.gate import LAYERS, Layer
from rag.proof import Finding
from rag.recalling import Recalled, recall, status_of
from rag.types import (
    Answer,
    Citation,
    Conflict,
    IndexState,
    PlaceOnPage,
    Rejection,
    Statement,
    place_url,
)

JsonObject = dict[str, Any]
Number = Callable[[Citation], int]
"""Gives the number that a citation is shown under."""


class Numbering:
    """Numbers distinct cited places from 1, in the order of their first use."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, Span], int] = {}

    def __call__(self, citation: Citation) -> int:
        """Return the number of the citation's place."""
        place = (citation.document_id, citation.span)
        return self._numbers.setdefault(place, len(self._numbers) + 1)


def answer_json(answer: Answer, number: Number | None = None) -> JsonObject:
    """Return the answer object; without ``number`` its places are counted as they come."""
    numbering = number or Numbering()
    return {
        "id": answer.id,
        "question": answer.question,
        "status": answer.status.value,
        "statements": [statement_json(statement, numbering) for statement in answer.statements],
        "missing": list(answer.missing),
        "related": [passage_json(hit) for hit in answer.related],
        "dropped": [rejection_json(rejection) for rejection in answer.dropped],
        "writer": answer.writer,
        "degraded": answer.degraded,
        "note": answer.note,
        "conflicts": [conflict_json(each, answer, numbering) for each in answer.conflicts],
        "index": index_json(answer.index),
        "timing_ms": {
            "retrieve": round(answer.timing.retrieve, 3),
            "write": round(answer.timing.write, 3),
            "verify": round(answer.timing.verify, 3),
            "total": round(answer.timing.total, 3),
        },
        "usage": {
            "prompt_tokens": answer.usage.prompt_tokens,
            "completion_tokens": answer.usage.completion_tokens,
            "cached": answer.usage.cached,
        },
    }


def recalled_json(recalled: Recalled) -> JsonObject:
    """Return a kept answer: the answer object, with what is not shown any more."""
    return answer_json(recalled.answer, recalled.number) | {
        "conversation": recalled.conversation,
        "kept_at": recalled.kept_at,
        "withheld": [
            {"position": each.position, "why": each.why, "reason": each.reason}
            for each in recalled.withheld
        ],
        "left_out": recalled.left_out,
    }


def kept_rows(index: PassageIndex, layers: Sequence[Layer] = LAYERS) -> Iterator[JsonObject]:
    """Yield every kept answer of a collection, verified anew, the newest first."""
    for kept in index.history.each():
        yield recalled_json(recall(kept, index, layers))


def kept_json(summary: KeptSummary) -> JsonObject:
    """Return what a list tells of a kept answer."""
    return {
        "id": summary.id,
        "question": summary.question,
        "status": status_of(summary).value,
        "conversation": summary.conversation,
        "kept_at": summary.kept_at,
        "statements": summary.statements,
        "withheld": summary.withheld,
    }


def statement_json(statement: Statement, numbering: Number) -> JsonObject:
    """Return a statement with its numbered citations."""
    return {
        "text": statement.text,
        "citations": [citation_json(numbering(c), c) for c in statement.citations],
    }


def conflict_json(conflict: Conflict, answer: Answer, numbering: Number) -> JsonObject:
    """Return which two statements disagree, and the numbers of the first citation of each."""
    pair = conflict.one, conflict.other
    numbers = [numbering(answer.statements[at].citations[0]) for at in pair]
    return {"statements": list(pair), "citations": numbers}


def rejection_json(rejection: Rejection) -> JsonObject:
    """Return a dropped sentence with its reason."""
    return {"text": rejection.text, "reason": rejection.reason}


def citation_json(n: int, citation: Citation) -> JsonObject:
    """Return a citation under its number."""
    return {
        "n": n,
        "document_id": citation.document_id,
        "title": citation.title,
        "source": citation.source,
        "quote": {
            "exact": citation.exact,
            "prefix": citation.prefix,
            "suffix": citation.suffix,
        },
        "position": span_json(citation.span),
        "locator": {
            "section": citation.locator.section,
            "paragraph": citation.locator.paragraph,
            "page": citation.locator.page,
            "boxes": [box_json(place) for place in citation.locator.boxes],
        },
        "url": citation.url,
        "copies": citation.copies,
        "highlights": [span_json(span) for span in citation.highlights],
    }


def box_json(place: PlaceOnPage) -> JsonObject:
    """Return a rectangle on a page, with that page's size, all in points."""
    return {
        "page": place.box.page,
        "left": round(place.box.left, 2),
        "top": round(place.box.top, 2),
        "right": round(place.box.right, 2),
        "bottom": round(place.box.bottom, 2),
        "width": round(place.width, 2),
        "height": round(place.height, 2),
    }


def index_json(state: IndexState) -> JsonObject:
    """Return the state of the store that something was made from."""
    return {"generation": state.generation, "embedder": state.embedder}


def passages_json(hits: Sequence[Hit]) -> JsonObject:
    """Return ranked passages, best first."""
    return {"passages": [passage_json(hit) for hit in hits]}


def passage_json(hit: Hit) -> JsonObject:
    """Return a passage with its rank score."""
    return {
        "document_id": hit.passage.document_id,
        "title": hit.passage.title,
        "text": hit.passage.text,
        "position": span_json(hit.passage.span),
        "score": round(hit.score, 6),
    }


def summary_json(summary: Summary, status: str = "stored") -> JsonObject:
    """Return a stored document without its text.

    ``status`` is what just happened to it ("added", "unchanged", "replaced"), or "stored".
    """
    return {
        "id": summary.id,
        "title": summary.title,
        "source": summary.source,
        "status": status,
        "passages": summary.passages,
        "metadata": dict(summary.metadata),
        "added_at": summary.added_at,
        "updated_at": summary.updated_at,
        "version": summary.version,
        "pages": summary.pages or None,
        "characters": summary.characters,
    }


def version_json(version: Version) -> JsonObject:
    """Return what is remembered of a content that a document has or had."""
    return {
        "number": version.number,
        "content_hash": version.content_hash,
        "characters": version.characters,
        "read_at": version.read_at,
        "current": version.current,
    }


def finding_json(finding: Finding, document: Document | None) -> JsonObject:
    """Return what became of a saved citation of ``document``; None if that is gone."""
    position, nearest = finding.position, finding.nearest
    return {
        "status": finding.verdict.value,
        "detail": finding.detail,
        "position": span_json(position) if position else None,
        "nearest": {"text": nearest.of(document.text), "position": span_json(nearest)}
        if document and nearest
        else None,
        "url": place_url(document.id, position, document.collection)
        if document and position
        else None,
    }


def added_json(added: Added, summary: Summary) -> JsonObject:
    """Return the document that was just added, with what happened to it."""
    return summary_json(summary, added.status)


def span_json(span: Span) -> JsonObject:
    """Return the half-open range in code points."""
    return {"start": span.start, "end": span.end}
