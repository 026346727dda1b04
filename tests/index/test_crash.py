"""``kill -9`` at random points: nothing acknowledged is lost, nothing is there by half."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.passage_index import PassageIndex
from tests.fakes import WordHashEmbedder
from tests.index.crashing import State, stored

ROOT = Path(__file__).parents[2]


def lines_until_killed(folder: Path, seed: int, rng: random.Random) -> list[str]:
    """Run the worker and kill it, mostly at work, sometimes while it opens the store."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.index.crashing", str(folder), str(seed)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout
        if seed % 10 == 9:
            time.sleep(rng.uniform(0.05, 0.6))
        else:
            assert process.stdout.readline() == "ready\n"
            time.sleep(rng.uniform(0, 0.15))
        process.kill()
        return process.stdout.read().splitlines()


def states_after(lines: list[str], before: State) -> list[State]:
    """Return the states that are allowed: all that was done, and that with the step begun last."""
    done, begun = dict(before), dict(before)
    for line in lines:
        if line == "done":
            done = begun
        elif line.startswith("begin {") and line.endswith("}"):
            begun = {name: tuple(kept) for name, kept in json.loads(line[6:]).items()}
    return [done, begun]


def kill_many_times(folder: Path, kills: int) -> None:
    rng = random.Random(9)
    state: State = {}
    steps = in_flight = 0
    for seed in range(kills):
        lines = lines_until_killed(folder, seed, rng)
        allowed = states_after(lines, state)
        with PassageIndex.open(folder, WordHashEmbedder()) as index:
            assert index.check() == []
            state = stored(index)
            assert state in allowed, f"kill {seed}"
            for name, (version, title, _) in state.items():
                hits = index.search(f"{name} in version {version}", k=1)
                assert f"{name} in version {version} " in hits[0].passage.text
                assert hits[0].passage.title == title
        steps += lines.count("done")
        in_flight += allowed[0] != allowed[1]
    assert steps > kills  # they were killed at work, and not before
    assert in_flight > kills // 2


def test_killed_while_changing_the_store(tmp_path: Path) -> None:
    kill_many_times(tmp_path, 20)


@pytest.mark.torture
def test_killed_three_hundred_times_while_changing_the_store(tmp_path: Path) -> None:
    kill_many_times(tmp_path, 300)
