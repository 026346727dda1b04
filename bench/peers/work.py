"""One measurement in a process of its own: adding once, or asking from a cold start.

    python -m bench.peers.work NAME FOLDER JOB

JOB is a file of JSON, and so is each line of the reply. Nothing of Pincite is imported here unless
Pincite is what is measured: the peers have an environment of their own.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from bench.memory import resident
from bench.peers.adapters import PEERS, Peer

Reply = dict[str, Any]


def adding(peer: Peer, job: Reply) -> Reply:
    """Return how many seconds adding takes, on the wall and of the processors.

    ``warming`` is added before, so that importing and loading are not in the figures. Vectors that
    are given (``rows``, a list for each text) are stored as they are.
    """
    if job["warming"]:
        peer.add(job["warming"])
    wall, cores = perf_counter(), process_time()
    peer.add(job["texts"], job["rows"])
    return {"wall": perf_counter() - wall, "cores": process_time() - cores}


def asking(peer: Peer, questions: Sequence[str]) -> Iterator[Reply]:
    """Yield what is found first, and then the seconds of each other question.

    Raises:
        ValueError: nothing was found.
    """
    first, *others = questions
    found = peer.search(first)
    if not found:
        raise ValueError("Nothing was found.")
    yield {"found": list(found)}
    walls = []
    for question in others:
        started = perf_counter()
        peer.search(question)
        walls.append(perf_counter() - started)
    yield {"walls": walls, "resident": resident()}


def _opened(name: str, folder: Path, model: str) -> Peer:
    if name in PEERS:
        return PEERS[name][0](folder, model)
    from bench.peers.own import OWN

    return OWN[name](folder)


def main() -> None:
    """Do the job, and reply line by line."""
    name, folder, file = sys.argv[1:]
    job = json.loads(Path(file).read_text("utf-8"))
    peer = _opened(name, Path(folder), job["model"])
    if "questions" in job:
        for reply in asking(peer, job["questions"]):
            print(json.dumps(reply), flush=True)  # noqa: T201 - the reply
        return
    told = version(PEERS[name][1]) if name in PEERS else ""
    print(json.dumps({**adding(peer, job), "version": told}), flush=True)  # noqa: T201 - the reply


if __name__ == "__main__":
    main()
