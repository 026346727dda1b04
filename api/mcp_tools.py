"""What a host of the Model Context Protocol can call: search, fetch, answer, check.

The same objects as over HTTP, as structured content, with a text beside them for models that read
nothing else. ``search`` and ``fetch`` have the shape that ChatGPT's connectors and its deep
research expect. Importing the protocol takes more than a second, so only who serves it does.
"""

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from threading import Event as Signal
from typing import Annotated, Any, TypeVar

import anyio.to_thread
from mcp.server.mcpserver import Context
from mcp_types import CallToolResult, Resource, TextContent
from pydantic import BaseModel, Field
from starlette.requests import Request

from api import schemas
from api.bodies import Asked, Collection, DraftText
from api.mcp_documents import (
    MOST_LISTED,
    Addresses,
    fetched_json,
    found,
    place_id,
    resource_uri,
    visible,
)
from api.mcp_text import EMPTY, answer_text, check_text
from index.names import DEFAULT
from index.types import Span
from rag.answering import Assistant
from rag.assistants import Assistants
from rag.check_serialization import check_json
from rag.draft_checking import Checked, DraftChecker
from rag.drafts.reading import draft_of
from rag.serialization import answer_json

SEARCHED = 10
"""Passages that a search finds."""

Id = Annotated[
    str, Field(min_length=1, max_length=4_000, description="The `id` of a search result.")
]
Made = TypeVar("Made")


class Result(BaseModel):
    """A passage that was found."""

    id: Annotated[str, Field(description="What `fetch` takes.")]
    title: str
    url: str
    text: str


class Results(BaseModel):
    """The passages that were found, the nearest first."""

    results: list[Result]


class Fetched(BaseModel):
    """A document, or the part of it round a place."""

    id: str
    title: str
    text: str
    url: str
    metadata: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tools:
    """What a host can call; each works in a thread, within one collection."""

    assistants: Assistants
    admit: Callable[[str], None] = lambda _client: None
    """Raises HTTPException where a client asks the language model too often."""
    told: Callable[[Checked], None] = lambda _checked: None
    """Hears of each verdict of a check."""
    answering: Callable[[], AbstractAsyncContextManager[None]] = nullcontext
    """Gives a place to answer at."""
    checking: Callable[[], AbstractAsyncContextManager[None]] = nullcontext

    def search(
        self, query: Asked, context: Context[Any, Any], collection: Collection = None
    ) -> Annotated[CallToolResult, Results]:
        """Return the passages nearest to a query."""
        addresses, name = _addresses(context), collection or DEFAULT
        with self.assistants.of(name) as assistant:
            hits = assistant.index.search(query, SEARCHED)
        results = [
            {
                "id": place_id(hit.passage.document_id, hit.passage.span),
                "title": hit.passage.title,
                "url": addresses.of(hit.passage.document_id, name, hit.passage.span),
                "text": hit.passage.text,
            }
            for hit in hits
        ]
        return _told({"results": results})

    def fetch(
        self,
        id: Id,  # noqa: A002 - as hosts call it
        context: Context[Any, Any],
        collection: Collection = None,
    ) -> Annotated[CallToolResult, Fetched]:
        """Return a document, or the part of it round a place."""
        with self.assistants.of(collection or DEFAULT) as assistant:
            document, asked = found(assistant.index, id)
        return _told(fetched_json(id, document, asked, _addresses(context)))

    async def answer(
        self, question: Asked, context: Context[Any, Any], collection: Collection = None
    ) -> Annotated[CallToolResult, schemas.Answer]:
        """Return what the sources say to a question."""
        given_up, addresses = Signal(), _addresses(context)

        def work() -> CallToolResult:
            with self.assistants.of(collection or DEFAULT) as assistant:
                self._admit(assistant, context)
                answer = assistant.answer(question, given_up=given_up)
                text = answer_text(answer, addresses) if assistant.index.document_count else EMPTY
            return _told(answer_json(answer), text)

        async with self.answering():
            return await _abandonable(work, given_up)

    async def check(
        self, text: DraftText, context: Context[Any, Any], collection: Collection = None
    ) -> Annotated[CallToolResult, schemas.DraftCheck]:
        """Return what the sources say to each sentence and each quotation of a draft."""
        given_up, addresses = Signal(), _addresses(context)

        def work() -> CallToolResult:
            with self.assistants.of(collection or DEFAULT) as assistant:
                checker = DraftChecker(assistant.index, told=self.told)
                check = checker.check(draft_of(text), given_up=given_up)
            return _told(check_json(check), check_text(check, addresses))

        async with self.checking():
            return await _abandonable(work, given_up)

    def document(self, id: str) -> str:  # noqa: A002 - as the template names it
        """Return the text of a document of the default collection."""
        return self.document_in(DEFAULT, id)

    def document_in(self, collection: str, id: str) -> str:  # noqa: A002
        """Return the text of a document of a collection."""
        with self.assistants.of(collection) as assistant:
            document = assistant.index.document(id)
        return visible(document, Span(0, len(document.text)))

    def listed(self) -> list[Resource]:
        """Return the first documents of the default collection as resources."""
        with self.assistants.of() as assistant:
            summaries = assistant.index.summaries(after=None, limit=MOST_LISTED)
        return [
            Resource(
                uri=resource_uri(summary.id),
                name=summary.title or summary.id,
                description=summary.source,
                mime_type="text/plain",
            )
            for summary in summaries
        ]

    def _admit(self, assistant: Assistant, context: Context[Any, Any]) -> None:
        request = context.request_context.request
        if assistant.chosen() is not None and isinstance(request, Request):
            self.admit(request.client.host if request.client else "")


def _told(content: dict[str, Any], text: str | None = None) -> CallToolResult:
    text = json.dumps(content, ensure_ascii=False) if text is None else text
    return CallToolResult(content=[TextContent(text=text)], structured_content=content)


def _addresses(context: Context[Any, Any]) -> Addresses:
    request = context.request_context.request
    return Addresses(str(request.base_url).rstrip("/") if isinstance(request, Request) else None)


async def _abandonable(work: Callable[[], Made], given_up: Signal) -> Made:
    """Work in a thread; whoever stops waiting gives up, and the thread ends early."""
    try:
        return await anyio.to_thread.run_sync(work, abandon_on_cancel=True)
    finally:
        given_up.set()
