"""The network takes its weights as they lie in memory."""

from importlib import import_module

import numpy as np
import numpy.typing as npt
import pytest

from index.bert_graph import HEADS, sentence_model

WIDTH = 2 * HEADS


def _weights(words: int = 50) -> dict[str, npt.NDArray[np.float32]]:
    layer = "encoder.layer.0"
    wide = {"intermediate.dense": (4 * WIDTH, WIDTH), "output.dense": (WIDTH, 4 * WIDTH)}
    square = [f"attention.self.{part}" for part in ("query", "key", "value")]
    shapes = wide | dict.fromkeys([*square, "attention.output.dense"], (WIDTH, WIDTH))
    found: dict[str, tuple[int, ...]] = {
        f"{layer}.{name}.weight": shape for name, shape in shapes.items()
    }
    found |= {f"{layer}.{name}.bias": shape[:1] for name, shape in shapes.items()}
    norms = ("embeddings", f"{layer}.attention.output", f"{layer}.output")
    found |= {f"{each}.LayerNorm.{part}": (WIDTH,) for each in norms for part in ("weight", "bias")}
    rows = {"word": words, "position": 16, "token_type": 2}
    found |= {f"embeddings.{name}_embeddings.weight": (n, WIDTH) for name, n in rows.items()}
    chance = np.random.default_rng(1)
    return {name: chance.random(shape, dtype=np.float32) for name, shape in found.items()}


def test_no_weight_is_made_of_python_numbers_which_takes_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[int] = []
    types = import_module("openvino.utils.types")
    slow = types.make_constant_node

    def counted(value: object, *rest: object, **options: object) -> object:
        made.append(np.size(np.asarray(value)))
        return slow(value, *rest, **options)

    monkeypatch.setattr(types, "make_constant_node", counted)
    sentence_model(_weights())
    assert made
    assert max(made) <= 5  # shapes and axes, nothing of the model's
