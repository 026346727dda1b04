"""Jobs one after the other in a thread of their own, and what is told of them."""

import errno
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic

from fastapi import HTTPException

from api.adding import Outcome, add_items, failed
from api.fetching import OFF, Fetcher
from api.items import Item, Page, Piped
from api.jobs.spool import Spool, Upload
from api.jobs.state import STAYS, Job, JobFile, read, write
from api.problems import problem_of
from index.errors import NotFoundError, PinciteError, StoreFullError
from index.passage_index import PassageIndex
from index.reading import Read, RowError
from index.types import Document

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=1)
MOST_FINISHED = 100
MOST_WAITING = 100
WRITTEN_EVERY = 1.0
"""Seconds after which the progress of a job is written down again."""
STOPPED_WITHIN = 5.0
"""Seconds that a stop waits for the document that is being added."""

IndexOf = Callable[[str], AbstractContextManager[PassageIndex]]
"""Gives the index of a collection for as long as it is used."""


class Jobs:
    """All jobs of a store; safe to use from several threads."""

    def __init__(
        self, spool: Spool, index_of: IndexOf, read_file: Read, fetcher: Fetcher | None
    ) -> None:
        """Take up the jobs that are written down; nothing runs before ``start``."""
        self.spool = spool
        self._index_of = index_of
        self._read = read_file
        self._fetcher = fetcher
        self._changed = threading.Condition(threading.RLock())
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._jobs: dict[str, Job] = {}
        self._written = 0.0
        """When progress was written down last: a monotonic time."""
        self._take_up()

    def start(self) -> None:
        """Begin, or go on, with what is not finished."""
        with self._changed:
            self._stopping = False
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """End after the document that is being added; the rest goes on at the next start."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(STOPPED_WITHIN)
            self._thread = thread if thread.is_alive() else None

    def submit(self, upload: Upload) -> Job:
        """Take over an upload that is complete.

        Raises:
            HTTPException: 503, too many jobs wait already.
        """
        with self._changed:
            if sum(not job.is_finished for job in self._jobs.values()) >= MOST_WAITING:
                raise HTTPException(
                    503,
                    f"{MOST_WAITING} uploads wait already. Try again when some are added.",
                    headers={"Retry-After": "60"},
                )
            job = upload.keep()
            self._jobs[job.id] = job
            self._forget_old()
            self._changed.notify_all()
        self.start()
        return job

    def get(self, job_id: str) -> Job:
        """Return a job as it is now.

        Raises:
            NotFoundError: there is none of that id, or it finished long ago.
        """
        with self._changed:
            self._forget_old()
            if job := self._jobs.get(job_id):
                return job
        raise NotFoundError("There is no job of that id. GET /v1/jobs lists those of a day.")

    def all(self) -> Sequence[Job]:
        """Return all jobs, the newest first."""
        with self._changed:
            self._forget_old()
            return sorted(self._jobs.values(), key=lambda job: job.created_at, reverse=True)

    def cancel(self, job_id: str) -> Job:
        """End a job; what it added stays. One that is finished stays as it is.

        Raises:
            NotFoundError: there is none of that id.
        """
        with self._changed:
            job = self.get(job_id)
            return job if job.is_finished else self._finish(job.ended("cancelled", STAYS))

    def _take_up(self) -> None:
        for folder in sorted(self.spool.folder.glob("job_*")):
            job = read(folder)
            if job is None:
                self.spool.remove(folder.name)  # an upload that broke off
                continue
            self._jobs[job.id] = job
            for number, file in enumerate(job.files):
                if self.spool.path(job, number).exists():
                    self.spool.count(file.size)
            if job.is_finished:
                self._remove_files(job)
        self._forget_old()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            try:
                self._work(job.id)
            except Exception as error:
                if self._stopping:
                    return  # the store was closed: it goes on at the next start
                logger.exception("A job failed")
                self._fail(job.id, error)

    def _next(self) -> Job | None:
        with self._changed:
            while not self._stopping:
                waiting = [job for job in self._jobs.values() if not job.is_finished]
                if waiting:
                    return min(waiting, key=lambda job: job.created_at)
                self._changed.wait()
        return None

    def _work(self, job_id: str) -> None:
        with self._changed:
            job = self._jobs[job_id]
            if job.is_finished:
                return
            self._jobs[job_id] = replace(job, state="running")
        with self._index_of(job.collection) as index:
            for number, file in enumerate(job.files):
                if not file.is_over and not self._is_halted(job_id):
                    self._add_file(job, number, index)
        with self._changed:
            if not self._is_halted(job_id):
                self._finish(self._jobs[job_id].ended("done"))

    def _add_file(self, job: Job, number: int, index: PassageIndex) -> None:
        def told(outcome: Outcome) -> None:
            self._update(job.id, number, lambda file: file.told(outcome))

        self._update(job.id, number, JobFile.begun)
        with self._opened(job, number) as item:
            if isinstance(item, Outcome):
                told(item)
            else:
                halting = _Halting(item, lambda: self._is_halted(job.id))
                with suppress(_Cancelled):
                    pause = partial(self._refuse_cancelled, job.id)
                    add_items(index, [halting], told, read=self._read, pause=pause)
        if not self._is_halted(job.id):
            self._update(job.id, number, JobFile.ended)

    @contextmanager
    def _opened(self, job: Job, number: int) -> Iterator[Item | Outcome]:
        source = job.files[number].source
        if job.files[number].kind == "url":
            yield Page(source, self._fetcher) if self._fetcher else failed(source, OFF)
            return
        try:
            opened = self.spool.path(job, number).open("rb")
        except OSError:
            yield failed(source, "The uploaded file is gone from the server. Send it again.")
            return
        with opened:
            yield Piped(opened, source)

    def _is_halted(self, job_id: str) -> bool:
        with self._changed:
            return self._stopping or self._jobs[job_id].is_finished

    def _refuse_cancelled(self, job_id: str) -> None:
        """Raise if a job is over: nothing of what is not stored yet is wanted."""
        with self._changed:
            if self._jobs[job_id].is_finished:
                raise _Cancelled

    def _update(self, job_id: str, number: int, change: Callable[[JobFile], JobFile]) -> None:
        """Change what is known of a file; write it down if that was not done a moment ago.

        A spooled file goes only after it is written down that it is not needed any more.
        """
        with self._changed:
            job = self._jobs[job_id]
            job = self._jobs[job_id] = job.with_file(number, change(job.files[number]))
            if monotonic() - self._written < WRITTEN_EVERY or job.is_finished:
                return
            write(self.spool.folder / job_id, job)
            self._written = monotonic()
            for at, file in enumerate(job.files):
                if file.is_over:
                    self.spool.remove_file(job, at)

    def _finish(self, job: Job) -> Job:
        self._jobs[job.id] = job
        folder = self.spool.folder / job.id
        try:
            write(folder, job)
        except OSError:  # the disk is full: what is let go makes room
            self._remove_files(job)
            with suppress(OSError):
                write(folder, job)
        self._remove_files(job)
        self._changed.notify_all()
        return job

    def _fail(self, job_id: str, error: Exception) -> None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            error = StoreFullError(str(error))
        known = error if isinstance(error, PinciteError) else PinciteError(str(error))
        with self._changed:
            if not self._jobs[job_id].is_finished:
                self._finish(self._jobs[job_id].ended("failed", problem_of(known)["detail"]))

    def _remove_files(self, job: Job) -> None:
        for number in range(len(job.files)):
            self.spool.remove_file(job, number)

    def _forget_old(self) -> None:
        limit = (datetime.now(UTC) - KEPT_FOR).isoformat()
        finished = [job for job in self._jobs.values() if job.finished_at is not None]
        finished.sort(key=lambda job: job.finished_at or "", reverse=True)
        for place, job in enumerate(finished):
            if place >= MOST_FINISHED or (job.finished_at or "") < limit:
                del self._jobs[job.id]
                self.spool.remove(job.id)


class _Cancelled(Exception):  # noqa: N818 - no error: it ends what nobody waits for
    """The job of a document was cancelled while the document was being added."""


@dataclass(frozen=True, slots=True)
class _Halting:
    """An item that ends early where nothing more of it is wanted."""

    item: Item
    halted: Callable[[], bool]
    folder: str = ""

    @property
    def source(self) -> str:
        return self.item.source

    @property
    def is_rows(self) -> bool:
        return self.item.is_rows

    def documents(self, read: Read) -> Iterator[Document | RowError]:
        for found in self.item.documents(read):
            if self.halted():
                return
            yield found

    def settled(self, index: PassageIndex, document: Document) -> Document:
        return self.item.settled(index, document)
