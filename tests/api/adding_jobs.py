"""A process that adds the jobs of a store until it is killed.

    python -m tests.api.adding_jobs STORE [SECONDS]

It says ``ready`` when it has begun, and ``done`` when no job is left. ``SECONDS`` is what the
embedding of a batch takes.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from api.jobs.spool import Spool
from api.jobs.worker import Jobs
from index.embedding import Vectors
from index.library import Library
from index.reading import read
from tests.fakes import WordHashEmbedder


class SlowEmbedder(WordHashEmbedder):
    """Takes its time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the rows after a while."""
        time.sleep(self.seconds)
        return super().embed(texts)


def tell(word: str) -> None:
    """Say something at once."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def work(store: Path, seconds: float) -> None:
    """Add what waits."""
    with Library(store, SlowEmbedder(seconds)) as library:
        jobs = Jobs(Spool(store / "jobs", 10**9), library.collection, read, None)
        jobs.start()
        tell("ready")
        while not all(job.is_finished for job in jobs.all()):
            time.sleep(0.005)
        jobs.stop()
        tell("done")


if __name__ == "__main__":
    work(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.0)
