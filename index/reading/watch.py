"""The clock on the wall: one thread that ends whatever takes too long."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_TICK = 0.1
"""Seconds between two looks at the clock: a timer for each file would cost more than most files."""


class Watch:
    """Calls what is to be done about a task that is not over in time."""

    def __init__(self) -> None:
        self._ends: dict[int, tuple[float, Callable[[], None]]] = {}
        self._changing = threading.Lock()
        self._woken = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_stopped = False

    @contextmanager
    def over(self, seconds: float, late: Callable[[], None]) -> Iterator[None]:
        """Call ``late`` once, from another thread, if the body takes longer than ``seconds``."""
        key = id(late)
        with self._changing:
            self._ends[key] = (time.monotonic() + seconds, late)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
                self._thread.start()
        self._woken.set()
        try:
            yield
        finally:
            with self._changing:
                self._ends.pop(key, None)

    def stop(self) -> None:
        """Let the thread end; nothing is late any more."""
        self._is_stopped = True
        self._woken.set()

    def _run(self) -> None:
        while self._woken.wait() and not self._is_stopped:
            for late in self._due():
                late()
            time.sleep(_TICK)

    def _due(self) -> list[Callable[[], None]]:
        now = time.monotonic()
        with self._changing:
            due = [key for key, (end, _) in self._ends.items() if end <= now]
            found = [self._ends.pop(key)[1] for key in due]
            if not self._ends:
                self._woken.clear()
        return found
