"""What a page states of itself in JSON-LD, the notation that search engines ask for."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from index.reading.html_tree import Element

_ARTICLES = ("Article", "Posting", "Report", "Book", "CreativeWork", "WebPage")
"""Endings of types, those first that say most about the page itself."""
_LONGEST = 300_000  # characters of one script
_MOST_SCRIPTS = 20
_MOST_NODES = 5_000


def linked_data(elements: Iterable[Element], key: str) -> Iterator[str]:
    """Yield what the page's article is said to have under ``key``: strings, or names of things."""
    nodes = list(islice(_nodes(elements), _MOST_NODES))
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    for ending in _ARTICLES:
        for node in nodes:
            if any(kind.endswith(ending) for kind in _strings(node.get("@type"))):
                yield from (each for each in _values(node.get(key), named) if each)


def _values(value: object, named: Mapping[object, dict[str, object]]) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        thing = named.get(each.get("@id"), each) if isinstance(each, dict) else each
        said = thing.get("name") if isinstance(thing, dict) else thing
        if isinstance(said, str):
            yield " ".join(said.split())


def _strings(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [each for each in listed if isinstance(each, str)]


def _nodes(elements: Iterable[Element]) -> Iterator[dict[str, object]]:
    scripts = (each for each in elements if "ld+json" in each.get("type").lower())
    for script in islice(scripts, _MOST_SCRIPTS):
        source = "".join(part for part in script.content if isinstance(part, str))
        try:
            loaded = json.loads(source) if len(source) <= _LONGEST else None
        except (ValueError, RecursionError):
            continue
        for top in loaded if isinstance(loaded, list) else [loaded]:
            if isinstance(top, dict):
                yield top
                graph = top.get("@graph")
                yield from (each for each in graph or () if isinstance(each, dict))
