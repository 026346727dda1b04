"""The real application with a small library and a writer that does what a test says."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.readiness import Readiness
from api.serving import listen, url_of
from index.library import Library
from index.passage_index import PassageIndex
from index.reading import from_text
from index.types import Document, Passage, Span
from rag.answering import Assistant
from rag.assembly import seed
from rag.assistants import Assistants
from rag.citing.places import cite
from rag.settings import Settings
from rag.types import Draft, Question, Quote
from tests.fakes import WordHashEmbedder

SLOW_QUESTION = "Tell the launch slowly"
SIGHT = "The 👩‍👩‍👧 family saw the 🚀 rise over the “old” pier 🎉."
PIER = "Nobody 🎉 slept that night."
MILL = "The mill was built in 1874 by Ada Byrne."
ARABIC = "رست السفينة في الميناء القديم عند الفجر."
PAYLOAD = "The payload <img src=x onerror=alert(1)> and [a](javascript:alert(1)) stay text."
LAUNCH = "Codex proved especially strong at handling large codebases"
SPRINT = "From concept to production, the sprint took only seven weeks"

DOCUMENTS = (
    from_text(
        f"\ufeff🎉🎉 A first line 🚀 stands before all.\n\n{SIGHT} {PIER}\n\n{ARABIC}\n",
        title="Field notes 🎉",
        source="notes.txt",
    ),
    from_text(
        f"<script>alert(1)</script>\n\n{PAYLOAD}\n",
        title="<b>Bold</b> <img src=x onerror=alert(1)>",
        source="<i>payload</i>.txt",
    ),
)


@dataclass
class ScriptedWriter:
    """Writes the drafts that stand under a question; a question about headings gets a sentence.

    A list of texts is one draft that quotes each of them and reads like the first.
    """

    answers: Mapping[str, Sequence[Sequence[str]]]
    may_go_on: threading.Event = field(default_factory=threading.Event)

    def __call__(self, question: Question, passages: Sequence[Passage]) -> Iterator[Draft]:
        drafts = self.answers.get(question.text, ())
        if question.text.startswith("What does it say about"):
            drafts = [[_first_sentence(passages)]]
        for number, quotes in enumerate(drafts):
            if number and question.text == SLOW_QUESTION:
                self.may_go_on.wait(timeout=30)
            yield Draft(quotes[0], tuple(Quote(quote) for quote in quotes[1:] or quotes))


def _first_sentence(passages: Sequence[Passage]) -> str:
    passage = next(passage for passage in passages if passage.sentences)
    span = passage.sentences[0]
    return passage.text[span.start - passage.span.start : span.end - passage.span.start]


@dataclass(frozen=True)
class Site:
    """A running Pincite."""

    url: str
    library: Library
    index: PassageIndex
    readiness: Readiness
    writer: ScriptedWriter

    def cited(self, document_id: str, quote: str) -> tuple[str, str]:
        """Return where a quote stands in a document, in the page's words, and the page's link."""
        document = self.index.document(document_id)
        start = document.text.index(quote)
        found = cite(document, Span(start, start + len(quote)))
        section, paragraph = found.locator.section, found.locator.paragraph
        return f"{f'{section}, ' if section else ''}paragraph {paragraph}", self.url + found.url


@contextmanager
def running_site(
    folder: Path,
    answers: Mapping[str, Sequence[Sequence[str]]],
    documents: Sequence[Document] = DOCUMENTS,
) -> Iterator[Site]:
    """Serve the seed article and ``documents`` from a new store in ``folder``."""
    settings = Settings(store=folder, k=50)
    writer = ScriptedWriter(answers)
    readiness = Readiness()

    def build(index: PassageIndex) -> Assistant:
        return Assistant(index, writer, writer_name="scripted", k=settings.k)

    with Library(folder, WordHashEmbedder()) as library, library.collection() as index:
        seed(index)
        for document in documents:
            index.add(document)
        app = create_app(Assistants(library, build), settings, readiness)
        with running(app) as url:
            yield Site(url, library, index, readiness, writer)


@contextmanager
def running(app: FastAPI, lifespan: Literal["on", "off"] = "off") -> Iterator[str]:
    """Serve an application on a free port of this machine; give its address."""
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(
        uvicorn.Config(app, lifespan=lifespan, log_config=None, timeout_graceful_shutdown=5)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield url_of(listener)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
