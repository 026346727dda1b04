"""Make the file that is shipped of a trained model: ONNX, 8-bit weights.

python -m training.export reader TRAINED rag/models/reader.onnx
python -m training.export support TRAINED rag/models/support.onnx
"""

import argparse
import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
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


def fused(plan: Plan, whole: Path) -> None:
    """Write the model to ``whole`` with the parts of its encoder joined to what runs fastest."""
    plan.model.eval()
    encoder = plan.model.encoder
    encoder.set_attn_implementation("eager")  # the only form that the optimizer knows
    torch.onnx.export(
        plan.model,
        tuple(plan.given.values()),
        whole,
        input_names=list(plan.given),
        output_names=["logits"],
        dynamic_axes={name: dict(sizes) for name, sizes in plan.axes.items()},
        opset_version=OPSET,
        dynamo=False,
    )
    config = encoder.config
    optimized = optimize_model(
        str(whole),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        opt_level=0,
    )
    optimized.save_model_to_file(str(whole))


def export(plan: Plan, trained: Path, out: Path) -> str:
    """Write the model with the weights in ``trained`` to ``out`` and return its sha256.

    Weights are quantised per channel, the states while it runs.

    Raises:
        ValueError: the file is larger than may be shipped.
    """
    plan.model.load_state_dict(load_file(trained))
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        fused(plan, whole)
        quantize_dynamic(
            whole,
            out,
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": TensorProto.FLOAT},
        )
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
