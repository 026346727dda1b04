"""A data set scored from end to end: what `pincite eval` does."""

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from index.embedding import Embedder
from index.passage_index import PassageIndex
from rag.answering import Assistant
from rag.evaluation.layouts import layouts_of, read_queries, read_questions, read_texts
from rag.evaluation.runs import Progress, Row, answer_rows, retrieval_rows, stored
from rag.evaluation.scoring import Figure, score_answers, score_retrieval

Item = TypeVar("Item")
AssistantOf = Callable[[PassageIndex], Assistant]


@dataclass(frozen=True, slots=True)
class Report:
    """What one layout of a data set came to."""

    dataset: str
    layout: str
    items: int
    figures: tuple[Figure, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values; a figure is [value, low, high, n]."""
        return {
            "dataset": self.dataset,
            "layout": self.layout,
            "items": self.items,
            "figures": {
                figure.name: [
                    round(figure.estimate.value, 4),
                    round(figure.estimate.low, 4),
                    round(figure.estimate.high, 4),
                    figure.estimate.n,
                ]
                for figure in self.figures
            },
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
            InputError: the folder is no data set.
        """
        with ExitStack() as stack:
            file = stack.enter_context(run.open("w", encoding="utf-8")) if run else None
            reports = []
            for layout in layouts_of(folder):
                report, rows = self._layout(folder, layout, progress)
                reports.append(report)
                if file:
                    file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            return reports

    def _layout(self, folder: Path, layout: str, progress: Progress) -> tuple[Report, list[Row]]:
        score = self._retrieval if layout == "retrieval" else self._answers
        rows, figures = score(folder, progress)
        return Report(folder.name, layout, len(rows), tuple(figures)), rows

    def _retrieval(self, folder: Path, progress: Progress) -> tuple[list[Row], list[Figure]]:
        queries = sample(read_queries(folder), self.limit)
        with stored(read_texts(folder / "corpus.jsonl"), self.embedder, progress) as corpus:
            rows = list(retrieval_rows(corpus, queries, progress))
        return rows, score_retrieval(rows, queries)

    def _answers(self, folder: Path, progress: Progress) -> tuple[list[Row], list[Figure]]:
        questions = sample(read_questions(folder), self.limit)
        with stored(read_texts(folder / "docs.jsonl"), self.embedder, progress) as corpus:
            rows = list(answer_rows(corpus, self.assistant_of(corpus.index), questions, progress))
        return rows, score_answers(rows, questions)


def sample(items: Sequence[Item], limit: int | None) -> list[Item]:
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
            yield f"| {report.dataset} | {figure.name} | {e.value:.3f} | {interval} | {e.n} |"
