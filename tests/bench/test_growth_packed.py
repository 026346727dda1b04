"""What is packed for the growth of time is read: a file that is refused would tell nothing."""

from collections.abc import Callable, Mapping

import pytest

from bench.growth_packed import packed
from bench.growth_texts import Text
from index.reading import read


@pytest.mark.parametrize(
    ("file", "pack", "texts"), [pytest.param(*each[1:], id=each[0]) for each in packed()]
)
def test_every_packed_text_is_read(
    file: str, pack: Callable[[str], bytes], texts: Mapping[str, Text]
) -> None:
    for unit, text in texts.items():
        assert read(pack(text(2_000)), file).text, unit


@pytest.mark.parametrize("name", ["blocks of a .docx", "chapters of an .epub", "pages of a .pdf"])
def test_twice_the_text_makes_twice_the_document(name: str) -> None:
    _, file, pack, texts = next(each for each in packed() if each[0] == name)
    text = next(iter(texts.values()))
    once, twice = (len(read(pack(text(length)), file).text) for length in (2_000, 4_000))
    assert twice > 1.8 * once
