r"""Train the reader: which sentence of a passage answers a question, or none.

    python -m training.train_reader FIRST --written DIR DIR --selqa DIR --steps 1300 --public 0.5
    python -m training.train_reader OUT --written DIR DIR --selqa DIR --steps 1800 --public 0.15 \
        --start FIRST --last

DIR is a folder of written articles (``*.jsonl``); SelQA's holds its ``selqa-ass-*.json``.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from index.embedding import load_embedder, packaged_folder
from rag.reader_windows import Windows
from training.batching import batches
from training.encoder import drop_out, given_to
from training.examples import Case, Example, cases, lessons
from training.learning import TAUGHT, train
from training.pace import add_pace, pace_of
from training.reader_model import ReaderModel, loss_of, taught_loss_of, tensors, windows_of
from training.reading_sets import selqa, written

BATCH = 16


def reader_batches(
    ours: Sequence[Case],
    public: Sequence[Case],
    share: float,
    rng: random.Random,
    size: int = BATCH,
) -> Iterator[list[Example]]:
    """Yield batches without end; each round has all written and a share of the public questions."""

    def one_round() -> list[Example]:
        seen = [*ours, *rng.sample(list(public), round(share * len(public)))]
        return [lesson for case in seen for lesson in lessons(case, rng)]

    return batches(one_round, _length, size, rng)


def mean_loss(
    model: ReaderModel,
    windowing: Windows,
    examples: Sequence[Example],
    teachers: Sequence[ReaderModel] = (),
) -> Tensor:
    """Return the mean loss of some examples, mostly against what teachers make of them if any."""
    windows, owners = windows_of(windowing, examples)
    given = tensors(windows)
    gold = [
        float(piece.sentence in examples[owner].gold)
        for window, owner in zip(windows, owners, strict=True)
        for piece in window.pieces
    ]
    logits = given_to(model, given)
    rows = given["rows"].to(logits.device)
    loss = loss_of(logits, rows, torch.tensor(gold, device=logits.device))
    if not teachers:
        return loss
    with torch.no_grad():
        taught = [given_to(teacher, given) for teacher in teachers]
    return (1 - TAUGHT) * loss + TAUGHT * taught_loss_of(logits, rows, taught)


def _length(example: Example) -> int:
    return sum(map(len, example.sentences)) + len(example.context) + len(example.question)


def main() -> None:
    """Run a stage as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--written", type=Path, nargs="+", required=True)
    parser.add_argument("--selqa", type=Path, required=True)
    parser.add_argument("--public", type=float, default=1.0)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--last", action="store_true")
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--dropout", type=float, default=0.0)
    add_pace(parser)
    given = parser.parse_args()
    embedder = load_embedder()
    ours = list(cases(written(given.written, aside=False), embedder))
    public = list(cases(selqa(given.selqa), embedder))
    print(f"{len(ours)} written and {len(public)} public questions", flush=True)
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)  # the head begins with chance
    model = ReaderModel(packaged_folder())
    if given.start:
        model.load_state_dict(load_file(given.start))
    drop_out(model.to(given.device), given.dropout)
    windowing = Windows(packaged_folder() / "tokenizer.json")
    found = reader_batches(ours, public, given.public, random.Random(given.seed), given.batch)
    plan = pace_of(given, last=given.last)
    train(model, found, lambda examples: mean_loss(model, windowing, examples), plan, given.out)


if __name__ == "__main__":
    main()
