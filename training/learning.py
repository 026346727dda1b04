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
TAUGHT = 0.7
"""The weight of what teachers say, if there are any, beside what is marked."""
TELL, KEEP = 25, 100
"""After so many steps the loss is told, the weights are written."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how a stage trains.

    The first stage warms up and keeps its learning rate; the last one lets it fall to nothing,
    at once or after the share ``kept`` of the steps. ``speed`` multiplies the rates.
    """

    steps: int
    seed: int
    last: bool
    kept: float = 0.0
    speed: float = 1.0

    def rate(self, step: int) -> float:
        """Return the factor of the learning rates at a step from 0."""
        warm = self.speed * min(1.0, (step + 1) / WARM_UP)
        falling = (self.steps - step) / (self.steps * (1 - self.kept))
        return warm * min(1.0, falling) if self.last else warm


def train(
    model: nn.Module,
    batches: Iterator[Sequence[T]],
    loss: Callable[[Sequence[T]], Tensor],
    plan: Plan,
    out: Path,
) -> None:
    """Train a stage; the weights end in ``out``, which is also written on the way.

    What is named ``encoder.`` learns slowly, its word embeddings not at all. ``loss`` gives the
    mean loss of some examples. On processors, two threads take half of a batch each.
    """
    inner, head = _parts(model)
    learnt = [*inner, *head]
    groups = [{"params": inner, "lr": ENCODER_RATE}, {"params": head, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, plan.rate)
    model.train()
    threads = THREADS if learnt[0].device.type == "cpu" else 1
    pool = ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,))

    def gradients(examples: Sequence[T]) -> tuple[float, Sequence[Tensor]]:
        value = loss(examples)
        return value.item(), torch.autograd.grad(value, learnt)

    started, losses = perf_counter(), []
    for step, batch in zip(range(1, plan.steps + 1), batches, strict=False):
        # Threads within one multiplication would wait for each other on a busy machine.
        found = list(pool.map(gradients, [batch[at::threads] for at in range(threads)]))
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
            keep(model, out)
            print(f"kept after step {step}", flush=True)


def keep(model: nn.Module, out: Path) -> None:
    """Write the weights of a model; those that it has under two names, under the first."""
    found: dict[int, tuple[str, Tensor]] = {}
    for name, weight in model.state_dict(keep_vars=True).items():
        found.setdefault(id(weight), (name, weight.detach().cpu().contiguous()))
    save_file(dict(found.values()), out)


def _parts(model: nn.Module) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
    """Return what is learnt of the encoder, and the rest."""
    inner: list[nn.Parameter] = []
    head: list[nn.Parameter] = []
    for name, parameter in model.named_parameters():
        if FIXED in name:
            parameter.requires_grad_(False)
        else:
            (inner if "encoder." in name else head).append(parameter)
    return inner, head
