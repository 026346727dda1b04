"""The works of a collection under the keys that drafts cite them by."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from index.passage_index import PassageIndex, Summary
from index.types import Document
from rag.citing.references import Reference, reference_of, with_distinct_keys

PREFIX = "pincite-"
"""How the keys begin that a draft was given; by it they are found again, to be taken out."""
_AT_ONCE = 1_000


def works_of(index: PassageIndex) -> Mapping[str, Reference]:
    """Return what is known of every document by its id, with distinct keys.

    Keys are given in the order of adding, over all documents: they stay the same from one draft
    to the next.
    """
    summaries = list(_summaries(index))
    works = with_distinct_keys([_work(each) for each in summaries])
    return {summary.id: work for summary, work in zip(summaries, works, strict=True)}


def _summaries(index: PassageIndex) -> Iterator[Summary]:
    after = None
    while found := index.summaries(after=after, limit=_AT_ONCE):
        yield from found
        after = found[-1].id


def _work(summary: Summary) -> Reference:
    stated = Document(summary.id, summary.title, "", (), summary.source, metadata=summary.metadata)
    work = reference_of(stated)
    key = re.sub(r"[^A-Za-z0-9]+", "-", work.key).strip("-") or "work"
    return replace(work, key=f"{PREFIX}{key}")
