import copy
from typing import Any

import pytest

from index.errors import InputError
from index.types import Span
from rag.proof import Finding, Verdict, verify

TEXT = "Ada wrote it. It has 53 rows. Ada wrote it."
NOT_IN_SOURCE = "the saved words are not in the source, nor anything like them"
SAVED: dict[str, Any] = {
    "statements": [
        {
            "text": "It has 53 rows.",
            "citations": [
                {
                    "document_id": "d1",
                    "quote": {"exact": "It has 53 rows.", "prefix": "", "suffix": ""},
                    "position": {"start": 14, "end": 29},
                }
            ],
        }
    ]
}


def check(saved: object, text: str | None = TEXT) -> list[Finding]:
    return verify(saved, {"d1": text}.get)


def test_a_sound_answer_is_the_same() -> None:
    where = "statements[0].citations[0]"
    assert check(SAVED) == [Finding(where, "It has 53 rows.", Verdict.SAME, position=Span(14, 29))]


def test_an_answer_without_statements_has_nothing_to_verify() -> None:
    assert check({"statements": []}) == []


@pytest.mark.parametrize(
    ("text", "verdict", "detail"),
    [
        ("New. " + TEXT, Verdict.MOVED, "the words now stand at 19-34"),
        (
            TEXT.replace("53", "54"),
            Verdict.CHANGED,
            "the saved words are not in the source; nearest to them: “It has 54 rows.” at 14-29",
        ),
        ("Nothing of it is left.", Verdict.CHANGED, NOT_IN_SOURCE),
        (None, Verdict.GONE, "the document is not in the store"),
        ("", Verdict.CHANGED, NOT_IN_SOURCE),
    ],
)
def test_what_became_of_a_citation(text: str | None, verdict: Verdict, detail: str) -> None:
    (finding,) = check(SAVED, text)
    assert (finding.verdict, finding.detail) == (verdict, detail)


def test_the_nearest_of_several_places_is_told() -> None:
    saved = copy.deepcopy(SAVED)
    saved["statements"][0] = {
        "text": "Ada wrote it.",
        "citations": [
            {
                "document_id": "d1",
                "quote": {"exact": "Ada wrote it."},
                "position": {"start": 28, "end": 41},
            }
        ],
    }
    assert check(saved)[0].detail == "the words now stand at 30-43"


def test_a_statement_that_its_quotes_do_not_support_is_found() -> None:
    saved = copy.deepcopy(SAVED)
    saved["statements"][0]["text"] = "It has 35 rows."
    assert check(saved)[1] == Finding(
        "statements[0]", "It has 35 rows.", Verdict.UNSUPPORTED, "the source says 53, not 35"
    )


def test_a_statement_stripped_of_its_citations_is_found() -> None:
    saved = copy.deepcopy(SAVED)
    saved["statements"][0]["citations"] = []
    assert [finding.verdict for finding in check(saved)] == [Verdict.UNSUPPORTED]


@pytest.mark.parametrize(
    "saved",
    [
        [],
        "x",
        None,
        {},
        {"statements": {}},
        {"statements": [{"text": "x"}]},
        {"statements": [{"text": "x", "citations": [{}]}]},
        {
            "statements": [
                {
                    "text": "x",
                    "citations": [
                        {
                            "document_id": "d1",
                            "quote": {"exact": "x"},
                            "position": {"start": "0", "end": True},
                        }
                    ],
                }
            ]
        },
    ],
)
def test_what_is_no_saved_answer_is_refused(saved: object) -> None:
    with pytest.raises(InputError, match="no saved answer"):
        check(saved)


def test_a_statement_longer_than_any_is_not_compared() -> None:
    saved = copy.deepcopy(SAVED)
    saved["statements"][0]["text"] = "It has 53 rows. " * 1_000
    [_, unsound] = check(saved)
    assert unsound.verdict is Verdict.UNSUPPORTED
    assert unsound.detail == "it is too long to be compared with its quotes"


def test_a_long_statement_that_is_its_quote_needs_no_comparing() -> None:
    long = "It has 53 rows and " * 300
    citation = {
        "document_id": "d1",
        "quote": {"exact": long},
        "position": {"start": 0, "end": len(long)},
    }
    saved = {"statements": [{"text": long, "citations": [citation]}]}
    [finding] = verify(saved, {"d1": long}.get)
    assert finding.verdict is Verdict.SAME
