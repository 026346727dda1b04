r"""Train the reader: which sentence of a passage answers a question, or none.

    python -m training.train_reader OUT --written DIR --selqa DIR --steps 1200 --public 1
    python -m training.train_reader OUT --written DIR --selqa DIR --steps 1200 --public 0.2 \
        --start FIRST --last

The first stage warms up and keeps its learning rate, the last one lets it fall to nothing. What a
run makes depends on its steps and seed, never on the clock.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from index.embedding import load_embedder, packaged_folder
from rag.reader_windows import Windows
from training.examples import Case, Example, cases, lessons
from training.reader_model import ReaderModel, loss_of, tensors, windows_of
from training.reading_sets import selqa, written

BATCH = 16
THREADS = 2
ENCODER_RATE, HEAD_RATE = 1e-4, 8e-4
WARM_UP = 80
POOL = 50
"""Batches that are filled with inputs of like length together."""
TELL, KEEP = 25, 100
"""After so many steps the loss is told, the weights are written."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how a stage trains."""

    steps: int
    seed: int
    public: float
    """Share of the public questions seen each time the written ones are seen once."""
    last: bool

    def rate(self, step: int) -> float:
        """Return the factor of the learning rates at a step from 0."""
        if self.last:
            return (self.steps - step) / self.steps
        return min(1.0, (step + 1) / WARM_UP)


def train(
    model: ReaderModel, ours: Sequence[Case], public: Sequence[Case], plan: Plan, out: Path
) -> None:
    """Train a stage; the weights end in ``out``, which is also written on the way."""
    rng = random.Random(plan.seed)
    windowing = Windows(packaged_folder() / "tokenizer.json")
    optimizer = _optimizer(model)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, plan.rate)
    model.train()
    pool = ThreadPoolExecutor(THREADS, initializer=torch.set_num_threads, initargs=(1,))
    started, losses = perf_counter(), []
    for step, examples in zip(
        range(1, plan.steps + 1), batches(ours, public, plan.public, rng), strict=False
    ):
        losses.append(_step(model, windowing, examples, optimizer, pool))
        schedule.step()
        if step % TELL == 0:
            mean, seconds = sum(losses[-TELL:]) / TELL, perf_counter() - started
            print(f"step {step} loss {mean:.4f} after {seconds:.0f} s", flush=True)
        if step % KEEP == 0 or step == plan.steps:
            save_file({k: v.contiguous() for k, v in model.state_dict().items()}, out)
            print(f"kept after step {step}", flush=True)


def batches(
    ours: Sequence[Case], public: Sequence[Case], share: float, rng: random.Random
) -> Iterator[list[Example]]:
    """Yield batches without end, of inputs of like length, in random order."""
    while True:
        seen = [*ours, *rng.sample(list(public), round(share * len(public)))]
        examples = [lesson for case in seen for lesson in lessons(case, rng)]
        rng.shuffle(examples)
        found = []
        for at in range(0, len(examples), POOL * BATCH):
            pool = sorted(examples[at : at + POOL * BATCH], key=_length)
            found += [pool[start : start + BATCH] for start in range(0, len(pool), BATCH)]
        rng.shuffle(found)
        yield from found


def _optimizer(model: ReaderModel) -> torch.optim.Optimizer:
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    inner = [each for each in model.encoder.parameters() if each.requires_grad]
    groups = [
        {"params": inner, "lr": ENCODER_RATE},
        {"params": list(model.head.parameters()), "lr": HEAD_RATE},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _step(
    model: ReaderModel,
    windowing: Windows,
    examples: Sequence[Example],
    optimizer: torch.optim.Optimizer,
    pool: ThreadPoolExecutor,
) -> float:
    """Learn from a batch; return its loss. Each thread takes its share of the examples.

    Threads within one multiplication would wait for each other, which a busy machine makes slow.
    """
    shares = [examples[at::THREADS] for at in range(THREADS)]
    found = list(pool.map(lambda share: _gradients(model, windowing, share), shares))
    for number, parameter in enumerate(_learnt(model)):
        parameter.grad = torch.stack([gradients[number] for _, gradients in found]).mean(0)
    nn.utils.clip_grad_norm_(_learnt(model), 1.0)
    optimizer.step()
    return sum(loss for loss, _ in found) / len(found)


def _gradients(
    model: ReaderModel, windowing: Windows, examples: Sequence[Example]
) -> tuple[float, Sequence[torch.Tensor]]:
    windows, owners = windows_of(windowing, examples)
    given = tensors(windows)
    gold = torch.tensor(
        [
            float(piece.sentence in examples[owner].gold)
            for window, owner in zip(windows, owners, strict=True)
            for piece in window.pieces
        ]
    )
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(**given)
    loss = loss_of(logits.float(), given["rows"], gold)
    return loss.item(), torch.autograd.grad(loss, _learnt(model))


def _learnt(model: ReaderModel) -> list[nn.Parameter]:
    return [each for each in model.parameters() if each.requires_grad]


def _length(example: Example) -> int:
    return sum(map(len, example.sentences)) + len(example.context) + len(example.question)


def main() -> None:
    """Run a stage as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--written", type=Path, required=True)
    parser.add_argument("--selqa", type=Path, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--public", type=float, default=1.0)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--last", action="store_true")
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
    plan = Plan(given.steps, given.seed, given.public, given.last)
    train(model, ours, public, plan, given.out)


if __name__ == "__main__":
    main()
