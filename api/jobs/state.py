"""What is known of a job, and how it is written down."""

import json
import os
import secrets
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from api.adding import Outcome

STATE = "state.json"
MOST_NAMED = 100
"""Documents and errors of one file that are remembered by name; all are counted."""
STAYS = (
    "Cancelled. What was added before stays; DELETE /v1/documents/{id} removes a document of it."
)

JobState = Literal["queued", "running", "done", "cancelled", "failed"]
FileState = Literal["waiting", "running", "done", "failed"]
FINISHED = frozenset({"done", "cancelled", "failed"})


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents ended how."""

    added: int = 0
    unchanged: int = 0
    replaced: int = 0
    failed: int = 0

    def with_one(self, status: str) -> "Counts":
        """Return the counts with one more of a status."""
        return replace(self, **{status: getattr(self, status) + 1})

    def plus(self, other: "Counts") -> "Counts":
        """Return both together."""
        both = Counter(asdict(self)) + Counter(asdict(other))
        return Counts(**both)


@dataclass(frozen=True, slots=True)
class JobFile:
    """One file or page of a job, and what became of it."""

    source: str
    """The file's name, which is only a label, or the page's address."""
    kind: Literal["file", "url"] = "file"
    size: int = 0
    """Bytes; 0 for a page, which is fetched when its turn comes."""
    state: FileState = "waiting"
    counts: Counts = Counts()
    documents: tuple[str, ...] = ()
    """The ids of the first of its documents."""
    errors: tuple[str, ...] = ()
    """Why the first of them failed."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in {"done", "failed"}

    def begun(self) -> "JobFile":
        """Return the file from its beginning: what is stored of it will count as unchanged."""
        fresh = JobFile(self.source, self.kind, self.size)
        return replace(fresh, state="running")

    def told(self, outcome: Outcome) -> "JobFile":
        """Return the file with one more outcome."""
        documents, errors = self.documents, self.errors
        if outcome.id is not None:
            documents = (*documents, outcome.id)[:MOST_NAMED]
        if outcome.error is not None:
            errors = (*errors, outcome.error)[:MOST_NAMED]
        counts = self.counts.with_one(outcome.status)
        return replace(self, counts=counts, documents=documents, errors=errors)

    def ended(self) -> "JobFile":
        """Return the file as dealt with; it failed if nothing but failures came of it."""
        only_failures = self.counts.failed and self.counts == Counts(failed=self.counts.failed)
        return replace(self, state="failed" if only_failures else "done")


@dataclass(frozen=True, slots=True)
class Job:
    """Files and pages to be added to a collection, and how far that has come."""

    id: str
    collection: str
    created_at: str
    """ISO 8601, UTC."""
    state: JobState = "queued"
    files: tuple[JobFile, ...] = field(default=())
    finished_at: str | None = None
    note: str | None = None
    """What the user should know: why it failed, or what a cancelled one leaves."""

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will change."""
        return self.state in FINISHED

    @property
    def counts(self) -> Counts:
        """How many documents ended how, over all files."""
        total = Counts()
        for file in self.files:
            total = total.plus(file.counts)
        return total

    def with_file(self, number: int, file: JobFile) -> "Job":
        """Return the job with one file replaced."""
        return replace(self, files=(*self.files[:number], file, *self.files[number + 1 :]))

    def ended(self, state: JobState, note: str | None = None) -> "Job":
        """Return the job as it ended."""
        return replace(self, state=state, finished_at=now(), note=note)

    def summary(self) -> dict[str, Any]:
        """Return the job as JSON, without its files."""
        over = sum(file.is_over for file in self.files)
        return {
            "object": "job",
            "id": self.id,
            "state": self.state,
            "collection": self.collection,
            "created_at": self.created_at,
            "finished_at": self.finished_at,
            "progress": {"files_done": over, "files": len(self.files)},
            "counts": asdict(self.counts),
            "note": self.note,
        }

    def as_json(self) -> dict[str, Any]:
        """Return the whole job as JSON."""
        return self.summary() | {"files": [_file_json(file) for file in self.files]}


_JOBS = TypeAdapter(Job)


def new_id() -> str:
    """Return an id that no other job has, and that nobody guesses."""
    return f"job_{secrets.token_hex(12)}"


def now() -> str:
    """Return the time: ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def write(folder: Path, job: Job) -> None:
    """Write a job down so that either the old or the new state is there, whatever happens.

    Raises:
        OSError: it cannot be written; the old state stands.
    """
    beside = folder / f"{STATE}.new"
    with beside.open("wb") as opened:
        opened.write(json.dumps(asdict(job)).encode())
        opened.flush()
        os.fsync(opened.fileno())
    beside.replace(folder / STATE)
    sync_folder(folder)


def read(folder: Path) -> Job | None:
    """Return the job of a folder; None if none was written down there, or not by this program."""
    try:
        job = _JOBS.validate_json((folder / STATE).read_bytes())
    except (OSError, ValueError):
        return None
    return job if job.id == folder.name else None


def sync_folder(folder: Path) -> None:
    """Let what a folder lists survive a power cut, where the system can do that."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _file_json(file: JobFile) -> dict[str, Any]:
    return asdict(file) | {"documents": list(file.documents), "errors": list(file.errors)}
