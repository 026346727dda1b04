"""POST /v1/passages."""

import pytest
from starlette.testclient import TestClient

from api.schemas import Passages
from tests.api.conftest import QUARRY


def test_the_nearest_passage_comes_first_and_is_an_exact_slice(client: TestClient) -> None:
    response = client.post("/v1/passages", json={"query": "quarry closed", "k": 1})

    assert response.status_code == 200
    passages = Passages.model_validate(response.json(), strict=True).passages
    assert [passage.title for passage in passages] == ["The quarry"]
    start, end = passages[0].position.start, passages[0].position.end
    assert QUARRY[start:end] == passages[0].text
    assert "The quarry closed in 1931." in passages[0].text


@pytest.mark.parametrize(
    "body",
    [{"query": ""}, {"query": " \n"}, {"query": "x", "k": 0}, {"query": "x", "k": 51}, {}],
)
def test_a_search_for_nothing_is_refused(client: TestClient, body: dict[str, object]) -> None:
    response = client.post("/v1/passages", json=body)

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_a_query_of_signs_alone_is_no_error(client: TestClient) -> None:
    assert client.post("/v1/passages", json={"query": '") OR "* NEAR( ^'}).status_code == 200
