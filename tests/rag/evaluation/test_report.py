"""A small data set scored from end to end."""

import json
from pathlib import Path

import pytest

from index.errors import InputError
from index.passage_index import PassageIndex
from rag.answering import Assistant
from rag.evaluation.halves import HALVES
from rag.evaluation.layouts import layouts_of, read_questions
from rag.evaluation.report import Evaluation, Report, sample, table
from rag.evaluation.scoring import holds_gold, touches_gold
from rag.extractive import ExtractiveWriter
from tests.fakes import WordHashEmbedder

LAMP = "The lamp was lit on 3 May 1874. It burned oil."
QUARRY = "The quarry closed in 1931. Forty men left."


def write(path: Path, *rows: dict[str, object]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "small"
    made.mkdir()
    texts: list[dict[str, object]] = [
        {"_id": "lamp#1", "title": "Lamps", "text": LAMP},
        {"_id": "quarry#1", "title": "Quarries", "text": QUARRY},
    ]
    write(made / "docs.jsonl", *texts)
    write(made / "corpus.jsonl", *texts)
    write(
        made / "queries.jsonl", {"_id": "q1", "text": "closed quarry"}, {"_id": "q2", "text": "x"}
    )
    (made / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tquarry#1\t1\n")
    write(
        made / "questions.jsonl",
        {
            "_id": "a",
            "question": "When was the lamp lit?",
            "answerable": True,
            "answers": ["3 May 1874"],
            "evidence": [{"doc_id": "lamp#1", "start": 20, "end": 30}],
        },
        {
            "_id": "b",
            "question": "Which quarry closed in 1931?",
            "answerable": True,
            "answers": ["nothing like it"],
            "evidence": [{"doc_id": "quarry#1", "sentences": ["The quarry closed in 1931."]}],
        },
        {"_id": "c", "question": "Who painted the Mona Lisa?", "answerable": False},
    )
    return made


def evaluation(limit: int | None = None) -> Evaluation:
    def assistant_of(index: PassageIndex) -> Assistant:
        return Assistant(index, ExtractiveWriter(index))

    return Evaluation(WordHashEmbedder(), assistant_of, limit)


def values(report: Report) -> dict[str, float]:
    return {figure.name: figure.estimate.value for figure in report.figures}


def test_both_layouts_of_a_folder_are_scored_and_raw_results_written(
    folder: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run.jsonl"
    stages: list[str] = []
    retrieval, answers = evaluation().of(
        folder, run=run, progress=lambda stage, _done, _of: stages.append(stage)
    )
    assert (retrieval.layout, retrieval.items) == ("retrieval", 1)
    assert values(retrieval) == {"nDCG@10": 1, "recall@10": 1, "recall@100": 1, "MRR@10": 1}
    found = values(answers)
    assert answers.items == 3
    assert found["answer holds a gold answer"] == 0.5
    assert found["first sentence right"] == found["one of the first three right"] == 0.5
    assert found["first sentence touches gold"] == found["right document cited"] == 1
    assert found["AUC near miss"] == found["AUC gold document missing"] == 1
    assert found["nDCG@10 of gold documents"] == found["a gold document in the first 10"] == 1
    assert found["wrong pointers"] == 0
    assert found["citation touches gold evidence"] == 1
    assert (found["refused rightly"], found["refused wrongly"]) == (1, 0)
    rows = {row["id"]: row for row in map(json.loads, run.read_text().splitlines())}
    assert rows["q1"]["ranking"][0]["doc"] == "quarry#1"
    (statement,) = rows["a"]["statements"]
    (citation,) = statement["citations"]
    assert citation["doc"] == "lamp#1"
    assert LAMP[citation["start"] : citation["end"]] == citation["quote"] == statement["text"]
    assert rows["a"]["confidence"] > rows["a"]["confidence_without_evidence"]
    assert rows["a"]["wrong_pointers"] == 0
    assert rows["a"]["ranking"][0]["doc"] == "lamp#1"
    assert rows["c"]["statements"] == []
    assert "confidence_without_evidence" not in rows["c"]
    assert rows["c"]["status"] == "not_in_sources"
    assert {"indexing", "searching", "asking"} <= set(stages)


def test_a_question_that_cannot_be_asked_is_a_refusal(folder: Path, tmp_path: Path) -> None:
    with (folder / "questions.jsonl").open("a") as lines:
        lines.write(json.dumps({"_id": "d", "question": "?!", "answerable": False}) + "\n")
    run = tmp_path / "run.jsonl"
    (_, answers) = evaluation().of(folder, run=run, progress=lambda *_: None)
    row = json.loads(run.read_text().splitlines()[-1])
    assert (row["id"], row["status"], row["statements"]) == ("d", "not_in_sources", [])
    assert values(answers)["refused rightly"] == 1


def test_the_halves_part_the_items_by_document(folder: Path) -> None:
    (outcome,) = (
        outcome
        for outcome in evaluation().outcomes(folder, lambda *_: None)
        if outcome.layout == "question answering"
    )
    ids = {half: {asked.id for asked in outcome.items if asked.half == half} for half in HALVES}
    assert ids["tune"] | ids["report"] == {"a", "b", "c"}
    for half in HALVES:
        assert outcome.report(half).items == len(ids[half])


def test_a_limit_takes_a_sample_that_is_always_the_same(folder: Path) -> None:
    (_, answers) = evaluation(2).of(folder, run=None, progress=lambda *_: None)
    assert answers.items == 2
    assert sample(range(100), 5) == sample(range(100), 5)
    assert sample(range(3), 5) == [0, 1, 2]


def test_a_folder_that_is_no_data_set_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no data set.*docs\.jsonl"):
        layouts_of(tmp_path)


def test_a_broken_line_is_told_with_its_number(folder: Path) -> None:
    with (folder / "questions.jsonl").open("a") as lines:
        lines.write("{broken\n")
    with pytest.raises(InputError, match="line 4"):
        read_questions(folder)


def test_gold_is_compared_as_squad_compares_and_free_answers_by_evidence(folder: Path) -> None:
    lamp = read_questions(folder)[0]
    citation = {"doc": "lamp#1", "start": 0, "end": 31}
    row = {"statements": [{"text": "It was on the 3 May, 1874!", "citations": [citation]}]}
    assert holds_gold(row, lamp)
    assert touches_gold(row, lamp)
    elsewhere = {"statements": [{"text": "3 May 1875", "citations": [dict(citation, start=31)]}]}
    assert not holds_gold(elsewhere, lamp)


def test_the_table_has_a_row_a_figure(folder: Path) -> None:
    reports = evaluation().of(folder, run=None, progress=lambda *_: None)
    lines = table(reports).splitlines()
    assert lines[2] == "| small | nDCG@10 | 1.000 |  | 1 |"
    assert json.loads(json.dumps(reports[0].as_json()))["figures"]["nDCG@10"] == [1, 1, 1, 1]
