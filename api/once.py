"""``Idempotency-Key``: a change that came with a key is made once, however often it is asked for.

As the draft of the IETF has it: the same key with the same request gets the same answer again; with
another request it is refused (422), and so it is while the first is at work (409). What failed
changed nothing and may be tried again with its key. A key counts for one address of one
collection, for a day.
"""

import hashlib
import re
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Header, HTTPException, Request, Response

from api.forms import Sink
from index.passage_index import PassageIndex
from index.receipts import Receipt

if TYPE_CHECKING:
    from hashlib import _Hash

REPLAYED = "Idempotency-Replayed"
"""Stands on an answer that was given before."""
_KEY = re.compile(r'"([\x20\x21\x23-\x5b\x5d-\x7e]{1,200})"|([\x21\x23-\x7e]{1,200})')
_REUSED = (
    "This Idempotency-Key came before with another request. Give each request a key of its own."
)
_AT_WORK = "The request of this Idempotency-Key is still at work. Ask again in a moment."
_NOT_TOLD = (
    "This was done already, and is not done again. What was answered is not kept any more: a "
    "document of it was removed since, or it was long."
)

IdempotencyKey = Annotated[
    str | None,
    Header(
        description="Any name of the client's for this request, such as a UUID: sent again within "
        "a day with the same key, it changes nothing again and gets the same answer.",
        examples=["8e03978e-40d5-43e8-bc93-6894a57f9324"],
    ),
]


class Flights:
    """The keys of the requests that are at work."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flying: set[Hashable] = set()

    @contextmanager
    def claimed(self, flight: Hashable) -> Iterator[None]:
        """Hold a key.

        Raises:
            HTTPException: 409, another request holds it.
        """
        with self._lock:
            if flight in self._flying:
                raise HTTPException(409, _AT_WORK, headers={"Retry-After": "1"})
            self._flying.add(flight)
        try:
            yield
        finally:
            with self._lock:
                self._flying.discard(flight)


@dataclass(slots=True)
class Once:
    """One request that may have a key."""

    flights: Flights
    route: str
    key: str | None
    content: "_Hash" = field(default_factory=hashlib.sha256)
    """Of all that the request is made of; each part is told by ``take``."""

    def take(self, part: bytes) -> None:
        """Count a part of the request in, where it has a key."""
        if self.key is not None:
            self.content.update(len(part).to_bytes(8, "big") + part)

    @property
    def digest(self) -> str:
        """What tells the request with its key from all others, in hexadecimal digits."""
        content = self.content.copy()
        content.update(f"{self.route} {self.key}".encode())
        return content.hexdigest()

    def hearing(self, name: str, sink: Sink) -> Sink:
        """Return a sink of a file that also counts the file in: not how its form is written."""
        if self.key is None:
            return sink
        self.take(b"file")
        self.take(name.encode())
        return _Heard(self, sink)

    def itself(self, index: PassageIndex, act: Callable[[], Response]) -> Response:
        """Return what ``act`` answers, which keeps its own receipt; or what it answered before.

        Raises:
            HTTPException: 409 or 422, the key is at work or was used for another request.
        """
        return self._guarded(index, lambda: nullcontext(index), act)

    def then(
        self,
        index: PassageIndex,
        act: Callable[[], Response],
        documents: Callable[[], tuple[str, ...]] = tuple,
    ) -> Response:
        """Return what ``act`` answers and keep a receipt of it, or what it answered before.

        Args:
            index: Whose receipts they are.
            act: Makes the change.
            documents: The ids of the documents that the answer names, asked after the change.

        Raises:
            HTTPException: 409 or 422, the key is at work or was used for another request.
        """
        return self.over(index, lambda: nullcontext(index), act, documents)

    def over(
        self,
        whose: Hashable,
        opened: Callable[[], AbstractContextManager[PassageIndex]],
        act: Callable[[], Response],
        documents: Callable[[], tuple[str, ...]] = tuple,
    ) -> Response:
        """Do as ``then`` where the store may be emptied meanwhile: it is opened before and after.

        ``whose`` tells the receipts of one store from those of others.
        """

        def kept() -> Response:
            response = act()
            if self.key is not None and response.status_code < HTTPStatus.BAD_REQUEST:
                with opened() as index:
                    index.receipts.keep(self.receipt(response, *documents()))
            return response

        return self._guarded(whose, opened, kept)

    def receipt(self, response: Response, *documents: str) -> Receipt:
        """Return the receipt of an answer that names these documents."""
        return Receipt(
            self.route,
            self.key or "",
            self.content.digest(),
            response.status_code,
            bytes(response.body),
            response.headers.get("location", ""),
            documents,
        )

    def _guarded(
        self,
        whose: Hashable,
        opened: Callable[[], AbstractContextManager[PassageIndex]],
        act: Callable[[], Response],
    ) -> Response:
        if self.key is None:
            return act()
        with self.flights.claimed((whose, self.route, self.key)):
            with opened() as index:
                before = index.receipts.find(self.route, self.key)
            return act() if before is None else self._again(before)

    def _again(self, before: Receipt) -> Response:
        if before.fingerprint != self.content.digest():
            raise HTTPException(422, _REUSED)
        if before.body is None:
            raise HTTPException(409, _NOT_TOLD)
        headers = {REPLAYED: "true"}
        if before.location:
            headers["Location"] = before.location
        media_type = "application/json" if before.body else None
        return Response(before.body, before.status, headers, media_type)


@dataclass(frozen=True, slots=True)
class _Heard:
    """Writes a file and counts its bytes in, however they are cut."""

    once: Once
    sink: Sink

    def write(self, data: bytes, /) -> int:
        self.once.content.update(data)
        return self.sink.write(data)


def begun(flights: Flights, request: Request) -> Once:
    """Return the request with its key, and its address counted in.

    Raises:
        HTTPException: 400, the key cannot be used.
    """
    route: Any = request.scope.get("route")
    once = Once(flights, f"{request.method} {route.path}", _key(request))
    once.take(request.url.path.encode())
    once.take(request.url.query.encode())
    return once


def _key(request: Request) -> str | None:
    given = request.headers.getlist("idempotency-key")
    if not given:
        return None
    found = _KEY.fullmatch(given[0].strip()) if len(given) == 1 else None
    if found is None:
        raise HTTPException(
            400, "Idempotency-Key must be one name of at most 200 printable ASCII characters."
        )
    return found[1] or found[2]
