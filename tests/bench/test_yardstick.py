"""What the report of the yardstick computes from what was measured."""

from xml.etree import ElementTree as ET

import pytest

from bench.adding import Seconds
from bench.machine_limit import tokens_a_second
from bench.speed_plot import plot
from bench.yardstick import Round, summary

MEASURED = Round(
    passages=10,
    tokens=1_000,
    all_tokens=2_500,
    plain=Seconds(wall=2.0, cores=5.0),
    embedding=Seconds(wall=1.0, cores=2.0),
    adding=Seconds(wall=1.5, cores=2.5),
    limits={"float32": 800.0},
)


def test_passages_are_counted_by_the_time_of_a_core() -> None:
    assert MEASURED.passages_a_second(MEASURED.plain) == 2.0
    assert MEASURED.passages_a_second(MEASURED.adding) == 4.0


def test_the_limit_is_told_in_passages_of_as_many_tokens() -> None:
    assert MEASURED.limit("float32") == 8.0


def test_the_paragraph_of_the_readme_tells_ratios() -> None:
    walls = {"plain": 0.02, "rules": 0.03, "reading": 0.09}
    answers = {way: [Seconds(wall, wall)] * 3 for way, wall in walls.items()}
    told = summary([MEASURED], answers)
    assert "2.5 times the plain way's tokens, and still adds 2.0 times as fast" in told
    assert "takes 1.5 times as long" in told
    assert "4.5 times with the reader" in told


def test_the_plot_has_a_bar_for_each_value_in_proportion_and_escapes_names() -> None:
    image = ET.fromstring(plot({"plain <1>": 10.0, "Pincite": 20.0}))  # noqa: S314 - ours
    texts = [each.text for each in image.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["plain <1>", "10", "Pincite", "20"]
    _, short, long = image.iter("{http://www.w3.org/2000/svg}rect")
    assert float(long.attrib["width"]) == pytest.approx(2 * float(short.attrib["width"]), abs=1)
    assert short.attrib["fill"] != long.attrib["fill"]


@pytest.mark.model
def test_the_limit_of_the_machine_is_measured_for_each_kind_of_number() -> None:
    assert all(tokens_a_second(kind) > 0 for kind in ("float32", "bfloat16", "int8"))
