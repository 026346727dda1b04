"""One citation in each form: a web page with a quotation on a page, and an undated file."""

import json
from typing import Any

import pytest

from index.types import Span
from rag.citing.formats import FORMATS, format_citation
from rag.citing.references import Author, Reference
from rag.types import Citation, Locator

WORK = Reference(
    key="byrne2019lamps",
    title="The lamps of Dornby",
    authors=(Author("Byrne", "Ada B."), Author("van Holt", "Jan")),
    date="2019-03-04",
    publisher="Harbour Press",
    url="https://example.org/lamps",
    accessed="2020-05-06",
)
BARE = Reference(key="lamps", title="Lamps")
QUOTED = Citation(
    "d1", "The lamps of Dornby", "lamps.pdf", "It burned 53 litres\nof oil & fat.", "", "",
    Span(10, 42), Locator("Oil", 2, page=3),
)  # fmt: skip
UNPAGED = Citation("d1", "Lamps", "lamps.txt", "It burned.", "", "", Span(0, 10), Locator("Oil", 2))

EXPECTED = {
    "apa": "(Byrne & van Holt, 2019, p. 3)\n\n"
    "Byrne, A. B., & van Holt, J. (2019, March 4). The lamps of Dornby. Harbour Press. "
    "https://example.org/lamps",
    "mla": "(Byrne and van Holt 3)\n\n"
    "Byrne, Ada B., and Jan van Holt. The lamps of Dornby. Harbour Press, 4 Mar. 2019, "
    "https://example.org/lamps.",
    "chicago": "(Byrne and van Holt 2019, 3)\n\n"
    "Byrne, Ada B., and Jan van Holt. 2019. “The lamps of Dornby.” Harbour Press. March 4, 2019. "
    "https://example.org/lamps.",
    "ieee": "[1, p. 3]\n\n"
    "[1] A. B. Byrne and J. van Holt, “The lamps of Dornby,” Mar. 4, 2019. "
    "https://example.org/lamps (accessed May 6, 2020).",
    "harvard": "(Byrne and van Holt, 2019, p. 3)\n\n"
    "Byrne, A.B. and van Holt, J. (2019) The lamps of Dornby. Harbour Press. "
    "Available at: https://example.org/lamps (Accessed: 6 May 2020).",
}
UNDATED = {
    "apa": "(Lamps, n.d., “Oil” section, para. 2)\n\nLamps. (n.d.).",
    "mla": "(Lamps, sec. “Oil”, par. 2)\n\nLamps.",
    "chicago": "(“Lamps,” n.d., under “Oil”, para. 2)\n\n“Lamps.” n.d.",
    "ieee": "[1, Sec. “Oil”, Para. 2]\n\n[1] “Lamps.” n.d.",
    "harvard": "(‘Lamps’, no date, “Oil” section, para. 2)\n\n‘Lamps’ (no date).",
}


@pytest.mark.parametrize("style", EXPECTED)
def test_a_web_page_with_two_authors(style: str) -> None:
    assert format_citation(QUOTED, style, work=WORK) == (
        f"“It burned 53 litres of oil & fat.” {EXPECTED[style]}"
    )


@pytest.mark.parametrize("style", UNDATED)
def test_a_file_without_author_or_date_stays_honest(style: str) -> None:
    assert format_citation(UNPAGED, style, work=BARE) == f"“It burned.” {UNDATED[style]}"


def test_many_authors_are_shortened() -> None:
    many = tuple(Author(f"Name{at}", "Ada") for at in range(25))
    work = Reference("k", "T", many, "2001")
    assert "(Name0 et al., 2001, p. 3)" in format_citation(QUOTED, "apa", work=work)
    assert "Name0, Ada, et al. T. 2001." in format_citation(QUOTED, "mla", work=work)


