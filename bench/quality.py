"""Every open data set scored, both halves, in one table: what ``make quality`` does.

python -m bench.quality                                   # all sets; keeps bench/results/
python -m bench.quality --sets squad2-dev --limit 300     # an experiment; keeps nothing
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from platformdirs import user_cache_path

from bench.cached_embedder import CachedEmbedder
from bench.quality_table import Results, load, markdown, save
from bench.reliability import Judged, judged
from bench.reliability import markdown as reliability_table
from bench.twin_quality import twin_results
from index.embedding import Embedder, load_embedder
from index.errors import InputError
from index.passage_index import PassageIndex
from rag.answering import Assistant
from rag.assembly import build_assistant
from rag.evaluation import layouts
from rag.evaluation.baselines import Baselines
from rag.evaluation.halves import HALVES, Half
from rag.evaluation.report import Evaluation, Outcome
from rag.evaluation.scoring import Figure, score_baselines
from rag.settings import Settings

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "bench" / "results"
UNTIMED = ("p50 ms", "p95 ms")
"""Left out: the cache of vectors spares the time of embedding. `make bench` measures time."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Score the data sets, print the table, and keep it if all sets were scored."""
    options = _options(arguments)
    embedder = CachedEmbedder(load_embedder(), options.cache)
    results: Results = {**_circumstances(options), "sets": {}}
    confidences: list[Judged] = []
    for folder in _folders(options.data, options.sets):
        started = perf_counter()
        for outcome in Evaluation(embedder, _assistant, options.limit).outcomes(folder, _unheard):
            found = results["sets"].setdefault(folder.name, {})
            found[outcome.layout] = _scored(folder, outcome, embedder, options)
            confidences += judged(outcome)
        _told(f"{folder.name}: {perf_counter() - started:.0f} s")
    if options.sets is None:
        results["twins"] = twin_results(options.data)
    table = markdown(results, load(options.results / "quality.json"))
    print(table)  # noqa: T201 - a report for the terminal
    if options.sets is None or options.keep:
        reliable = reliability_table(confidences, _told_circumstances(results))
        save(results, {"quality.md": table, "reliability.md": reliable}, options.results)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description=__doc__)
    parser.add_argument("--sets", type=lambda names: names.split(","), help="names, by commas")
    parser.add_argument("--limit", type=int, help="items of a layout; a seeded sample of more")
    parser.add_argument("--no-baselines", dest="baselines", action="store_false")
    parser.add_argument("--keep", action="store_true", help="keep the results of --sets too")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder that keeps results")
    data = os.environ.get("EVAL_DATA") or ROOT.parent / "shared" / "eval" / "open"
    parser.add_argument("--data", type=Path, default=Path(data), help="folder of the data sets")
    cache = user_cache_path("pincite") / "bench"
    parser.add_argument("--cache", type=Path, default=cache, help="folder of known vectors")
    return parser.parse_args(arguments)


def _folders(data: Path, names: Sequence[str] | None) -> Iterator[Path]:
    """Yield the folders of data sets that can be scored, or those named."""
    if not data.is_dir():
        raise SystemExit(f"There is no folder {data}. Name the open data sets' with EVAL_DATA.")
    for folder in sorted(data.iterdir()) if names is None else [data / name for name in names]:
        try:
            layouts.layouts_of(folder)
        except InputError as error:
            if names is not None:
                raise SystemExit(str(error)) from error
        else:
            yield folder


def _scored(
    folder: Path, outcome: Outcome, embedder: Embedder, options: argparse.Namespace
) -> dict[Half, dict[str, Any]]:
    """Return for each half and measure [value, low, high, n]."""
    reports = {half: list(outcome.report(half).figures) for half in HALVES}
    if options.baselines and outcome.layout in {layouts.RETRIEVAL, layouts.ANSWERS}:
        for half, figures in _baselines(folder, outcome, embedder).items():
            reports[half] += figures
    return {
        half: {f.name: f.as_json() for f in figures if f.name not in UNTIMED}
        for half, figures in reports.items()
    }


def _assistant(index: PassageIndex) -> Assistant:
    return build_assistant(Settings.from_env({}), index)


def _baselines(folder: Path, outcome: Outcome, embedder: Embedder) -> dict[Half, list[Figure]]:
    name = "corpus.jsonl" if outcome.layout == layouts.RETRIEVAL else "docs.jsonl"
    baselines = Baselines.of(layouts.read_texts(folder / name), embedder)
    searches = [item for item in outcome.items if item.relevant]
    rankings = {item.id: baselines.rankings(item.text) for item in searches}
    return {half: score_baselines(rankings, _of(half, searches)) for half in HALVES}


def _of(half: Half, items: Sequence[Any]) -> list[Any]:
    return [item for item in items if item.half == half]


def _circumstances(options: argparse.Namespace) -> dict[str, Any]:
    asked = f"--sets {','.join(options.sets)} " if options.sets else ""
    limit = f"--limit {options.limit}" if options.limit else ""
    return {
        "command": f"python -m bench.quality {asked}{limit}".strip(),
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _commit(),
        "limit": options.limit,
    }


def _told_circumstances(results: Results) -> str:
    return f"`{results['command']}`, {results['date']}, commit {results['commit']}."


def _unheard(_step: str, _done: int, _of: int) -> None:
    """Tell nothing of single steps."""


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(  # noqa: S603 - no input of a user in it
            ["git", *words],  # noqa: S607 - the git of whoever measures
            cwd=ROOT, capture_output=True, text=True, check=False,
        ).stdout.strip()  # fmt: skip

    changed = git("status", "--porcelain", "--untracked-files=no", "--", "index", "rag")
    return (git("rev-parse", "--short", "HEAD") or "unknown") + (" with changes" if changed else "")


def _told(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - progress


if __name__ == "__main__":
    main()
