"""What the command line prints, made safe and short.

Titles and texts are data: characters that would steer a terminal, or turn the direction of what
follows, are left out of what a person reads and escaped in JSON.
"""

import json
import re
import sys
from collections.abc import Sequence

import typer

from index.types import Hit
from rag.attribution import attributed
from rag.serialization import Numbering
from rag.types import Answer, Citation, Rejection, Statement

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
)
_EXCERPT = 200


def clean(text: str) -> str:
    """Return ``text`` on one line, without control and direction characters."""
    return harmless(" ".join(text.split()))


def harmless(text: str) -> str:
    """Return ``text`` with its lines, without control and direction characters."""
    return _CONTROLS.sub("", text)


def say(text: str = "") -> None:
    """Print a line for people on standard output."""
    typer.echo(text)


def note(text: str) -> None:
    """Print a message on standard error."""
    typer.echo(text, err=True)


def print_json(value: object) -> None:
    """Print one JSON document on standard output."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    text = json.dumps(value, ensure_ascii=encoding != "utf8", indent=2)
    escaped = re.sub(
        _CONTROLS, lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text
    )
    typer.echo(escaped)


def table(rows: Sequence[Sequence[str]], headings: Sequence[str]) -> None:
    """Print rows in columns as wide as what stands in them; the last is not padded."""
    lines = [list(headings), *([clean(cell) for cell in row] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    for line in lines:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        say("  ".join(padded).rstrip())


def excerpt(text: str) -> str:
    """Return the beginning of ``text`` on one line."""
    line = clean(text)
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1].rsplit(" ", 1)[0] + " …"


class AnswerPrinter:
    """Prints an answer as it comes: its sentences with numbers, then where each number stands."""

    def __init__(self) -> None:
        self._numbering = Numbering()
        self._citations: dict[int, Citation] = {}

    def statement(self, statement: Statement) -> None:
        """Print a sentence with the numbers of its citations."""
        marks = []
        for citation in statement.citations:
            number = self._numbering(citation)
            self._citations[number] = citation
            marks.append(f"[{number}]")
        say(f"{clean(attributed(statement.text))} {''.join(marks)}")

    def sources(self) -> None:
        """Print where each number stands."""
        say()
        for number, citation in self._citations.items():
            say(f"[{number}] {clean(place_of(citation))}")
            say(f"    “{clean(citation.exact)}”")
            if citation.copies > 1:
                say(f"    (the same words stand in {citation.copies} documents)")

    def conflicts(self, answer: Answer) -> None:
        """Print beside each other what sources say that cannot both be true."""
        if answer.conflicts:
            say("\nThe sources disagree:")
        for at in dict.fromkeys(at for each in answer.conflicts for at in (each.one, each.other)):
            statement = answer.statements[at]
            number = self._numbering(statement.citations[0])
            say(f"[{number}] {clean(statement.citations[0].title)}: “{clean(statement.text)}”")

    def dropped(self, dropped: Sequence[Rejection]) -> None:
        """Print the sentences that were left out, on standard error."""
        for rejection in dropped:
            note(f"left out: “{clean(rejection.text)}” ({clean(rejection.reason)})")


def place_of(citation: Citation) -> str:
    """Return title, file, section and characters of a citation."""
    locator, span = citation.locator, citation.span
    section = f", {locator.section}" if locator.section else ""
    paragraph = f", paragraph {locator.paragraph}" if locator.paragraph else ""
    return (
        f"{citation.title} ({citation.source}){section}{paragraph}, "
        f"characters {span.start}-{span.end} of {citation.document_id}"
    )


def print_hits(hits: Sequence[Hit]) -> None:
    """Print ranked passages with their place and the beginning of their text."""
    for rank, hit in enumerate(hits, start=1):
        passage = hit.passage
        heading = f" > {passage.heading}" if passage.heading else ""
        title = passage.heading if passage.heading.startswith(passage.title) else None
        where = title or f"{passage.title}{heading}"
        span = f"{passage.span.start}-{passage.span.end}"
        say(f"{rank}. {clean(where)}  ({passage.document_id} {span})")
        say(f"   {excerpt(passage.text)}")
