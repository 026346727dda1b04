"""The citations of Markdown drafts: found, kept out of the prose, and out of nothing else."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.drafts.draft import FILLER, Draft
from rag.drafts.reading import draft_of


def marks(draft: Draft) -> list[tuple[str, tuple[str, ...], str]]:
    return [(mark.span.of(draft.text), mark.keys, mark.note) for mark in draft.marks]


def sentences(draft: Draft) -> list[str]:
    return [" ".join(draft.words(span).split()) for span, _ in draft.sentences()]


def test_a_footnote_has_the_text_of_its_definition_which_is_no_sentence() -> None:
    text = (
        "# Lamps[^top]\n\nThe lamp was lit in 1874.[^1] It burned oil.[^2] Nobody knew.\n\n"
        "[^1]: Byrne, *The harbour lamp*, p. 3.\n"
        "[^2]: A long note\n  that goes on.\n\n    And has a second paragraph.\n\n"
        "The end.\n\n[^TOP]: First of all.\n"
    )
    draft = draft_of(text)
    assert [(found, note) for found, _, note in marks(draft)] == [
        ("[^top]", "First of all."),
        ("[^1]", "Byrne, *The harbour lamp*, p. 3."),
        ("[^2]", "A long note that goes on."),
    ]
    assert sentences(draft) == [
        "# Lamps",
        "The lamp was lit in 1874.",
        "It burned oil.",
        "Nobody knew.",
        "The end.",
    ]


def test_a_note_in_the_text_may_hold_brackets() -> None:
    draft = draft_of("It burned.^[See [the mill](mill.md), p. 3.] It was *lit*.")
    assert marks(draft) == [
        ("^[See [the mill](mill.md), p. 3.]", (), "See [the mill](mill.md), p. 3.")
    ]
    assert sentences(draft) == ["It burned.", "It was lit."]


def test_each_key_of_a_group_is_a_mark_of_its_own() -> None:
    draft = draft_of("It burned [see @byrne2019, p. 3; -@doe:2020]. So [-@{a:b}] x [@d].")
    assert marks(draft) == [
        ("see @byrne2019, p. 3", ("byrne2019",), ""),
        ("-@doe:2020", ("doe:2020",), ""),
        ("[-@{a:b}]", ("a:b",), ""),
        ("[@d]", ("d",), ""),
    ]
    assert sentences(draft) == ["It burned .", "So x ."]


def test_a_key_in_the_text_is_a_word_of_its_sentence_with_the_place_behind_it() -> None:
    draft = draft_of("It burned. @byrne2019 [p. 5] says so. As @moreau wrote, it was lit [@x].")
    assert marks(draft) == [
        ("@byrne2019 [p. 5]", ("byrne2019",), ""),
        ("@moreau", ("moreau",), ""),
        ("[@x]", ("x",), ""),
    ]
    spans = [span.of(draft.text) for span, _ in draft.sentences()]
    assert spans == [
        "It burned.",
        "@byrne2019 [p. 5] says so.",
        "As @moreau wrote, it was lit [@x].",
    ]


def test_a_key_in_a_note_is_named_by_the_footnote() -> None:
    draft = draft_of("It burned.[^1]\n\n[^1]: See @byrne2019, p. 3.\n")
    assert marks(draft) == [("[^1]", ("byrne2019",), "See @byrne2019, p. 3.")]


@pytest.mark.parametrize(
    "text",
    [
        "# Of code\n\nUse `[^a]` and ``x ` [@b]`` here.\n\n```\n[^c]: d\n@e1\n```\n\n    [@f]\n",
        "# Of mail\n\nWrite to ada@lamp.example, or follow @lamplighters.",
        "# Of links\n\n[@home](home.md) and \\[^a] and \\@key1 and https://a.example/@user1/x.",
    ],
)
def test_code_mail_accounts_and_links_are_no_citations(text: str) -> None:
    draft = draft_of(text)
    assert draft.marks == ()
    names = re.findall(r"\[\^[ac]\]|@\w+", text)
    assert [name for name in names if name not in draft.plain] == []


def test_a_footnote_without_a_definition_has_no_note() -> None:
    assert marks(draft_of("It burned.[^1]")) == [("[^1]", (), "")]


def test_a_draft_of_marks_alone_has_no_sentence() -> None:
    draft = draft_of("[@a]\n\n[^1]: Note.\n", "markdown")
    assert list(draft.sentences()) == []
    assert [mark.keys for mark in draft.marks] == [("a",)]


def test_sentences_behind_long_groups_and_notes_are_apart() -> None:
    group = "[" + "; ".join(f"@averylongkey{number}" for number in range(20)) + "]"
    draft = draft_of(f"It burned. {group} It was lit.{group}  Nobody knew.")
    assert sentences(draft) == ["It burned.", "It was lit.", "Nobody knew."]
    assert len(draft.marks) == 40


@pytest.mark.parametrize("text", ["@b2[[^1]]", "[@b2 [^1]]", "It burned [@b2, p. 3 ^[note]]."])
def test_brackets_with_a_note_in_them_hold_no_keys_beside_it(text: str) -> None:
    draft = draft_of(text, "markdown")
    assert len(draft.plain) == len(text)
    first, second = draft.marks
    assert (first.keys, second.keys) == (("b2",), ())
    assert first.span.end <= second.span.start


pieces = st.sampled_from(
    ["[^1]", "[^1]: ", "^[", "[@a1]", "@b2", "[", "]", "; ", "It burned. ", "word ", "\n", "\n\n",
     "    ", "`", "```\n", "> ", "\\", "# ", "(", ")", "*", "ß🎉", "\r\n"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=40).map("".join).filter(str.strip))
def test_marks_are_in_order_and_mask_their_own_characters_alone(text: str) -> None:
    draft = draft_of(text, "markdown")
    assert draft.text == text
    assert len(draft.plain) == len(text)
    assert all(shown in (own, FILLER) for own, shown in zip(draft.text, draft.plain, strict=True))
    ends = [0, *(mark.span.end for mark in draft.marks)]
    for mark, before in zip(draft.marks, ends, strict=False):
        assert before <= mark.span.start < mark.span.end <= len(text)
        assert not draft.words(mark.span)
    spans = [span for span, _ in draft.sentences()]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    "piece", ["^[", "[@a", "[^1]: ", "`", "@a1 [", "[[", "]", "[^1]:\n\n", "@a;", "\\[^"]
)
def test_a_hostile_draft_takes_linear_time(piece: str) -> None:
    text = "x " + piece * (60_000 // len(piece))
    started = time.process_time()
    draft = draft_of(text, "markdown")
    assert len(draft.plain) == len(text)
    assert time.process_time() - started < 5
