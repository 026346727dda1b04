"""The processes that read files: how many there are, who has which, and when one is replaced."""

import threading
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from index.confinement import Limits
from index.errors import InputError, PinciteError
from index.reading.watch import Watch
from index.reading.worker import Worker


class WorkerPool:
    """Lends at most ``size`` processes, each to one thread at a time, and starts them when needed.

    They end with ``close``, with the pool, and with this process, however it ends.
    """

    def __init__(self, size: int, program: str, limits: Limits) -> None:
        self._program = program
        self._limits = limits
        self._room = threading.Semaphore(size)
        self._changing = threading.Lock()
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._is_closed = False
        # A process ends with the thread that started it, so that none outlives this process; and
        # the threads that ask come and go.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="reader-starter")
        self._watch = Watch()
        self._end = weakref.finalize(self, _end, self._all, self._starter, self._watch)

    @contextmanager
    def lent(self) -> Iterator[Worker]:
        """Lend a process, as soon as one is free.

        It comes back unless an error other than InputError is raised meanwhile: it may be in the
        midst of something.

        Raises:
            PinciteError: none can be started.
        """
        with self._room:
            worker = self._taken() or self._started()
            try:
                yield worker
            except InputError:
                self._put_back(worker)
                raise
            except BaseException:
                self._let_go(worker)
                raise
            self._put_back(worker)

    def close(self) -> None:
        """End all processes, also those at work."""
        with self._changing:
            self._is_closed = True
            self._idle.clear()
        self._end()

    def _taken(self) -> Worker | None:
        while True:
            with self._changing:
                if not self._idle:
                    return None
                worker = self._idle.pop()
            if worker.is_usable:
                return worker
            self._let_go(worker)

    def _started(self) -> Worker:
        with self._changing:
            if self._is_closed:
                raise PinciteError("Pincite is being closed: nothing more is read.")
            worker = self._popen()
            self._all.add(worker)
        try:
            worker.begin()
        except BaseException:
            self._let_go(worker)
            raise
        return worker

    def _popen(self) -> Worker:
        try:
            return self._starter.submit(Worker, self._program, self._limits, self._watch).result()
        except (OSError, RuntimeError) as error:  # RuntimeError: Python itself is ending
            raise PinciteError(
                f"The process that reads files cannot be started ({error}). Free some memory and "
                "try again."
            ) from error

    def _put_back(self, worker: Worker) -> None:
        with self._changing:
            if worker.is_usable and not self._is_closed:
                self._idle.append(worker)
                return
        self._let_go(worker)

    def _let_go(self, worker: Worker) -> None:
        worker.end()
        with self._changing:
            self._all.discard(worker)


def _end(workers: set[Worker], starter: ThreadPoolExecutor, watch: Watch) -> None:
    watch.stop()
    for worker in list(workers):
        worker.end()
    starter.shutdown()
