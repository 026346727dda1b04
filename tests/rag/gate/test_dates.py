import pytest

from index.types import Span
from rag.gate.dates import Moment, moments, widened


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("on 3 May 1874", {"day": 3, "month": 5, "year": 1874}),
        ("on May 3rd, 1874", {"day": 3, "month": 5, "year": 1874}),
        ("on the 3rd of May 1874", {"day": 3, "month": 5, "year": 1874}),
        ("on 1874-05-03", {"day": 3, "month": 5, "year": 1874}),
        ("in May 2023", {"month": 5, "year": 2023}),
        ("since Sept. 2023", {"month": 9, "year": 2023}),
        ("on Monday, 5 November", {"weekday": 0, "day": 5, "month": 11}),
        ("on Tuesdays", {"weekday": 1}),
        ("in May", {"month": 5}),
        ("at 8 am", {"minutes": 480, "half": 0}),
        ("at eight in the morning", {"minutes": 480, "half": 0}),
        ("at 20:00", {"minutes": 480, "half": 1}),
        ("at 8 p.m.", {"minutes": 480, "half": 1}),
        ("at eight in the evening", {"minutes": 480, "half": 1}),
        ("at eight o'clock", {"minutes": 480}),
        ("at 7.30 pm", {"minutes": 450, "half": 1}),
        ("at two at night", {"minutes": 120, "half": 0}),
        ("at noon", {"minutes": 0, "half": 1}),
        ("at midnight", {"minutes": 0, "half": 0}),
    ],
)
def test_a_date_or_time_is_read(text: str, parts: dict[str, int]) -> None:
    assert [dict(moment.parts) for moment in moments(text)] == [parts]


@pytest.mark.parametrize(
    "text", ["It may rain.", "They march on.", "May I go?", "a decent sum", "20:75", "jan"]
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert list(moments(text)) == []


def test_moments_conflict_where_a_part_that_both_tell_differs() -> None:
    may, may_2023, june = (next(moments(text)) for text in ("in May", "in May 2023", "in June"))
    assert not may.conflicts(may_2023)
    assert june.conflicts(may_2023)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("in the 1950s", {"decade": 195}),
        ("during the nineteenth century", {"century": 19}),
        ("21st-century roads", {"century": 21}),
    ],
)
def test_decades_and_centuries_are_moments(text: str, parts: dict[str, int]) -> None:
    assert [dict(moment.parts) for moment in moments(text)] == [parts]


def test_a_year_lies_in_its_decade_and_century() -> None:
    year = Moment({"year": 1900}, "1900", Span(0, 4))
    assert dict(widened(year).parts) == {"year": 1900, "decade": 190, "century": 19}
    decade = Moment({"decade": 195}, "1950s", Span(0, 5))
    assert dict(widened(decade).parts) == {"decade": 195, "century": 20}
