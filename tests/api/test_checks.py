import json

import pytest
from starlette.testclient import TestClient

DRAFT = (
    "The lighthouse was lit on 3 May 1874. The lamp burned 35 litres of oil in a night. "
    "It was “seen for 21 miles”."
)


def test_a_draft_is_checked_sentence_by_sentence(client: TestClient, lighthouse: str) -> None:
    answer = client.post("/v1/checks", json={"text": DRAFT})
    assert answer.status_code == 200
    check = answer.json()
    first, second, _ = check["sentences"]
    assert (first["verdict"], first["reason"]) == ("supported", "")
    assert first["position"] == {"start": 0, "end": 37}
    assert second["verdict"] == "contradicted"
    assert "53 litres" in second["reason"]
    (quotation,) = check["quotations"]
    assert (quotation["text"], quotation["verdict"]) == ("seen for 21 miles", "exact")
    text = client.get(f"/v1/documents/{lighthouse}/text").text
    for found in (*check["sentences"], *check["quotations"]):
        assert DRAFT[found["position"]["start"] : found["position"]["end"]] == found["text"]
        for citation in found["citations"]:
            start, end = citation["position"]["start"], citation["position"]["end"]
            assert text[start:end] == citation["quote"]["exact"]
    assert check["index"]["generation"] == 2


def test_numbers_of_citations_go_through_the_whole_check(client: TestClient) -> None:
    check = client.post("/v1/checks", json={"text": DRAFT}).json()
    places: dict[int, tuple[str, int, int]] = {}
    for found in (*check["sentences"], *check["quotations"]):
        for each in found["citations"]:
            place = (each["document_id"], each["position"]["start"], each["position"]["end"])
            assert places.setdefault(each["n"], place) == place
    assert sorted(places) == list(range(1, len(places) + 1))


def test_events_tell_each_sentence_and_end_with_the_whole_check(client: TestClient) -> None:
    whole = client.post("/v1/checks", json={"text": DRAFT}).json()
    answer = client.post(
        "/v1/checks", json={"text": DRAFT}, headers={"Accept": "text/event-stream"}
    )
    events = [
        (lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: ")))
        for block in answer.text.strip().split("\n\n")
        if (lines := block.split("\n"))[0].startswith("event: ")
    ]
    assert [data for name, data in events if name == "sentence"] == whole["sentences"]
    assert [data for name, data in events if name == "quotation"] == whole["quotations"]
    assert events[-1] == ("done", whole)
    assert ("status", {"checked": 3, "sentences": 3}) in events


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"text": ""}, 422),
        ({"text": "  \n "}, 422),
        ({"text": "a\0b"}, 422),
        ({"text": "x", "more": 1}, 422),
        ({"text": "The lamp.", "collection": "elsewhere"}, 404),
    ],
)
def test_what_cannot_be_checked_is_a_problem(
    client: TestClient, body: dict[str, object], status: int
) -> None:
    answer = client.post("/v1/checks", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")


BIB = "@book{lamp, title = {The lighthouse}}\n"
CITED = "The lighthouse was lit on 3 May 1874 [@lamp]. It burned [@nobody1901]."


def test_a_draft_s_own_citations_are_checked_by_its_bibliography(
    client: TestClient, lighthouse: str
) -> None:
    told = client.post("/v1/checks", json={"text": CITED, "bibliography": BIB}).json()
    (known,), (unknown,) = (each["cited"] for each in told["sentences"])
    assert (known["text"], known["verdict"], known["reason"]) == ("[@lamp]", "supported", "")
    assert known["position"] == {"start": 37, "end": 44}
    assert known["document_id"] == lighthouse
    (citation,) = known["citations"]
    assert citation["n"] == told["sentences"][0]["citations"][0]["n"]
    assert unknown == {
        "text": "[@nobody1901]",
        "position": {"start": 56, "end": 69},
        "document_id": None,
        "verdict": "unknown_source",
        "reason": "the source “nobody1901” is not in the library",
        "citations": [],
    }
    without = client.post("/v1/checks", json={"text": CITED}).json()
    assert without["sentences"][0]["cited"][0]["verdict"] == "unknown_source"


def test_a_bibliography_that_is_none_is_told(client: TestClient) -> None:
    answer = client.post("/v1/checks", json={"text": CITED, "bibliography": "@nothing"})
    assert answer.status_code == 422
    assert "There is no BibTeX entry in it" in answer.json()["detail"]


def test_what_a_draft_takes_from_its_sources_is_told_where_it_is_asked(
    client: TestClient, lighthouse: str
) -> None:
    body = {"text": DRAFT, "coverage": True}
    told = client.post("/v1/checks", json=body).json()["coverage"]
    assert told["words"] == 24
    (document,) = told["documents"]
    assert document["document_id"] == lighthouse
    assert document["used_sentences"] == sum(each["used"] for each in document["sections"])
    assert document["sentences"] > document["used_sentences"] > 0
    text = client.get(f"/v1/documents/{lighthouse}/text").text
    runs = document["verbatim"]
    assert [(run["words"], run["quoted"]) for run in runs] == [(8, False), (8, False), (4, True)]
    for run in runs:
        own, source = run["position"], run["source_position"]
        assert DRAFT[own["start"] : own["end"]] == text[source["start"] : source["end"]]
    events = client.post("/v1/checks", json=body, headers={"Accept": "text/event-stream"}).text
    assert json.loads(events.rpartition("data: ")[2])["coverage"] == told
    assert "coverage" not in client.post("/v1/checks", json={"text": DRAFT}).json()


@pytest.mark.usefixtures("lighthouse")
@pytest.mark.parametrize(
    ("body", "way", "expected"),
    [
        ({}, "footnotes", "It was lit on *3 May* 1874.[^pincite-1]"),
        ({"cite_as": "pandoc"}, "pandoc", "It was lit on *3 May* 1874 [@pincite-lighthouse, "),
        ({"form": "latex"}, "latex", "It was lit on *3 May* 1874~\\cite["),
        ({"form": "html"}, "html", 'It was lit on *3 May* 1874.<sup class="pincite">'),
    ],
)
def test_a_draft_comes_back_with_citations_and_is_freed_of_them(
    client: TestClient, body: dict[str, str], way: str, expected: str
) -> None:
    text = "It was lit on *3 May* 1874.\r\nPenguins breed on ice."
    asked = {"text": text, "remarks": True} | body
    answer = client.post("/v1/checks/citations", json=asked)
    assert answer.status_code == 200
    cited = answer.json()
    assert cited["cite_as"] == way
    assert expected in cited["text"]
    assert "pincite: not in the sources" in cited["text"]
    assert ("{pincite-lighthouse," in cited["bibliography"]) is (way in {"pandoc", "latex"})
    freed = client.post("/v1/checks/citations/removal", json={"text": cited["text"]})
    assert freed.json() == {"text": text}
    again = client.post("/v1/checks/citations", json=asked | {"text": cited["text"]})
    assert (again.status_code, "Take them out first" in again.json()["detail"]) == (422, True)


def test_the_form_of_a_draft_may_be_said(client: TestClient) -> None:
    text = "The lighthouse was lit on 3 May 1874.\\footnote{It fell. It sank.}"
    for form, count in (("latex", 1), ("html", 2)):
        check = client.post("/v1/checks", json={"text": text, "form": form}).json()
        assert len(check["sentences"]) == count
    assert client.post("/v1/checks", json={"text": text, "form": "docx"}).status_code == 422
    body = {"text": text, "form": "latex", "cite_as": "footnotes"}
    assert client.post("/v1/checks/citations", json=body).status_code == 422
