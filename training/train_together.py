r"""Train one encoder with two heads: the reader's and the support model's.

    python -m training.train_together READER SUPPORT --written DIR --selqa DIR \
        --fool-me-twice DIR --steps 2700 --speed 2 --kept 0.45 \
        --readers FIRST SECOND … --supports FIRST SECOND …

What is learnt of claims helps to refuse. READER and SUPPORT are written as by the programs that
train one of them; teachers, if any are named, are models that these programs have trained.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from index.embedding import load_embedder, packaged_folder
from rag.reader_windows import Windows
from training.examples import Example, cases
from training.learning import keep, train
from training.pace import add_pace, pace_of
from training.reader_model import ReaderModel
from training.reading_sets import selqa, written
from training.support_model import Judged, SupportModel
from training.support_pairs import Pairs
from training.support_sets import fool_me_twice, made_twins, written_claims
from training.train_reader import mean_loss, reader_batches
from training.train_support import mean_loss as mean_support_loss
from training.train_support import support_batches

READ, WEIGHED = 32, 48
"""Passages and claims of a step."""
PUBLIC = 0.3
"""The share of SelQA that each round has."""


class TwoHeads(nn.Module):
    """A reader and a support model that share their encoder."""

    def __init__(self, folder: Path) -> None:
        """Start from the encoder in ``folder``, with untrained heads."""
        super().__init__()
        self.reader, self.support = ReaderModel(folder), SupportModel(folder)
        self.support.encoder = self.reader.encoder


def together(
    reading: Iterator[list[Example]], weighing: Iterator[list[Judged]]
) -> Iterator[list[Example | Judged]]:
    """Yield batches of both."""
    for examples, judged in zip(reading, weighing, strict=False):
        yield [*examples, *judged]


def loaded(model: nn.Module, file: Path, device: str) -> None:
    """Give a model the weights of a trained one, to teach with them on ``device``."""
    model.load_state_dict(load_file(file))
    model.to(device).eval()


def main() -> None:
    """Train as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", type=Path)
    parser.add_argument("support", type=Path)
    parser.add_argument("--written", type=Path, nargs="+", required=True)
    parser.add_argument("--selqa", type=Path, required=True)
    parser.add_argument("--fool-me-twice", type=Path, required=True)
    parser.add_argument("--readers", type=Path, nargs="*", default=[])
    parser.add_argument("--supports", type=Path, nargs="*", default=[])
    parser.add_argument("--head-seed", type=int, default=0, help="equal where means are taken")
    add_pace(parser)
    given = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(given.head_seed)  # the heads begin with chance
    model = TwoHeads(packaged_folder()).to(given.device)
    readers = [ReaderModel(packaged_folder()) for _ in given.readers]
    supports = [SupportModel(packaged_folder()) for _ in given.supports]
    for teacher, file in zip([*readers, *supports], [*given.readers, *given.supports], strict=True):
        loaded(teacher, file, given.device)
    tokenizer = packaged_folder() / "tokenizer.json"
    windowing, pairs = Windows(tokenizer), Pairs(tokenizer)

    def loss(mixed: Sequence[Example | Judged]) -> Tensor:
        examples = [each for each in mixed if isinstance(each, Example)]
        judged = [each for each in mixed if isinstance(each, Judged)]
        return mean_loss(model.reader, windowing, examples, readers) + mean_support_loss(
            model.support, pairs, judged, supports
        )

    train(model, _batches(given), loss, pace_of(given), given.reader)
    keep(model.reader, given.reader)
    keep(model.support, given.support)


def _batches(given: argparse.Namespace) -> Iterator[list[Example | Judged]]:
    embedder, rng = load_embedder(), random.Random(given.seed)
    reading = reader_batches(
        list(cases(written(given.written, aside=False), embedder)),
        list(cases(selqa(given.selqa), embedder)),
        PUBLIC,
        rng,
        READ,
    )
    weighing = support_batches(
        list(written_claims(given.written, aside=False)),
        list(made_twins(given.written, aside=False, seed=0)),
        list(fool_me_twice(given.fool_me_twice)),
        rng,
        WEIGHED,
    )
    return together(reading, weighing)


if __name__ == "__main__":
    main()
