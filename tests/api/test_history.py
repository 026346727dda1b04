"""Answers that are kept: only on demand, never with a word that the documents no longer have."""

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.schemas import KeptAnswer, KeptList, ServerSettings
from index.errors import StoreFullError
from index.history import History
from index.kept_answers import KeptAnswer as Kept
from index.library import Library
from index.passage_index import PassageIndex
from index.reading import from_text
from index.store import DATABASE
from index.types import Passage
from rag.answering import Assistant
from rag.assembly import build_assistants
from rag.assistants import Assistants
from rag.recalling import to_keep
from rag.settings import Settings
from rag.types import Draft, Question, Quote
from tests.api.commands import CommandLine
from tests.api.conftest import BASE_URL, LIGHTHOUSE, QUARRY
from tests.api.test_answers import EVENTS, parse_events, without_what_differs
from tests.fakes import WordHashEmbedder

ASKED = "When was the lighthouse lit?"
QUESTION = {"question": ASKED}
LIT = "The lighthouse was lit on 3 May 1874."
CLOSED = "The quarry closed in 1931."
OWN_WORDS = "In 1931 the quarry closed."
BOTH = f"{CLOSED} {LIT}"
KEPT: dict[str, str | bool] = {"keep": True, "conversation": "conv_1"}
NEW = {"conversation", "kept_at", "withheld", "left_out"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")


def ask(client: TestClient, question: str, **wish: str | bool) -> dict[str, Any]:
    answer: dict[str, Any] = client.post("/v1/answers", json={"question": question, **wish}).json()
    return answer


def kept(client: TestClient, answer_id: str) -> dict[str, Any]:
    response = client.get(f"/v1/answers/{answer_id}")
    assert response.status_code == 200, response.text
    return KeptAnswer.model_validate(response.json(), strict=True).model_dump()


def listed(client: TestClient, **query: str | int) -> list[dict[str, Any]]:
    response = client.get("/v1/answers", params=query)
    KeptList.model_validate(response.json(), strict=True)
    data: list[dict[str, Any]] = response.json()["data"]
    return data


def put(client: TestClient, text: str, source: str) -> None:
    title = source.removesuffix(".txt")
    body = {"text": text, "source": source, "title": f"The {title}"}
    assert client.post("/v1/documents", json=body).json()["status"] == "replaced"


def quarry_of(client: TestClient) -> str:
    found: str = client.get("/v1/documents").json()["last_id"]
    return found


def stored(settings: Settings) -> str:
    """Everything that the tables of kept answers hold."""
    with closing(sqlite3.connect(settings.store / DATABASE)) as connection:
        tables = ("answers", "answer_statements", "answer_places")
        return repr([connection.execute(f"SELECT * FROM {t}").fetchall() for t in tables])  # noqa: S608


def scripted(question: Question, _passages: Sequence[Passage]) -> Iterator[Draft]:
    """Write as a language model does: one quote, one sentence in other words, one on two quotes."""
    if "moon" in question.text:
        return
    yield Draft(LIT, (Quote(LIT),))
    yield Draft(OWN_WORDS, (Quote(CLOSED),))
    yield Draft(
        "The lamp burned 99 litres.", (Quote("The lamp burned 53 litres of oil in a night."),)
    )
    yield Draft(BOTH, (Quote(CLOSED), Quote(LIT)))


@pytest.fixture
def written(settings: Settings, library: Library, index: PassageIndex) -> Iterator[TestClient]:
    """The application with a writer that uses its own words."""
    assert index.document_count == 2
    assistants = Assistants(library, lambda opened: Assistant(opened, scripted))
    with TestClient(create_app(assistants, settings), base_url=BASE_URL) as opened:
        yield opened


def test_nothing_is_kept_unless_the_request_asks_for_it(client: TestClient) -> None:
    answer = ask(client, ASKED)
    assert listed(client) == []
    response = client.get(f"/v1/answers/{answer['id']}")
    assert (response.status_code, "never to be kept" in response.json()["detail"]) == (404, True)


def test_nothing_is_kept_where_the_server_keeps_none(settings: Settings, library: Library) -> None:
    off = settings.model_copy(update={"keep_history": False})
    with TestClient(create_app(build_assistants(off, library), off), base_url=BASE_URL) as client:
        assert ask(client, ASKED, **KEPT)["status"]
        assert listed(client) == []


def test_a_kept_answer_is_the_answer_that_was_given(client: TestClient) -> None:
    for headers in ({}, EVENTS):
        response = client.post("/v1/answers", json=QUESTION | KEPT, headers=headers)
        given = parse_events(response.text)[-1][1] if headers else response.json()
        found = client.get(f"/v1/answers/{given['id']}").json()
        assert given["statements"] != []
        assert {key: found[key] for key in given} == given
        assert set(found) - set(given) == NEW
        assert (found["conversation"], found["withheld"], found["left_out"]) == ("conv_1", [], 0)
        assert TIME.fullmatch(found["kept_at"])


def test_numbers_highlights_and_own_words_come_back(written: TestClient) -> None:
    given = ask(written, "What happened?", **KEPT)
    found = kept(written, given["id"])
    assert [s["text"] for s in found["statements"]] == [LIT, OWN_WORDS, BOTH]
    assert found["statements"] == given["statements"]
    assert given["dropped"][0]["text"] == "The lamp burned 99 litres."
    assert (found["dropped"], found["left_out"]) == (given["dropped"], 1)


def test_what_was_left_out_is_kept_until_something_that_was_read_goes(
    written: TestClient, settings: Settings
) -> None:
    given = ask(written, "What happened?", **KEPT)
    exported = written.get(f"/v1/answers/{given['id']}/export", params={"format": "json"})
    assert exported.json()["dropped"] == given["dropped"] != []
    written.delete(f"/v1/documents/{quarry_of(written)}")
    found = kept(written, given["id"])
    assert (found["dropped"], found["left_out"]) == ([], 1)
    assert "99 litres" not in stored(settings)


def test_what_was_left_out_after_earlier_answers_is_counted_and_not_kept(
    written: TestClient,
) -> None:
    history = [{"question": "And the quarry?", "answer": CLOSED}]
    asked = {"question": "What happened?", "history": history} | KEPT
    given = written.post("/v1/answers", json=asked).json()
    found = kept(written, given["id"])
    assert len(given["dropped"]) == found["left_out"] == 1
    assert found["dropped"] == []


def test_what_was_no_answer_is_kept_with_its_nearest_passages(written: TestClient) -> None:
    given = ask(written, "What of the moon?", **KEPT)
    found = kept(written, given["id"])
    assert found["status"] == "not_in_sources"
    words = [(each["document_id"], each["text"], each["position"]) for each in given["related"]]
    assert [(e["document_id"], e["text"], e["position"]) for e in found["related"]] == words != []
    written.delete(f"/v1/documents/{given['related'][0]['document_id']}")
    assert words[0][1] not in json.dumps(kept(written, given["id"]), ensure_ascii=False)


@pytest.mark.parametrize("question", ["Hello!", "W" * 30])
def test_a_reply_that_is_no_answer_comes_back(client: TestClient, question: str) -> None:
    asked = {"question": question} | KEPT
    streamed = parse_events(client.post("/v1/answers", json=asked, headers=EVENTS).text)[-1][1]
    for given in (ask(client, question, **KEPT), streamed):
        found = kept(client, given["id"])
        assert found["note"] == given["note"] is not None
        assert (found["missing"], found["statements"]) == (given["missing"], [])


def test_a_note_that_names_a_document_is_not_kept(client: TestClient, settings: Settings) -> None:
    body = {"text": "The mill turns.", "source": "mill.txt", "metadata": {"author": "Eve Oakes"}}
    client.post("/v1/documents", json=body | {"title": "The mill"})
    given = ask(client, "Who wrote the mill?", **KEPT)
    assert "Eve Oakes" in (given["note"] or "")
    assert "Oakes" not in stored(settings)
    assert kept(client, given["id"])["note"] is None


def test_sources_that_do_not_agree_are_named_anew(client: TestClient) -> None:
    put_new = {"text": "The quarry closed in 1932.", "title": "A letter", "source": "letter.txt"}
    client.post("/v1/documents", json=put_new)
    given = ask(client, "When did the quarry close?", **KEPT)
    assert "do not agree" in given["note"]
    assert kept(client, given["id"])["note"] == given["note"]
    client.delete(f"/v1/documents/{quarry_of(client)}")
    assert kept(client, given["id"])["note"] is None


def test_no_words_of_a_document_are_among_what_is_kept(
    written: TestClient, settings: Settings
) -> None:
    (dropped,) = ask(written, "What happened?", **KEPT)["dropped"]
    rows = stored(settings)
    assert "What happened?" in rows
    own = (OWN_WORDS, BOTH, json.dumps([list(dropped.values())], ensure_ascii=False))
    assert all(f"'{text}'" in rows for text in own), "they are nowhere else"
    for text in own:
        rows = rows.replace(text, "")
    assert not any(words in rows for words in (LIT, "1931", "litres", "Ada Byrne"))


@pytest.mark.parametrize("restarted", [False, True])
def test_after_a_document_is_removed_no_trace_of_it_is_left(
    written: TestClient, settings: Settings, library: Library, restarted: bool
) -> None:
    given = ask(written, "What happened?", **KEPT)
    quarry = quarry_of(written)
    written.delete(f"/v1/documents/{quarry}")
    if restarted:
        library.close()
        with Library(settings.store, library.embedder) as reopened:
            assistants = Assistants(reopened, lambda opened: Assistant(opened, scripted))
            with TestClient(create_app(assistants, settings), base_url=BASE_URL) as client:
                check_without_quarry(client, given["id"], quarry)
    else:
        check_without_quarry(written, given["id"], quarry)
        assert listed(written)[0]["withheld"] == 2
    rows = stored(settings)
    assert not any(word in rows for word in (OWN_WORDS, "1931", "quarry", quarry))


def check_without_quarry(client: TestClient, answer_id: str, quarry: str) -> None:
    found = kept(client, answer_id)
    assert [s["text"] for s in found["statements"]] == [LIT]
    why = "The source was removed."
    assert found["withheld"] == [
        {"position": 1, "why": "removed", "reason": why},
        {"position": 2, "why": "removed", "reason": why},
    ]
    everything = client.get("/v1/answers/export").text + client.get(f"/a/{answer_id}").text
    assert not any(word in everything for word in ("1931", "quarry", quarry))


def test_a_document_that_changed_takes_its_words_back(
    written: TestClient, settings: Settings
) -> None:
    given = ask(written, "What happened?", **KEPT)
    put(written, QUARRY.replace("closed in 1931", "closed in 1932"), "quarry.txt")
    found = kept(written, given["id"])
    assert [s["text"] for s in found["statements"]] == [LIT]
    assert {each["reason"] for each in found["withheld"]} == {
        "The source no longer has these words."
    }
    assert "1931" not in stored(settings)
    put(written, QUARRY, "quarry.txt")
    assert len(kept(written, given["id"])["withheld"]) == 2, "what was taken back stays away"


def test_words_that_only_moved_are_found_where_they_went(written: TestClient) -> None:
    given = ask(written, "What happened?", **KEPT)
    before = "A new first paragraph stands here. 😀\n\n"
    put(written, before + QUARRY, "quarry.txt")
    found = kept(written, given["id"])
    assert [s["text"] for s in found["statements"]] == [s["text"] for s in given["statements"]]
    cited = found["statements"][1]["citations"][0]
    position = cited["position"]
    assert (
        (before + QUARRY)[position["start"] : position["end"]] == CLOSED == cited["quote"]["exact"]
    )
    assert cited["n"] == given["statements"][1]["citations"][0]["n"]
    assert cited["url"].endswith(f"c={position['start']}-{position['end']}")


def test_numbers_stay_when_a_statement_is_withheld(written: TestClient) -> None:
    given = ask(written, "What happened?", **KEPT)
    assert [[c["n"] for c in s["citations"]] for s in given["statements"]] == [[1], [2], [2, 1]]
    put(written, LIGHTHOUSE.replace("1874", "1875"), "lighthouse.txt")
    found = kept(written, given["id"])
    assert [[c["n"] for c in s["citations"]] for s in found["statements"]] == [[2]]


def test_an_answer_whose_document_changed_before_it_was_kept_holds_no_words(
    written: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = History.keep

    def late(history: History, answer: Kept, generation: int) -> None:
        put(written, "The quarry is a lake.", "quarry.txt")
        keep(history, answer, generation)

    monkeypatch.setattr(History, "keep", late)
    given = ask(written, "What happened?", **KEPT)
    found = kept(written, given["id"])
    assert [each["position"] for each in found["withheld"]] == [1, 2]
    assert OWN_WORDS not in stored(settings)


def test_a_failure_to_keep_is_logged_and_the_answer_is_whole(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise StoreFullError("The disk is full.")

    plain = ask(client, ASKED)
    monkeypatch.setattr(History, "keep", full)
    assert without_what_differs(ask(client, ASKED, **KEPT)) == without_what_differs(plain)
    events = parse_events(client.post("/v1/answers", json=QUESTION | KEPT, headers=EVENTS).text)
    assert events[-1][0] == "done"
    assert caplog.text.count("An answer was not kept: The disk is full.") == 2
    assert listed(client) == []


def test_answers_are_listed_newest_first_by_pages_and_conversations(client: TestClient) -> None:
    for number in range(5):
        ask(
            client,
            f"When was the lighthouse lit? {number}",
            keep=True,
            conversation=f"c{number % 2}",
        )
    everything = listed(client)
    assert [each["question"][-1] for each in everything] == list("43210")
    assert everything[0]["status"] == "answered"
    first = client.get("/v1/answers", params={"limit": 2}).json()
    assert (first["has_more"], first["last_id"]) == (True, everything[1]["id"])
    assert listed(client, limit=2, after=first["last_id"]) == everything[2:4]
    assert listed(client, after=everything[-1]["id"]) == []
    of_one = listed(client, conversation="c1")
    assert [each["question"][-1] for each in of_one] == list("31")
    whole = listed(client, conversation="c1", include="answers")
    assert whole == [kept(client, each["id"]) for each in of_one]


def test_answers_are_forgotten_one_by_one_by_conversation_and_all(
    client: TestClient, settings: Settings
) -> None:
    ids = [ask(client, ASKED, keep=True, conversation=c)["id"] for c in "aabb"]
    assert client.delete(f"/v1/answers/{ids[0]}").status_code == 204
    assert client.delete(f"/v1/answers/{ids[0]}").status_code == 404
    assert client.get(f"/v1/answers?after={ids[0]}").status_code == 404
    assert client.delete("/v1/answers", params={"conversation": "b"}).status_code == 204
    assert [each["id"] for each in listed(client)] == [ids[1]]
    assert client.delete("/v1/answers").status_code == 204
    assert listed(client) == []
    assert stored(settings) == "[[], [], []]"


def test_the_export_is_every_answer_on_a_line_of_its_own(client: TestClient) -> None:
    ids = [
        ask(client, question, **KEPT)["id"]
        for question in ("Who was the keeper?", "How 😀 much oil?")
    ]
    response = client.get("/v1/answers/export")
    assert response.headers["content-type"] == "application/jsonl"
    assert "attachment" in response.headers["content-disposition"]
    rows = [json.loads(line) for line in response.text.splitlines()]
    assert rows == [client.get(f"/v1/answers/{each}").json() for each in reversed(ids)]


def test_each_collection_has_its_own_history(client: TestClient, library: Library) -> None:
    library.create("Other")
    client.post("/v1/documents?collection=Other", json={"text": LIGHTHOUSE, "source": "l.txt"})
    given = ask(client, ASKED, keep=True, collection="Other")
    assert listed(client) == []
    assert [each["id"] for each in listed(client, collection="Other")] == [given["id"]]
    shown = client.get(f"/v1/answers/{given['id']}?collection=Other").json()
    assert shown["statements"][0]["citations"][0]["url"].startswith("/d/")
    assert "collection=Other" in shown["statements"][0]["citations"][0]["url"]
    client.delete("/v1/collections/Other")
    assert client.get("/v1/answers?collection=Other").status_code == 404


def test_keeping_an_answer_is_no_change_of_the_documents(
    client: TestClient, index: PassageIndex
) -> None:
    before = index.generation
    ask(client, ASKED, **KEPT)
    client.delete("/v1/answers")
    assert (index.generation, index.check()) == (before, [])


@pytest.mark.parametrize("body", [{"conversation": "a b"}, {"conversation": "x" * 65}, {"keep": 3}])
def test_a_bad_wish_to_keep_is_refused(client: TestClient, body: dict[str, object]) -> None:
    assert client.post("/v1/answers", json=QUESTION | body).status_code == 422


def test_the_page_of_an_answer_shows_it_with_ways_into_its_sources(
    written: TestClient, lighthouse: str
) -> None:
    given = ask(written, "What <b>happened</b>?", **KEPT)
    response = written.get(f"/a/{given['id']}")
    tree = lxml.html.fromstring(response.text)
    assert response.headers["cache-control"] == "no-store"
    assert tree.findtext(".//h1") == "What <b>happened</b>?"
    assert tree.xpath("//script") == []
    statements = [each.text_content() for each in tree.xpath("//p[@class='statement']")]
    assert statements == [f"{LIT} 1", f"{OWN_WORDS} 2", f"{BOTH} 2 1"]
    first = tree.xpath("//a[@class='chip']")[0]
    assert first.get("title") == f"“{LIT}”"
    assert first.get("href") == f"/d/{lighthouse}?c=16-53"
    assert written.get(first.get("href")).status_code == 200
    quotes = [each.text_content() for each in tree.xpath("//section[@class='cited']//blockquote")]
    assert quotes == [LIT, CLOSED]
    text, markdown = (each.text_content() for each in tree.xpath("//pre"))
    assert f"{OWN_WORDS} [2]" in text
    assert f"[1] The lighthouse, para. 1: “{LIT}” {BASE_URL}/d/{lighthouse}?c=16-53" in text
    assert "**What \\<b\\>happened\\</b\\>?**" in markdown
    assert f"{OWN_WORDS}[^2]" in markdown


def test_the_page_of_an_answer_says_what_is_gone_and_of_none_that_there_is_none(
    written: TestClient,
) -> None:
    given = ask(written, "What happened?", **KEPT)
    for document in written.get("/v1/documents").json()["data"]:
        written.delete(f"/v1/documents/{document['id']}")
    shown = written.get(f"/a/{given['id']}").text
    assert "None of this answer is in your sources any more." in shown
    assert shown.count("The source was removed.") == 3
    assert kept(written, given["id"])["status"] == "not_in_sources"
    refused = written.get(f"/a/{ask(written, 'What of the moon?', **KEPT)['id']}").text
    assert "No sentence in your sources clearly answers this." in refused
    absent = written.get("/a/ans_0")
    assert (absent.status_code, "No answer of that id is kept" in absent.text) == (404, True)


def test_the_settings_tell_what_leaves_the_machine(
    client: TestClient,
    settings: Settings,
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    facts = ServerSettings.model_validate(client.get("/v1/settings").json(), strict=True)
    assert (facts.language_model, facts.keeps_history, facts.fetches_pages) == (None, True, False)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://user:secret@localhost:11434/v1/key")
    on = settings.model_copy(update={"llm_model": "qwen", "keep_history": False})
    with TestClient(create_app(build_assistants(on, library), on), base_url=BASE_URL) as other:
        told = other.get("/v1/settings").json()
    assert told["language_model"] == {
        "name": "qwen",
        "endpoint": "http://localhost:11434",
        "is_local": True,
        "passages_sent": 8,
    }
    assert told["keeps_history"] is False


def test_kept_answers_are_exported_on_the_command_line(
    pincite: CommandLine, settings: Settings, tmp_path: Path
) -> None:
    with Library(settings.store, WordHashEmbedder()) as library, library.collection() as index:
        index.add(from_text(LIGHTHOUSE, title="The lighthouse", source="lighthouse.txt"))
        answer = Assistant(index, scripted).answer("What happened?")
        index.history.keep(to_keep(answer, "c"), answer.index.generation)
    told = pincite("export", tmp_path / "out", "--answers", "--json").json
    assert told["collections"] == [{"name": "default", "file": "000-default.jsonl", "answers": 1}]
    row = json.loads((tmp_path / "out/000-default.jsonl").read_text())
    assert [each["text"] for each in row["statements"]] == [LIT]
    assert (row["id"], row["conversation"]) == (answer.id, "c")
