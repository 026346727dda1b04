"""Whole answers over small stores, with a bag-of-words embedder."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.passage_index import PassageIndex
from index.reading import from_text
from index.types import Passage
from rag.answering import Assistant, Event
from rag.extractive import ExtractiveWriter
from rag.reader import Logits
from rag.types import Answer, Conflict, Draft, Quote, Statement, Status, Turn, Writer
from tests.fakes import WordHashEmbedder

Ask = Callable[..., Assistant]


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:

        def over(**texts: str) -> Assistant:
            for title, text in texts.items():
                metadata = {"date": "1950"} if title == "Chronicle" else {}
                index.add(from_text(text, title=title, source=f"{title}.txt", metadata=metadata))
            return Assistant(index, ExtractiveWriter(index))

        yield over


def test_copies_of_a_document_give_one_citation_that_counts_them(ask: Ask) -> None:
    text = "The old mill closed in 1931."
    assistant = ask(A=text, B=text, C=f"{text} It was sold.", D="Ducks swim.")
    answer = assistant.answer("When did the old mill close?")
    assert [statement.text for statement in answer.statements] == [text]
    assert [citation.copies for citation in answer.citations] == [3]
    assert answer.note is None


def test_sources_that_disagree_are_both_shown_and_named(ask: Ask) -> None:
    assistant = ask(
        Chronicle="The old mill closed in 1931.",
        Guide="The old mill closed in 1932.",
        Ducks="Ducks swim in the pond.",
    )
    answer = assistant.answer("When did the old mill close?")
    assert {statement.text for statement in answer.statements} == {
        "The old mill closed in 1931.",
        "The old mill closed in 1932.",
    }
    assert answer.note is not None
    assert answer.note.startswith("Your sources do not agree on this: compare ")
    assert "“Chronicle” (1950)" in answer.note
    assert "“Guide”" in answer.note
    assert answer.conflicts == (Conflict(0, 1),)


def test_what_another_document_says_instead_is_shown_beside_the_answer(ask: Ask) -> None:
    assistant = replace(
        ask(
            Chronicle="The old mill closed in 1931. Ducks swim.",
            Guide="Ducks swim there. The old mill closed in 1932.",
            Copy="The old mill closed in 1931.",
            **{"Report 3": "The trial enrolled 120 patients.", "Report 4": NEXT_TRIAL},
        ),
        write=says("The old mill closed in 1931."),
    )
    answer = assistant.answer("When did the old mill close?")
    assert [statement.text for statement in answer.statements] == [
        "The old mill closed in 1931.",
        "The old mill closed in 1932.",
    ]
    assert answer.conflicts == (Conflict(0, 1),)
    assert [citation.title for citation in answer.citations][1] == "Guide"


@pytest.mark.parametrize(
    "said", ["The trial enrolled 120 patients.", "Ducks swim there.", "The inn has 4 rooms."]
)
def test_another_report_or_another_subject_is_no_disagreement(ask: Ask, said: str) -> None:
    assistant = replace(
        ask(
            **{"Report 3": "The trial enrolled 120 patients.", "Report 4": NEXT_TRIAL},
            A="In Bree it rains. The inn has 4 rooms. Ducks swim there.",
            B="In Rohan it rains. The inn has 6 rooms. Ducks do not swim there.",
        ),
        write=says(said),
    )
    answer = assistant.answer(said)
    assert [statement.text for statement in answer.statements] == [said]
    assert (answer.conflicts, answer.note) == ((), None)


NEXT_TRIAL = "The trial enrolled 210 patients."


def says(text: str) -> Writer:
    """Return a writer that quotes one sentence, wherever it stands."""
    return lambda _question, _passages: [Draft(text, (Quote(text),))]


def test_a_source_removed_while_it_is_answered_from_is_still_named(ask: Ask) -> None:
    assistant = ask(
        Chronicle="The old mill closed in 1931.",
        Guide="The old mill closed in 1932.",
        Ducks="Ducks swim in the pond.",
    )
    *_, last = removing(assistant, assistant.stream("When did the old mill close?"))
    assert isinstance(last, Answer)
    assert last.note is not None
    assert "“Chronicle”" in last.note
    assert "1950" not in last.note


def removing(assistant: Assistant, events: Iterator[Event]) -> Iterator[Event]:
    """Yield the events; once two sentences stand, take every document out."""
    shown = 0
    for event in events:
        yield event
        shown += isinstance(event, Statement)
        if shown == 2:
            for summary in assistant.index.summaries():
                assistant.index.remove(summary.id)
            shown = 0


def test_small_talk_is_answered_politely_without_any_source(ask: Ask) -> None:
    answer = ask(A="Hello is what the miller said.").answer("Hello!")
    assert answer.status is Status.NOT_IN_SOURCES
    assert answer.note == (
        "Hello. Ask about what your documents say; they are the only thing answered from here."
    )
    assert answer.related == ()


@pytest.mark.parametrize(
    ("asked", "note"),
    [
        ("w", "“w” is too short to look for. Ask a whole question."),
        (" B? ", "“B?” is too short to look for. Ask a whole question."),
        ("why", "“why” names nothing to look for. Ask a whole question."),
        ("asdf", "No source has the word “asdf”. Ask a whole question in other words."),
        ("What is asdf?", "No source has the word “asdf”. Ask a whole question in other words."),
    ],
)
def test_what_asks_for_nothing_is_not_in_the_sources_and_told_so(
    ask: Ask, asked: str, note: str
) -> None:
    assistant = ask(A="The old mill B closed in 1931.", B="Ducks swim.", C="The inn is blue.")
    answer = assistant.answer(asked, [Turn("What of ducks?")] if asked == "w" else ())
    assert answer.status is Status.NOT_IN_SOURCES
    assert answer.note == note
    assert answer.missing == (asked,)
    assert 0 < len(answer.related) <= 3


def test_a_single_word_of_the_sources_is_a_question(ask: Ask) -> None:
    assistant = ask(A="The quarry closed in 1931.", B="Ducks swim.", C="The inn is blue.")
    for asked in ("quarry", "Quarries?", "quary"):  # misspelt is not unknown
        answer = assistant.answer(asked)
        assert (answer.note, answer.missing) == (None, ())
        assert answer.statements or answer.related


def test_a_question_in_parts_names_the_part_that_is_missing(ask: Ask) -> None:
    assistant = ask(
        A="The old mill closed in 1931.", B="Ducks swim in the pond.", C="The inn is blue."
    )
    answer = assistant.answer("When did the old mill close? Who won the regatta trophy?")
    assert answer.status is Status.PARTIAL
    assert answer.missing == ("Who won the regatta trophy?",)
    assert answer.statements[0].text == "The old mill closed in 1931."


def test_a_follow_up_is_answered_from_the_sources_alone(ask: Ask) -> None:
    assistant = ask(
        A="The old mill closed in 1931. The old mill was built by Anna Roth.",
        B="Ducks swim in the pond.",
        C="The inn is blue.",
    )
    history = [Turn("When did the old mill close?", "It closed in 1666 in Venice.")]
    answer = assistant.answer("Who was it built by?", history)
    assert answer.statements[0].text == "The old mill was built by Anna Roth."
    assert "1666" not in answer.text


def test_first_person_words_are_their_author_s_in_the_text_of_an_answer(ask: Ask) -> None:
    assistant = ask(A="I bought the old mill in 1950.", B="Ducks swim.", C="The inn is blue.")
    answer = assistant.answer("When was the old mill bought?")
    assert answer.text == "The author says: “I bought the old mill in 1950.”"
    assert answer.statements[0].text == "I bought the old mill in 1950."


def test_a_misspelt_question_is_answered_like_the_right_one(ask: Ask) -> None:
    assistant = ask(
        A="The quarry foundation was granted in 1931.", B="Ducks swim.", C="The inn is blue."
    )
    right = assistant.answer("When was the quarry foundation granted?")
    misspelt = assistant.answer("When was the quary foundaton granted?")
    assert [s.text for s in misspelt.statements] == [s.text for s in right.statements]
    assert right.statements[0].text == "The quarry foundation was granted in 1931."


class Contrary:
    """A reader that finds the last sentence of each passage the best, and counts what it reads."""

    def __init__(self) -> None:
        self.read_questions: list[str] = []

    def read(self, question: str, passages: Sequence[Passage]) -> list[Logits]:
        self.read_questions.append(question)
        counts = [len(passage.sentences) for passage in passages]
        return [np.array([-20.0] * (n - 1) + [20.0], dtype=np.float32) for n in counts]


@pytest.mark.parametrize(
    ("question", "shown", "read"),
    [
        ("What of the old mill in 1931?", "Nobody minded.", True),
        ("Когда закрылась старая мельница?", "Старая мельница закрылась в 1931 году.", False),
    ],
)
def test_a_reader_decides_where_it_knows_the_script(
    ask: Ask, question: str, shown: str, read: bool
) -> None:
    reader = Contrary()
    assistant = ask(
        Mill="The old mill closed in 1931. Nobody minded.",
        Мельница="Старая мельница закрылась в 1931 году. Было тихо.",
        Ducks="Ducks swim.",
    )
    writer = ExtractiveWriter(assistant.index, reader)
    answer = replace(assistant, write=writer).answer(question)
    assert answer.statements[0].text == shown
    assert bool(reader.read_questions) is read
