"""A process that adds, replaces, edits, moves and removes documents until it is killed.

    python -m tests.index.crashing FOLDER SEED

What each step makes of the store is told on standard output before it begins (``begin``), and
``done`` after it was acknowledged, so that whoever reads along knows what must be in the store.
"""

import json
import random
import sys
from dataclasses import replace
from pathlib import Path

from index.chunking import chunk
from index.passage_index import PassageIndex
from index.types import Document
from tests.fakes import WordHashEmbedder
from tests.index.documents import document_of

NAMES = [f"d{number}" for number in range(6)]


State = dict[str, tuple[int, str, str]]
"""Of each document in the store: the version of its text, its title as shown, its source."""


def document(name: str, version: int, source: str = "") -> Document:
    """Return a version of a document; its length and its words depend on the version."""
    rng = random.Random(f"{name} {version}")
    lines = [
        f"{name} in version {version} has line {line} about {rng.randrange(1000)}."
        for line in range(rng.randrange(1, 40))
    ]
    return document_of(f"# Version {version}\n" + "\n".join(lines), name, source=source)


def stored(index: PassageIndex) -> State:
    """Return what the store holds, having looked at every document as a whole."""
    state = {}
    for summary in index.summaries():
        kept = index.document(summary.id)
        version = int(kept.text.partition("\n")[0].removeprefix("# Version "))
        state[summary.id] = (version, summary.title, summary.source)
        whole = document(summary.id, version, summary.source)
        assert kept == replace(whole, title=summary.title)
        assert summary.passages == len(chunk(whole))
        assert index.versions(summary.id)[-1].content_hash == whole.content_hash
    return state


def tell(*words: object) -> None:
    """Say something at once."""
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


def work(folder: Path, seed: int) -> None:
    """Change the store at random, for ever."""
    rng = random.Random(seed)
    with PassageIndex.open(folder, WordHashEmbedder()) as index:
        state = stored(index)
        tell("ready")
        for number in range(1_000_000):
            kind = rng.choice(["add", "add", "batch", "edit", "move", "remove"])
            names = rng.sample(NAMES, 3 if kind == "batch" else 1)
            step(index, state, names, kind, seed * 1_000_000 + number)


def step(index: PassageIndex, state: State, names: list[str], kind: str, number: int) -> None:
    """Change these documents in one transaction; those that are not there yet are added."""
    name = names[0]
    version, title, source = state.get(name, (0, name, f"{name}.txt"))
    if kind in {"add", "batch"} or name not in state:
        for each in names:
            _, shown, origin = state.get(each, (0, each, f"{each}.txt"))
            state[each] = (number, shown, origin)
        tell("begin", json.dumps(state))
        index.add_many([document(each, number, state[each][2]) for each in names])
    elif kind == "edit":
        state[name] = (version, f"Title {number}", source)
        tell("begin", json.dumps(state))
        index.edit(name, title=f"Title {number}")
    elif kind == "move":
        state[name] = (version, title, f"{name}-{number}.txt")
        tell("begin", json.dumps(state))
        index.move(name, asked_id=name, source=f"{name}-{number}.txt")
    else:
        del state[name]
        tell("begin", json.dumps(state))
        index.remove(name)
    tell("done")


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
