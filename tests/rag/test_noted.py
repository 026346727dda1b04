"""Footnotes of a draft held against the text that they cite."""

import time

import pytest

from index.types import Span
from rag.noted import Note, notes_of, verify_draft
from rag.proof import Finding, Verdict

TEXT = "He said “no”.\n  It was\n dark * and <cold>. He said “no” again."
WORDS = "“It was dark \\* and \\<cold\\>.” Title, “Part”, para. 2."


def noted(told: str, place: str, label: str = "1") -> str:
    return f"Text.[^{label}]\n\n[^{label}]: {told} <http://127.0.0.1:8000/d/d1?{place}>\n"


def findings(told: str, place: str, text: str | None = TEXT) -> list[Finding]:
    return verify_draft(noted(told, place), {"d1": text}.get)


def test_a_footnote_tells_words_and_place() -> None:
    assert notes_of(noted(WORDS, "collection=a%20b&c=16-40", "pincite-1")) == [
        Note("pincite-1", "It was dark * and <cold>.” Title, “Part”, para. 2.", "d1", Span(16, 40))
    ]


def test_runs_of_white_space_in_the_source_are_one_space_in_a_footnote() -> None:
    (found,) = findings(WORDS, "c=16-42")
    assert (found.text, found.verdict) == ("It was dark * and <cold>.", Verdict.SAME)
    assert found.position is not None
    assert found.position.of(TEXT) == "It was\n dark * and <cold>."


def test_words_that_hold_quotation_marks_are_read_to_their_end() -> None:
    start = TEXT.rindex("He said")
    (found,) = findings("“He said “no” again.” Title.", f"c={start}-{len(TEXT)}")
    assert (found.text, found.verdict) == ("He said “no” again.", Verdict.SAME)


def test_words_that_moved_are_told_by_their_place_in_the_text_itself() -> None:
    (found,) = findings(WORDS, "c=16-42", "New.\n\n\n" + TEXT)
    assert (found.verdict, found.position) == (Verdict.MOVED, Span(23, 49))
    assert found.detail == "the words now stand at 23-49"


def test_what_is_nearest_does_not_go_over_a_line() -> None:
    text = "# The mill\n\nThe mill was built in 1902.\n\nIt was white."
    (found,) = findings("“The mill was built in 1901.” The mill.", "c=12-39", text)
    assert found.nearest is not None
    assert found.nearest.of(text) == "The mill was built in 1902."


@pytest.mark.parametrize(
    ("text", "verdict"), [("", Verdict.CHANGED), (None, Verdict.GONE), ("\n\n", Verdict.CHANGED)]
)
def test_what_is_no_longer_there_is_told(text: str | None, verdict: Verdict) -> None:
    (found,) = findings(WORDS, "c=16-42", text)
    assert found.verdict is verdict


@pytest.mark.parametrize("place", ["c=0-0", "c=9-3", "c=999999999999999-1", "c=0-999999999999999"])
def test_a_place_that_is_none_is_no_failure(place: str) -> None:
    (found,) = findings(WORDS, place)
    assert found.verdict is Verdict.MOVED


@pytest.mark.parametrize(
    "line", ["[^1]: “words” <https://example.org>", "[^1]: words </d/d1?c=1-2>", "“w” </d/d?c=1-2>"]
)
def test_other_footnotes_are_passed_over(line: str) -> None:
    assert notes_of(line) == []


@pytest.mark.parametrize(
    "piece", ["[^1]: “", " <", "”", "[^1]: “a” <d/d/", "[^1]: “a” </d/d1?c=1-2>\n"]
)
def test_a_draft_of_five_million_characters_takes_no_longer_than_any(piece: str) -> None:
    draft = "[^1]: “" + piece * (1_000_000 // len(piece))
    begun = time.process_time()
    verify_draft(draft, {"d1": "a a"}.get)
    assert time.process_time() - begun < 10
