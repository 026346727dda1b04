"""The description of the API: sound, explained, with examples that hold, read without a network."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from api.app import create_app
from api.examples import ANSWERS, DOCUMENT
from index.library import Library
from rag.assembly import build_assistants
from rag.settings import Settings
from tests.api.conftest import BASE_URL
from tests.fakes import WordHashEmbedder

Json = dict[str, Any]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Json:
    settings = Settings(store=tmp_path_factory.mktemp("store"))
    with Library(settings.store, WordHashEmbedder()) as library:
        app = create_app(build_assistants(settings, library), settings)
        found: Json = TestClient(app, base_url=BASE_URL).get("/openapi.json").json()
    return found


def operations(described: Json) -> Iterator[tuple[str, str, Json]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def validator(described: Json, schema: Json) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": described["components"]})


def test_the_description_is_sound(described: Json) -> None:
    assert described["openapi"].startswith("3.1")
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for reference in references(described):
        place: Any = described
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]
    names = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(set(names)) == len(names)
    for path, _, operation in operations(described):
        told = [each["name"] for each in operation.get("parameters", []) if each["in"] == "path"]
        assert sorted(told) == sorted(re.findall(r"{(\w+)(?::path)?}", path)), path


def test_every_operation_and_parameter_is_explained(described: Json) -> None:
    for path, method, operation in operations(described):
        assert operation["description"], (method, path)
        for parameter in operation.get("parameters", []):
            assert parameter["description"], (method, path, parameter["name"])
            sample = {"example", "examples"} & (parameter.keys() | parameter["schema"].keys())
            assert sample or not parameter["required"], (method, path, parameter["name"])
        for status, answer in operation["responses"].items():
            assert answer["description"], (method, path, status)


def test_every_body_and_main_answer_has_an_example(described: Json) -> None:
    schemas = described["components"]["schemas"]

    def has_example(part: Json) -> bool:
        name = part["schema"].get("$ref", "").rpartition("/")[2]
        return "example" in part or bool(schemas.get(name, {}).get("examples"))

    for path, method, operation in operations(described):
        content = operation.get("requestBody", {}).get("content", {})
        sent = [has_example(part) for part in content.values()]
        assert any(sent) or not sent, (method, path)
        told = [
            "example" in part or part["schema"].get("format") == "binary"
            for status, answer in operation["responses"].items()
            if status.startswith("2")
            for part in answer.get("content", {}).values()
        ]
        assert any(told) or not told, (method, path)


def test_the_examples_of_answers_are_of_their_schemas(described: Json) -> None:
    for (method, path), (status, example) in ANSWERS.items():
        content = described["paths"][path][method]["responses"][status]["content"]
        part = next(iter(content.values()))
        assert part["example"] == example, (method, path)
        found = [
            error.message for error in validator(described, part["schema"]).iter_errors(example)
        ]
        assert found == [], (method, path)


def test_the_places_in_the_examples_are_right(described: Json) -> None:
    answer: Any = ANSWERS["post", "/v1/answers"][1]
    (citation,) = answer["statements"][0]["citations"]
    position, (mark,) = citation["position"], citation["highlights"]
    assert DOCUMENT[position["start"] : position["end"]] == citation["quote"]["exact"]
    assert DOCUMENT[mark["start"] : mark["end"]] == "23 March 1874"
    assert described["paths"]["/v1/answers"]["post"]["description"]


def test_the_examples_of_bodies_are_taken(client: TestClient, described: Json) -> None:
    schemas = described["components"]["schemas"]
    row = json.dumps({"_id": "lighthouse", "title": "The lighthouse", "text": DOCUMENT})
    added = client.post("/v1/documents", files=[("file", ("rows.jsonl", row.encode()))])
    assert added.json()["documents"][0]["id"] == "lighthouse"
    refused: list[object] = []
    sent = 0
    for path, method, operation in operations(described):
        part = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if part is None:
            continue
        name = part["schema"].get("$ref", "").rpartition("/")[2]
        examples = schemas.get(name, {}).get("examples") or [part["example"]]
        for example in examples:
            address = path.format(document_id="lighthouse", name="reports 2026")
            response = client.request(method, address, json=example)
            sent += 1
            if response.status_code >= 400:
                refused.append((method, path, response.status_code, response.json()["detail"]))
    assert sent >= 12
    assert refused == []


def test_the_page_of_the_reference_needs_no_other_server(client: TestClient) -> None:
    page = client.get("/docs")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.search(r"<(?:script|iframe|img|object|embed)\b", page.text)
    loaded = re.findall(r'<(?:link)[^>]*href="([^"]*)"', page.text)
    assert loaded
    assert all(address.startswith("/") for address in loaded)
    assert "Ada Byrne" in page.text
