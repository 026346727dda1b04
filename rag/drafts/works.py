"""The works of a collection under the keys that drafts cite them by."""

import re
from collections.abc import Mapping
from dataclasses import replace

from index.passage_index import PassageIndex, Summary
from rag.citing.matching import documents_of
from rag.citing.references import Reference, stated_reference, with_distinct_keys

PREFIX = "pincite-"
"""How the keys begin that a draft was given; by it they are found again, to be taken out."""


def works_of(index: PassageIndex) -> Mapping[str, Reference]:
    """Return what is known of every document by its id, with distinct keys.

    Keys are given in the order of adding, over all documents: they stay the same from one draft
    to the next.
    """
    summaries = list(documents_of(index))
    works = with_distinct_keys([_work(each) for each in summaries])
    return {summary.id: work for summary, work in zip(summaries, works, strict=True)}


def _work(summary: Summary) -> Reference:
    work = stated_reference(summary.id, summary.title, summary.source, summary.metadata)
    key = re.sub(r"[^A-Za-z0-9]+", "-", work.key).strip("-") or "work"
    return replace(work, key=f"{PREFIX}{key}")
