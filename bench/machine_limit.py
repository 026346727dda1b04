"""What the machine could do at best: bare products of matrices, and copying memory."""

from collections.abc import Callable
from time import perf_counter, process_time
from types import ModuleType

import numpy as np

WIDTH, DEPTH = 384, 6
SHAPES = ((WIDTH, 3 * WIDTH), (WIDTH, WIDTH), (WIDTH, 4 * WIDTH), (4 * WIDTH, WIDTH))
"""Inputs and outputs of the products in one layer of MiniLM."""
TOKENS = 1_024
"""Rows of each product."""
TURNS = 20
MEBIBYTES = 256


def tokens_a_second(kind: str) -> float:
    """Return how many tokens a second of one core MiniLM's products of matrices would allow.

    ``kind`` is ``float32``, ``bfloat16`` or ``int8``. Attention, norms and activations are left
    out. The clock is that of the process, which others on the machine disturb least.
    """
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        seconds = sum(_seconds(_product(torch, kind, *shape)) for shape in SHAPES)
    finally:
        torch.set_num_threads(threads)
    return TOKENS / (DEPTH * seconds)


def copied_a_second() -> float:
    """Return how many GiB a second one core copies, read and written bytes both counted."""
    source = np.ones(MEBIBYTES * 2**20, dtype=np.uint8)
    target = np.empty_like(source)
    np.copyto(target, source)
    took = []
    for _ in range(5):
        started = perf_counter()
        np.copyto(target, source)
        took.append(perf_counter() - started)
    return 2 * MEBIBYTES / 1024 / min(took)


def _product(torch: ModuleType, kind: str, inputs: int, outputs: int) -> Callable[[], object]:
    if kind == "int8":
        rows = torch.randint(-127, 127, (TOKENS, inputs), dtype=torch.int8)
        weights = torch.randint(-127, 127, (inputs, outputs), dtype=torch.int8)
        return lambda: torch._int_mm(rows, weights)
    rows = torch.randn(TOKENS, inputs).to(getattr(torch, kind))
    weights = torch.randn(outputs, inputs).to(getattr(torch, kind))
    return lambda: torch.nn.functional.linear(rows, weights)


def _seconds(product: Callable[[], object]) -> float:
    """Return the least seconds of several turns."""
    for _ in range(3):
        product()
    took = []
    for _ in range(TURNS):
        started = process_time()
        product()
        took.append(process_time() - started)
    return min(took)
