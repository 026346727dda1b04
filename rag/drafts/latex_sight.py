"""What a reader sees of a draft in LaTeX, put together from left to right.

What is seen stands where its command ends, so that nothing ever ends inside of one.
"""

import re
from dataclasses import dataclass, field

from index.types import Block, BlockKind, Span
from rag.drafts.draft import FILLER, Mark
from rag.drafts.latex_tokens import Braces

_GAP = re.compile(r"[ \t]*(?:\r?\n[ \t]*)?(?=[\[{])")
_BARE = re.compile(r"\\[A-Za-z@]+")


@dataclass(slots=True)
class Group:
    """Braces that are open."""

    closing: str = ""
    """What their end prints."""
    is_block: bool = False
    """Whether they hold a heading or a caption."""
    is_inline: bool = True
    """Whether a citation may go behind them instead of inside."""


@dataclass(slots=True)
class Sight:
    """A draft as far as it is read: what is seen of it, in which blocks, and what it cites."""

    text: str
    at: int = 0
    """What stands before was read."""
    seen: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    regions: list[Block] = field(default_factory=list)
    begun: int = 0
    """Where the block begins that is being read."""
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    groups: list[Group] = field(default_factory=list)
    tables: int = 0
    """How many tables it stands in."""
    is_live: bool = True
    """Whether this is the document and not what stands before or behind it."""
    solid: list[Span] = field(default_factory=list)
    """What is printed by one command, however many characters it is."""
    braces: Braces = field(init=False)

    def __post_init__(self) -> None:
        self.braces = Braces(self.text)
        self.is_live = not ("\\documentclass" in self.text and "\\begin{document}" in self.text)

    def show(self, end: int) -> None:
        """Let the text up to ``end`` be seen as it is."""
        part = self.text[self.at : end]
        self.seen.append(part if self.is_live else FILLER * len(part))
        self.at = max(self.at, end)

    def hide(self, end: int) -> None:
        """Let nothing of the text up to ``end`` be seen."""
        self.put(end, "")

    def put(self, end: int, shown: str) -> None:
        """Let ``shown`` be seen at the end of the text up to ``end``."""
        if len(shown) > 1:
            self.solid.append(Span(self.at, end))
        self.seen.append(shown[: end - self.at].rjust(end - self.at, FILLER))
        self.at = end

    def end_block(self, kind: BlockKind | None = None, level: int | None = None) -> None:
        """End a block here; the next one is of this kind, else of what it stands in."""
        if self.at > self.begun:
            self.regions.append(Block(Span(self.begun, self.at), self.kind, level=self.level))
        self.begun = self.at
        usual = BlockKind.TABLE_ROW if self.tables else BlockKind.PARAGRAPH
        self.kind, self.level = kind or usual, level

    def end_furniture(self, kind: BlockKind | None = None, level: int | None = None) -> None:
        """End a stretch here in which nothing is said."""
        self.kind, self.level = BlockKind.FURNITURE, None
        self.end_block(kind, level)

    def arguments(self, at: int, most: int, *, spaced: bool = True) -> int:
        """Return where the options and at most so many arguments end that stand at ``at``."""
        while True:
            gap = _GAP.match(self.text, at) if spaced else None
            start = gap.end() if gap else at
            end = self.braces.end(start, "[")
            if end is None and most and (end := self.braces.end(start)):
                most -= 1
            if end is None and most and spaced and (bare := _BARE.match(self.text, start)):
                end, most = bare.end(), most - 1
            if end is None:
                return at
            at = end

    def opened(self, at: int, group: Group, shown: str = "") -> bool:
        """Take the brace that opens behind options at ``at``; False where none does."""
        start = self.arguments(at, 0)
        gap = _GAP.match(self.text, start)
        start = gap.end() if gap else start
        if self.braces.end(start) is None:
            self.hide(start)
            return False
        self.put(start + 1, shown)
        self.groups.append(group)
        return True

    def mark(self, span: Span, keys: list[str], note: str = "") -> None:
        """Keep a citation; ``keys`` may hold several, parted by commas."""
        single = tuple(key.strip() for each in keys for key in each.split(",") if key.strip())
        if single or note:
            self.marks.append(Mark(span, single, note))
