"""One assistant a collection: what one has answered is never another's answer."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from index.errors import GoneError, NotFoundError
from index.library import Library
from index.reading import from_text
from index.types import Passage
from rag.answering import Assistant
from rag.assistants import Assistants
from rag.types import Draft, Question, Quote, Rejection, Turn, Usage
from tests.fakes import WordHashEmbedder

QUESTION = "What is the watchword?"


def first_sentence(_question: Question, passages: Sequence[Passage]) -> Iterator[Draft]:
    for number, passage in enumerate(passages[:1]):
        span = passage.sentences[0]
        text = passage.text[span.start - passage.span.start : span.end - passage.span.start]
        yield Draft(text, (Quote(text, number, span),))


class Counting:
    """A language model that writes the first sentence, and counts how often it was asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked = 0
        self.usage = Usage(prompt_tokens=1)

    def begin(self, _history: Sequence[Turn], _given_up: Event) -> "Counting":
        self.asked += 1
        return self

    def __call__(self, question: Question, passages: Sequence[Passage]) -> Iterator[Draft]:
        return first_sentence(question, passages)

    def restate(
        self, _question: Question, _passages: Sequence[Passage], _rejected: Sequence[Rejection]
    ) -> Sequence[Draft]:
        return ()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path, WordHashEmbedder(), most_open=2) as opened:
        yield opened


def add(library: Library, name: str, word: str) -> None:
    with library.collection(name, create=True) as index:
        index.add(from_text(f"The watchword is {word}.", source="notes.txt"))


def answered(assistants: Assistants, name: str) -> tuple[list[str], list[str]]:
    with assistants.of(name) as assistant:
        answer = assistant.answer(QUESTION)
    citations = [citation for each in answer.statements for citation in each.citations]
    return [each.text for each in answer.statements], [citation.url for citation in citations]


def test_a_kept_answer_is_that_of_its_collection_alone(library: Library) -> None:
    model = Counting()
    assistants = Assistants(library, lambda index: Assistant(index, first_sentence, model=model))
    for name in ("one", "two", "three"):
        add(library, name, name)
    for _ in range(3):
        for name in ("one", "two"):
            assert answered(assistants, name)[0] == [f"The watchword is {name}."]
    assert model.asked == 2  # each of the two was answered once, and kept


def test_a_collection_made_anew_begins_without_kept_answers(library: Library) -> None:
    assistants = Assistants(library, lambda i: Assistant(i, first_sentence, model=Counting()))
    add(library, "one", "old")
    assert answered(assistants, "one")[0] == ["The watchword is old."]
    library.delete("one")
    with pytest.raises(NotFoundError):
        answered(assistants, "one")
    add(library, "one", "new")
    assert answered(assistants, "one")[0] == ["The watchword is new."]


def test_after_a_renaming_citations_lead_to_the_new_name(library: Library) -> None:
    assistants = Assistants(library, lambda i: Assistant(i, first_sentence, model=Counting()))
    add(library, "old name", "same")
    assert "collection=old%20name&" in answered(assistants, "old name")[1][0]
    library.rename("old name", "new/name")
    assert "collection=new%2Fname&" in answered(assistants, "new/name")[1][0]
    add(library, "default", "default")
    assert "collection" not in answered(assistants, "default")[1][0]


def test_caches_of_closed_collections_are_let_go(library: Library) -> None:
    assistants = Assistants(library, lambda index: Assistant(index, first_sentence))
    for number in range(6):
        add(library, f"c{number}", str(number))
        answered(assistants, f"c{number}")
    assert len(assistants._caches) <= 3


def test_threads_that_ask_forty_collections_get_only_answers_of_their_own(tmp_path: Path) -> None:
    """Eight stay open; meanwhile one thread adds, and another removes and makes anew."""
    rounds, stop = 10, threading.Event()
    with Library(tmp_path, WordHashEmbedder(), most_open=8) as library:
        assistants = Assistants(library, lambda index: Assistant(index, first_sentence))
        for number in range(40):
            add(library, f"c{number}", f"canary{number}")

        def ask(seed: int) -> int:
            refused = 0
            for turn in range(rounds):
                number = (seed * 7 + turn * 11) % 40
                try:
                    texts, urls = answered(assistants, f"c{number}")
                except (NotFoundError, GoneError):
                    assert number >= 30, "only the last ten are ever removed"
                    refused += 1
                    continue
                assert texts in ([f"The watchword is canary{number}."], []), texts
                assert texts or number >= 30, number
                assert all(f"collection=c{number}&" in url for url in urls)
            return refused

        def change(first: int, count: int, deed: Callable[[str, str], None]) -> None:
            turn = 0
            while not stop.is_set():
                number = first + turn % count
                deed(f"c{number}", f"canary{number}")
                turn += 1

        def add_more(name: str, _word: str) -> None:
            with library.collection(name) as index:
                index.add(from_text("Nothing to see.", source="more.txt"))
                index.remove(index.summaries()[-1].id)

        def make_anew(name: str, word: str) -> None:
            library.delete(name)
            add(library, name, word)

        with ThreadPoolExecutor(18) as pool:
            changing = [
                pool.submit(change, 0, 30, add_more),
                pool.submit(change, 30, 10, make_anew),
            ]
            try:
                refused = [each.result() for each in [pool.submit(ask, n) for n in range(16)]]
            finally:
                stop.set()
            for each in changing:
                each.result()
        assert sum(refused) < 16 * rounds // 4
