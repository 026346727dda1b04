"""False twins of the open sets' own documents, and true rewordings beside them, by kind."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rag.evaluation.halves import HALVES, half_of
from rag.evaluation.layouts import read_texts
from rag.evaluation.report import sample
from rag.evaluation.twins import Row, twin_table, twins

SETS = ("squad2-dev", "clapnq-dev", "pubmedqa-l")
"""English prose of three kinds."""
DOCUMENTS = 60
"""Documents taken of each set."""


def twin_results(data: Path, documents: int = DOCUMENTS) -> dict[str, Any]:
    """Return for each half and kind [true, twins, passed alone, beside others, within a quote]."""
    texts = [
        text
        for name in SETS
        if (data / name / "docs.jsonl").is_file()
        for text in sample(read_texts(data / name / "docs.jsonl"), documents)
    ]
    found: dict[str, Any] = {}
    for half in HALVES:
        own = [text.text for text in texts if half_of(text.id) == half]
        rows = twin_table(twin for text in own for twin in twins(text))
        found[half] = {row.kind: _values(row) for row in rows}
    return found


def twin_lines(found: Mapping[str, Any], last: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of the table: how many of a kind the gate lets pass."""
    yield "| kind | twins | pass: tune | report | beside others | within one quote | change |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for kind, (true, count, *passed) in found.get("report", {}).items():
        tune = found["tune"].get(kind)
        before = last.get("report", {}).get(kind)
        shares = [_share(tune[2], tune[1]) if tune else "", *(_share(n, count) for n in passed)]
        change = _change(passed[0] / count - before[2] / before[1]) if before else ""
        told = f"{kind}, {'true: to be kept' if true else 'false: to be stopped'}"
        yield f"| {told} | {count} | {' | '.join(shares)} | {change} |"


def _values(row: Row) -> Sequence[int | bool]:
    return [row.true, row.count, row.passed, row.beside, row.within]


def _share(passed: int, count: int) -> str:
    return f"{passed} ({passed / count:.1%})"


def _change(difference: float) -> str:
    return f"{difference:+.1%}" if abs(difference) >= 0.0005 else "="
