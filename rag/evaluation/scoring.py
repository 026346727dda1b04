"""From rows of results and gold to figures with intervals."""

import math
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from index.types import Span
from rag.evaluation.layouts import Asked, Evidence, Query
from rag.evaluation.metrics import (
    Estimate,
    bootstrap,
    bootstrap_area,
    ndcg,
    quantile,
    recall,
    reciprocal_rank,
)

Row = Mapping[str, Any]
Pair = tuple[Row, Asked]
FREE = 15
"""Words from which on a gold answer counts as written freely."""
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


class Search(Protocol):
    """Anything with documents that are relevant to it, graded."""

    @property
    def id(self) -> str:
        """The data set's own id."""

    @property
    def relevant(self) -> Mapping[str, float]:
        """The grade of each document that is relevant."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of a data set: a share or a mean with its interval, or a bare quantile."""

    name: str
    estimate: Estimate

    def as_json(self) -> list[float | int | None]:
        """Return [value, low, high, n]; null stands for a value that is not defined."""
        e = self.estimate
        shown = [None if math.isnan(v) else round(v, 4) for v in (e.value, e.low, e.high)]
        return [*shown, e.n]


def score_retrieval(rows: Sequence[Row], queries: Sequence[Query]) -> list[Figure]:
    """Return nDCG@10, recall@10, recall@100 and MRR@10."""
    relevant = {query.id: query.relevant for query in queries}
    rankings = [([hit["doc"] for hit in row["ranking"]], relevant[row["id"]]) for row in rows]
    return [
        Figure("nDCG@10", bootstrap([ndcg(r, gold) for r, gold in rankings])),
        Figure("recall@10", bootstrap([recall(r, gold, 10) for r, gold in rankings])),
        Figure("recall@100", bootstrap([recall(r, gold, 100) for r, gold in rankings])),
        Figure("MRR@10", bootstrap([reciprocal_rank(r, gold) for r, gold in rankings])),
    ]


def score_baselines(
    rankings: Mapping[str, Mapping[str, Sequence[str]]], searches: Sequence[Search]
) -> list[Figure]:
    """Return nDCG@10 of each baseline, given its ranking for the id of each search."""
    names = dict.fromkeys(name for found in rankings.values() for name in found)
    return [
        Figure(
            f"nDCG@10 of {name}",
            bootstrap([ndcg(rankings[each.id][name], each.relevant) for each in searches]),
        )
        for name in names
    ]


def score_answers(rows: Sequence[Row], questions: Sequence[Asked]) -> list[Figure]:
    """Return how often answers are right, rightly cited, or rightly refused."""
    by_id = {asked.id: asked for asked in questions}
    pairs = [(row, by_id[row["id"]]) for row in rows]
    known = [(row, asked) for row, asked in pairs if asked.answerable]
    unknown = [row for row, asked in pairs if not asked.answerable]
    return [
        *_rightness(known),
        *_refusals(known, unknown),
        *_documents_found(known),
        *_shape(rows),
    ]


def _rightness(known: Sequence[Pair]) -> list[Figure]:
    return [
        share("answer holds a gold answer", [holds_gold(*pair) for pair in known]),
        share("citation touches gold evidence", [touches_gold(*pair) for pair in known]),
        share("both", [right(*pair) for pair in known]),
        share("first sentence right", [_one_right(*pair, of=1) for pair in known]),
        share("one of the first three right", [_one_right(*pair, of=3) for pair in known]),
        share("first sentence touches gold", [touches_gold(_cut(row, 1), a) for row, a in known]),
        share(
            "first two sentences touch gold", [touches_gold(_cut(row, 2), a) for row, a in known]
        ),
        share("right document cited", [cites_document(*pair) for pair in known]),
    ]


