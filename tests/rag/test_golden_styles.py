"""Our five styles beside what Pandoc's citeproc makes of the same works."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from rag.citing.csl_json import read_csl_json
from rag.citing.formats import format_works
from rag.citing.references import Reference
from rag.citing.styles import STYLES
from rag.types import Locator
from tests.rag import golden_styles

PLACES = {
    "page": Locator(None, None, page=3),
    "paragraph": Locator(None, 4),
    "whole": Locator(None, None),
}
ALIKE = ("twice-a", "twice-b")
"""Of the same author and year: told apart in a list, not where each is cited alone."""

DIFFERENCES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "mla": {
        "MLA abbreviates paragraph as par.": (r"para\.(\d)", r"par. \1"),
        "an entry stands alone, with its names": (r"^---\.", "Ekdal, Gina."),
    },
    "chicago": {
        "an entry stands alone, with its names": (r"^———\.", "Ekdal, Gina."),
        "the manual puts a comma before n.d.": (r"Yilmaz n\.d\.", "Yilmaz, n.d."),
    },
    "ieee": {
        "a day has no zero before it": (r"\b0(\d),", r"\1,"),
        "a name without initials has no full stop": (r"(小明|花子|דנה)\.", r"\1"),
        "one without a date says so": (r"(salt\.”|mill\.”|deck!”)", r"\1 n.d."),
        "a date ends a sentence": (r"2003, Accessed", "2003. Accessed"),
    },
    "harvard": {
        "a name without initials has no full stop": (r"(小明|花子|דנה)\.", r"\1"),
    },
}  # fmt: skip
"""Where we differ on purpose: why, and what makes Pandoc's text ours."""


def ours(style: str, text: str) -> str:
    for pattern, instead in DIFFERENCES.get(style, {}).values():
        text = re.sub(pattern, instead, text)
    return text


def works() -> dict[str, Reference]:
    text = (golden_styles.FOLDER / "works.json").read_text("utf-8")
    return {work.key: work for work in read_csl_json(text)}


@pytest.mark.parametrize("style", STYLES)
def test_a_list_of_works_is_the_one_of_a_citation_processor(style: str) -> None:
    entries = golden_styles.golden()[style]["list"].values()
    made = format_works(list(works().values()), style).splitlines()
    assert made == [ours(style, entry) for entry in entries]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("style", STYLES)
def test_what_stands_in_the_text_is_that_of_a_citation_processor(style: str, place: str) -> None:
    wanted = {k: ours(style, v) for k, v in golden_styles.golden()[style][place].items()}
    numbered = enumerate(works().items(), start=1)
    made = {
        key: STYLES[style](work, PLACES[place], str(number) if style == "ieee" else "").in_text
        for number, (key, work) in numbered
    }
    alone = [key for key in wanted if style == "ieee" or key not in ALIKE]
    assert len(alone) >= 32
    assert {key: made[key] for key in alone} == {key: wanted[key] for key in alone}


@pytest.mark.parametrize("style", DIFFERENCES)
def test_each_difference_from_the_citation_processor_is_still_one(style: str) -> None:
    golden = golden_styles.golden()[style]
    texts = [text for part in golden.values() for text in part.values()]
    for reason, (pattern, _) in DIFFERENCES[style].items():
        assert any(re.search(pattern, text) for text in texts), reason


@pytest.mark.parametrize("style", STYLES)
def test_the_record_is_what_pandoc_makes(style: str, tmp_path: Path) -> None:
    if shutil.which("pandoc") is None or not golden_styles.STYLES.is_dir():
        pytest.skip("not installed: apt-get install pandoc citation-style-language-styles")
    told = subprocess.run(["pandoc", "--version"], capture_output=True, text=True, check=True)
    if told.stdout.splitlines()[0] != golden_styles.TRIED_WITH:
        pytest.skip(f"the record was made with {golden_styles.TRIED_WITH}")
    assert golden_styles.made(style, tmp_path) == golden_styles.golden()[style]
