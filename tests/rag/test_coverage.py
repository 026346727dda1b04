"""What a draft takes from its sources."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.passage_index import PassageIndex
from index.reading import from_text, read
from rag.coverage import Coverage, DraftCoverage, coverage_of
from rag.draft_checking import DraftChecker
from rag.drafts.reading import draft_of
from tests.fakes import WordHashEmbedder

LAMP = """# The harbour lamp

The harbour lamp was lit on 3 May 1874. It stands on the outer mole.

## Oil

It burned whale oil for twenty years, and after that the oil of rape seed.

## Storms

In the storm of 1894 the glass was broken. Nobody was hurt.
"""
MILL = "The mill stood on the hill. Its wheel was made of red oak by two brothers from Vell."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageIndex]:
    folder: Path = tmp_path_factory.mktemp("store")
    with PassageIndex.open(folder, WordHashEmbedder()) as index:
        index.add(read(LAMP.encode(), "lamp.md"))
        index.add(from_text(MILL, title="The mill", source="mill.txt"))
        yield index


def covered(index: PassageIndex, text: str) -> tuple[DraftCoverage, dict[str, Coverage]]:
    draft = draft_of(text)
    found = coverage_of(DraftChecker(index).check(draft), draft, index.document)
    return found, {each.document.source: each for each in found.documents}


def test_it_tells_which_sections_of_a_source_are_used_and_which_are_not(
    index: PassageIndex,
) -> None:
    _, by_source = covered(index, "The harbour lamp was lit on 3 May 1874. Penguins fly.")
    assert list(by_source) == ["lamp.md"]
    lamp = by_source["lamp.md"]
    assert [(each.heading, each.sentences, each.used) for each in lamp.sections] == [
        ("The harbour lamp", 2, 1),
        ("Oil", 1, 0),
        ("Storms", 2, 0),
    ]
    assert (lamp.sentences, lamp.used_sentences) == (5, 1)
    text = lamp.document.text
    assert [span.of(text) for span in lamp.used] == ["The harbour lamp was lit on 3 May 1874."]
    assert lamp.sections[1].span.of(text).startswith("It burned whale oil")


def test_what_is_copied_is_told_from_what_is_quoted(index: PassageIndex) -> None:
    text = (
        "Its wheel was made of red oak by two sisters. He adds that it “burned whale oil for "
        "twenty years, and after that the oil of rape seed”. The mill stood on the hill.[^1]\n\n"
        "[^1]: Its wheel was made of red oak by two brothers from Vell.\n"
    )
    whole, by_source = covered(index, text)
    (copied, standing) = by_source["mill.txt"].verbatim
    assert (copied.span.of(text), copied.words) == ("Its wheel was made of red oak by two", 9)
    assert copied.source.of(MILL) == "Its wheel was made of red oak by two"
    assert not copied.is_quoted
    assert standing.span.of(text) == "The mill stood on the hill"
    (quoted,) = by_source["lamp.md"].verbatim
    assert quoted.is_quoted
    assert quoted.span.of(text).startswith("burned whale oil for")
    assert quoted.words == 14
    assert by_source["lamp.md"].copied == ()
    assert whole.words == 34


def test_a_draft_that_rests_on_nothing_covers_nothing(index: PassageIndex) -> None:
    whole, by_source = covered(index, "Penguins breed on ice. Who knew?")
    assert (whole.words, by_source) == (6, {})


def test_a_contradicted_sentence_uses_nothing(index: PassageIndex) -> None:
    _, by_source = covered(index, "The harbour lamp was lit on 3 May 1784.")
    assert by_source == {}
