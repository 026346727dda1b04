"""Whatever a text holds, each of its sentences is cited at its exact characters in every view."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from index.library import Library
from index.types import Passage
from rag.answering import Assistant
from rag.assistants import Assistants
from rag.settings import Settings
from rag.types import Draft, Question, Quote
from tests.api.conftest import BASE_URL
from tests.api.test_answers import parse_events
from tests.api.test_document_page import Page
from tests.fakes import WordHashEmbedder

KNOWN = "The lamp of the lighthouse was lit by Ada Byrne."
ODD = st.text(
    st.sampled_from("aZ .!?…‑–“”’\"'&<>()[]#-*|`\\\n\r\t\u00a0\u2028é灯光。😀👩‍👧\u0301\u202e"),
    max_size=60,
)
ANY = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
TEXTS = st.lists(st.just(KNOWN) | ODD | ANY, max_size=6).map(lambda parts: "\n\n".join(parts))
BESIDE = st.tuples(TEXTS, TEXTS).map(lambda both: f"{both[0]}\n\n{KNOWN}\n\n{both[1]}")


def every_sentence(_question: Question, passages: Sequence[Passage]) -> Iterator[Draft]:
    """Write the passages down again, sentence by sentence."""
    for number, passage in enumerate(passages):
        for sentence in passage.sentences:
            words = passage.text[
                sentence.start - passage.span.start : sentence.end - passage.span.start
            ]
            yield Draft(words, (Quote(words, number, sentence),))


@contextmanager
def served() -> Iterator[TestClient]:
    with TemporaryDirectory() as folder:
        settings = Settings(store=Path(folder))
        with Library(settings.store, WordHashEmbedder()) as library:
            assistants = Assistants(library, lambda index: Assistant(index, every_sentence))
            app = create_app(assistants, settings)
            with TestClient(app, base_url=BASE_URL) as client:
                yield client


def citations_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [citation for each in answer["statements"] for citation in each["citations"]]


def check_views(client: TestClient, text: str, citation: dict[str, Any]) -> None:
    start, end = citation["position"]["start"], citation["position"]["end"]
    quote = citation["quote"]
    assert text[start:end] == quote["exact"] != ""
    assert text[:start].endswith(quote["prefix"])
    assert text[end:].startswith(quote["suffix"])
    assert Page(client.get(citation["url"]).text).marked == quote["exact"]
    place = {"document_id": citation["document_id"], "start": start, "end": end}
    link = client.get("/v1/citations", params=place | {"format": "link"}).text
    assert link == BASE_URL + citation["url"]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with served() as opened:
        yield opened


@hypothesis_settings(max_examples=30, deadline=None)
@given(st.lists(BESIDE, min_size=1, max_size=4))
def test_every_citation_of_any_text_is_an_exact_slice_of_it_in_every_view(
    client: TestClient, versions: list[str]
) -> None:
    for text in versions:  # each replaces the one before
        stored = client.post("/v1/documents", json={"text": text, "source": "notes"})
        assert stored.status_code in {200, 201}, stored.text
        address = f"/v1/documents/{stored.json()['id']}/text"
        assert client.get(address).content.decode() == text
        asked = {"question": "Who lit the lamp of the lighthouse?"}
        answer = client.post("/v1/answers", json=asked).json()
        events = {"Accept": "text/event-stream"}
        *_, (last, streamed) = parse_events(
            client.post("/v1/answers", json=asked, headers=events).text
        )
        cited = citations_of(answer)
        assert KNOWN in [citation["quote"]["exact"] for citation in cited]
        assert (last, citations_of(streamed)) == ("done", cited)
        for citation in cited:
            check_views(client, text, citation)
