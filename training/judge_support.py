"""Judge a support model on claims it never saw, alone and behind the gate's rules.

    python -m training.judge_support MODEL.onnx --written DIR DIR

Claims of the written articles kept aside come with their evidence (an absent one with the two
sentences most like it), machine-made twins of the same articles with their original.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.evaluation.metrics import area_under_curve
from rag.evaluation.twins import twins
from rag.gate import RULES, objection
from rag.gate.judge import LexicalJudge
from rag.models import ShippedModel
from training.reading_sets import articles
from training.support_judge import SupportJudge
from training.support_model import Judged, Label
from training.support_sets import written_claims

Entails = Callable[[str, Sequence[str]], float]
LEAST = (0.3, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Thresholds that the table shows."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a judge gives a claim, and whether the gate's rules object to it."""

    judged: Judged
    support: float
    objected: bool


def judge(claims: Sequence[Judged], entails: Entails) -> list[Result]:
    """Return what the judge and the rules make of each claim."""
    return [
        Result(
            each,
            entails(each.claim, each.evidence),
            objection(each.claim, each.evidence, RULES) is not None,
        )
        for each in claims
    ]


def report(name: str, results: Sequence[Result]) -> Iterator[str]:
    """Yield the measures as lines of text."""
    true = [each for each in results if each.judged.label is Label.SUPPORTED]
    false = [each for each in results if each.judged.label is not Label.SUPPORTED]
    area = area_under_curve([e.support for e in true], [e.support for e in false])
    yield f"{name}: {len(true)} true, {len(false)} false, area under the curve {area:.3f}"
    yield "| least support | true kept | false accepted | with the rules: kept | accepted |"
    yield "|---|---|---|---|---|"
    for least in (0.0, *LEAST):
        shares = [
            _share([each.support >= least and not (rules and each.objected) for each in group])
            for rules in (False, True)
            for group in (true, false)
        ]
        yield f"| {least} | {' | '.join(shares)} |"


def by_kind(folders: Sequence[Path], entails: Entails, least: float) -> Iterator[str]:
    """Yield how many twins of each kind are accepted, by the model alone and behind the rules."""
    found: dict[str, list[tuple[bool, bool]]] = {}
    for _, article in articles(folders, aside=True):
        for twin in twins(article["text"]):
            accepted = entails(twin.sentence, [twin.original]) >= least
            objected = objection(twin.sentence, [twin.original], RULES) is not None
            found.setdefault(twin.kind, []).append((accepted, accepted and not objected))
    yield f"twins accepted at {least} | count | model alone | behind the rules"
    for kind, rows in sorted(found.items()):
        alone, behind = zip(*rows, strict=True)
        yield f"{kind} | {len(rows)} | {_share(alone)} | {_share(behind)}"


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values) / len(values):.3f}" if values else "-"


def main() -> None:
    """Judge as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--written", type=Path, nargs="+", required=True)
    parser.add_argument("--least", type=float, default=0.7)
    given = parser.parse_args()
    claims = list(written_claims(given.written, aside=True))
    model = SupportJudge(ShippedModel("support model", given.model, sha256=""))
    for name, entails in (("lexical judge", LexicalJudge().entails), ("model", model.entails)):
        print("\n".join(report(name, judge(claims, entails))))
    print("\n".join(by_kind(given.written, model.entails, given.least)))


if __name__ == "__main__":
    main()
