"""How often one client may ask for something that costs: a bucket of tokens for each."""

import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from fastapi import HTTPException

MOST_CLIENTS = 10_000
"""Clients that are remembered; the one not seen for longest is forgotten first."""


@dataclass(slots=True)
class Rate:
    """Lets each client through ``per_minute`` times a minute, so many at once after a pause."""

    per_minute: int
    clock: Callable[[], float] = monotonic
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    """By client: what is left, and when that was counted."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, client: str) -> None:
        """Count one request of a client.

        Raises:
            HTTPException: 429 with ``Retry-After``: it has used up what it may.
        """
        wait = self._take(client)
        if wait > 0:
            seconds = math.ceil(wait)
            raise HTTPException(
                429,
                f"Too many questions to the language model: ask again in {seconds} s, or with "
                '"writer": "extractive", which is not limited.',
                headers={"Retry-After": str(seconds)},
            )

    def _take(self, client: str) -> float:
        """Take one from the client's bucket, or return the seconds until there is one."""
        with self._lock:
            now = self.clock()
            left, counted = self._buckets.pop(client, (float(self.per_minute), now))
            left = min(self.per_minute, left + (now - counted) * self.per_minute / 60)
            wait = (1 - left) * 60 / self.per_minute if left < 1 else 0.0
            self._buckets[client] = (left if wait else left - 1, now)
            while len(self._buckets) > MOST_CLIENTS:
                self._buckets.popitem(last=False)
            return wait
