"""Uploaded files on the disk, named by this program, until they are added."""

import logging
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from fastapi import HTTPException

from api.jobs.state import Job, JobFile, new_id, now, sync_folder, write

logger = logging.getLogger(__name__)

FULL = "The server's disk is full: nothing of this upload was kept. Free some space and try again."


class Spool:
    """The folder of all jobs; counts the bytes of uploads that are in it."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self._most = most_bytes
        self._used = 0
        self._lock = threading.Lock()

    def path(self, job: Job, number: int) -> Path:
        """Return where the file of a job is, if it is there."""
        return self.folder / job.id / f"{number}.data"

    @contextmanager
    def receiving(self, collection: str) -> Iterator["Upload"]:
        """Give an upload that is on its way; unless it is kept, nothing of it stays.

        Raises:
            HTTPException: 507, the disk is full; 503, too much waits already.
        """
        upload = Upload(self, new_id(), collection)
        try:
            with _disk_full_told():
                upload.folder.mkdir(mode=0o700, parents=True)
                yield upload
        finally:
            upload.close()
            if not upload.kept:
                self.remove(upload.id)
                self.release(upload.size)

    def take(self, size: int) -> None:
        """Count so many bytes more.

        Raises:
            HTTPException: 503, there is no room for them.
        """
        with self._lock:
            if self._used + size > self._most:
                raise HTTPException(
                    503,
                    f"The uploads that wait would be more than {self._most:,} bytes. Try again "
                    "when some are added; GET /v1/jobs lists them.",
                    headers={"Retry-After": "60"},
                )
            self._used += size

    def release(self, size: int) -> None:
        """Count so many bytes less."""
        with self._lock:
            self._used -= size

    def count(self, size: int) -> None:
        """Count bytes that are there already."""
        with self._lock:
            self._used += size

    def remove_file(self, job: Job, number: int) -> None:
        """Let one file go, if it is there."""
        path = self.path(job, number)
        with suppress(OSError):
            path.unlink()
            self.release(job.files[number].size)

    def remove(self, job_id: str) -> None:
        """Let a job's folder go with all that is in it."""
        shutil.rmtree(self.folder / job_id, ignore_errors=True)


@dataclass(slots=True)
class Upload:
    """Files on their way to the disk."""

    spool: Spool
    id: str
    collection: str
    kept: bool = False
    size: int = 0
    files: list[JobFile] = field(default_factory=list)
    _open: "SpooledFile | None" = None

    @property
    def folder(self) -> Path:
        """Where they are written."""
        return self.spool.folder / self.id

    def new_file(self, name: str) -> "SpooledFile":
        """Return what takes the bytes of the next file; its name is only a label."""
        self._finish_file()
        path = self.folder / f"{len(self.files)}.data"
        self._open = SpooledFile(self, name, path.open("xb"))
        return self._open

    def add_page(self, url: str) -> None:
        """Take note of a page, which is fetched later."""
        self.files.append(JobFile(url, "url"))

    def keep(self) -> Job:
        """Write the job down, durably, and return it."""
        self._finish_file()
        job = Job(self.id, self.collection, now(), files=tuple(self.files))
        write(self.folder, job)
        sync_folder(self.spool.folder)
        self.kept = True
        return job

    def close(self) -> None:
        """Let go of what is open."""
        if self._open is not None:
            with suppress(OSError):
                self._open.file.close()
            self._open = None

    def _finish_file(self) -> None:
        if self._open is None:
            return
        self._open.file.flush()
        os.fsync(self._open.file.fileno())
        self.files.append(JobFile(self._open.name, "file", self._open.size))
        self.close()


@dataclass(slots=True)
class SpooledFile:
    """A file on its way to the disk, counted."""

    upload: Upload
    name: str
    file: IO[bytes]
    size: int = 0

    def write(self, data: bytes, /) -> int:
        """Take the next bytes."""
        self.upload.spool.take(len(data))
        self.upload.size += len(data)
        self.size += len(data)
        return self.file.write(data)


@contextmanager
def _disk_full_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        logger.error("An upload could not be kept: %s", error)  # noqa: TRY400 - told in one line
        raise HTTPException(507, FULL) from error
