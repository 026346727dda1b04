"""Read the weights back out of a shipped reader, to train it further.

    python -m training.restore rag/models/reader.onnx OUT

The 8-bit weights come back as the floats that they stand for; the word embeddings, which training
never changes, are those of the embedding model.
"""

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper

from index.embedding import packaged_folder
from training.learning import FIXED, keep
from training.reader_model import ReaderModel

NAMELESS = "onnx::MatMul"
"""How names begin that tracing gives to weights which it has turned."""

Array = npt.NDArray[np.float32]

PRODUCTS = (
    "attention.self.query", "attention.self.key", "attention.self.value",
    "attention.output.dense", "intermediate.dense", "output.dense",
)  # fmt: skip
"""The linear layers of a block, in the order in which they are run; their weights are nameless."""


def restored(shipped: Path) -> ReaderModel:
    """Return the reader whose weights ``shipped`` holds, as ``training.export`` wrote them.

    Raises:
        ValueError: the file is not of that form.
    """
    named, nameless = _read(shipped)
    model = ReaderModel(packaged_folder())
    layers = [
        f"encoder.encoder.layer.{number}.{part}.weight"
        for number in range(len(model.encoder.encoder.layer))
        for part in PRODUCTS
    ]
    if len(layers) != len(nameless):
        raise ValueError(f"{shipped.name} is no reader that training.export wrote")
    found = named | {name: each.T for name, each in zip(layers, nameless, strict=True)}
    learnt = [name for name in model.state_dict() if FIXED not in name]
    if missing := sorted(set(learnt) - set(found)):
        raise ValueError(f"{shipped.name} lacks {', '.join(missing)}")
    kept = {name: torch.tensor(found[name]) for name in learnt}
    model.load_state_dict(model.state_dict() | kept)
    return model


def _read(shipped: Path) -> tuple[dict[str, Array], list[Array]]:
    """Return the weights that have names, and those of nameless products in their order."""
    graph = onnx.load(shipped).graph
    named = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    nameless = []
    for node in graph.node:
        if node.op_type == "DequantizeLinear":
            rounded, scales, _ = (named.pop(name) for name in node.input)
            along = [1, 1]
            along[node.attribute[0].i] = -1
            values = rounded * scales.reshape(along)
            name = node.output[0].removesuffix(".floats")
            if name.startswith(NAMELESS):
                nameless.append(values)
            else:
                named[name] = values
    return named, nameless


def main() -> None:
    """Write the weights as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shipped", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    keep(restored(given.shipped), given.out)


if __name__ == "__main__":
    main()
