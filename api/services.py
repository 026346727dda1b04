"""What the endpoints work with, as ``Annotated`` dependencies."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Event as Signal
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Query, Request

from api.desk import Desk, Desks
from api.fetching import Fetcher
from api.jobs.worker import Jobs
from api.leaving import watched
from api.metrics import Metrics
from api.once import Flights, IdempotencyKey, Once, begun
from api.rate import Rate
from api.readiness import Readiness
from index.errors import InputError
from index.library import DEFAULT
from index.passage_index import PassageIndex
from index.reading import Read
from index.reading.isolated import IsolatedReader
from rag.answering import Assistant
from rag.assistants import Assistants
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """The collaborators of one application, kept in ``app.state.services``."""

    assistants: Assistants
    settings: Settings
    readiness: Readiness
    model_rate: Rate
    """How often a client may have the language model asked."""
    reader: IsolatedReader
    """Makes uploaded files documents, and draws their pages."""
    fetcher: Fetcher | None
    """Fetches pages; None where that is off."""
    jobs: Jobs
    metrics: Metrics
    desks: Desks
    flights: Flights = field(default_factory=Flights)
    """The changes that are being made and have a key."""


async def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


ServicesHere = Annotated[Services, Depends(_services)]


Collection = Annotated[
    str | None,
    Query(
        max_length=1_000,
        description="The collection to work in, instead of the default one.",
        examples=["reports"],
    ),
]


@dataclass(frozen=True, slots=True)
class Collections:
    """Opens collections for one request, until its answer is sent."""

    _assistants: Assistants
    _asked: str | None
    """The collection that the address names."""
    _leases: ExitStack

    def assistant(self, wanted: str | None = None, *, create: bool = False) -> Assistant:
        """Return the assistant of the collection that the body wants, else the address names.

        Raises:
            InputError: the two differ, or one is to be made, and the name cannot be used.
            NotFoundError: there is none of that name.
        """
        name = self.name(wanted)
        return self._leases.enter_context(self._assistants.of(name, create=create))

    def name(self, wanted: str | None = None) -> str:
        """Return the name of the collection that the body wants, else the address names.

        Raises:
            InputError: the two differ.
        """
        if None not in {wanted, self._asked} and wanted != self._asked:
            raise InputError("The address and the body name two collections. Name one.")
        return wanted or self._asked or DEFAULT


def _collections(services: ServicesHere, collection: Collection = None) -> Iterator[Collections]:
    with ExitStack() as leases:
        yield Collections(services.assistants, collection, leases)


CollectionsHere = Annotated[Collections, Depends(_collections)]
"""For addresses whose body may name the collection too."""


def _assistant(collections: CollectionsHere) -> Assistant:
    return collections.assistant()


def _index(collections: CollectionsHere) -> PassageIndex:
    return collections.assistant().index


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


async def _once_unread(
    request: Request,
    services: ServicesHere,
    idempotency_key: IdempotencyKey = None,  # noqa: ARG001 - for the description of the API
) -> Once:
    return begun(services.flights, request)


OnceUnread = Annotated[Once, Depends(_once_unread)]
"""For addresses that read the body by hand, and tell it of each part."""


async def _once(request: Request, once: OnceUnread) -> Once:
    once.take(await request.body())
    return once


async def _read(services: ServicesHere) -> Read:
    return services.reader.read


async def _reader(services: ServicesHere) -> IsolatedReader:
    return services.reader


def _at(desk: Callable[[Desks], Desk]) -> Any:  # noqa: ANN401 - as Depends has it
    """Return the dependency that holds a place while an endpoint works, until its answer is sent.

    It gives a signal that is set when the client goes away. It has to come last, for the body must
    be read before.
    """

    async def placed(request: Request, services: ServicesHere) -> AsyncIterator[Signal]:
        async with watched(request) as client, desk(services.desks).place(client.left):
            yield client.given_up

    return Depends(placed, scope="function")


Answering = Annotated[Signal, _at(lambda desks: desks.answers)]
Checking = Annotated[Signal, _at(lambda desks: desks.checks)]
Changing = Annotated[Signal, _at(lambda desks: desks.changes)]
AssistantHere = Annotated[Assistant, Depends(_assistant)]
IndexHere = Annotated[PassageIndex, Depends(_index)]
"""For addresses without a body: the collection is the one that the address names."""
OnceHere = Annotated[Once, Depends(_once)]
ReadHere = Annotated[Read, Depends(_read)]
ReaderHere = Annotated[IsolatedReader, Depends(_reader)]
