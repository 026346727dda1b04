"""Average the weights of two trained models of one kind, the second trained on from the first.

    python -m training.average ONE OTHER OUT

What a further stage gains on its own data it loses elsewhere; half way between, most of both is
kept (Wortsman et al., Robust fine-tuning of zero-shot models, CVPR 2022).
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

from safetensors.torch import load_file, save_file
from torch import Tensor


def average(one: Mapping[str, Tensor], other: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the mean of each weight.

    Raises:
        ValueError: the two have not the same weights.
    """
    if one.keys() != other.keys():
        raise ValueError("the two models have not the same weights")
    return {name: (weight + other[name]) / 2 for name, weight in one.items()}


def main() -> None:
    """Average as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    save_file(average(load_file(given.one), load_file(given.other)), given.out)


if __name__ == "__main__":
    main()
