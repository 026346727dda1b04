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
from torch import Tensor

from index.embedding import packaged_folder
from training.batching import batches
from training.encoder import drop_out
from training.learning import TAUGHT, train
from training.pace import add_pace, pace_of
from training.support_model import (
    Judged,
    Label,
    SupportModel,
    logits_of,
    loss_of,
    taught_loss_of,
)
from training.support_pairs import Pairs
from training.support_sets import (
    fool_me_twice,
    made_twins,
    multinli,
    summary_edits,
    written_claims,
)

BATCH = 24


def support_batches(
    ours: Sequence[Judged],
    made: Sequence[tuple[str, Judged]],
    public: Sequence[Judged],
    rng: random.Random,
    size: int = BATCH,
) -> Iterator[list[Judged]]:
    """Yield batches without end; a round has all of ours, as many twins, and half of the public."""

    def one_round() -> list[Judged]:
        twins = drawn_twins(made, len(ours), rng)
        return [*ours, *twins, *rng.sample(list(public), len(public) // 2)]

    return batches(one_round, _length, size, rng)


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


def mean_loss(
    model: SupportModel,
    pairs: Pairs,
    judged: Sequence[Judged],
    teachers: Sequence[SupportModel] = (),
) -> Tensor:
    """Return the mean loss of some claims, mostly against what teachers make of them if any."""
    logits = logits_of(model, pairs, judged)
    loss = loss_of(logits, [each.label for each in judged])
    if not teachers:
        return loss
    with torch.no_grad():
        taught = [logits_of(teacher, pairs, judged) for teacher in teachers]
    return (1 - TAUGHT) * loss + TAUGHT * taught_loss_of(logits, taught)


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
    parser.add_argument("--multinli", type=Path)
    parser.add_argument("--summary-edits", type=Path)
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--start", type=Path)
    add_pace(parser)
    given = parser.parse_args()
    ours = list(written_claims(given.written, aside=False))
    made = list(made_twins(given.written, aside=False, seed=given.seed))
    public = list(fool_me_twice(given.fool_me_twice))
    public += multinli(given.multinli) if given.multinli else []
    public += summary_edits(given.summary_edits) if given.summary_edits else []
    print(f"{len(ours)} written, {len(made)} made and {len(public)} public pairs", flush=True)
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)  # the head begins with chance
    model = SupportModel(packaged_folder())
    if given.start:
        model.load_state_dict(encoder_of(given.start), strict=False)
    drop_out(model.to(given.device), given.dropout)
    pairs = Pairs(packaged_folder() / "tokenizer.json")
    found = support_batches(ours, made, public, random.Random(given.seed), given.batch)
    train(model, found, lambda judged: mean_loss(model, pairs, judged), pace_of(given), given.out)


if __name__ == "__main__":
    main()
