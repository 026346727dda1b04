"""`make quality` on a small data set, without the model."""

import json
from pathlib import Path

import pytest

from bench import quality
from bench.quality_table import load, markdown, save
from bench.reliability import MISSING, Judged
from bench.reliability import markdown as reliability_table
from tests.fakes import WordHashEmbedder

FACTS = [("lamp", 1874), ("mill", 1902), ("bridge", 1931), ("school", 1950), ("pier", 1888)]


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "open" / "towns"
    folder.mkdir(parents=True)
    texts = {name: f"The old {name} was opened in {year}. It cost much." for name, year in FACTS}
    write(folder / "docs.jsonl", [{"_id": name, "text": text} for name, text in texts.items()])
    asked: list[dict[str, object]] = [
        {
            "_id": name,
            "question": f"When was the old {name} opened?",
            "answers": [str(year)],
            "answerable": True,
            "context_id": name,
            "evidence": [{"doc_id": name, "start": 0, "end": len(f"The old {name}")}],
        }
        for name, year in FACTS
    ]
    write(folder / "questions.jsonl", asked)
    (tmp_path / "open" / "elsewhere").mkdir()
    return tmp_path / "open"


def run(data: Path, *options: str) -> None:
    results, cache = str(data.parent / "results"), str(data.parent / "cache")
    quality.main(["--data", str(data), "--results", results, "--cache", cache, *options])


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality, "load_embedder", WordHashEmbedder)


def test_all_sets_are_scored_and_kept_beside_the_last_results(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(data)
    kept = load(data.parent / "results" / "quality.json")
    halves = kept["sets"]["towns"]["question answering"]
    assert halves["tune"]["first sentence right"][3] + halves["report"]["first sentence right"][
        3
    ] == len(FACTS)
    assert halves["report"]["first sentence right"][0] == 1
    assert halves["report"]["nDCG@10 of BM25 alone"][0] == 1
    assert "p50 ms" not in halves["report"]
    run(data, "--limit", "5")
    out, err = capsys.readouterr()
    assert "| towns | first sentence right | 1 | 1 |  | " in out
    assert out.rstrip().splitlines()[-1].endswith("| = |")
    assert err.count("towns: ") == 2
    assert (data.parent / "results" / "quality.md").read_text().startswith("# Quality")
    assert (data.parent / "results" / "reliability.md").read_text().startswith("# Reliability")


def test_an_experiment_with_named_sets_keeps_nothing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(data, "--sets", "towns", "--limit", "2", "--no-baselines")
    out = capsys.readouterr().out
    assert "`python -m bench.quality --sets towns --limit 2`" in out
    assert "BM25" not in out
    assert not (data.parent / "results").exists()


def test_a_set_that_does_not_exist_is_told(data: Path) -> None:
    with pytest.raises(SystemExit, match="“nowhere” is no data set"):
        run(data, "--sets", "nowhere")
    with pytest.raises(SystemExit, match="There is no folder"):
        run(data / "nowhere")


def results(value: float) -> dict[str, object]:
    half = {"AUC": [value, value - 0.1, value + 0.1, 40], "wrong pointers": [0, 0, 0, 9]}
    sets = {"towns": {"question answering": {"tune": half, "report": half}}}
    twins = {"number": [False, 50, 2, 3, 3], "synonyms": [True, 20, 19, 18, 18]}
    return {
        "command": "c", "date": "d", "commit": "e", "limit": None,
        "sets": sets, "twins": {"tune": twins, "report": twins},
    }  # fmt: skip


def test_the_table_shows_intervals_and_changes(tmp_path: Path) -> None:
    save(results(0.7), {}, tmp_path)
    told = markdown(results(0.75), load(tmp_path / "quality.json"))
    assert "| towns | AUC | 0.750 | 0.750 | 0.650–0.850 | 40 | +0.050 |" in told
    assert "| towns | wrong pointers | 0 | 0 |  | 9 | = |" in told
    assert "| number, false: to be stopped | 50 | 2 (4.0%) | 2 (4.0%) | 3 (6.0%) | 3" in told
    assert "| synonyms, true: to be kept | 20 | 19 (95.0%) |" in told


def test_without_earlier_results_there_are_no_changes(tmp_path: Path) -> None:
    assert load(tmp_path / "quality.json") == {}
    told = markdown(results(0.75), {})
    assert "| towns | AUC | 0.750 | 0.750 | 0.650–0.850 | 40 |  |" in told
    assert "Change:" not in told


def test_reliability_is_of_the_report_half_under_a_curve_of_the_tune_half() -> None:
    items = [
        Judged("towns", half, MISSING, score, answerable=score > 0.5)
        for half in ("tune", "report")
        for score in [number / 100 for number in range(100)]
    ]
    told = reliability_table(items, "as run")
    assert "## Test: the document with the answer is missing" in told
    assert "from 100 items; reported on 100." in told
    assert "near miss" not in told
    first, last = [line for line in told.splitlines() if "`" in line and "| 10 |" in line][::9]
    assert "| 0.00 | 0.00 | 10 |" in first
    assert "| 1.00 | 1.00 | 10 |" in last
    assert reliability_table([], "as run").endswith("expected.")
