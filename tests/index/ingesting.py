"""What is to become of the files that come in: words found where they stand, or a clear error."""

import logging
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from index.confinement import Limits
from index.errors import InputError
from index.reading.isolated import IsolatedReader
from index.types import BlockKind, Document, Span

ROOT = Path(__file__).parents[2]
OPEN = Path(os.environ.get("EVAL_DATA", ROOT.parent / "shared/eval/open"))
LIMITS = Limits(seconds=60.0, cpu_seconds=10, memory=512 << 20)
"""Ten seconds of computing, however busy the machine is meanwhile."""


@dataclass(frozen=True)
class Found:
    """A document, and what has to be in it."""

    words: str = ""
    """In one block that may be cited; runs of white space count as one space."""
    page: int | None = None
    """The page of that block."""
    also: tuple[tuple[str, int | None], ...] = ()
    """More words, each with its page."""
    title: str | None = None
    stated: Mapping[str, str] = field(default_factory=dict)
    """Some of its metadata."""
    not_cited: tuple[str, ...] = ()
    """Words in no block that may be cited: furniture, hidden, or left out."""
    hidden: str = ""
    """Words in a block that is shown as hidden."""
    once: str = ""
    """Words that stand in the text exactly once."""

    def check(self, document: Document) -> None:
        """Fail unless the document is as expected."""
        for words, page in ((self.words, self.page), *self.also):
            assert not words or page in pages_of(document, words), words
        cited = squeezed(" ".join(cited_texts(document)))
        assert not [words for words in self.not_cited if words in cited]
        if self.hidden:
            assert self.hidden in " ".join(texts_of(document, BlockKind.HIDDEN))
        if self.once:
            assert squeezed(document.text).count(self.once) == 1
        assert self.title in {None, document.title}
        assert dict(self.stated).items() <= document.metadata.items()


@dataclass(frozen=True)
class Refused:
    """An error of that very class, with these words in its message."""

    kind: type[InputError]
    words: str


Expected = Found | Refused


def squeezed(text: str) -> str:
    return " ".join(text.split())


def cited_texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks if block.kind.is_cited]


def texts_of(document: Document, kind: BlockKind) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks if block.kind is kind]


def pages_of(document: Document, words: str) -> set[int | None]:
    """Return the pages on which the words begin, where they can be cited.

    A paragraph may go on over a page's end: its words have their own pages then.
    """
    spaced = re.compile(r"\s+".join(map(re.escape, words.split())))
    return {
        boxes[0].page if (boxes := document.boxes.of(Span(*found.span()))) else block.page
        for block in document.blocks
        if block.kind.is_cited
        for found in spaced.finditer(document.text, block.span.start, block.span.end)
    }


def held_at_most(records: list[logging.LogRecord]) -> int:
    """Return the most bytes that the reading processes told of."""
    told = [record.args for record in records if "held" in record.msg]
    return max((int(str(args[1])) for args in told if isinstance(args, tuple)), default=0)


def check(
    reader: IsolatedReader, file: Path, expected: Expected, caplog: pytest.LogCaptureFixture
) -> None:
    """Read a file, and fail unless it ends as expected, in time and within its memory."""
    data = file.read_bytes()
    begun = time.monotonic()
    with caplog.at_level(logging.DEBUG, "index.reading.worker"):
        if isinstance(expected, Found):
            expected.check(reader.read(data, file.name))
        else:
            with pytest.raises(InputError) as told:
                reader.read(data, file.name)
            assert (type(told.value), expected.words in str(told.value)) == (
                expected.kind,
                True,
            ), str(told.value)
            assert str(ROOT.parent) not in str(told.value)
    assert time.monotonic() - begun < LIMITS.seconds
    assert held_at_most(caplog.records) <= LIMITS.memory
