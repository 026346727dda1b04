"""The loss that the reader learns by, against values worked out by hand."""

import math

import torch

from training.reader_model import loss_of, taught_loss_of


def test_the_loss_is_cross_entropy_with_the_null_option_and_half_the_binary_one() -> None:
    logits = torch.tensor([1.0, 2.0, -1.0])
    rows = torch.tensor([0, 0, 1])
    gold = torch.tensor([0.0, 1.0, 0.0])
    first = math.log(math.e + math.e**2 + 1) - 2.0
    second = math.log(math.e**-1 + 1)
    each = [math.log(1 + math.e), math.log(1 + math.e**-2), math.log(1 + math.e**-1)]
    expected = (first + second) / 2 + 0.5 * sum(each) / 3
    assert math.isclose(loss_of(logits, rows, gold).item(), expected, rel_tol=1e-5)


def test_sentences_that_answer_together_are_summed() -> None:
    logits = torch.tensor([5.0, 5.0])
    rows = torch.tensor([0, 0])
    both = loss_of(logits, rows, torch.tensor([1.0, 1.0])).item()
    one = loss_of(logits, rows, torch.tensor([1.0, 0.0])).item()
    assert both < 0.02
    assert one > math.log(2)


def test_a_student_learns_the_mean_of_what_its_teachers_say() -> None:
    rows = torch.tensor([0, 0])
    sure, unsure = torch.tensor([4.0, -4.0]), torch.tensor([0.0, 0.0])
    student = torch.zeros(2, requires_grad=True)
    taught_loss_of(student, rows, [sure, unsure]).backward()  # type: ignore[no-untyped-call]
    assert student.grad is not None
    assert student.grad[0] < 0 < student.grad[1]


def test_a_student_that_says_what_its_only_teacher_says_has_nothing_to_learn() -> None:
    teacher, rows = torch.tensor([1.0, -2.0, 3.0]), torch.tensor([0, 0, 1])
    student = teacher.clone().requires_grad_()
    taught_loss_of(student, rows, [teacher]).backward()  # type: ignore[no-untyped-call]
    assert student.grad is not None
    assert torch.allclose(student.grad, torch.zeros(3), atol=1e-6)
