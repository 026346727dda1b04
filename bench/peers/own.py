"""Pincite as it is measured beside the peers: its whole adding, its search, its full answers."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench.peers.adapters import K, Peer, Rows
from index.embedding import load_embedder
from index.passage_index import PassageIndex
from index.reading import from_text
from rag.answering import Assistant
from rag.assembly import build_assistant
from rag.extractive import ExtractiveWriter
from rag.settings import Settings

ADDING = "Pincite"
SEARCHING = "Pincite: search, by words and by meaning"
RULES = "Pincite: full answer, rules only"
READING = "Pincite: full answer with the reader"


class Own:
    """Pincite's index in a folder; it is given documents, and cuts them itself."""

    def __init__(self, folder: Path) -> None:
        self.index = PassageIndex.open(folder, load_embedder())

    def add(self, texts: Sequence[str], rows: Rows | None = None) -> None:
        """Read, cut, embed, write and index documents: JSON with title, source and text.

        Raises:
            ValueError: vectors are given, which this index makes itself.
        """
        if rows is not None:
            raise ValueError("Pincite embeds its documents itself.")
        self.index.add_many([from_text(**json.loads(text)) for text in texts])

    def search(self, question: str) -> list[str]:
        """Return the passages that are found."""
        return [hit.passage.text for hit in self.index.search(question, K)]


class Answering(Own):
    """Pincite's full answers, each sentence checked."""

    def __init__(self, folder: Path, build: Callable[[PassageIndex], Assistant]) -> None:
        super().__init__(folder)
        self._assistant = build(self.index)

    def search(self, question: str) -> list[str]:
        """Return the sentences of the answer, or what is shown where there is none."""
        answer = self._assistant.answer(question)
        shown = [statement.text for statement in answer.statements]
        return shown or [hit.passage.text for hit in answer.related]


def _rules(index: PassageIndex) -> Assistant:
    return Assistant(index, ExtractiveWriter(index, None))


def _reading(index: PassageIndex) -> Assistant:
    return build_assistant(Settings.from_env({}), index)


OWN: Mapping[str, Callable[[Path], Peer]] = {
    ADDING: Own,
    SEARCHING: Own,
    RULES: lambda folder: Answering(folder, _rules),
    READING: lambda folder: Answering(folder, _reading),
}
