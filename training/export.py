"""Make the file that is shipped of a trained model: ONNX, 8-bit weights.

python -m training.export reader TRAINED rag/models/reader.onnx
python -m training.export support TRAINED rag/models/support.onnx
"""

import argparse
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import GraphProto, NodeProto, TensorProto, helper, numpy_helper
from safetensors.torch import load_file
from torch import Tensor

from index.embedding import packaged_folder
from rag.reader_windows import Windows
from training.encoder import EncoderWithHead
from training.reader_model import ReaderModel, tensors
from training.support_model import SupportModel
from training.support_pairs import Pairs, arrays

OPSET = 17
MOST_BYTES = 25_000_000
MOST_OF_A_BYTE = 127
WEIGHTS = {"MatMul": {1: 1}, "Gemm": {1: 0}, "Gather": {0: 0}}
"""By operator, which of its inputs are weights, and along which axis of them their rows lie."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is exported: a model, an input to trace it with, and which sizes of it may change."""

    model: EncoderWithHead
    given: Mapping[str, Tensor]
    axes: Mapping[str, Mapping[int, str]]


def reader() -> Plan:
    """Return the plan of the reader."""
    windowing = Windows(packaged_folder() / "tokenizer.json")
    texts = ["The road was closed.", "It opened again in 2004, after a long winter."]
    windows = [
        *windowing.of("When was it opened?", "A road", texts),
        *windowing.of("Who closed it?", "", texts[:1]),
    ]
    row, piece = {0: "windows", 1: "tokens"}, {0: "pieces", 1: "longest"}
    axes = {"ids": row, "mask": row, "types": row, "members": piece, "shares": piece}
    axes |= {"rows": {0: "pieces"}, "logits": {0: "pieces"}}
    return Plan(ReaderModel(packaged_folder()), tensors(windows), axes)


def support() -> Plan:
    """Return the plan of the support model."""
    pairs = Pairs(packaged_folder() / "tokenizer.json")
    rows = [
        pairs.of("The road opened.", ["It was closed.", "It opened."]),
        pairs.of("So it was.", ["Yes."]),
    ]
    given = {name: torch.from_numpy(array) for name, array in arrays(rows).items()}
    axes = {name: {0: "pairs", 1: "tokens"} for name in given} | {"logits": {0: "pairs"}}
    return Plan(SupportModel(packaged_folder()), given, axes)


def traced(plan: Plan, out: Path) -> None:
    """Write the model to ``out`` in 32-bit floats."""
    plan.model.eval()
    plan.model.encoder.set_attn_implementation("eager")  # the only form that can be traced
    torch.onnx.export(
        plan.model,
        tuple(plan.given.values()),
        out,
        input_names=list(plan.given),
        output_names=["logits"],
        dynamic_axes={name: dict(sizes) for name, sizes in plan.axes.items()},
        opset_version=OPSET,
        dynamo=False,
    )


def in_bytes(graph: GraphProto) -> None:
    """Hold the weights of linear layers and words in 8 bits, with a scale for each of their rows.

    Rows are the outputs of a layer, and the words. A layer of one output is left alone: OpenVINO
    2026.4 forgets a scale that stands alone, if it runs several streams.
    """
    floats = {each.name: each for each in graph.initializer if _is_large(each)}
    held: dict[str, NodeProto] = {}
    for node in graph.node:
        for at, axis in WEIGHTS.get(node.op_type, {}).items():
            name = node.input[at]
            if name in floats:
                if name not in held:
                    held[name] = _rounded(graph, floats[name], axis)
                    graph.initializer.remove(floats[name])
                node.input[at] = held[name].output[0]
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend([*held.values(), *rest])


def _is_large(weights: TensorProto) -> bool:
    return len(weights.dims) == 2 and min(weights.dims) > 1


def _rounded(graph: GraphProto, weights: TensorProto, axis: int) -> NodeProto:
    """Add the rounded weights with their scales, and return the node that reads them."""
    values = numpy_helper.to_array(weights)
    scales = np.abs(values).max(axis=1 - axis, keepdims=True) / MOST_OF_A_BYTE
    scales[scales == 0] = 1
    parts = {
        "rounded": np.rint(values / scales).astype(np.int8),
        "scales": scales.ravel().astype(np.float32),
        "zeros": np.zeros(scales.size, np.int8),
    }
    names = [f"{weights.name}.{part}" for part in parts]
    graph.initializer.extend(map(numpy_helper.from_array, parts.values(), names))
    return helper.make_node("DequantizeLinear", names, [f"{weights.name}.floats"], axis=axis)


def export(plan: Plan, trained: Path, out: Path) -> str:
    """Write the model with the weights in ``trained`` to ``out`` and return its sha256.

    Raises:
        ValueError: the file is larger than may be shipped.
    """
    plan.model.load_state_dict(load_file(trained))
    traced(plan, out)
    model = onnx.load(out)
    in_bytes(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, out)
    if out.stat().st_size > MOST_BYTES:
        raise ValueError(f"{out.name} has {out.stat().st_size} bytes, more than {MOST_BYTES}")
    return hashlib.sha256(out.read_bytes()).hexdigest()


def main() -> None:
    """Export as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=["reader", "support"])
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    plan = reader() if given.model == "reader" else support()
    print(export(plan, given.trained, given.out), given.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
