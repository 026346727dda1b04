"""The API's OpenAPI description as a page to read."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from api.html import exact, home, page

Json = Mapping[str, Any]
Row = tuple[str, str, str]
"""A name, the HTML of its type, and what is said of it."""


def reference_page(openapi: Json, base_url: str) -> str:
    """Return the page: every address with its parameters, body, answers and a curl line."""
    operations = list(_operations(openapi))
    contents = "".join(
        f'<li><a href="#{exact(operation["operationId"])}"><code>{exact(method)} {exact(path)}'
        "</code></a></li>"
        for path, method, operation in operations
    )
    return page(
        "API",
        f"""<header>
<p class="bar">{home()} <a href="/openapi.json">openapi.json</a></p>
<h1>Pincite API {exact(openapi["info"]["version"])}</h1>
<p>{_prose(openapi["info"]["description"])}</p>
</header>
<main class="reference">
<nav aria-label="Addresses"><ul>{contents}</ul></nav>
{"".join(_operation(openapi, base_url, *each) for each in operations)}
<h2 id="schemas">Schemas</h2>
{"".join(_schema(name, schema) for name, schema in _schemas(openapi).items())}
</main>""",
    )


def _operations(openapi: Json) -> Iterator[tuple[str, str, Json]]:
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def _operation(openapi: Json, base_url: str, path: str, method: str, operation: Json) -> str:
    body = operation.get("requestBody", {}).get("content", {})
    example = _example(openapi, body)
    return f"""<section id="{exact(operation["operationId"])}">
<h2><code>{exact(method)} {exact(path)}</code></h2>
<p>{_prose(operation.get("description", ""))}</p>
<pre tabindex="0"><code>{exact(_curl(base_url + path, method, example, operation))}</code></pre>
{_table("Parameters", [_parameter(each) for each in operation.get("parameters", [])])}
{_table("Body", [_body(kind, part) for kind, part in body.items()])}
{_table("Answers", list(_answers(operation)))}
{_samples(operation)}
</section>"""


def _curl(url: str, method: str, example: object, operation: Json) -> str:
    required = [
        f"{parameter['name']}={parameter['name'].upper()}"
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query" and parameter["required"]
    ]
    address = url + ("?" + "&".join(required) if required else "")
    line = f"curl {'' if method == 'GET' else f'-X {method} '}'{address}'"
    if example is None:
        return line
    written = json.dumps(example, ensure_ascii=False).replace("'", "'\\''")
    return f"{line} \\\n  -H 'Content-Type: application/json' \\\n  -d '{written}'"


def _example(openapi: Json, body: Json) -> object:
    if "example" in (sent := body.get("application/json", {})):
        return sent["example"]
    reference = body.get("application/json", {}).get("schema", {}).get("$ref", "")
    schema = _schemas(openapi).get(reference.rpartition("/")[2], {})
    return next(iter(schema.get("examples", [])), None)


def _parameter(parameter: Json) -> Row:
    kind = _type(parameter["schema"]) + (", required" if parameter["required"] else "")
    return f"{parameter['name']} ({parameter['in']})", kind, parameter.get("description", "")


def _body(kind: str, part: Json) -> Row:
    return kind, _type(part["schema"]), part["schema"].get("description", "")


def _answers(operation: Json) -> Iterator[Row]:
    for status, answer in sorted(operation["responses"].items()):
        kinds = "<br>".join(
            f"{exact(kind)} {_type(part['schema'])}"
            for kind, part in answer.get("content", {}).items()
        )
        yield status, kinds, answer["description"]


def _samples(operation: Json) -> str:
    parts = [
        part for a in operation["responses"].values() for part in a.get("content", {}).values()
    ]
    return "".join(
        f'<pre tabindex="0"><code>{exact(_written(part["example"]))}</code></pre>'
        for part in parts
        if "example" in part
    )


def _written(example: object) -> str:
    if isinstance(example, str):
        return example
    return json.dumps(example, ensure_ascii=False, indent=2)


def _schema(name: str, schema: Json) -> str:
    required = schema.get("required", [])
    rows = [
        (field, _type(part) + (", required" if field in required else ""), _says(part))
        for field, part in schema.get("properties", {}).items()
    ]
    return f"""<section id="schema-{exact(name)}">
<h3>{exact(name)}</h3>
<p>{_prose(schema.get("description", ""))}</p>
{_table("Fields", rows)}
</section>"""


def _says(part: Json) -> str:
    limits = {
        "minimum": "at least",
        "maximum": "at most",
        "minLength": "characters: at least",
        "maxLength": "characters: at most",
        "maxItems": "items: at most",
    }
    told = [f"{words} {part[limit]}" for limit, words in limits.items() if limit in part]
    return ". ".join(filter(None, [part.get("description", "").rstrip("."), ", ".join(told)]))


def _type(schema: Json) -> str:
    """Return the HTML of a type, each schema linked to its place on the page."""
    if "$ref" in schema:
        name = exact(schema["$ref"].rpartition("/")[2])
        return f'<a href="#schema-{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(option) for option in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(exact(json.dumps(value)) for value in schema["enum"])
    if "const" in schema:
        return exact(json.dumps(schema["const"]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return exact(schema.get("type", "any"))


def _table(caption: str, rows: list[Row]) -> str:
    if not rows:
        return ""
    cells = "".join(
        f'<tr><th scope="row"><code>{exact(name)}</code></th><td>{kind}</td>'
        f"<td>{_prose(text)}</td></tr>"
        for name, kind, text in rows
    )
    return f"<table><caption>{exact(caption)}</caption>{cells}</table>"


def _prose(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", exact(text))


def _schemas(openapi: Json) -> Json:
    schemas: Json = openapi["components"]["schemas"]
    return schemas
