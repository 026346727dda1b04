"""Reading data sets: which layout a folder has, and what is in its files."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import InputError
from index.types import Span

LAYOUTS: Mapping[str, tuple[str, ...]] = {
    "retrieval": ("corpus.jsonl", "queries.jsonl", "qrels.tsv"),
    "question answering": ("docs.jsonl", "questions.jsonl"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A document of a data set under the set's own id."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """A search with the documents that are relevant to it, graded."""

    id: str
    text: str
    relevant: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the answer stands: spans of a document, or anywhere in it if there are none."""

    document: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its gold answers and evidence."""

    id: str
    text: str
    answerable: bool
    answers: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def layouts_of(folder: Path) -> list[str]:
    """Return the layouts that the files of ``folder`` make.

    Raises:
        InputError: there is none.
    """
    found = [
        layout
        for layout, names in LAYOUTS.items()
        if all((folder / name).is_file() for name in names)
    ]
    if not found:
        known = "; ".join(f"{layout}: {', '.join(names)}" for layout, names in LAYOUTS.items())
        raise InputError(f"“{folder.name}” is no data set that can be scored. Expected {known}.")
    return found


def read_texts(path: Path) -> list[Text]:
    """Return the documents of ``corpus.jsonl`` or ``docs.jsonl``."""
    return [Text(str(r["_id"]), str(r.get("title") or ""), str(r["text"])) for r in _rows(path)]


def read_queries(folder: Path) -> list[Query]:
    """Return the queries that have judgements."""
    relevant: dict[str, dict[str, float]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            grades = relevant.setdefault(row["query-id"], {})
            grades[row["corpus-id"]] = float(row["score"])
    rows = _rows(folder / "queries.jsonl")
    queries = [Query(str(r["_id"]), str(r["text"]), relevant.get(str(r["_id"]), {})) for r in rows]
    return [query for query in queries if query.relevant]


def read_questions(folder: Path) -> list[Asked]:
    """Return the questions with their evidence as spans of the documents' text."""
    texts = {text.id: text.text for text in read_texts(folder / "docs.jsonl")}
    return [
        Asked(
            id=str(row["_id"]),
            text=str(row["question"]),
            answerable=bool(row.get("answerable", True)),
            answers=tuple(str(answer) for answer in row.get("answers") or ()),
            evidence=tuple(_evidence(e, texts) for e in row.get("evidence") or ()),
        )
        for row in _rows(folder / "questions.jsonl")
    ]


def _evidence(row: Mapping[str, Any], texts: Mapping[str, str]) -> Evidence:
    document = str(row["doc_id"])
    if "start" in row:
        return Evidence(document, (Span(int(row["start"]), int(row["end"])),))
    text = texts.get(document, "")
    starts = ((text.find(sentence), len(sentence)) for sentence in row.get("sentences") or ())
    return Evidence(document, tuple(Span(at, at + n) for at, n in starts if at >= 0))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise InputError(f"{path.name}, line {number}, is not JSON.") from error
            if not isinstance(row, dict):
                raise InputError(f"{path.name}, line {number}, is not a JSON object.")
            yield row
