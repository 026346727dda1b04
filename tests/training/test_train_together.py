"""One encoder that learns from questions and claims."""

from training.examples import Example
from training.support_model import Judged, Label
from training.train_together import together


def test_a_batch_holds_questions_and_claims() -> None:
    example = Example("Who?", "", ("Ann did.",), (0,))
    judged = Judged("Ann did.", ("Ann did.",), Label.SUPPORTED)
    assert next(together(iter([[example]]), iter([[judged]]))) == [example, judged]
