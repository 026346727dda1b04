"""Claims checked, each against its own source, and what that comes to."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.reading import from_text
from rag.checking import Check, Verdict, check_claim
from rag.evaluation.layouts import Claim
from rag.evaluation.metrics import Estimate, bootstrap_area, bootstrap_ratio
from rag.evaluation.runs import Progress, Row
from rag.evaluation.scoring import Figure, bare, share
from rag.evidence import Source

SUPPORTED = Verdict.SUPPORTED.value
UNSUPPORTED = "unsupported"
"""The label that stands for every verdict but two: "supported", and "no_claim" of what claims
nothing, which is neither."""


def claim_rows(claims: Sequence[Claim], progress: Progress) -> Iterator[Row]:
    """Yield the verdict on each claim with its score and citations, in the data set's own ids."""
    source_of = lru_cache(maxsize=64)(lambda text: Source.of(from_text(text)))
    for number, claim in enumerate(claims, start=1):
        check = check_claim(claim.text, source_of(claim.source))
        yield _row(claim, check)
        progress("checking", number, len(claims))


def score_claims(rows: Sequence[Row], claims: Sequence[Claim]) -> list[Figure]:
    """Return precision, recall and F1 of each label, and the area under the curve of the score."""
    label_of = {claim.id: claim.label for claim in claims}
    gold = [label_of[row["id"]] for row in rows]
    binary = set(gold) <= {SUPPORTED, UNSUPPORTED}
    told = [_as_label(row["verdict"]) if binary else row["verdict"] for row in rows]
    citations = sum(len(row["citations"]) for row in rows)
    return [
        *(figure for label in sorted(set(gold)) for figure in _of_label(label, gold, told)),
        Figure("AUC of the score", _area(rows, gold)),
        *(share(f"verdict {v}", [row["verdict"] == v for row in rows]) for v in Verdict),
        Figure("wrong pointers", bare(sum(row["wrong_pointers"] for row in rows), citations)),
    ]


def _row(claim: Claim, check: Check) -> Row:
    return {
        "id": claim.id,
        "verdict": check.verdict.value,
        "score": round(check.score, 6),
        "citations": [
            {
                "doc": claim.source_id,
                "start": citation.span.start,
                "end": citation.span.end,
                "quote": citation.exact,
            }
            for citation in check.citations
        ],
        "reason": check.reason,
        "wrong_pointers": sum(
            int(citation.span.of(claim.source) != citation.exact) for citation in check.citations
        ),
    }


def _as_label(verdict: str) -> str:
    return verdict if verdict in {SUPPORTED, Verdict.NO_CLAIM.value} else UNSUPPORTED


def _of_label(label: str, gold: Sequence[str], told: Sequence[str]) -> list[Figure]:
    wanted = [float(each == label) for each in gold]
    given = [float(each == label) for each in told]
    both = [w * g for w, g in zip(wanted, given, strict=True)]
    either = [w + g for w, g in zip(wanted, given, strict=True)]
    return [
        Figure(f"{label}: precision", bootstrap_ratio(both, given)),
        Figure(f"{label}: recall", bootstrap_ratio(both, wanted)),
        Figure(f"{label}: F1", bootstrap_ratio([2 * b for b in both], either)),
    ]


def _area(rows: Sequence[Row], gold: Sequence[str]) -> Estimate:
    scores = [(row["score"], label == SUPPORTED) for row, label in zip(rows, gold, strict=True)]
    return bootstrap_area([s for s, good in scores if good], [s for s, good in scores if not good])
