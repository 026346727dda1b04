"""The data sets that the reader learns from, each read from a folder named by whoever trains."""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.chunking import MAX_TOKENS, chunk, count_tokens
from index.reading import from_text
from index.types import Passage
from rag.conversation import resolve
from rag.reader_windows import context_of
from rag.types import Turn
from training.examples import Asked, Example

KEPT_ASIDE = 10
"""One of so many written articles is never trained on."""


def articles(folders: Sequence[Path], *, aside: bool) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the written articles under their names: those trained on, or those kept aside."""
    for file in (file for folder in folders for file in sorted(folder.glob("*.jsonl"))):
        for line in file.read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            name = f"{file.stem}:{article['id']}"
            if _is_aside(name) is aside:
                yield name, article


def written(folders: Sequence[Path], *, aside: bool) -> list[Asked]:
    """Return the questions of the written articles: those trained on, or those kept aside."""
    return [
        question
        for name, article in articles(folders, aside=aside)
        for question in _asked(article, name)
    ]


def selqa(folder: Path) -> list[Asked]:
    """Return the questions of SelQA (sentence selection, Apache-2.0) whose answer is marked.

    Source: Jurczyk, Zhai & Choi, ICTAI 2016.
    """
    return [
        question
        for file in sorted(folder.glob("selqa-ass-*.json"))
        for row in json.loads(file.read_text(encoding="utf-8"))
        if (question := _section(row)).answerable
    ]


def _asked(article: Mapping[str, Any], name: str) -> Iterator[Asked]:
    document = from_text(article["text"], title=article["title"], source=name)
    passages = chunk(document)
    for question in article["questions"]:
        history = [Turn(turn["q"], turn["a"]) for turn in question.get("history", ())]
        text = resolve(question["q"], history)
        evidence = question["evidence"] if question["answerable"] else []
        spans = [(document.text.find(words), len(words)) for words in evidence]
        yield Asked(
            text,
            question["kind"],
            name,
            bool(question["answerable"]),
            tuple(_example(text, passage, spans) for passage in passages),
        )


def _example(question: str, passage: Passage, spans: Sequence[tuple[int, int]]) -> Example:
    gold = tuple(
        at
        for at, sentence in enumerate(passage.sentences)
        if any(sentence.start < start + n and start < sentence.end for start, n in spans)
    )
    return Example(question, context_of(passage), tuple(passage.sentence_texts), gold)


def _section(row: Mapping[str, Any]) -> Asked:
    passages = []
    for kept in _passages(row["candidates"]):
        gold = tuple(new for new, at in enumerate(kept) if at in row["answers"])
        sentences = tuple(row["candidates"][at] for at in kept)
        context = f"{row['article']} > {row['section']}"
        passages.append(Example(row["question"], context, sentences, gold))
    document = f"selqa:{row['article']}"
    return Asked(row["question"], "selqa", document, bool(row["answers"]), tuple(passages))


def _passages(sentences: Sequence[str]) -> Iterator[list[int]]:
    held: list[int] = []
    room = MAX_TOKENS
    for at, sentence in enumerate(sentences):
        cost = count_tokens(sentence)
        if held and cost > room:
            yield held
            held, room = [], MAX_TOKENS
        held.append(at)
        room -= cost
    if held:
        yield held


def _is_aside(article: str) -> bool:
    return int(sha256(article.encode()).hexdigest(), 16) % KEPT_ASIDE == 0
