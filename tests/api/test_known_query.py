"""Parameters that an address does not know."""

import pytest
from starlette.testclient import TestClient

from api.problems import OPENAI_PATHS

UNKNOWN = "limt=Xyzzy"


@pytest.mark.parametrize(
    ("method", "address", "told"),
    [
        ("GET", "/v1/documents", "the parameters are after, collection, limit."),
        ("GET", "/v1/documents/none/text", "the parameters are collection."),
        ("POST", "/v1/documents", "the parameters are background, collection."),
        ("DELETE", "/v1/documents/none", "the parameters are collection."),
        ("GET", "/v1/settings", "this address takes none."),
    ],
)
def test_an_unknown_parameter_is_told_with_the_known_ones(
    client: TestClient, method: str, address: str, told: str
) -> None:
    response = client.request(method, f"{address}?collection=default&{UNKNOWN}")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"] == f"query: unknown parameter; {told}"
    assert "limt" not in response.text
    assert "Xyzzy" not in response.text


def test_every_parameter_in_the_description_is_known(client: TestClient) -> None:
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for method, operation in methods.items():
            asked = [e["name"] for e in operation.get("parameters", ()) if e["in"] == "query"]
            address = path.replace("{document_id}", "none").replace("{name}", "none")
            told = client.request(method, address, params=dict.fromkeys(asked, "1")).text
            assert "unknown parameter" not in told, (method, path)


def test_pages_and_the_addresses_of_openai_pass_them_over(
    client: TestClient, lighthouse: str
) -> None:
    for address in ("/", f"/d/{lighthouse}", "/healthz", "/metrics", "/v1/models"):
        assert client.get(f"{address}?{UNKNOWN}").status_code == 200, address
    asked = {"model": "pincite", "messages": [{"role": "user", "content": "When was it lit?"}]}
    assert client.post(f"{OPENAI_PATHS[0]}/completions?{UNKNOWN}", json=asked).status_code == 200
