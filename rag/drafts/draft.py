"""A writer's draft as it was given, beside the words that a reader of it would see."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.masking import filled
from index.types import Block, BlockKind, Span

FILLER = "\u2060"
"""Stands in ``Draft.plain`` for a character of markup: it is no word, no space, and not shown."""
_WORD = re.compile(r"\w")


class Form(StrEnum):
    """The forms of drafts, each of which has its own way to cite."""

    PLAIN = "plain"
    MARKDOWN = "markdown"
    LATEX = "latex"
    HTML = "html"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation that the draft has already."""

    span: Span
    """Where it stands in the draft."""
    keys: tuple[str, ...]
    """Keys of the works that it names, as its bibliography has them; empty for a footnote."""
    note: str = ""
    """What the footnote says; empty where the mark names works by their keys."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with its layout; every offset counts the code points of ``text``."""

    text: str
    """Exactly as given; of a file of Word the text that was read from it."""
    plain: str
    """As long as ``text``, with ``FILLER`` for each character of markup: what a reader sees."""
    blocks: tuple[Block, ...]
    form: Form = Form.PLAIN
    marks: tuple[Mark, ...] = ()
    """The citations that it has, in order."""

    def sentences(self) -> Iterator[tuple[Span, BlockKind]]:
        """Yield the sentences in order with the kind of block they stand in.

        A heading is one sentence; furniture, code and hidden text have none.
        """
        for block in self.blocks:
            if block.kind is BlockKind.HEADING:
                yield block.span, block.kind
            elif block.kind is not BlockKind.CODE:
                for span in block.sentences:
                    yield span, block.kind

    def words(self, span: Span) -> str:
        """Return what a reader sees of a part of the draft."""
        return span.of(self.plain).replace(FILLER, "").strip()


def has_word(plain: str, start: int, end: int) -> bool:
    """Tell whether a letter or a figure stands in ``plain[start:end]``."""
    return _WORD.search(plain, start, end) is not None


def without(text: str, spans: Sequence[Span]) -> str:
    """Return ``text`` with ``FILLER`` for each character of the spans that is no white space.

    The spans are in order and apart.
    """
    return filled(text, ((span, FILLER) for span in spans))
