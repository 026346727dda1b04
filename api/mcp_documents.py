"""Documents as a model gets them: ids that name a place, and texts no longer than it can read.

A document's own id names all of it; ``<id>:<start>-<end>`` names characters of it (code points,
half-open), as search results do. What the file hides from its readers is hidden from a model too:
blanks stand for it, so that every other character keeps its place.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from index.errors import InvalidSpanError, NotFoundError
from index.masking import masked
from index.names import DEFAULT
from index.passage_index import PassageIndex
from index.types import BlockKind, Document, Span
from rag.types import place_url

MOST_CHARACTERS = 20_000
"""Characters of a document that are fetched at once."""
MOST_LISTED = 100
"""Documents that are listed as resources; every other one can be read by its id."""
_PLACE = re.compile(r"(.+):([0-9]{1,12})-([0-9]{1,12})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where people and programs open documents."""

    base_url: str | None
    """The server's own address, no slash at the end; None where there is no server."""

    def of(self, document_id: str, collection: str, span: Span) -> str:
        """Return the address of a document's page at ``span``, without a server its resource's."""
        if self.base_url is None:
            return resource_uri(document_id, collection)
        return self.base_url + place_url(document_id, span, collection)


def resource_uri(document_id: str, collection: str = DEFAULT) -> str:
    """Return the address of a document as a resource."""
    within = "" if collection == DEFAULT else f"collections/{quote(collection, safe='')}/"
    return f"pincite://{within}documents/{quote(document_id, safe='')}"


def place_id(document_id: str, span: Span) -> str:
    """Return the id of a place in a document."""
    return f"{document_id}:{span.start}-{span.end}"


def found(index: PassageIndex, given: str) -> tuple[Document, Span | None]:
    """Return the document that an id names, and the place in it if it names one.

    Raises:
        NotFoundError: there is no such document.
        InvalidSpanError: the document has no such characters.
    """
    try:
        return index.document(given), None
    except NotFoundError:
        named = _PLACE.fullmatch(given)
        if named is None:
            raise
    document = index.document(named[1])
    start, end = int(named[2]), int(named[3])
    if not start < end <= len(document.text):
        raise InvalidSpanError(
            f"The document has the characters 0 to {len(document.text):,}: name a place in them, "
            "or fetch the document by its own id."
        )
    return document, Span(start, end)


def fetched_json(
    given: str, document: Document, asked: Span | None, addresses: Addresses
) -> dict[str, Any]:
    """Return what is fetched by the id ``given``: a document, or the part round a place."""
    part = around(len(document.text), asked)
    before = Span(max(0, part.start - MOST_CHARACTERS), part.start)
    after = Span(part.end, min(part.end + MOST_CHARACTERS, len(document.text)))
    return {
        "id": given,
        "title": document.title,
        "text": visible(document, part),
        "url": addresses.of(document.id, document.collection, asked or part),
        "metadata": {
            "document_id": document.id,
            "source": document.source,
            "stated": dict(document.metadata),
            "position": {"start": part.start, "end": part.end},
            "characters": len(document.text),
            "before": place_id(document.id, before) if before.start < before.end else None,
            "after": place_id(document.id, after) if after.start < after.end else None,
        },
    }


def around(characters: int, asked: Span | None) -> Span:
    """Return the part of a text of so many characters that is fetched for a place in it.

    It is as long as may be, with as much before the place as after it.

    >>> around(100_000, Span(50_000, 50_100))
    Span(start=40050, end=60050)
    """
    if asked is None:
        return Span(0, min(characters, MOST_CHARACTERS))
    spare = max(0, MOST_CHARACTERS - (asked.end - asked.start))
    start = max(0, min(asked.start - spare // 2, characters - MOST_CHARACTERS))
    return Span(start, min(characters, start + MOST_CHARACTERS))


def visible(document: Document, part: Span) -> str:
    """Return a part of a document's text with blanks for what the file hides."""
    return part.of(masked(document, {BlockKind.HIDDEN: " "}))
