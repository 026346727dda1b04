"""What the endpoints work with, as ``Annotated`` dependencies."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from api.fetching import Fetcher
from api.jobs.worker import Jobs
from api.rate import Rate
from api.readiness import Readiness
from index.passage_index import PassageIndex
from index.reading import Read
from index.reading.isolated import IsolatedReader
from rag.answering import Assistant
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """The collaborators of one application, kept in ``app.state.services``."""

    assistant: Assistant
    settings: Settings
    readiness: Readiness
    model_rate: Rate
    """How often a client may have the language model asked."""
    reader: IsolatedReader
    """Makes uploaded files documents, and draws their pages."""
    fetcher: Fetcher | None
    """Fetches pages; None where that is off."""
    jobs: Jobs


async def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


ServicesHere = Annotated[Services, Depends(_services)]


async def _assistant(services: ServicesHere) -> Assistant:
    return services.assistant


async def _index(services: ServicesHere) -> PassageIndex:
    return services.assistant.index


async def ready(services: ServicesHere) -> None:
    """Let nothing through until questions can be answered: an early answer would be a wrong one."""
    reason = services.readiness.reason
    if reason is not None:
        raise HTTPException(503, reason, headers={"Retry-After": "1"})


async def json_only(request: Request) -> None:
    """Refuse a body that does not say that it is JSON; curl's ``-d`` alone says it is a form."""
    if media_type(request) != "application/json":
        raise HTTPException(415, "Send JSON, with the header Content-Type: application/json.")


def media_type(request: Request) -> str:
    """Return the type of the body without its parameters, in lower case; "" if none is given."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _read(services: ServicesHere) -> Read:
    return services.reader.read


async def _reader(services: ServicesHere) -> IsolatedReader:
    return services.reader


AssistantHere = Annotated[Assistant, Depends(_assistant)]
IndexHere = Annotated[PassageIndex, Depends(_index)]
ReadHere = Annotated[Read, Depends(_read)]
ReaderHere = Annotated[IsolatedReader, Depends(_reader)]
