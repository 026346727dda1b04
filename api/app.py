"""The HTTP application: its parts put together, nothing else."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.bodies import NewDocument
from api.guard import Guard
from api.head import HeadOfGet
from api.problems import install
from api.rate import Rate
from api.readiness import Readiness
from api.routes import (
    PROBLEM_CONTENT,
    answers,
    citations,
    docs,
    documents,
    health,
    page_images,
    pages,
    passages,
)
from api.schemas import Problem
from api.services import Services
from index.reading.isolated import IsolatedReader
from rag.answering import Assistant
from rag.assembly import build_reader
from rag.settings import Settings

MAX_JSON_BYTES = 256 * 1024
"""Largest body of everything but documents; their limit is a setting."""

_DESCRIPTION = (
    "Answers from your documents, every sentence with the exact words it rests on. "
    "All positions count Unicode code points of a document's text, half-open. "
    "Errors are `application/problem+json` (RFC 9457)."
)


def create_app(
    assistant: Assistant,
    settings: Settings,
    readiness: Readiness | None = None,
    *,
    reader: IsolatedReader | None = None,
) -> FastAPI:
    """Return the application that answers with ``assistant``; without ``readiness`` it is ready.

    ``reader`` makes uploaded files documents; without one, the settings tell how.
    """
    app = _Application(
        title="Pincite",
        version=_version(),
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        responses={"default": {"description": "Any other problem.", "content": PROBLEM_CONTENT}},
    )
    rate = Rate(settings.llm_requests_per_minute)
    app.state.services = Services(
        assistant, settings, readiness or Readiness(), rate, reader or build_reader(settings)
    )
    app.state.assets = pages.load_assets()
    for noun in (
        answers,
        passages,
        documents,
        page_images,
        citations,
        health,
        pages,
        docs,
    ):
        app.include_router(noun.router)
    install(app)
    app.add_middleware(HeadOfGet)
    app.add_middleware(
        Guard,
        hosts=(settings.host, *settings.allowed_hosts),
        body_limit=lambda path: (
            settings.max_body_bytes if path == "/v1/documents" else MAX_JSON_BYTES
        ),
    )
    return app


class _Application(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """Describe the API, with the schemas that only bodies read by hand and errors use."""
        described = super().openapi()
        for model in (NewDocument, Problem):
            schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
            described["components"]["schemas"] |= schema.pop("$defs", {})
            described["components"]["schemas"][model.__name__] = schema
        return described


def _operation_id(route: APIRoute) -> str:
    return f"{route.tags[0]}.{route.name}" if route.tags else route.name


def _version() -> str:
    try:
        return version("pincite")
    except PackageNotFoundError:
        return "0"  # run from a checkout that is not installed
