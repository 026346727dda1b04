"""Answers as files, over HTTP and by the command line."""

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from starlette.testclient import TestClient

from tests.api.commands import CommandLine

QUESTION = "How much oil did the lamp burn in a night?"
SAID = "The lamp burned 53 litres of oil in a night."


@pytest.fixture
def answer(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.post("/v1/answers", json={"question": QUESTION}).json()
    assert found["statements"][0]["text"] == SAID
    return found


@pytest.mark.parametrize(
    ("form", "media_type", "suffix"),
    [
        ("markdown", "text/markdown; charset=utf-8", "md"),
        ("html", "text/html; charset=utf-8", "html"),
        ("json", "application/json", "json"),
    ],
)
def test_an_answer_is_given_back_as_a_file(
    client: TestClient, answer: dict[str, Any], form: str, media_type: str, suffix: str
) -> None:
    file = client.post(
        "/v1/answers/export", json={"answer": answer, "format": form, "style": "apa"}
    )
    assert (file.status_code, file.headers["content-type"]) == (200, media_type)
    assert file.headers["content-disposition"] == f'attachment; filename="answer.{suffix}"'
    assert SAID in file.text
    assert "The lighthouse. (n.d.)." in file.text
    assert ("http://127.0.0.1:8000/d/" in file.text) is (form != "json")


def test_an_answer_is_given_back_as_a_word_file(client: TestClient, answer: dict[str, Any]) -> None:
    file = client.post("/v1/answers/export", json={"answer": answer, "format": "docx"})
    assert file.headers["content-disposition"] == 'attachment; filename="answer.docx"'
    assert [each.text for each in docx.Document(BytesIO(file.content)).paragraphs][:2] == [
        QUESTION,
        SAID,
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda a: a["statements"][0].update(text="The lamp burned 35 litres of oil."), "bears it"),
        (lambda a: a["statements"][0]["citations"][0]["quote"].update(exact="No."), "these words"),
        (lambda a: a["statements"][0]["citations"][0].update(document_id="x"), "was removed"),
        (lambda a: a["statements"][0]["citations"][0]["position"].update(start=3), "these words"),
    ],
)
def test_an_answer_that_does_not_stand_is_not_written(
    client: TestClient,
    answer: dict[str, Any],
    change: Any,  # noqa: ANN401 - a change in place
    reason: str,
) -> None:
    change(answer)
    told = client.post("/v1/answers/export", json={"answer": answer, "format": "docx"})
    assert told.status_code == 422
    assert "sentence 1: " in told.json()["detail"]
    assert reason in told.json()["detail"]


def test_titles_are_those_of_the_documents_and_not_the_client_s(
    client: TestClient, answer: dict[str, Any]
) -> None:
    answer["statements"][0]["citations"][0]["title"] = "Another book"
    file = client.post("/v1/answers/export", json={"answer": answer})
    assert "The lighthouse" in file.text
    assert "Another book" not in file.text


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"answer": {}},
        {"answer": {"question": "x", "statements": [{"text": "x", "citations": []}]}},
        {"answer": {"question": "x", "statements": []}, "format": "pdf"},
        {"answer": {"question": "x", "statements": []}, "style": "none"},
    ],
)
def test_what_is_no_answer_is_a_problem(client: TestClient, body: dict[str, Any]) -> None:
    told = client.post("/v1/answers/export", json=body)
    assert told.status_code == 422
    assert told.headers["content-type"] == "application/problem+json"


def test_an_empty_range_is_a_problem(client: TestClient, answer: dict[str, Any]) -> None:
    answer["statements"][0]["citations"][0]["position"] = {"start": 9, "end": 9}
    told = client.post("/v1/answers/export", json={"answer": answer})
    assert (told.status_code, "start < end" in told.json()["detail"]) == (422, True)


# The command line


@pytest.fixture
def lamp(pincite: CommandLine, tmp_path: Path) -> CommandLine:
    source = tmp_path / "lamp.txt"
    source.write_text("The lamp was lit in 1874. It burned 53 litres of oil in a night.")
    assert pincite("add", source).code == 0
    return pincite


def test_the_answer_is_written_as_its_file_is_called(lamp: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "answer.docx"
    asked = ("ask", "When was the lamp lit?", "--output", out, "--style", "mla")
    done = lamp(*asked)
    assert (done.code, done.out) == (0, "")
    texts = [each.text for each in docx.Document(str(out)).paragraphs]
    assert texts == ["When was the lamp lit?", "The lamp was lit in 1874.", "Bibliography", "lamp."]
    again = lamp(*asked)
    assert (again.code, "there already" in again.err) == (2, True)
    assert lamp(*asked, "--overwrite").code == 0


def test_the_answer_is_written_to_standard_output(lamp: CommandLine) -> None:
    done = lamp("ask", "When was the lamp lit?", "--format", "markdown")
    assert done.out.startswith(
        "**When was the lamp lit?**\n\nThe lamp was lit in 1874.[^1]\n\n[^1]: "
    )
    absent = lamp("ask", "Who paid the plumber of Berlin?", "--format", "html")
    assert absent.code == 1
    assert "No sentence in your sources clearly answers this." in absent.out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--style", "apa"], "give --format or --output"),
        (["--format", "html", "--json"], "Leave it or the file out"),
        (["--output", "answer.pdf"], "tells no format"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_use(
    lamp: CommandLine, options: list[str], told: str
) -> None:
    done = lamp("ask", "When was the lamp lit?", *options)
    assert (done.code, told in done.err) == (2, True)
