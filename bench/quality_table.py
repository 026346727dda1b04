"""Results of quality as JSON and as Markdown, beside those before."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.twin_quality import twin_lines
from rag.evaluation.report import shown_name

Results = dict[str, Any]
Value = list[float | None]
"""[value, low, high, items]; null where it is not defined."""


def load(path: Path) -> Results:
    """Return the results kept before; nothing if there are none."""
    if not path.is_file():
        return {}
    kept: Results = json.loads(path.read_text(encoding="utf-8"))
    return kept


def save(results: Results, tables: Mapping[str, str], folder: Path) -> None:
    """Keep the results as ``quality.json``, and each table under its name."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "quality.json").write_text(_json(results) + "\n", encoding="utf-8")
    for name, table in tables.items():
        (folder / name).write_text(table + "\n", encoding="utf-8")


def _json(results: Results) -> str:
    """Return the results as JSON with a measure a line, so that changes are easy to see."""
    told = json.dumps(results, indent=1, ensure_ascii=False)
    return re.sub(r"\[[^\[\]{}]*\]", lambda row: " ".join(row.group().split()), told)


def markdown(results: Results, last: Results) -> str:
    """Return the results as tables; changes are those of the report half since ``last``."""
    lines = list(_lines(results, last))
    if any(results.get("twins", {}).values()):
        lines += ["\n## False twins and true rewordings that the gate lets pass\n"]
        lines += twin_lines(results["twins"], last.get("twins", {}))
    return "\n".join(lines)


def _lines(results: Results, last: Results) -> Iterator[str]:
    yield "# Quality on the open data sets\n"
    limit = f"at most {results['limit']} items a layout" if results["limit"] else "all items"
    yield f"`{results['command']}`, {results['date']}, commit {results['commit']}; {limit}.\n"
    if last:
        yield f"Change: of the report half, since {last['date']}, commit {last['commit']}.\n"
    yield "Whatever was tuned was tuned on the tune half; the report half is what counts.\n"
    yield "| data set | measure | tune | report | 95 % of report | items | change |"
    yield "|---|---|---|---|---|---|---|"
    for name, found in results["sets"].items():
        for layout, halves in found.items():
            before = last.get("sets", {}).get(name, {}).get(layout, {}).get("report", {})
            for measure, value in halves["report"].items():
                yield _row(
                    shown_name(name, layout),
                    measure,
                    halves["tune"].get(measure),
                    value,
                    before.get(measure),
                )


def _row(name: str, measure: str, tune: Value | None, report: Value, before: Value | None) -> str:
    value, low, high, items = report
    exact = low == high
    interval = "" if exact or low is None or high is None else f"{low:.3f}–{high:.3f}"
    told = [
        name,
        measure,
        _shown(tune[0] if tune else None, exact=exact),
        _shown(value, exact=exact),
    ]
    change = "" if value is None or not before or before[0] is None else _change(value - before[0])
    return f"| {' | '.join(told)} | {interval} | {items} | {change} |"


def _shown(value: float | None, *, exact: bool) -> str:
    if value is None:
        return ""
    return f"{value:g}" if exact and value == int(value) else f"{value:.3f}"


def _change(difference: float) -> str:
    return f"{difference:+.3f}" if abs(difference) >= 0.0005 else "="
