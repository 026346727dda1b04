"""A data set scored from end to end: what `pincite eval` does."""

import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TextIO, TypeVar

from index.embedding import Embedder
from index.errors import InputError
from index.passage_index import PassageIndex
from rag.answering import Assistant
from rag.evaluation import layouts
from rag.evaluation.claims import claim_rows, score_claims
from rag.evaluation.halves import Half
from rag.evaluation.layouts import layouts_of
from rag.evaluation.runs import Progress, Row, answer_rows, retrieval_rows, stored
from rag.evaluation.scoring import Figure, score_answers, score_retrieval


class Item(Protocol):
    """What a layout asks: a query, a question, a claim."""

    @property
    def id(self) -> str:
        """The data set's own id."""

    @property
    def half(self) -> Half:
        """The half that it belongs to."""


Kind = TypeVar("Kind")
AssistantOf = Callable[[PassageIndex], Assistant]


@dataclass(frozen=True, slots=True)
class Report:
    """What one layout of a data set came to."""

    dataset: str
    layout: str
    items: int
    figures: tuple[Figure, ...]

    @property
    def name(self) -> str:
        """The data set's name, with the layout where a folder may have two alike."""
        return shown_name(self.dataset, self.layout)

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values; a figure is [value, low, high, n]."""
        return {
            "dataset": self.dataset,
            "layout": self.layout,
            "items": self.items,
            "figures": {figure.name: figure.as_json() for figure in self.figures},
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """The raw results of one layout of a data set."""

    dataset: str
    layout: str
    items: Sequence[Any]
    rows: Sequence[Row]

    def report(self, half: Half | None = None) -> Report:
        """Return what the results come to, over all items or those of one half."""
        items = [item for item in self.items if half in (None, item.half)]
        ids = {item.id for item in items}
        rows = [row for row in self.rows if row["id"] in ids]
        figures = SCORES[self.layout](rows, items)
        return Report(self.dataset, self.layout, len(items), tuple(figures))


SCORES: Mapping[str, Callable[[Sequence[Row], Sequence[Any]], list[Figure]]] = {
    layouts.RETRIEVAL: score_retrieval,
    layouts.ANSWERS: score_answers,
    layouts.CLAIMS: score_claims,
    layouts.SENTENCES: score_claims,
}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How data sets are scored: with which model and assistant, on how much of them."""

    embedder: Embedder
    assistant_of: AssistantOf
    limit: int | None = None
    """The most items of a layout; a seeded sample is taken of more."""

    def of(self, folder: Path, *, run: Path | None, progress: Progress) -> list[Report]:
        """Score each layout of the data set in ``folder``; write the raw results to ``run``.

        Raises:
            InputError: the folder is no data set, one of its files is damaged, or ``run`` cannot
                be written.
        """
        layouts_of(folder)  # before a file is made for nothing
        with ExitStack() as stack:
            file = stack.enter_context(_writing(run)) if run else None
            reports = []
            for outcome in self.outcomes(folder, progress):
                reports.append(outcome.report())
                if file:
                    lines = (json.dumps(row, ensure_ascii=False) for row in outcome.rows)
                    file.writelines(line + "\n" for line in lines)
            return reports

    def outcomes(self, folder: Path, progress: Progress) -> Iterator[Outcome]:
        """Yield the raw results of each layout of the data set in ``folder``."""
        for layout in layouts_of(folder):
            items, rows = self._run(layout, folder, progress)
            yield Outcome(folder.name, layout, items, rows)

    def _run(
        self, layout: str, folder: Path, progress: Progress
    ) -> tuple[Sequence[Item], list[Row]]:
        if layout == layouts.RETRIEVAL:
            return self._retrieval(folder, progress)
        if layout == layouts.ANSWERS:
            return self._answers(folder, progress)
        read = layouts.read_claims if layout == layouts.CLAIMS else layouts.read_sentences
        claims = sample(read(folder), self.limit)
        return claims, list(claim_rows(claims, progress))

    def _retrieval(self, folder: Path, progress: Progress) -> tuple[Sequence[Item], list[Row]]:
        queries = sample(layouts.read_queries(folder), self.limit)
        texts = layouts.read_texts(folder / "corpus.jsonl")
        with stored(texts, self.embedder, progress) as corpus:
            return queries, list(retrieval_rows(corpus, queries, progress))

    def _answers(self, folder: Path, progress: Progress) -> tuple[Sequence[Item], list[Row]]:
        questions = sample(layouts.read_questions(folder), self.limit)
        texts = layouts.read_texts(folder / "docs.jsonl")
        with stored(texts, self.embedder, progress) as corpus:
            assistant = self.assistant_of(corpus.index)
            return questions, list(answer_rows(corpus, assistant, questions, progress))


def _writing(run: Path) -> TextIO:
    try:
        return run.open("w", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{run.name} cannot be written ({error.strerror}).") from error


def shown_name(dataset: str, layout: str) -> str:
    """Return the name of a data set in a table."""
    return f"{dataset}, {layout}" if layout == layouts.SENTENCES else dataset


def sample(items: Sequence[Kind], limit: int | None) -> list[Kind]:
    """Return at most ``limit`` of the items in their order: always the same sample."""
    if limit is None or limit >= len(items):
        return list(items)
    chosen = random.Random(0).sample(range(len(items)), limit)  # noqa: S311 - not secrecy
    return [items[at] for at in sorted(chosen)]


def table(reports: Iterable[Report]) -> str:
    """Return the reports as a Markdown table, a figure a row."""
    return "\n".join(_lines(reports)) + "\n"


def _lines(reports: Iterable[Report]) -> Iterator[str]:
    yield "| data set | measure | value | 95 % interval | items |"
    yield "|---|---|---|---|---|"
    for report in reports:
        for figure in report.figures:
            e = figure.estimate
            interval = "" if e.low == e.high else f"{e.low:.3f}–{e.high:.3f}"
            yield f"| {report.name} | {figure.name} | {e.value:.3f} | {interval} | {e.n} |"
