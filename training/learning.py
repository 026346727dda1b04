"""The loop in which a model learns: steps and seed decide what it becomes, never the clock."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

T = TypeVar("T")

THREADS = 2
ENCODER_RATE, HEAD_RATE = 1e-4, 8e-4
WARM_UP = 80
FIXED = "word_embeddings"
TELL, KEEP = 25, 100
"""After so many steps the loss is told, the weights are written."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how a stage trains.

    The first stage warms up and keeps its learning rate; the last one lets it fall to nothing.
    """

    steps: int
    seed: int
    last: bool

    def rate(self, step: int) -> float:
        """Return the factor of the learning rates at a step from 0."""
        warm = min(1.0, (step + 1) / WARM_UP)
        return warm * (self.steps - step) / self.steps if self.last else warm


def train(
    model: nn.Module,
    batches: Iterator[Sequence[T]],
    loss: Callable[[Sequence[T]], Tensor],
    plan: Plan,
    out: Path,
) -> None:
    """Train a stage; the weights end in ``out``, which is also written on the way.

    What is named ``encoder.`` learns slowly, its word embeddings not at all. ``loss`` gives the
    mean loss of some examples.
    """
    inner, head = _parts(model)
    learnt = [*inner, *head]
    groups = [{"params": inner, "lr": ENCODER_RATE}, {"params": head, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, plan.rate)
    model.train()
    pool = ThreadPoolExecutor(THREADS, initializer=torch.set_num_threads, initargs=(1,))

    def gradients(examples: Sequence[T]) -> tuple[float, Sequence[Tensor]]:
        value = loss(examples)
        return value.item(), torch.autograd.grad(value, learnt)

    started, losses = perf_counter(), []
    for step, batch in zip(range(1, plan.steps + 1), batches, strict=False):
        # Threads within one multiplication would wait for each other on a busy machine.
        found = list(pool.map(gradients, [batch[at::THREADS] for at in range(THREADS)]))
        for number, parameter in enumerate(learnt):
            parameter.grad = torch.stack([each[number] for _, each in found]).mean(0)
        nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        schedule.step()
        losses.append(sum(value for value, _ in found) / len(found))
        if step % TELL == 0:
            mean, seconds = sum(losses[-TELL:]) / TELL, perf_counter() - started
            print(f"step {step} loss {mean:.4f} after {seconds:.0f} s", flush=True)
        if step % KEEP == 0 or step == plan.steps:
            save_file({k: v.contiguous() for k, v in model.state_dict().items()}, out)
            print(f"kept after step {step}", flush=True)


def _parts(model: nn.Module) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
    """Return what is learnt of the encoder, and the rest."""
    inner: list[nn.Parameter] = []
    head: list[nn.Parameter] = []
    for name, parameter in model.named_parameters():
        if FIXED in name:
            parameter.requires_grad_(False)
        else:
            (inner if name.startswith("encoder.") else head).append(parameter)
    return inner, head
