"""The HTTP application: its parts put together, nothing else."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import Depends, FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute

from api.bodies import NewDocument, NewPage, NewPages
from api.desk import Desks
from api.examples import add_examples
from api.fetching import Fetcher
from api.guard import Guard
from api.head import HeadOfGet
from api.jobs.spool import Spool
from api.jobs.worker import Jobs
from api.known_query import known_query
from api.mcp_endpoint import PATH as MCP_PATH
from api.mcp_endpoint import ModelContext
from api.metrics import Measured, Metrics
from api.problem_handlers import install
from api.rate import Rate
from api.readiness import Readiness
from api.request_ids import Identified
from api.routes import (
    PROBLEM_CONTENT,
    answer_files,
    answers,
    bibliography,
    checks,
    citation_status,
    citations,
    collections,
    docs,
    documents,
    draft_files,
    editing,
    health,
    history,
    metadata,
    openai,
    page_images,
    pages,
    passages,
)
from api.routes import jobs as jobs_route
from api.routes import settings as settings_route
from api.schemas import Problem
from api.services import Services
from api.version import version
from index.reading.isolated import IsolatedReader
from rag.assembly import build_reader
from rag.assistants import Assistants
from rag.settings import Settings

if TYPE_CHECKING:
    from api.telemetry import Tracing

MAX_JSON_BYTES = 256 * 1024
"""Largest body of everything but documents and drafts."""
MAX_DRAFT_BYTES = 4 * 2**20
"""Largest body of a draft to be checked, or of a reference manager's export."""
_TAKE_TEXTS = frozenset({"/v1/checks", "/v1/metadata", MCP_PATH})

_DESCRIPTION = (
    "Answers from your documents, every sentence with the exact words it rests on. "
    "All positions count Unicode code points of a document's text, half-open. "
    "Errors are `application/problem+json` (RFC 9457)."
)


def create_app(
    assistants: Assistants,
    settings: Settings,
    readiness: Readiness | None = None,
    *,
    reader: IsolatedReader | None = None,
    fetcher: Fetcher | None = None,
    tracing: "Tracing | None" = None,
) -> FastAPI:
    """Return the application that answers with ``assistants``; without ``readiness`` it is ready.

    ``reader`` makes uploaded files documents; without one, the settings tell how. ``fetcher``
    fetches pages, where that is switched on. ``tracing`` is where spans go, if anywhere.
    """
    reader = reader or build_reader(settings)
    fetcher = (fetcher or Fetcher()) if settings.fetch_urls else None
    spool = Spool(settings.store / "jobs", settings.max_spool_bytes)
    jobs = Jobs(spool, assistants.library.collection, reader.read, fetcher)
    rate = Rate(settings.llm_requests_per_minute)
    readiness = readiness or Readiness()
    desks = Desks.of(settings)
    metrics = Metrics(assistants.library, readiness, version())
    assistants = replace(assistants, told=metrics.answered)
    if tracing:
        assistants = tracing.assistants(assistants)
    services = Services(
        assistants, settings, readiness, rate, reader, fetcher, jobs, metrics, desks
    )
    model_context = ModelContext(services, version(), tracing)
    app = _Application(
        title="Pincite",
        version=version(),
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        lifespan=lambda _app: _running(jobs, model_context),
        dependencies=[Depends(known_query)],
        responses={"default": {"description": "Any other problem.", "content": PROBLEM_CONTENT}},
    )
    app.state.services = services
    for noun in (
        answers,
        answer_files,
        history,
        openai,
        checks,
        draft_files,
        passages,
        documents,
        editing,
        collections,
        page_images,
        jobs_route,
        metadata,
        bibliography,
        citations,
        citation_status,
        settings_route,
        health,
        pages,
        docs,
    ):
        app.include_router(noun.router)
    app.router.routes.append(model_context.route)
    install(app)
    app.add_middleware(HeadOfGet)
    app.add_middleware(
        Guard,
        hosts=(settings.host, *settings.allowed_hosts),
        body_limit=lambda path, query: _body_limit(settings, path, query),
    )
    app.add_middleware(Measured, metrics=metrics)
    if tracing:
        from api.telemetry import Traced

        app.add_middleware(Traced, tracing=tracing)
    app.add_middleware(Identified)
    return app


def _body_limit(settings: Settings, path: str, query: Mapping[str, str]) -> int:
    """Return how many bytes a body may have; what goes to the disk may be larger."""
    if path.startswith("/v1/checks/files"):
        return settings.max_body_bytes
    if path != "/v1/documents":
        return MAX_DRAFT_BYTES if path in _TAKE_TEXTS else MAX_JSON_BYTES
    to_disk = query.get("background", "").lower() in {"true", "1", "yes", "on"}
    return settings.max_upload_bytes if to_disk else settings.max_body_bytes


@asynccontextmanager
async def _running(jobs: Jobs, model_context: ModelContext) -> AsyncIterator[None]:
    async with model_context.running():
        yield
    await run_in_threadpool(jobs.stop)


class _Application(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """Describe the API, with the schemas that only bodies read by hand and errors use."""
        described = super().openapi()
        for model in (NewDocument, NewPage, NewPages, Problem):
            schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
            described["components"]["schemas"] |= schema.pop("$defs", {})
            described["components"]["schemas"][model.__name__] = schema
        add_examples(described)
        return described


def _operation_id(route: APIRoute) -> str:
    return f"{route.tags[0]}.{route.name}" if route.tags else route.name
