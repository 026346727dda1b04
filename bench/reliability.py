"""Whether the two tests of refusal keep what they promise, set by set."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.evaluation.calibration import Logistic, calibration_error, fit, reliability
from rag.evaluation.halves import Half
from rag.evaluation.layouts import ANSWERS
from rag.evaluation.report import Outcome

MISSING, NEAR_MISS = "the document with the answer is missing", "the question is a near miss"
WIDTH = 30


@dataclass(frozen=True, slots=True)
class Judged:
    """The confidence in a best sentence, and whether there was an answer to be found."""

    dataset: str
    half: Half
    test: str
    score: float
    answerable: bool


def judged(outcome: Outcome) -> Iterator[Judged]:
    """Yield what the rows of a question answering set say about both tests."""
    if outcome.layout != ANSWERS:
        return
    asked_of = {asked.id: asked for asked in outcome.items}
    refusable = not all(asked.answerable for asked in outcome.items)
    for row in outcome.rows:
        asked, score = asked_of[row["id"]], row.get("confidence")
        bereft = row.get("confidence_without_evidence")
        if score is not None and refusable:
            yield Judged(outcome.dataset, asked.half, NEAR_MISS, row["met"], asked.answerable)
        if score is not None and bereft is not None:
            yield Judged(outcome.dataset, asked.half, MISSING, score, answerable=True)
            yield Judged(outcome.dataset, asked.half, MISSING, bereft, answerable=False)


def markdown(items: Sequence[Judged], circumstances: str) -> str:
    """Return tables and bars of both tests; empty without items to fit a curve to."""
    lines = ["# Reliability of the two tests of refusal\n", circumstances + "\n", _EXPLAINED + "\n"]
    for test in (MISSING, NEAR_MISS):
        lines += _test(test, [item for item in items if item.test == test])
    return "\n".join(lines).rstrip()


_EXPLAINED = (
    "A logistic curve from the score of the best sentence to the probability that there is an "
    "answer was fitted on the tune halves of all sets together; below is what came true on the "
    "report halves. Bars: █ observed, ▏ expected."
)


def _test(test: str, items: Sequence[Judged]) -> Iterator[str]:
    tuned = [item for item in items if item.half == "tune"]
    reported = [item for item in items if item.half == "report"]
    if not reported or len({item.answerable for item in tuned}) < 2:
        return
    curve = fit([item.score for item in tuned], [item.answerable for item in tuned])
    told = f"p = 1 / (1 + exp({-curve.intercept:.2f} {-curve.slope:+.2f} · score))"
    yield f"## Test: {test}\n"
    yield f"{told}, from {len(tuned)} items; reported on {len(reported)}.\n"
    yield "| expected | observed | items | |"
    yield "|---:|---:|---:|---|"
    for each in reliability(*_told(curve, reported)):
        bar = _bar(each.observed, each.expected)
        yield f"| {each.expected:.2f} | {each.observed:.2f} | {each.items} | `{bar}` |"
    yield "\n| data set | items | mean distance of expected and observed |"
    yield "|---|---:|---:|"
    for name, own in {"all": reported, **_by_set(reported)}.items():
        error = calibration_error(reliability(*_told(curve, own)))
        yield f"| {name} | {len(own)} | {error:.3f} |"
    yield ""


def _told(curve: Logistic, items: Sequence[Judged]) -> tuple[list[float], list[bool]]:
    return [curve(item.score) for item in items], [item.answerable for item in items]


def _by_set(items: Sequence[Judged]) -> Mapping[str, Sequence[Judged]]:
    names = dict.fromkeys(item.dataset for item in items)
    return {name: [item for item in items if item.dataset == name] for name in names}


def _bar(observed: float, expected: float) -> str:
    full, mark = round(observed * WIDTH), min(round(expected * WIDTH), WIDTH - 1)
    cells = ["█" if at < full else " " for at in range(WIDTH)]
    cells[mark] = "▏" if cells[mark] == " " else "▓"
    return "".join(cells)
