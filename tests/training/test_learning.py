"""The loop in which the models learn."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from training.batching import batches
from training.learning import WARM_UP, Plan, keep, train


class Line(nn.Module):
    """y = a x, in the shape of the models that are trained."""

    def __init__(self) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(2, 1)
        self.line = nn.Linear(1, 1)

    def loss(self, pairs: Sequence[tuple[float, float]]) -> Tensor:
        x, y = (torch.tensor(side).unsqueeze(1) for side in zip(*pairs, strict=True))
        return torch.square(self.line(x) - y).mean()


def untrained(seed: int) -> Line:
    torch.manual_seed(seed)
    return Line()


def trained(seed: int, out: Path) -> dict[str, Tensor]:
    model, rng = untrained(seed), random.Random(seed)
    points = [(x / 10, x / 5) for x in range(10)]
    found = batches(lambda: points, lambda point: int(point[0]), 4, rng)
    train(model, found, model.loss, Plan(100, seed, last=True), out)
    return load_file(out)


def test_it_learns_and_the_same_seed_learns_the_same(tmp_path: Path) -> None:
    first = trained(1, tmp_path / "first")
    assert abs(first["line.weight"].item() - 2) < abs(untrained(1).line.weight.item() - 2)
    again = trained(1, tmp_path / "again")
    assert all(torch.equal(first[name], again[name]) for name in first)


def test_word_embeddings_stay_as_they_are(tmp_path: Path) -> None:
    before = untrained(1).word_embeddings.weight.detach().clone()
    after = trained(1, tmp_path / "out")["word_embeddings.weight"]
    assert torch.equal(before, after)


def test_rates_rise_at_first_and_fall_to_nothing_in_the_last_stage() -> None:
    first, last = Plan(1000, 0, last=False), Plan(1000, 0, last=True)
    assert first.rate(0) == pytest.approx(1 / WARM_UP)
    assert first.rate(999) == 1
    assert last.rate(500) == pytest.approx(0.5)
    assert last.rate(999) == pytest.approx(0.001)


def test_rates_can_be_kept_for_a_while_and_be_multiplied() -> None:
    plan = Plan(1000, 0, last=True, kept=0.5, speed=2)
    assert plan.rate(400) == 2
    assert plan.rate(750) == pytest.approx(1.0)


def test_weights_that_two_parts_share_are_kept_once(tmp_path: Path) -> None:
    one, other = Line(), Line()
    other.line = one.line
    keep(nn.ModuleDict({"one": one, "other": other}), tmp_path / "kept")
    assert [name for name in load_file(tmp_path / "kept") if "line" in name] == [
        "one.line.bias",
        "one.line.weight",
    ]


def test_batches_hold_every_example_once_a_round_and_like_lengths_together() -> None:
    found = batches(lambda: range(100), lambda n: n, 10, random.Random(0))
    first = [next(found) for _ in range(10)]
    assert sorted(n for batch in first for n in batch) == list(range(100))
    assert all(max(batch) - min(batch) == 9 for batch in first)
