"""From rows of results and gold to figures with intervals."""

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.types import Span
from rag.evaluation.layouts import Asked, Evidence, Query
from rag.evaluation.metrics import Estimate, bootstrap, ndcg, quantile, recall, reciprocal_rank

Row = Mapping[str, Any]
FREE = 15
"""Words from which on a gold answer counts as written freely."""
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of a data set: a share or a mean with its interval, or a bare quantile."""

    name: str
    estimate: Estimate


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


def score_answers(rows: Sequence[Row], questions: Sequence[Asked]) -> list[Figure]:
    """Return how often answers are right, rightly cited, or rightly refused."""
    by_id = {asked.id: asked for asked in questions}
    pairs = [(row, by_id[row["id"]]) for row in rows]
    known = [(row, asked) for row, asked in pairs if asked.answerable]
    unknown = [row for row, asked in pairs if not asked.answerable]
    answered = [row for row, _ in pairs if row["statements"]]
    first = [(dict(row, statements=row["statements"][:1]), asked) for row, asked in known]
    times = [row["ms"] for row in rows]
    return [
        _share("answer holds a gold answer", [holds_gold(*pair) for pair in known]),
        _share("citation touches gold evidence", [touches_gold(*pair) for pair in known]),
        _share("both", [holds_gold(*pair) and touches_gold(*pair) for pair in known]),
        _share(
            "both in the first sentence",
            [holds_gold(*pair) and touches_gold(*pair) for pair in first],
        ),
        _share("refused rightly", [not row["statements"] for row in unknown]),
        _share("refused wrongly", [not row["statements"] for row, _ in known]),
        Figure("sentences an answer", bootstrap([len(row["statements"]) for row in answered])),
        Figure("p50 ms", _bare(quantile(times, 0.5), len(times))),
        Figure("p95 ms", _bare(quantile(times, 0.95), len(times))),
    ]


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


def _share(name: str, hits: Sequence[bool]) -> Figure:
    return Figure(name, bootstrap([float(hit) for hit in hits]))


def _bare(value: float, n: int) -> Estimate:
    return Estimate(value, value, value, n)
