r"""Train the support model: does a claim follow from the words it rests on?

    python -m training.train_support OUT --written DIR DIR --fool-me-twice DIR --steps 1500 \
        --start READER

It starts from the encoder of a trained reader, or else of the embedding model.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file

from index.embedding import packaged_folder
from training.batching import batches
from training.learning import Plan, train
from training.support_model import Judged, Label, SupportModel, logits_of, loss_of
from training.support_pairs import Pairs
from training.support_sets import fool_me_twice, made_twins, written_claims

BATCH = 24


def support_batches(
    ours: Sequence[Judged],
    made: Sequence[tuple[str, Judged]],
    public: Sequence[Judged],
    rng: random.Random,
) -> Iterator[list[Judged]]:
    """Yield batches without end; a round has all of ours, as many twins, and half of the public."""

    def one_round() -> list[Judged]:
        twins = drawn_twins(made, len(ours), rng)
        return [*ours, *twins, *rng.sample(list(public), len(public) // 2)]

    return batches(one_round, _length, BATCH, rng)


def drawn_twins(made: Sequence[tuple[str, Judged]], count: int, rng: random.Random) -> list[Judged]:
    """Draw about ``count`` twins: as many true as false ones, of every kind alike."""
    found: list[Judged] = []
    for true in (True, False):
        kinds: dict[str, list[Judged]] = {}
        for kind, judged in made:
            if (judged.label is Label.SUPPORTED) is true:
                kinds.setdefault(kind, []).append(judged)
        for twins in kinds.values():
            found += rng.choices(twins, k=count // (2 * len(kinds)))
    return found


def encoder_of(trained: Path) -> dict[str, torch.Tensor]:
    """Return the weights of a trained model without its head."""
    weights = load_file(trained)
    return {name: weight for name, weight in weights.items() if name.startswith("encoder.")}


def _length(judged: Judged) -> int:
    return len(judged.claim) + sum(map(len, judged.evidence))


def main() -> None:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--written", type=Path, nargs="+", required=True)
    parser.add_argument("--fool-me-twice", type=Path, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=Path)
    given = parser.parse_args()
    ours = list(written_claims(given.written, aside=False))
    made = list(made_twins(given.written, aside=False, seed=given.seed))
    public = list(fool_me_twice(given.fool_me_twice))
    print(f"{len(ours)} written, {len(made)} made and {len(public)} public pairs", flush=True)
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)  # the head begins with chance
    model = SupportModel(packaged_folder())
    if given.start:
        model.load_state_dict(encoder_of(given.start), strict=False)
    pairs = Pairs(packaged_folder() / "tokenizer.json")
    found = support_batches(ours, made, public, random.Random(given.seed))
    train(
        model,
        found,
        lambda judged: loss_of(logits_of(model, pairs, judged), [j.label for j in judged]),
        Plan(given.steps, given.seed, last=True),
        given.out,
    )


if __name__ == "__main__":
    main()