def _refusals(known: Sequence[Pair], unknown: Sequence[Row]) -> list[Figure]:
    answerable = [row["met"] for row, _ in known if "met" in row]
    unanswerable = [row["met"] for row in unknown if "met" in row]
    bereft = [row for row, _ in known if "confidence_without_evidence" in row]
    return [
        share("refused rightly", [not row["statements"] for row in unknown]),
        share("refused wrongly", [not row["statements"] for row, _ in known]),
        Figure("AUC near miss", bootstrap_area(answerable, unanswerable)),
        Figure(
            "AUC gold document missing",
            bootstrap_area(
                [row["confidence"] for row in bereft],
                [row["confidence_without_evidence"] for row in bereft],
            ),
        ),
    ]


def _documents_found(known: Sequence[Pair]) -> list[Figure]:
    rankings = [
        ([hit["doc"] for hit in row["ranking"]], asked.relevant)
        for row, asked in known
        if asked.relevant
    ]
    return [
        Figure("nDCG@10 of gold documents", bootstrap([ndcg(r, gold) for r, gold in rankings])),
        Figure(
            "a gold document in the first 10",
            bootstrap([float(bool({*r[:10]} & {*gold})) for r, gold in rankings]),
        ),
    ]


def _shape(rows: Sequence[Row]) -> list[Figure]:
    lengths = [len(row["statements"]) for row in rows if row["statements"]]
    times = [row["ms"] for row in rows]
    citations = sum(len(s["citations"]) for row in rows for s in row["statements"])
    return [
        Figure("sentences an answer", bootstrap(lengths)),
        Figure("wrong pointers", bare(sum(row["wrong_pointers"] for row in rows), citations)),
        Figure("p50 ms", bare(quantile(times, 0.5), len(times))),
        Figure("p95 ms", bare(quantile(times, 0.95), len(times))),
    ]


def right(row: Row, asked: Asked) -> bool:
    """Tell whether the shown text holds a gold answer and cites gold evidence."""
    return holds_gold(row, asked) and touches_gold(row, asked)


def _one_right(row: Row, asked: Asked, *, of: int) -> bool:
    """Tell whether one of the first ``of`` sentences is right by itself."""
    return any(right(dict(row, statements=[each]), asked) for each in row["statements"][:of])


def _cut(row: Row, sentences: int) -> Row:
    return dict(row, statements=row["statements"][:sentences])


def holds_gold(row: Row, asked: Asked) -> bool:
    """Tell whether the shown text holds a gold answer, compared as SQuAD compares.

    Where the gold is only evidence, yes or no, or longer than a sentence (written freely, not
    taken from the source), the answer is held when the evidence is touched.
    """
    shown = normalised(" ".join(statement["text"] for statement in row["statements"]))
    golds = [normalised(answer) for answer in asked.answers]
    if set(golds) <= {"yes", "no", "maybe"} or all(gold.count(" ") >= FREE for gold in golds):
        return touches_gold(row, asked)
    return any(f" {gold} " in f" {shown} " for gold in golds if gold)


def touches_gold(row: Row, asked: Asked) -> bool:
    """Tell whether a citation shares a character with gold evidence."""
    return any(
        _touches(citation, evidence)
        for statement in row["statements"]
        for citation in statement["citations"]
        for evidence in asked.evidence
    )


def cites_document(row: Row, asked: Asked) -> bool:
    """Tell whether a citation is of a document that holds evidence."""
    cited = {citation["doc"] for each in row["statements"] for citation in each["citations"]}
    return not cited.isdisjoint(asked.documents)


def normalised(text: str) -> str:
    """Return the text without case, punctuation, articles and double spaces.

    Source: the official SQuAD evaluation (Rajpurkar et al., EMNLP 2016).

    >>> normalised("The  U.S., a Union!")
    'us union'
    """
    bare = text.lower().translate(_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", bare).split())


def _touches(citation: Row, evidence: Evidence) -> bool:
    if citation["doc"] != evidence.document:
        return False
    cited = Span(citation["start"], citation["end"])
    return not evidence.spans or any(cited.overlaps(span) for span in evidence.spans)


def share(name: str, hits: Sequence[bool]) -> Figure:
    """Return the share of hits with its interval."""
    return Figure(name, bootstrap([float(hit) for hit in hits]))


def bare(value: float, n: int) -> Estimate:
    """Return a value without an interval."""
    return Estimate(value, value, value, n)
