import pytest

from rag.disagreement import disagree


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The old mill closed in 1931.", "In 1932 the old mill closed.", True),
        ("The trial enrolled 120 patients.", "The trial enrolled 210 patients.", True),
        ("The old mill was sold.", "The old mill was not sold.", True),
        ("The old mill closed in 1931.", "The old mill closed in 1931 for good.", False),
        ("The old mill closed in 1931.", "The school burnt down in 1932.", False),
        ("Closed in 1931.", "Closed in 1932.", False),
    ],
)
def test_only_sentences_about_the_same_thing_can_disagree(
    one: str, other: str, expected: bool
) -> None:
    assert disagree(one, other) is expected
