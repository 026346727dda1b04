"""``kill -9`` while a job runs: it goes on where it stopped, and adds nothing twice."""

import random
import subprocess
import sys
import time
from pathlib import Path

from api.jobs.spool import Spool
from api.jobs.state import Job, read
from index.passage_index import PassageIndex
from tests.fakes import WordHashEmbedder

ROOT = Path(__file__).parents[2]
FILES = 40
ROWS = 60


def uploaded(store: Path) -> str:
    """Keep an upload of many files and one of rows; return its job's id."""
    spool = Spool(store / "jobs", 10**9)
    with spool.receiving("default") as upload:
        for number in range(FILES):
            upload.new_file(f"{number}.txt").write(f"The text number {number}.".encode())
        rows = upload.new_file("rows.jsonl")
        for number in range(ROWS):
            rows.write(b'{"_id": "r%d", "text": "The row number %d."}\n' % (number, number))
        return upload.keep().id


def start(store: Path, seconds: float) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.api.adding_jobs", str(store), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def run_until_killed(store: Path, seconds: float) -> None:
    with start(store, 0.03) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        time.sleep(seconds)
        process.kill()


def run_to_the_end(store: Path) -> Job:
    with start(store, 0.0) as process:
        assert process.stdout
        assert process.stdout.read() == "ready\ndone\n"
    (folder,) = (store / "jobs").iterdir()
    job = read(folder)
    assert job
    return job


def test_killed_while_a_job_runs(tmp_path: Path) -> None:
    rng = random.Random(5)
    store = tmp_path / "store"
    job_id = uploaded(store)
    held = [0]
    for _ in range(3):
        run_until_killed(store, rng.uniform(0.1, 0.4))
        with PassageIndex.open(store, WordHashEmbedder()) as index:
            assert index.check() == []
            held.append(index.document_count)
    assert held == sorted(held)
    assert 0 < held[-1] < FILES + ROWS  # killed at work, neither before nor after it
    job = run_to_the_end(store)
    assert (job.id, job.state, job.counts.failed) == (job_id, "done", 0)
    assert all(file.state == "done" for file in job.files)
    with PassageIndex.open(store, WordHashEmbedder()) as index:
        sources = [summary.source for summary in index.summaries(limit=1000)]
        assert index.check() == []
    wanted = [f"{n}.txt" for n in range(FILES)] + [f"rows.jsonl#r{n}" for n in range(ROWS)]
    assert sources == wanted
    assert [path.name for path in (store / "jobs" / job_id).iterdir()] == ["state.json"]


def test_killed_while_an_upload_arrives(tmp_path: Path) -> None:
    store = tmp_path / "store"
    folder = store / "jobs/job_0123"
    folder.mkdir(parents=True)
    (folder / "0.data").write_bytes(b"The mi")  # what a crash leaves: no state was written yet
    job_id = uploaded(store)
    job = run_to_the_end(store)
    assert (job.id, job.state) == (job_id, "done")
