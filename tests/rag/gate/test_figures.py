from decimal import Decimal

import pytest

from rag.gate.figures import Figure, figures
from rag.gate.units import UNITS


def only(text: str) -> Figure:
    (figure,) = figures(text)
    return figure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("630 k", "630,000"),
        ("630 000", "630,000"),
        ("630\u202f000", "630'000"),
        ("seven", "7"),
        ("six hundred and thirty thousand", "630 k"),
        ("12 %", "twelve percent"),
        ("90 minutes", "1.5 hours"),
        ("one and a half hours", "90 min"),
        ("two dozen eggs", "24 eggs"),
        ("half a dozen", "6"),
        ("three quarters", "75 %"),
        ("1.234,5", "1,234.5"),
        ("1.234.567", "1,234,567"),
        ("3,5 %", "3.5 percent"),
        ("€5m", "5 million euros"),
        ("12 mn", "twelve million"),
        ("third", "3rd week"),
        ("a kilometre of 1 km", "1,000 metres of 1000 m"),
        ("٣٥", "35"),
        ("two decades", "20 years"),
        ("four in ten", "40 %"),
        ("one in every five", "20 percent"),
        ("nine out of ten", "90%"),
        ("one driver in eight", "12.5 %"),
        ("a sixth", "one in six"),
    ],
)
def test_equal_quantities_agree(one: str, other: str) -> None:
    assert any(a.agrees(b) for a in figures(one) for b in figures(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("53 days", "53 weeks"),
        ("5 km", "5 miles"),
        ("630 k", "63 k"),
        ("8 am", "8 pm"),
        ("$5", "€5"),
        ("5 percent", "5 metres"),
        ("90 minutes", "90 hours"),
        ("thirteen", "thirty"),
        ("1,234", "1,23"),
    ],
)
def test_unequal_quantities_do_not(one: str, other: str) -> None:
    assert not any(a.agrees(b) for a in figures(one) for b in figures(other))


def test_a_figure_shows_itself_with_its_unit_and_keeps_its_place() -> None:
    figure = only("It took 1.5 Hours.")
    assert (figure.written, figure.shown, figure.unit) == ("1.5", "1.5 Hours", "time")
    assert figure.span.of("It took 1.5 Hours.") == "1.5"
    assert figure.amounts == {Decimal(5400)}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two boats in three harbours", ["two", "three"]),
        ("four in ten minutes", ["four", "ten minutes"]),
        ("sold 75 in 1990", ["75", "1990"]),
        ("nine in two", ["nine", "two"]),
    ],
)
def test_what_only_looks_like_a_ratio_is_two_figures(text: str, shown: list[str]) -> None:
    assert [figure.shown for figure in figures(text)] == shown


def test_a_small_m_may_be_metres_or_millions() -> None:
    assert only("5 m").values == {Decimal(5), Decimal(5_000_000)}


def test_a_point_between_thousands_may_be_german_or_english() -> None:
    assert only("1.234").values == {Decimal("1.234"), Decimal(1234)}


@pytest.mark.parametrize("text", ["GPT4", "v2beta", "someone", "often", "Π"])
def test_what_is_no_number_yields_none(text: str) -> None:
    assert list(figures(text)) == []


def test_every_unit_has_a_positive_size() -> None:
    assert all(size > 0 for _, size in UNITS.values())


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Il restait quarante marchands.", [40]),
        ("Die Arbeiten dauerten zweiundzwanzig Monate.", [22]),
        ("Elle a quatre-vingt-dix ans.", [90]),
        ("It takes between one and three years.", [1, 3]),
        ("one hundred and four doors", [104]),
    ],
)
def test_number_words_of_other_languages_and_ranges_are_read(text: str, values: list[int]) -> None:
    assert [int(max(figure.values)) for figure in figures(text)] == values
