"""What is seen while documents are added: a line for each, and a bar on a terminal."""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from api.adding import Outcome
from api.console import clean
from api.items import Item
from index.embedding import Embedder, Vectors
from index.passage_index import PassageIndex

if TYPE_CHECKING:
    from rich.progress import TaskID


class Adding:
    """Tells of each file and each document on the way, in plain lines."""

    def __init__(self, files: Sequence[Item | Outcome], *, quiet: bool) -> None:
        self._files = files
        self._quiet = quiet
        self._rows: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def files(self) -> Iterator[Item | Outcome]:
        """Yield the files, taking note of where one begins."""
        for file in self._files:
            yield file
            self.file_done()

    def tell(self, outcome: Outcome) -> None:
        """Print a line about a document: what happened to it, or why it failed.

        Rows of a file that did not fail are counted instead; ``sum_up`` tells of them.
        """
        if outcome.error is not None:
            error = clean(outcome.error)
            name = "" if error.startswith(clean(outcome.source)) else f"{clean(outcome.source)}: "
            self.line(f"failed     {name}{error}", error=True)
        elif outcome.rows_of is not None:
            self._rows[outcome.rows_of][outcome.status] += 1
        elif not self._quiet:
            count = "1 passage" if outcome.passages == 1 else f"{outcome.passages} passages"
            name = f"{clean(outcome.title or '')} ({clean(outcome.source)})"
            self.line(f"{outcome.status:<10} {outcome.id}  {count:<13} {name}", error=False)

    def sum_up(self) -> None:
        """Print a line for each file of rows."""
        for name, counted in self._rows.items():
            told = ", ".join(f"{count} {status}" for status, count in sorted(counted.items()))
            if not self._quiet:
                self.line(f"rows       {clean(name)}: {told}", error=False)

    def file_done(self) -> None:
        """Take note that a file was read."""

    def embedded(self, texts: int) -> None:
        """Take note that so many texts were embedded."""

    def line(self, text: str, *, error: bool) -> None:
        """Print one line."""
        typer.echo(text, err=error)


class AddingWithBar(Adding):
    """The same with a bar below the lines, for a person at a terminal."""

    def __init__(self, files: Sequence[Item | Outcome], *, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
        )

        super().__init__(files, quiet=quiet)
        self.bar = Progress(
            SpinnerColumn(),
            TextColumn("adding"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("files, {task.fields[texts]} passages and sentences"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self.bar.add_task("adding", total=len(files), texts=0)
        self._texts = 0

    def file_done(self) -> None:
        """Move the bar on by a file."""
        self.bar.advance(self._task)

    def embedded(self, texts: int) -> None:
        """Show how many texts were embedded so far."""
        self._texts += texts
        self.bar.update(self._task, texts=self._texts)

    def line(self, text: str, *, error: bool) -> None:
        """Print one line above the bar, or on standard output where that goes elsewhere."""
        if error or sys.stdout.isatty():
            self.bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            typer.echo(text)


@contextmanager
def adding(
    index: PassageIndex, files: Sequence[Item | Outcome], *, quiet: bool
) -> Iterator[Adding]:
    """Give what tells of the progress, for as long as documents are added."""
    if not sys.stderr.isatty():
        plain = Adding(files, quiet=quiet)
        yield plain
        plain.sum_up()
        return
    shown = AddingWithBar(files, quiet=quiet)
    index.embedder = _Counted(index.embedder, shown.embedded)
    with shown.bar:
        yield shown
    shown.sum_up()


@contextmanager
def steps() -> Iterator[Callable[[str, int, int], None]]:
    """Give what is told of a step, how much of it is done, and of how much; a bar on a terminal."""
    if not sys.stderr.isatty():
        yield lambda _step, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    bars: dict[str, TaskID] = {}
    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as shown:

        def told(step: str, done: int, total: int) -> None:
            if step not in bars or done == 1:
                bars[step] = shown.add_task(step, total=total)
            shown.update(bars[step], completed=done)

        yield told


class _Counted:
    """An embedder that tells how many texts it has embedded."""

    def __init__(self, embedder: Embedder, told: Callable[[int], None]) -> None:
        self._embedder = embedder
        self._told = told

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = self._embedder.embed(texts)
        self._told(len(texts))
        return rows
