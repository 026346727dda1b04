"""A process that adds, replaces and removes documents until it is killed.

    python -m tests.index.crashing FOLDER SEED

Each step is told on standard output before it begins (``begin``) and after it was acknowledged
(``done``), so that whoever reads along knows what must be in the store.
"""

import random
import sys
from pathlib import Path

from index.passage_index import PassageIndex
from index.types import Document
from tests.fakes import WordHashEmbedder
from tests.index.documents import document_of

NAMES = [f"d{number}" for number in range(6)]


def document(name: str, version: int) -> Document:
    """Return a version of a document; its length and its words depend on the version."""
    rng = random.Random(f"{name} {version}")
    lines = [
        f"{name} in version {version} has line {line} about {rng.randrange(1000)}."
        for line in range(rng.randrange(1, 40))
    ]
    return document_of(f"# Version {version}\n" + "\n".join(lines), name)


def tell(*words: object) -> None:
    """Say something at once."""
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


def work(folder: Path, seed: int) -> None:
    """Change the store at random, for ever."""
    rng = random.Random(seed)
    with PassageIndex.open(folder, WordHashEmbedder()) as index:
        held = {summary.id for summary in index.summaries()}
        tell("ready")
        for number in range(1_000_000):
            name = rng.choice(NAMES)
            if name in held and rng.random() < 0.3:
                tell("begin", "remove", name, 0)
                index.remove(name)
                held.discard(name)
            else:
                version = seed * 1_000_000 + number
                tell("begin", "add", name, version)
                index.add(document(name, version))
                held.add(name)
            tell("done")


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
