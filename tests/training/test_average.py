import pytest
import torch

from training.average import average


def test_each_weight_is_the_mean_of_both() -> None:
    one, other = {"a": torch.tensor([1.0, 2.0])}, {"a": torch.tensor([3.0, -2.0])}
    assert average(one, other)["a"].tolist() == [2.0, 0.0]


def test_of_three_models_the_mean_of_all_is_taken() -> None:
    models = [{"a": torch.tensor([value])} for value in (1.0, 2.0, 6.0)]
    assert average(*models)["a"].tolist() == [3.0]


def test_models_of_two_kinds_are_refused() -> None:
    with pytest.raises(ValueError, match="not the same weights"):
        average({"a": torch.zeros(1)}, {"b": torch.zeros(1)})
