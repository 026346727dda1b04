"""Any life of documents, held against a plain dictionary: equal at each step, no trace of the past.

Texts are made of canaries: words that stand in one paragraph, title or author alone. What is not
in the dictionary may be nowhere: in no list, text, search, count, answer, check or citation.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import EllipsisType

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from index.errors import NotFoundError
from index.passage_index import Added, PassageIndex
from index.terms import terms
from index.types import Document, Passage, Span
from rag.answering import Assistant
from rag.checking import check_claim
from rag.citing.places import cite
from rag.evidence import Source
from rag.proof import Verdict, examine
from rag.recalling import recall, to_keep
from rag.relocating import Selector
from rag.serialization import (
    answer_json,
    citation_json,
    passages_json,
    recalled_json,
    summary_json,
    version_json,
)
from rag.types import Draft, Question, Quote, Writer
from tests.fakes import WordHashEmbedder
from tests.index.documents import document_of

NAMES = ["ada", "bob", "cyd"]
PLACES = ["old", "new"]
FOLDERS = ["letters", "notes"]
PARAGRAPHS = ["bqvk", "cqxw", "dqzp", "fqjm", "gqtr", "hqlz", "jqnx"]
TITLES = ["kqvd", "lqxf"]
AUTHORS = ["mqzg", "nqjh"]
CANARIES = [*PARAGRAPHS, *TITLES, *AUTHORS]

Paragraphs = Sequence[str]
paragraphs = st.lists(st.sampled_from(PARAGRAPHS), max_size=4, unique=True)


def text_of(chosen: Paragraphs) -> str:
    """Return a text whose every passage holds one canary, in its heading and a sentence."""
    return "\n".join(f"# Of {word}\nHere is {word} again. It stays." for word in chosen)


@dataclass
class Kept:
    """What the model knows of a document."""

    read: Document
    folder: str = ""
    title: str | None = None
    metadata: dict[str, object] = field(default_factory=dict)
    versions: list[tuple[str, int]] = field(default_factory=list)

    @property
    def shown(self) -> Document:
        metadata = {**self.read.metadata, **self.metadata}
        return replace(self.read, title=self.title or self.read.title, metadata=metadata)

    def words(self) -> set[str]:
        shown = self.shown
        everything = f"{shown.text} {shown.title} {shown.metadata.get('author', '')}"
        return {word for word in CANARIES if word in everything}


def every_sentence(_question: Question, passages: Sequence[Passage]) -> Iterator[Draft]:
    """Write down again all that was found."""
    for number, passage in enumerate(passages):
        for sentence in passage.sentences:
            start = passage.span.start
            words = passage.text[sentence.start - start : sentence.end - start]
            yield Draft(words, (Quote(words, number, sentence),))


def in_own_words(question: Question, passages: Sequence[Passage]) -> Iterator[Draft]:
    """Shorten what was found, as a language model does: such words are kept as they are."""
    for draft in every_sentence(question, passages):
        yield replace(draft, text=draft.text.replace(" again", ""))


class Life(RuleBasedStateMachine):
    """Documents that are added, replaced, edited, moved, synced, removed; crashes and restarts.

    Answers are kept meanwhile, which hold no word that is not there either.
    """

    citations = Bundle("citations")

    def __init__(self) -> None:
        super().__init__()
        self.folders = [Path(tempfile.mkdtemp())]
        self.model: dict[str, Kept] = {}
        self.index = PassageIndex.open(self.folders[-1], WordHashEmbedder())

    def teardown(self) -> None:
        try:
            self.answers_show_only_what_is_there()
            self.equals_an_index_built_at_once()
        finally:
            self.index.close()
            for folder in self.folders:
                shutil.rmtree(folder)

    # What happens

    @initialize(chosen=paragraphs)
    def begin(self, chosen: Paragraphs) -> None:
        self.add("ada", chosen)

    @rule(name=st.sampled_from(NAMES), chosen=paragraphs)
    def add(self, name: str, chosen: Paragraphs) -> None:
        self.add_all([written(name, chosen)], "")

    @rule(
        batch=st.lists(st.tuples(st.sampled_from(NAMES), paragraphs), max_size=5),
        folder=st.sampled_from(["", *FOLDERS]),
    )
    def add_batch(self, batch: list[tuple[str, Paragraphs]], folder: str) -> None:
        self.add_all([written(*each) for each in batch], folder)

    @rule(
        files=st.dictionaries(st.sampled_from([*NAMES, *PLACES]), paragraphs, max_size=4),
        folder=st.sampled_from(FOLDERS),
    )
    def sync(self, files: Mapping[str, Paragraphs], folder: str) -> None:
        documents = [written(*each) for each in files.items()]
        for filed in self.index.in_folder(folder):
            if filed.asked_id not in files:
                self.index.remove(filed.document_id)
                del self.model[filed.document_id]
        self.add_all(documents, folder)
        present = {self.model[filed.document_id].read.id for filed in self.index.in_folder(folder)}
        assert present == set(files)

    @precondition(lambda self: self.model)
    @rule(
        data=st.data(),
        title=st.sampled_from([*TITLES, None, ...]),
        author=st.sampled_from([*AUTHORS, None, ...]),
    )
    def edit(
        self,
        data: st.DataObject,
        title: str | EllipsisType | None,
        author: str | EllipsisType | None,
    ) -> None:
        identifier = data.draw(st.sampled_from(sorted(self.model)))
        kept = self.model[identifier]
        if not isinstance(title, EllipsisType):
            kept.title = title
        metadata = {} if isinstance(author, EllipsisType) else {"author": author}
        kept.metadata = {k: v for k, v in {**kept.metadata, **metadata}.items() if v is not None}
        summary = self.index.edit(identifier, title=title, metadata=metadata)
        assert (summary.title, summary.metadata) == (kept.shown.title, kept.shown.metadata)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), place=st.sampled_from(PLACES))
    def move(self, data: st.DataObject, place: str) -> None:
        identifier = data.draw(st.sampled_from(sorted(self.model)))
        kept = self.model[identifier]
        moved = replace(kept.read, id=place, source=f"{place}.txt")
        if self.held(moved) in {None, identifier}:
            self.index.move(identifier, asked_id=moved.id, source=moved.source)
            kept.read = moved
            kept.versions[-1] = (moved.content_hash, len(moved.text))

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        identifier = data.draw(st.sampled_from(sorted(self.model)))
        self.index.remove(identifier)
        del self.model[identifier]
        for gone in (self.index.document, self.index.summary, self.index.versions):
            with pytest.raises(NotFoundError):
                gone(identifier)

    @rule()
    def restart(self) -> None:
        self.index.close()
        self.index = PassageIndex.open(self.folders[-1], WordHashEmbedder())

    @rule(
        batch=st.lists(st.tuples(st.sampled_from(NAMES), paragraphs), min_size=1, max_size=3),
        moment=st.integers(1, 60),
    )
    def crash(self, batch: list[tuple[str, Paragraphs]], moment: int) -> None:
        """Go on with the files as they were at the n-th statement of a change, or after its last.

        What was being written then was acknowledged to nobody and must be gone.
        """
        before = self.index
        copy = Path(tempfile.mkdtemp()) / "store"
        self.folders.append(copy)
        statements = 0

        def on_statement(_statement: str) -> None:
            nonlocal statements
            statements += 1
            if statements == moment:
                shutil.copytree(self.folders[-2], copy)

        documents = [written(*each) for each in batch]
        before._store._writer.set_trace_callback(on_statement)
        added = before.add_many(documents)
        before._store._writer.set_trace_callback(None)
        is_whole = statements < moment
        if is_whole:
            shutil.copytree(self.folders[-2], copy)
        before.close()
        self.index = PassageIndex.open(copy, WordHashEmbedder())
        if is_whole:
            self.note_all(documents, added, "")

    @rule(writer=st.sampled_from([every_sentence, in_own_words]))
    def keep_an_answer(self, writer: Writer) -> None:
        answer = Assistant(self.index, writer).answer("What is here?")
        self.index.history.keep(to_keep(answer, ""), answer.index.generation)
        recalled = recall(self.index.history.one(answer.id), self.index)
        assert recalled.answer.statements == tuple(
            replace(
                each, citations=tuple(replace(c, highlights=(), copies=1) for c in each.citations)
            )
            for each in answer.statements
        )
        assert recalled.withheld == ()

    @precondition(lambda self: any(kept.read.text for kept in self.model.values()))
    @rule(target=citations, data=st.data())
    def save_a_citation(self, data: st.DataObject) -> tuple[str, Selector]:
        full = sorted(name for name, kept in self.model.items() if kept.read.text)
        identifier = data.draw(st.sampled_from(full))
        text = self.model[identifier].read.text
        start = text.index("Here is", data.draw(st.integers(0, text.rindex("Here is"))))
        cited = cite(self.index.document(identifier), Span(start, text.index(".", start) + 1))
        assert cited.exact == text[cited.span.start : cited.span.end]
        return identifier, Selector(
            cited.exact, cited.span.start, cited.span.end, cited.prefix, cited.suffix
        )

    @rule(saved=consumes(citations))
    def what_became_of_a_citation_is_told(self, saved: tuple[str, Selector]) -> None:
        identifier, selector = saved
        kept = self.model.get(identifier)
        finding = examine(selector, kept.read.text if kept else None, "")
        if kept is None:
            assert finding.verdict is Verdict.GONE
        elif selector.exact in kept.read.text:
            assert finding.position is not None
            assert finding.position.of(kept.read.text) == selector.exact
            at_home = finding.position == Span(selector.start, selector.end)
            assert finding.verdict is (Verdict.SAME if at_home else Verdict.MOVED)
        else:
            assert (finding.verdict, finding.position) == (Verdict.CHANGED, None)

    # What must be true after each step

    @invariant()
    def lists_texts_and_versions_are_those_of_the_model(self) -> None:
        listed = {each.id: each for each in self.index.summaries(limit=1_000)}
        assert list(listed) == list(self.model)
        for identifier, kept in self.model.items():
            shown, summary = kept.shown, listed[identifier]
            assert self.index.document(identifier) == replace(shown, id=identifier)
            assert (summary.title, summary.source) == (shown.title, shown.source)
            assert (summary.metadata, summary.characters) == (shown.metadata, len(shown.text))
            assert summary.version == len(kept.versions)
            told = self.index.versions(identifier)
            assert [(each.content_hash, each.characters) for each in told] == kept.versions
            assert [each.current for each in told] == [False] * (len(told) - 1) + [True]
        assert self.index.document_count == len(self.model)
        for folder in FOLDERS:
            filed = [each.document_id for each in self.index.in_folder(folder)]
            assert filed == [name for name, kept in self.model.items() if kept.folder == folder]

    @invariant()
    def nothing_shows_a_word_that_is_not_there(self) -> None:
        frequencies = self.index.passage_frequencies([terms(word)[0] for word in CANARIES])
        assert {word for word in CANARIES if frequencies[terms(word)[0]]} == self.searched()
        hits = self.index.search(" ".join(CANARIES), k=50)
        told = [passages_json(hits)]
        told += [summary_json(each) for each in self.index.summaries(limit=1_000)]
        told += [version_json(each) for name in self.model for each in self.index.versions(name)]
        assert words_in(told) <= self.present()
        assert {hit.passage.document_id for hit in hits} <= set(self.model)
        for hit in hits:
            text = self.model[hit.passage.document_id].read.text
            assert hit.passage.text == hit.passage.span.of(text)

    @invariant()
    def kept_answers_hold_and_show_no_word_that_is_not_there(self) -> None:
        with self.index._store.reading() as connection:
            for table in ("answers", "answer_statements", "answer_places"):
                rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
                assert words_in(rows) <= self.present()
        for kept in self.index.history.each():
            recalled = recall(kept, self.index)
            assert words_in(recalled_json(recalled)) <= self.present()
            for statement in recalled.answer.statements:
                for citation in statement.citations:
                    text = self.model[citation.document_id].read.text
                    assert citation.span.of(text) == citation.exact

    @invariant()
    def the_store_is_sound(self) -> None:
        assert self.index.check() == []

    # What must be true at the end

    def answers_show_only_what_is_there(self) -> None:
        assistant = Assistant(self.index, every_sentence)
        for asked in (*PARAGRAPHS, " ".join(CANARIES)):
            answer = answer_json(assistant.answer(f"What is here of {asked}?"))
            shown = [answer["statements"], answer["related"], answer["dropped"]]
            assert words_in(shown) <= self.present()
        for identifier, kept in self.model.items():
            source = Source.of(self.index.document(identifier))
            for word in PARAGRAPHS:
                checked = check_claim(f"Here is {word} again.", source)
                cited = [citation_json(1, each) for each in checked.citations]
                assert words_in(cited) <= kept.words()

    def equals_an_index_built_at_once(self) -> None:
        folder = Path(tempfile.mkdtemp())
        self.folders.append(folder)
        with PassageIndex.open(folder, WordHashEmbedder()) as built:
            added = built.add_many(kept.read for kept in self.model.values())
            for each, kept in zip(added, self.model.values(), strict=True):
                built.edit(each.document_id, title=kept.title or ..., metadata=kept.metadata)
            for query in (*PARAGRAPHS, "here again", " ".join(CANARIES)):
                assert seen(built, query) == seen(self.index, query)
            assert (built.document_count, built.passage_count) == (
                self.index.document_count,
                self.index.passage_count,
            )

    # The model

    def add_all(self, documents: Sequence[Document], folder: str) -> None:
        self.note_all(documents, self.index.add_many(documents, folder=folder), folder)

    def note_all(self, documents: Sequence[Document], added: Sequence[Added], folder: str) -> None:
        """Do in the model what was done in the store, and compare what was told of it."""
        for document, each in zip(documents, added, strict=True):
            identifier = self.held(document)
            if identifier is None:
                identifier = each.document_id
                assert identifier not in self.model
                assert identifier == document.id or document.id in self.model
                self.model[identifier] = Kept(document)
            kept = self.model[identifier]
            version = (document.content_hash, len(document.text))
            status = "replaced" if kept.versions else "added"
            status = "unchanged" if version in kept.versions[-1:] else status
            assert (each.document_id, each.status) == (identifier, status)
            kept.read, kept.folder = document, folder or kept.folder
            kept.versions += [version] * (status != "unchanged")

    def held(self, document: Document) -> str | None:
        origin = (document.id, document.source)
        found = (n for n, kept in self.model.items() if (kept.read.id, kept.read.source) == origin)
        return next(found, None)

    def present(self) -> set[str]:
        return {word for kept in self.model.values() for word in kept.words()}

    def searched(self) -> set[str]:
        full = [kept.shown for kept in self.model.values() if kept.read.text]
        return words_in([(shown.title, shown.text) for shown in full])


def written(name: str, chosen: Paragraphs) -> Document:
    return document_of(text_of(chosen), name, title=f"Letter from {name}")


def words_in(value: object) -> set[str]:
    return {word for word in CANARIES if word in repr(value)}


def seen(index: PassageIndex, query: str) -> list[tuple[str, str, Span, float, float]]:
    """Return all that a search shows, but for ids, which depend on the past, and last digits."""
    return sorted(
        (
            hit.passage.title,
            hit.passage.text,
            hit.passage.span,
            round(hit.score, 6),
            round(hit.cosine, 5),
        )
        for hit in index.search(query, k=50)
    )


LIVES = settings(
    max_examples=20,
    stateful_step_count=20,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a shorter life of the same end takes minutes to find
    suppress_health_check=list(HealthCheck),
)


def test_a_store_is_at_each_step_what_its_documents_are() -> None:
    run_state_machine_as_test(Life, settings=LIVES)


@pytest.mark.torture
def test_a_store_is_at_each_step_of_many_lives_what_its_documents_are() -> None:
    run_state_machine_as_test(
        Life, settings=settings(LIVES, max_examples=500, stateful_step_count=50)
    )
