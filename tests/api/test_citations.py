"""GET /v1/citations."""

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import LIGHTHOUSE

WORDS = "Ada Byrne, a well‑known “pilot” 😀"
START = LIGHTHOUSE.index(WORDS)
END = START + len(WORDS)


def cite(client: TestClient, lighthouse: str, **changed: object) -> tuple[int, str, str]:
    wanted = {"document_id": lighthouse, "start": START, "end": END} | changed
    response = client.get("/v1/citations", params={k: str(v) for k, v in wanted.items()})
    return response.status_code, response.headers["content-type"], response.text


def test_a_citation_is_the_exact_words_as_plain_text(client: TestClient, lighthouse: str) -> None:
    status, kind, text = cite(client, lighthouse)

    assert (status, kind) == (200, "text/plain; charset=utf-8")
    assert WORDS in text
    assert "The lighthouse" in text


def test_a_link_is_absolute_to_the_server_that_was_asked(
    client: TestClient, lighthouse: str
) -> None:
    link = f"http://127.0.0.1:8000/d/{lighthouse}?c={START}-{END}"

    assert cite(client, lighthouse, format="link")[2] == link
    assert f"<{link}>" in cite(client, lighthouse, format="markdown")[2]


@pytest.mark.parametrize(
    ("changed", "status", "told"),
    [
        ({"format": "runes"}, 422, "text, markdown, pandoc, latex"),
        ({"start": 5, "end": 5}, 422, "start < end"),
        ({"start": 9, "end": 5}, 422, "start < end"),
        ({"end": 100_000}, 422, str(len(LIGHTHOUSE))),
        ({"start": -1}, 422, "query.start"),
        ({"end": "9" * 5000}, 422, "query.end"),
        ({"start": "ten"}, 422, "query.start"),
        ({"document_id": "dnone"}, 404, ""),
    ],
)
def test_what_cannot_be_cited_is_told(
    client: TestClient, lighthouse: str, changed: dict[str, object], status: int, told: str
) -> None:
    got, kind, text = cite(client, lighthouse, **changed)

    assert (got, kind) == (status, "application/problem+json")
    assert told in text
