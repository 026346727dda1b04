"""Average the weights of trained models of one kind that began alike.

    python -m training.average ONE OTHER… OUT

What a further stage gains on its own data it loses elsewhere; half way between, most of both is
kept (Wortsman et al., Robust fine-tuning of zero-shot models, CVPR 2022). Of several seeds, the
mean is better than each (the same, Model soups, ICML 2022).
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor


def average(one: Mapping[str, Tensor], *others: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the mean of each weight.

    Raises:
        ValueError: they have not the same weights.
    """
    if any(one.keys() != other.keys() for other in others):
        raise ValueError("the models have not the same weights")
    return {
        name: torch.stack([weight, *(other[name] for other in others)]).mean(0)
        for name, weight in one.items()
    }


def main() -> None:
    """Average as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    save_file(average(*map(load_file, given.models)), given.out)


if __name__ == "__main__":
    main()
