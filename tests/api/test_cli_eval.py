import json
from pathlib import Path

import pytest

from tests.api.commands import CommandLine
from tests.fakes import WordHashEmbedder

TEXT = "The lamp was lit on 3 May 1874. It burned oil."


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.embedding.load_embedder", lambda _name: WordHashEmbedder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "lamps"
    made.mkdir()
    (made / "docs.jsonl").write_text(json.dumps({"_id": "d", "text": TEXT}) + "\n")
    question = {
        "_id": "q",
        "question": "When was the lamp lit?",
        "answers": ["3 May 1874"],
        "evidence": [{"doc_id": "d", "start": 20, "end": 30}],
    }
    (made / "questions.jsonl").write_text(json.dumps(question) + "\n")
    return made


def test_a_data_set_is_scored_and_the_store_is_not_touched(
    pincite: CommandLine, folder: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run.jsonl"
    told = pincite("eval", folder, "--run", run, "--json")
    (report,) = told.json["reports"]
    assert (told.code, report["layout"], report["items"]) == (0, "question answering", 1)
    assert report["figures"]["first sentence right"] == [1, 1, 1, 1]
    assert report["figures"]["wrong pointers"][0] == 0
    assert report["figures"]["refused rightly"] == [None, None, None, 0]
    row = json.loads(run.read_text())
    citation = row["statements"][0]["citations"][0]
    assert (citation["doc"], citation["quote"]) == ("d", TEXT[citation["start"] : citation["end"]])
    assert not pincite.store.exists()


def test_a_table_is_printed(pincite: CommandLine, folder: Path) -> None:
    told = pincite("eval", folder, "--limit", "1")
    assert "| lamps | first sentence right | 1.000 |  | 1 |" in told.out


def test_a_damaged_file_is_told_in_one_line(pincite: CommandLine, folder: Path) -> None:
    with (folder / "questions.jsonl").open("a") as lines:
        lines.write('{"_id": "r"}\n')
    told = pincite("eval", folder)
    assert (told.code, told.out) == (2, "")
    assert told.err == "questions.jsonl, line 2: the field “question” is missing.\n"


def test_no_data_set_and_a_file_that_cannot_be_written_are_told(
    pincite: CommandLine, folder: Path, tmp_path: Path
) -> None:
    told = pincite("eval", tmp_path / "nowhere", "--run", tmp_path / "run.jsonl")
    assert (told.code, told.err.count("\n")) == (2, 1)
    assert "“nowhere” is no data set that can be scored" in told.err
    assert not (tmp_path / "run.jsonl").exists()
    told = pincite("eval", folder, "--run", tmp_path / "no" / "run.jsonl")
    assert (told.code, told.err) == (
        2,
        "run.jsonl cannot be written (No such file or directory).\n",
    )
