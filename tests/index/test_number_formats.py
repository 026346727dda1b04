import pytest

from index.reading.number_formats import plain, shown


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [
        (1912.0, "General", "1912"),
        (0.1 + 0.2, "General", "0.3"),
        (1e300, "General", "1e+300"),
        (1912, "", "1912"),
        (1912, "@", "1912"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-1234.5, "#,##0.00;[Red](#,##0.00)", "(1,234.50)"),
        (-3, "0;-0;nil", "-3"),
        (0, "0;-0;nil", "nil"),
        (0, '0;-0;"nil; none"', "nil; none"),
        (0.125, "0%", "12%"),
        (0.125, "0.0%", "12.5%"),
        (-0.001, "0.0", "0.0"),
        (30, "#,##0.00 [$€-407]", "30.00 €"),
        (30, '"$"#,##0', "$30"),
        (-30, '_("$"* #,##0_)', "-$30"),
        (1.5, "0.##", "1.5"),
        (2, "0.##", "2"),
        (7, "00000", "00007"),
        (12, '0 "m"', "12 m"),
        (123456789, "000-00-0000", "123456789"),
        (1234567, "0.0,,", "1234567"),
        (1234567, "#,", "1234567"),
        (0.5, "# ?/?", "0.5"),
        (12345, "0.00E+00", "12345"),
        (45366, "yyyy-mm-dd", "2024-03-15"),
        (45366.4375, "m/d/yyyy h:mm AM/PM", "2024-03-15 10:30"),
        (45366, 'd. mmmm yyyy "at night"', "2024-03-15"),
        (45366, "[$-409]mmm-yy", "2024-03"),
        (45366, "yyyy", "2024"),
        (0.4375, "[h]:mm", "10:30"),
        (0.437511574, "h:mm:ss", "10:30:01"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (-1, "yyyy-mm-dd", "-1"),
        (1e12, "yyyy-mm-dd", "1000000000000"),
        (5, ";;;", ""),
        (-5, "0;;", ""),
    ],
)
def test_a_number_is_shown_as_its_format_says(number: float, number_format: str, text: str) -> None:
    assert shown(number, number_format) == text


def test_sheets_that_count_from_1904_have_their_own_days() -> None:
    assert shown(43904, "yyyy-mm-dd", from_1904=True) == "2024-03-15"


def test_any_number_is_shown() -> None:
    for number in (float("inf"), float("nan"), -0.0, 1e308, 5e-324):
        assert plain(number)
        for number_format in ("0.00", "yyyy", "0%", "#" * 300, '"' * 300, "[" * 300):
            shown(number, number_format)
