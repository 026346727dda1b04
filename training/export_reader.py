"""Make the file that is shipped of a trained reader: ONNX, 8-bit weights.

python -m training.export_reader TRAINED rag/models/reader.onnx
"""

import argparse
import hashlib
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file

from index.embedding import packaged_folder
from rag.reader_windows import Windows
from training.reader_model import ReaderModel, tensors

OPSET = 17
MOST_BYTES = 25_000_000
_AXES = {
    "ids": {0: "windows", 1: "tokens"},
    "mask": {0: "windows", 1: "tokens"},
    "types": {0: "windows", 1: "tokens"},
    "members": {0: "pieces", 1: "longest"},
    "shares": {0: "pieces", 1: "longest"},
    "rows": {0: "pieces"},
    "logits": {0: "pieces"},
}


def export(trained: Path, out: Path) -> str:
    """Write the model to ``out`` and return its sha256.

    Weights are quantised per channel, the states while it runs.

    Raises:
        ValueError: the file is larger than may be shipped.
    """
    model = ReaderModel(packaged_folder())
    model.load_state_dict(load_file(trained))
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        _write(model.eval(), whole)
        quantize_dynamic(
            whole,
            out,
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
    if out.stat().st_size > MOST_BYTES:
        raise ValueError(f"{out.name} has {out.stat().st_size} bytes, more than {MOST_BYTES}")
    return hashlib.sha256(out.read_bytes()).hexdigest()


def _write(model: ReaderModel, out: Path) -> None:
    windowing = Windows(packaged_folder() / "tokenizer.json")
    texts = ["The road was closed.", "It opened again in 2004, after a long winter."]
    windows = [
        *windowing.of("When was it opened?", "A road", texts),
        *windowing.of("Who closed it?", "", texts[:1]),
    ]
    given = tensors(windows)
    torch.onnx.export(
        model,
        tuple(given.values()),
        out,
        input_names=list(given),
        output_names=["logits"],
        dynamic_axes=_AXES,
        opset_version=OPSET,
        dynamo=False,
    )


def main() -> None:
    """Export as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    print(export(given.trained, given.out), given.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
