import json
from pathlib import Path

import pytest

from rag.answering import Assistant
from rag.evaluation.claims import claim_rows, score_claims
from rag.evaluation.layouts import Claim
from rag.evaluation.report import Evaluation, Report, table
from rag.extractive import ExtractiveWriter
from tests.fakes import WordHashEmbedder

SOURCE = "The harbour lamp was lit on 3 May 1874. It burned whale oil for twenty years."
CLAIMS = {
    "good": ("The harbour lamp was lit on 3 May 1874.", "supported"),
    "bad": ("The harbour lamp was lit on 4 June 1921.", "unsupported"),
    "away": ("Penguins cannot fly over mountains.", "unsupported"),
    "none": ("Is that so?", "unsupported"),
}


def claims() -> list[Claim]:
    return [Claim(name, text, "p", SOURCE, label) for name, (text, label) in CLAIMS.items()]


def values(report: Report) -> dict[str, float]:
    return {figure.name: figure.estimate.value for figure in report.figures}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "claims"
    made.mkdir()
    pair = {"_id": "p", "source": SOURCE, "claim": SOURCE, "label": "supported"}
    (made / "pairs.jsonl").write_text(json.dumps(pair) + "\n")
    rows = [
        {"_id": name, "source_ref": "p", "claim": text, "label": label}
        for name, (text, label) in CLAIMS.items()
    ]
    (made / "sentences.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return made


def test_a_row_has_a_verdict_a_score_and_places_in_the_source() -> None:
    rows = {row["id"]: row for row in claim_rows(claims(), lambda *_: None)}
    assert rows["good"]["verdict"] == "supported"
    (citation,) = rows["good"]["citations"]
    assert citation["doc"] == "p"
    assert SOURCE[citation["start"] : citation["end"]] == citation["quote"]
    assert citation["quote"] == CLAIMS["good"][0]
    assert rows["bad"]["verdict"] != "supported"
    assert rows["none"]["verdict"] == "no_claim"
    assert rows["good"]["score"] > rows["bad"]["score"] > rows["away"]["score"]
    assert {row["wrong_pointers"] for row in rows.values()} == {0}


def test_no_claim_is_neither_supported_nor_unsupported() -> None:
    rows = list(claim_rows(claims(), lambda *_: None))
    found = {figure.name: figure.estimate for figure in score_claims(rows, claims())}
    assert (found["supported: precision"].value, found["supported: recall"].value) == (1, 1)
    assert found["unsupported: precision"].value == 1
    assert found["unsupported: recall"].value == pytest.approx(2 / 3)
    assert found["unsupported: F1"].value == pytest.approx(0.8)
    assert found["AUC of the score"].value == 1
    assert found["verdict no_claim"].value == 0.25


def test_labels_that_are_verdicts_are_scored_one_by_one() -> None:
    labelled = [Claim("x", "Is that so?", "p", SOURCE, "no_claim")]
    rows = list(claim_rows(labelled, lambda *_: None))
    found = {figure.name: figure.estimate.value for figure in score_claims(rows, labelled)}
    assert found["no_claim: F1"] == 1


def test_pairs_and_sentences_of_a_folder_are_scored_and_written(
    folder: Path, tmp_path: Path
) -> None:
    evaluation = Evaluation(WordHashEmbedder(), lambda i: Assistant(i, ExtractiveWriter(i)))
    run = tmp_path / "run.jsonl"
    pairs, sentences = evaluation.of(folder, run=run, progress=lambda *_: None)
    assert (pairs.layout, pairs.items, pairs.name) == ("claims", 1, "claims")
    assert (sentences.layout, sentences.items) == ("sentences", 4)
    assert values(sentences)["supported: F1"] == 1
    assert "| claims, sentences | AUC of the score | 1.000 |" in table([sentences])
    rows = [json.loads(line) for line in run.read_text().splitlines()]
    assert [row["id"] for row in rows] == ["p", *CLAIMS]
    assert rows[0]["verdict"] == "supported"
    assert len(rows[0]["citations"]) == 2
