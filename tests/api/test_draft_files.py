"""Drafts as files over HTTP."""

import json
import zipfile
from io import BytesIO

import docx
import pytest
from starlette.testclient import TestClient

from tests.index.word.drafts import FOOTNOTES, WordFile, paragraph, run

OWN = '<w:r><w:footnoteReference w:id="7"/></w:r>'
LIT = "The lighthouse was lit on 3 May 1874."
DRAFT = WordFile(
    paragraph(run(LIT[:9]), run(LIT[9:], "<w:b/>"), OWN, run(" Penguins fly.")),
    {"footnotes": FOOTNOTES},
).data


def form(data: bytes, name: str = "draft.docx") -> dict[str, tuple[str, bytes]]:
    return {"file": (name, data)}


def test_a_word_file_is_checked_as_it_is(client: TestClient) -> None:
    answer = client.post("/v1/checks/files", files=form(DRAFT))
    assert answer.status_code == 200
    check = answer.json()
    assert (check["text"], check["form"]) == (f"{LIT} Penguins fly.", "docx")
    first, second = check["sentences"]
    assert (first["verdict"], first["position"]) == ("supported", {"start": 0, "end": 37})
    assert (second["text"], second["verdict"]) == ("Penguins fly.", "not_in_sources")


def test_as_events_the_text_comes_before_the_check(client: TestClient) -> None:
    answer = client.post(
        "/v1/checks/files", files=form(DRAFT), headers={"Accept": "text/event-stream"}
    )
    events = [
        (lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: ")))
        for block in answer.text.strip().split("\n\n")
        if (lines := block.split("\n"))[0].startswith("event: ")
    ]
    names = [name for name, _ in events]
    assert (names[0], names[-1]) == ("draft", "done")
    assert events[0][1] == {"text": f"{LIT} Penguins fly.", "form": "docx"}
    assert [data["text"] for name, data in events if name == "sentence"] == [LIT, "Penguins fly."]


def test_a_draft_in_another_form_is_read_by_the_end_of_its_name(client: TestClient) -> None:
    answer = client.post("/v1/checks/files", files=form(f"# Lamps\n\n{LIT}\n".encode(), "a.md"))
    check = answer.json()
    assert (check["form"], check["text"]) == ("markdown", f"# Lamps\n\n{LIT}\n")
    assert [each["verdict"] for each in check["sentences"]] == ["no_claim", "supported"]


def test_a_word_file_is_given_footnotes_and_freed_of_them(client: TestClient) -> None:
    cited = client.post("/v1/checks/files/citations?remarks=true", files=form(DRAFT))
    assert cited.status_code == 200
    assert cited.headers["content-disposition"] == 'attachment; filename="draft.docx"'
    opened = docx.Document(BytesIO(cited.content))
    assert len(opened.comments) == 1
    with zipfile.ZipFile(BytesIO(cited.content)) as archive:
        notes = archive.read("word/footnotes.xml").decode()
        relations = archive.read("word/_rels/footnotes.xml.rels").decode()
    assert f"“{LIT}” " in notes
    assert 'Target="http://127.0.0.1:8000/d/' in relations
    again = client.post("/v1/checks/files/citations", files=form(cited.content))
    assert (again.status_code, "already" in again.json()["detail"]) == (422, True)
    freed = client.post("/v1/checks/files/citations/removal", files=form(cited.content))
    assert (freed.content, freed.headers["pincite-original"]) == (DRAFT, "true")
    saved = BytesIO()
    opened.save(saved)
    left = client.post("/v1/checks/files/citations/removal", files=form(saved.getvalue()))
    assert left.headers["pincite-original"] == "false"
    assert [each.text for each in docx.Document(BytesIO(left.content)).paragraphs] == [
        f"{LIT} Penguins fly."
    ]


@pytest.mark.parametrize("path", ["", "/citations", "/citations/removal"])
def test_what_is_no_draft_file_is_a_problem(client: TestClient, path: str) -> None:
    def status(**sent: object) -> int:
        answer = client.post(f"/v1/checks/files{path}", **sent)  # type: ignore[arg-type]
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.status_code

    assert status(json={"text": LIT}) == 415
    assert status(files={"text": ("draft.docx", DRAFT)}) == 422
    assert status(files=[("file", ("a.docx", DRAFT)), ("file", ("b.docx", DRAFT))]) == 422
    assert status(files=form(b"PK\x03\x04 nothing")) == 422
    assert status(files=form(bytes(26 << 20))) == 413
    assert status(files=form(b"\x00\x01", "a.bin")) == 415
