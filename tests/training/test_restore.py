"""The weights read out of the shipped reader are those that it runs with."""

from pathlib import Path

import numpy as np
import pytest
import torch

from index.embedding import packaged_folder
from rag.models import READER
from rag.reader import ShippedReader
from rag.reader_windows import Windows
from training.examples import Example
from training.export import export, reader
from training.learning import keep
from training.reader_model import ReaderModel, tensors, windows_of
from training.restore import restored

EXAMPLE = Example(
    "Who painted the tower?",
    "Carrow Point",
    (
        "The lighthouse at Carrow Point was lit for the first time in 1871.",
        "Its lamp burned whale oil until the winter of 1902.",
        "The keeper, Annie Wells, painted the tower red every third spring.",
        "Visitors may climb the 143 steps on Sundays.",
    ),
    (2,),
)


@pytest.fixture(scope="module")
def model() -> ReaderModel:
    return restored(READER.file).eval()


@pytest.mark.model
def test_the_shipped_reader_gives_the_logits_of_its_weights_in_floats(model: ReaderModel) -> None:
    windows, _ = windows_of(Windows(packaged_folder() / "tokenizer.json"), [EXAMPLE])
    with torch.inference_mode():
        wanted = model(**tensors(windows)).numpy()
    (found,) = ShippedReader().read_texts(EXAMPLE.question, [(EXAMPLE.context, EXAMPLE.sentences)])
    np.testing.assert_allclose(found, wanted, atol=0.3)


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")  # of tracing
def test_what_is_shipped_is_what_the_export_makes_of_its_weights(
    model: ReaderModel, tmp_path: Path
) -> None:
    keep(model, tmp_path / "weights.safetensors")
    made = export(reader(), tmp_path / "weights.safetensors", tmp_path / "out.onnx")
    assert made == READER.sha256


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    import onnx
    from onnx import helper

    other = tmp_path / "other.onnx"
    onnx.save(helper.make_model(helper.make_graph([], "none", [], [])), other)
    with pytest.raises(ValueError, match=r"other\.onnx is no reader"):
        restored(other)
