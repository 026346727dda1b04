from pathlib import Path

import pytest

from bench.readme import put


def test_figures_take_the_place_of_those_before_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text("One.\n<!-- a -->\nold\n<!-- /a -->\nTwo.\n<!-- b -->\nkept\n<!-- /b -->\n")
    put("a", "new\n", file)
    put("a", "newer", file)
    assert file.read_text() == (
        "One.\n<!-- a -->\nnewer\n<!-- /a -->\nTwo.\n<!-- b -->\nkept\n<!-- /b -->\n"
    )


@pytest.mark.parametrize("text", ["", "<!-- a -->", "<!-- /a --> <!-- a -->"])
def test_a_file_without_the_place_stays_as_it_is(text: str, tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(text)
    with pytest.raises(ValueError, match="no place marked"):
        put("a", "new", file)
    assert file.read_text() == text


@pytest.mark.parametrize("name", ["yardstick", "peers", "start"])
def test_the_readme_has_the_places_of_the_programs(name: str, tmp_path: Path) -> None:
    copy = tmp_path / "README.md"
    copy.write_bytes((Path(__file__).parents[2] / "README.md").read_bytes())
    put(name, "Measured.", copy)
    assert f"<!-- {name} -->\nMeasured.\n<!-- /{name} -->" in copy.read_text("utf-8")
