"""Things that few have and many want, given out in order."""

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Turns(Generic[Thing]):
    """Lends things to threads, in the order in which they ask; who is in haste goes ahead.

    A queue alone would not do: whoever gives a thing back and asks for it again at once mostly gets
    it before one who waited for it has woken up, and may so have it for seconds on end.
    """

    def __init__(self, things: Iterable[Thing]) -> None:
        self._idle = list(things)
        self._waiting: deque[SimpleQueue[Thing]] = deque()
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    @contextmanager
    def one(self, *, in_haste: bool = False) -> Iterator[Thing]:
        """Lend a thing until this ends."""
        thing = self._take(in_haste=in_haste)
        try:
            yield thing
        finally:
            self._give_back(thing)

    def _take(self, *, in_haste: bool) -> Thing:
        with self._lock:
            if self._idle:  # then nobody waits
                return self._idle.pop()
            turn: SimpleQueue[Thing] = SimpleQueue()
            (self._waiting.appendleft if in_haste else self._waiting.append)(turn)
        return turn.get()

    def _give_back(self, thing: Thing) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().put(thing)
            else:
                self._idle.append(thing)
