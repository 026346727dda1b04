"""Neural networks, compiled for this processor by OpenVINO.

It takes the best that the processor has: 16-bit floats where it multiplies them natively, which
turn a vector by less than a degree, else 32-bit ones. Import it where it is needed and not before:
OpenVINO takes a quarter of a second.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.processors import cores, side_by_side
from index.turns import Turns

# OpenVINO tells its makers of its use where it finds this package: nothing may leave the machine.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
from openvino import Core, InferRequest, Model, Node, op  # noqa: E402 - after what not to find
from openvino import opset13 as ops  # noqa: E402 - the same

__all__ = ["Inputs", "Model", "Network", "Node", "Rows", "constant", "ops", "read"]

Inputs = Mapping[str, npt.NDArray[np.generic]]
Rows = npt.NDArray[np.float32]

GROUP = 128
"""Numbers of a row that share a scale where 8-bit weights are multiplied."""


def constant(weights: Rows) -> Node:
    """Return weights as a node, which shares their memory.

    An array given to ``ops`` itself becomes a list of Python numbers first: seconds, for a model.
    """
    return op.Constant(np.ascontiguousarray(weights), shared_memory=True)


def read(file: Path) -> Model:
    """Return the network that an ONNX file holds; one that is broken raises.

    Weights that it has in 8 bits stay so where the processor multiplies them natively. What they
    are multiplied by is rounded meanwhile, with a scale for each ``GROUP`` numbers of a row: no
    row hangs on another.
    """
    return Core().read_model(file)


class Network:
    """A network with one output; safe to use from several threads.

    Each run is on one thread, several runs beside each other: threads within one multiplication
    wait for each other in a loop, which on a busy machine takes twenty times longer.
    """

    def __init__(self, model: Model) -> None:
        """Compile a network; a broken one raises."""
        at_once = cores()
        options = {
            "NUM_STREAMS": str(at_once),
            "INFERENCE_NUM_THREADS": str(at_once),
            "ENABLE_CPU_PINNING": "NO",  # several processes would all take the first cores
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": str(GROUP),
        }
        compiled = Core().compile_model(model, "CPU", options)
        self._requests = Turns[InferRequest](
            compiled.create_infer_request() for _ in range(at_once)
        )

    def run(self, inputs: Inputs) -> Rows:
        """Return what the network makes of its inputs; a single row, a question, goes ahead."""
        with self._requests.one(
            in_haste=all(len(each) == 1 for each in inputs.values())
        ) as request:
            rows: Rows = request.infer(dict(inputs))[0].copy()
        return rows

    def run_each(self, inputs: Sequence[Inputs]) -> list[Rows]:
        """Return what the network makes of each, on all the processors that there are."""
        return side_by_side(self.run, inputs)