def test_pandoc_and_latex_point_to_the_key_with_the_place() -> None:
    assert format_citation(QUOTED, "pandoc", work=WORK) == (
        "“It burned 53 litres of oil & fat.” [@byrne2019lamps, p. 3, “Oil”, para. 2]"
    )
    assert format_citation(QUOTED, "latex", work=WORK) == (
        "``It burned 53 litres of oil \\& fat.'' \\cite[{p.~3, “Oil”, para.~2}]{byrne2019lamps}"
    )


def test_bibtex_carries_the_quotation_as_a_note() -> None:
    text = format_citation(QUOTED, "bibtex", work=WORK)
    assert text.startswith("@online{byrne2019lamps,\n  author = {Byrne, Ada B. and van Holt, Jan},")
    assert "note = {p. 3, “Oil”, para. 2: “It burned 53 litres of oil \\& fat.”}" in text


def annotation_of(citation: Citation, work: Reference) -> dict[str, Any]:
    base_url = "http://127.0.0.1:8000"
    text = format_citation(citation, "web-annotation", work=work, base_url=base_url)
    told: dict[str, Any] = json.loads(text)
    return told


SELECTORS = {  # what the recommendation's sections 4.2 require of each, and what else it allows
    "TextQuoteSelector": ({"exact"}, {"prefix", "suffix"}),
    "TextPositionSelector": ({"start", "end"}, set()),
    "FragmentSelector": ({"value"}, {"conformsTo"}),
}


def hold_to_the_recommendation(selector: dict[str, Any]) -> None:
    required, allowed = SELECTORS[selector["type"]]
    assert required <= selector.keys() <= required | allowed | {"type", "refinedBy"}
    assert all(selector[key] != "" for key in required)
    if "start" in selector:
        assert 0 <= selector["start"] < selector["end"]
    if "refinedBy" in selector:
        hold_to_the_recommendation(selector["refinedBy"])


@pytest.mark.parametrize("work", [WORK, BARE])
def test_a_web_annotation_has_the_shape_of_the_recommendation(work: Reference) -> None:
    told = annotation_of(QUOTED, work)
    assert told.keys() == {"@context", "id", "type", "motivation", "target"}
    assert told["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (told["type"], told["motivation"]) == ("Annotation", "highlighting")
    assert told["id"] == "http://127.0.0.1:8000/d/d1?c=10-42"
    target = told["target"]
    assert target.keys() == {"type", "source", "selector"}
    assert target["type"] == "SpecificResource"
    for selector in target["selector"]:
        hold_to_the_recommendation(selector)


def test_an_annotation_of_a_stored_document_has_every_selector_that_finds_the_words() -> None:
    target = annotation_of(QUOTED, BARE)["target"]
    assert target["source"] == "http://127.0.0.1:8000/d/d1"
    quote, position, on_page = target["selector"]
    assert (quote["type"], quote["exact"]) == ("TextQuoteSelector", QUOTED.exact)
    assert position == {"type": "TextPositionSelector", "start": 10, "end": 42}
    assert (on_page["value"], on_page["refinedBy"]) == ("page=3", quote)
    assert on_page["conformsTo"] == "http://tools.ietf.org/rfc/rfc3778"


def test_an_annotation_of_another_address_claims_no_positions_there() -> None:
    target = annotation_of(QUOTED, WORK)["target"]
    assert target["source"] == "https://example.org/lamps"
    assert [each["type"] for each in target["selector"]] == [
        "TextQuoteSelector",
        "FragmentSelector",
    ]


def test_a_text_fragment_is_encoded_as_browsers_want_it() -> None:
    link = format_citation(QUOTED, "text-fragment", work=WORK)
    assert link == (
        "https://example.org/lamps#:~:text=It%20burned%2053%20litres,of%20oil%20%26%20fat."
    )


def test_every_format_of_the_contract_is_there_and_says_something() -> None:
    wanted = (
        "text markdown pandoc latex bibtex ris csl-json web-annotation apa mla chicago ieee "
        "harvard link"
    ).split()
    assert set(wanted) <= set(FORMATS)
    for name in FORMATS:
        assert format_citation(UNPAGED, name).strip()
