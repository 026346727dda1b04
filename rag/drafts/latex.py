r"""A draft in LaTeX: what a reader sees of it, in its place.

The text is walked once from left to right. What is typed becomes what is printed, as long as it
was: commands, comments, formulas and what stands before and behind the document are filled, and
what a command prints stands where the command ends, so that nothing ever ends inside of one.
"""

import re
from dataclasses import dataclass, field

from index.types import Block, BlockKind, Span
from rag.drafts.draft import FILLER, Draft, Form, Mark
from rag.drafts.latex_commands import (
    BREAKS,
    FORMULAS,
    HIDDEN,
    KEYED_QUOTING,
    LEVELS,
    MARKS,
    NOTES,
    QUANTITIES,
    QUOTES,
    QUOTING,
    ROW_ENDS,
    SHOWN,
    TABLES,
    WITHOUT_ARGUMENTS,
)
from rag.drafts.latex_letters import accented, german
from rag.drafts.latex_math import seen_math
from rag.drafts.latex_tokens import Braces, Kind, Token, tokens_of
from rag.drafts.seen import seen_block, solid

_GAP = re.compile(r"[ \t]*(?:\r?\n[ \t]*)?(?=[\[{])")
_BARE = re.compile(r"\\[A-Za-z@]+")
_CITE = re.compile(r"[A-Za-z]*[cC]it(?:e|al)[a-z]*\*?")
_INLINE = re.compile(r"\$(?P<inner>(?:[^$\\]|\\[\s\S]){1,3000}+)\$")
_DISPLAY = re.compile(r"\$\$(?:[^$\\]|\\[\s\S]){0,20000}+\$\$")
_CLOSED_BY = {"[": "\\]", "(": "\\)"}
_LONGEST_FORMULA = 20_000
_IS_QUOTED = re.compile(r"""\s*(?:``|"`|[“„«]|\\(?:enquote|glqq|og)\b)""")
_IS_GERMAN = re.compile(r"\b(?:n?german|austrian)\b")
_SWALLOWED = re.compile(r"\r?\n[ \t]*(?=[^\s])")


@dataclass(slots=True)
class _Group:
    """Braces that are open."""

    closing: str = ""
    """What their end prints."""
    is_block: bool = False
    """Whether they hold a heading or a caption."""
    is_inline: bool = True
    """Whether a citation may go behind them instead of inside."""


@dataclass(slots=True)
class _Environment:
    name: str
    is_marked: bool = False
    """Whether its paragraphs are given quotation marks."""


@dataclass(slots=True)
class _Walk:
    text: str
    is_note: bool = False
    """Whether this is the text of a footnote, in which there are no others."""
    at: int = 0
    seen: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    regions: list[Block] = field(default_factory=list)
    begun: int = 0
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    groups: list[_Group] = field(default_factory=list)
    environments: list[_Environment] = field(default_factory=list)
    tables: int = 0
    is_live: bool = True
    is_german: bool = False
    solid: list[Span] = field(default_factory=list)
    """What is printed by one command, however many characters it is."""
    kept: set[int] = field(default_factory=set)
    """Closing braces that a sentence's citation stays inside of."""
    closings: dict[str, int] = field(default_factory=dict)
    """Where formulas in brackets are closed next."""
    braces: Braces = field(init=False)

    def __post_init__(self) -> None:
        self.braces = Braces(self.text)
        self.is_live = not ("\\documentclass" in self.text and "\\begin{document}" in self.text)
        self.is_german = _IS_GERMAN.search(self.text) is not None

    def run(self) -> None:
        """Walk over the whole text."""
        for token in tokens_of(self.text):
            if token.start < self.at:
                continue
            self.show(token.start)
            if self.is_live or (token.kind is Kind.BEGIN and token.name == "document"):
                self.token(token)
            else:
                self.hide(token.end)
        self.show(len(self.text))
        self.end_block()

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

    def token(self, token: Token) -> None:
        """Take one token."""
        match token.kind:
            case Kind.OPEN:
                self.hide(token.end)
                self.groups.append(_Group())
            case Kind.CLOSE:
                self.close(token)
            case Kind.BLANK:
                self.paragraph(token)
            case Kind.COMMENT:
                self.comment(token)
            case Kind.MATH:
                self.math(token)
            case Kind.RAW:
                self.raw(token)
            case Kind.BEGIN:
                self.begin(token)
            case Kind.END:
                self.end(token)
            case Kind.COMMAND:
                self.command(token)
            case _:
                self.sign(token)

    def sign(self, token: Token) -> None:
        """Take a mark that is printed as another."""
        written = self.text[token.start : token.end]
        short = german(self.text, token.start) if written[0] == '"' and self.is_german else None
        match token.kind:
            case Kind.QUOTE if written in ('"', "\"'") and short:
                self.put(*short)
            case Kind.QUOTE if written != "\"'" or self.is_german:
                self.put(token.end, MARKS.get(written, written))
            case Kind.DASH:
                self.put(token.end, "—" if len(written) == 3 else "–")
            case Kind.TIE:
                self.put(token.end, "\u00a0")
            case Kind.CELL:
                self.put(token.end, "|" if self.tables else "")
            case _:
                self.show(token.end)

    def close(self, token: Token) -> None:
        """Take a closing brace."""
        group = self.groups.pop() if self.groups else _Group()
        if group.is_block:
            self.end_block()
        if not group.is_inline:
            self.kept.add(token.start)
        self.put(token.end, group.closing)
        if group.is_block:
            self.end_furniture()

    def paragraph(self, token: Token) -> None:
        """Take a blank line; in a quotation that is set apart each paragraph is one."""
        self.end_block()
        if self.environments and self.environments[-1].is_marked:
            between = self.text[token.start + 1 : token.end - 1]
            self.put(token.end, f"”{between}“")
            self.end_furniture()
        else:
            self.show(token.end)

    def comment(self, token: Token) -> None:
        """Take a comment, and the line's end where it joins two words."""
        self.hide(token.end)
        before = self.text[token.start - 1 : token.start]
        joined = _SWALLOWED.match(self.text, self.at) if before.isalnum() else None
        if joined:
            self.hide(joined.end())

    def math(self, token: Token) -> None:
        """Take a formula that dollars enclose."""
        if token.end - token.start == 2:
            found = _DISPLAY.match(self.text, token.start)
            self.hide(found.end() if found else token.end)
        elif inline := _INLINE.match(self.text, token.start):
            self.formula(inline["inner"], inline.end(), token)
        else:
            self.hide(token.end)

    def bracketed(self, token: Token) -> None:
        """Take a formula in brackets; its opening sign alone where it is not closed."""
        closing = _CLOSED_BY[token.name]
        end = self.closings.get(closing, -1)
        if end < token.end:
            end = self.text.find(closing, token.end)
            self.closings[closing] = end if end >= 0 else len(self.text)
        if not 0 <= end < min(len(self.text), token.end + _LONGEST_FORMULA):
            self.hide(token.end)
        elif token.name == "[":
            self.hide(end + 2)
        else:
            self.formula(self.text[token.end : end], end + 2, token)

    def formula(self, inner: str, end: int, token: Token) -> None:
        """Take a formula within a line; its opening sign alone where it is none."""
        if re.search(r"\n[ \t\r]*\n", inner):
            self.hide(token.end)
        else:
            self.put(end, seen_math(inner).strip(f"{FILLER} \n"))

    def raw(self, token: Token) -> None:
        """Take an environment without prose."""
        is_formula = token.name.rstrip("*") in FORMULAS
        if not is_formula:
            self.end_block()
        self.hide(token.end)
        if not is_formula:
            self.end_furniture()

    def begin(self, token: Token) -> None:
        """Take the beginning of an environment with its arguments."""
        self.is_live = True
        name = token.name.rstrip("*")
        self.end_block()
        most = 0 if name in WITHOUT_ARGUMENTS else 9
        end = self.arguments(token.end, most, spaced=False)
        is_marked = name in QUOTES and not _IS_QUOTED.match(self.text, end)
        self.put(end, "“" if is_marked else "")
        self.environments.append(_Environment(token.name, is_marked))
        self.tables += name in TABLES
        self.end_furniture()

    def end(self, token: Token) -> None:
        """Take the end of an environment; one that ends nothing is passed over."""
        self.end_block()
        is_marked = False
        if self.environments and self.environments[-1].name == token.name:
            is_marked = self.environments.pop().is_marked
            self.tables -= token.name.rstrip("*") in TABLES
        # The mark stands first: what is quoted then ends with a word.
        self.put(token.start + 1, "”" if is_marked else "")
        self.hide(token.end)
        self.end_furniture()
        self.is_live = token.name != "document"

    def command(self, token: Token) -> None:
        """Take a command."""
        name = token.name.rstrip("*")
        if self.character(token):
            return
        if name in LEVELS or name == "caption":
            self.titled(token, name)
        elif name in NOTES:
            self.note(token)
        elif name in HIDDEN and name not in QUOTING:
            self.hide(self.arguments(token.end, HIDDEN[name]))
        elif _CITE.fullmatch(name):
            self.cite(token, name)
        elif name in QUOTING:
            self.quoted(token, name)
        elif name in QUANTITIES:
            self.quantity(token)
        elif name == "item":
            self.item(token)
        elif name in BREAKS:
            self.put(token.end, " ")
            if name != "newline":
                self.end_block()
        else:
            self.hide(self.arguments(token.end, 0, spaced=False))

    def character(self, token: Token) -> bool:
        """Take a command that prints characters, and tell whether it is one."""
        name = token.name
        if name in ROW_ENDS:
            self.row_end(token)
        elif name == "verb":
            written = self.text[token.start : token.end]
            self.put(token.end, written[written.index(written[-1]) + 1 : -1])
        elif name in _CLOSED_BY:
            self.bracketed(token)
        elif letter := accented(self.text, token.start):
            self.put(*letter)
        elif name in SHOWN:
            self.put(token.end, self.joined(token) if name == "," else SHOWN[name])
            if SHOWN[name].isalpha() and len(SHOWN[name]) == 1:
                self.hide(self.at + (self.text[self.at : self.at + 1] == " "))
        else:
            return False
        return True

    def joined(self, token: Token) -> str:
        """Return what a thin space prints: nothing within a figure."""
        around = self.text[token.start - 1 : token.start] + self.text[token.end : token.end + 1]
        return "" if len(around) == 2 and around.isdecimal() else SHOWN[","]

    def row_end(self, token: Token) -> None:
        """Take the end of a line or of a table's row."""
        end = self.arguments(token.end, 0, spaced=False)
        self.put(end, " ")
        if self.tables:
            self.end_block()

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

    def opened(self, at: int, group: _Group, shown: str = "") -> bool:
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

    def titled(self, token: Token, name: str) -> None:
        """Take a heading or a caption up to its first word."""
        self.end_block()
        group = _Group(is_block=True, is_inline=False)
        if self.opened(token.end, group):
            kind = BlockKind.HEADING if name in LEVELS else BlockKind.CAPTION
            self.end_furniture(kind, LEVELS.get(name))

    def quoted(self, token: Token, name: str) -> None:
        """Take a command that quotes its last argument, up to that."""
        at = token.end
        if name in HIDDEN or name in KEYED_QUOTING:
            at = self.arguments(at, 1)
        if name in KEYED_QUOTING:
            self.mark(Span(token.start, at), re.findall(r"\{([^{}]*)\}", self.text[token.end : at]))
        self.opened(at, _Group("”"), "“")

    def item(self, token: Token) -> None:
        """Take the beginning of a list's item; the term that it explains is a word of it."""
        self.end_block()
        end = self.arguments(token.end, 0)
        term = self.text[token.end : end].strip()[1:-1]
        self.put(end, "" if "\\" in term or "$" in term else term)
        self.kind = BlockKind.LIST_ITEM

    def quantity(self, token: Token) -> None:
        """Take a number with its unit."""
        number = self.arguments(token.end, 1)
        end = self.arguments(number, 1)
        value = re.sub(r"\[[^\[\]]*\]|[{}\s]", "", self.text[token.end : number])
        unit = re.sub(r"\\per\b", "/", self.text[number:end])
        self.put(end, f"{value} " + re.sub(r"[\\{}\s]", "", unit))

    def cite(self, token: Token, name: str) -> None:
        """Take a citation."""
        end = self.arguments(token.end, 1_000 if name.endswith("s") else 1)
        keys = re.findall(r"\{([^{}]*)\}", re.sub(r"\[[^\[\]]*\]", "", self.text[token.end : end]))
        self.mark(Span(token.start, end), keys)
        self.hide(end)

    def mark(self, span: Span, keys: list[str], note: str = "") -> None:
        """Keep a citation; ``keys`` may hold several, parted by commas."""
        single = tuple(key.strip() for each in keys for key in each.split(",") if key.strip())
        if single or note:
            self.marks.append(Mark(span, single, note))

    def note(self, token: Token) -> None:
        """Take a footnote."""
        end = self.arguments(token.end, 1)
        if not self.is_note and (
            found := re.compile(r"(?:\[[^\]]*\]\s*)?\{").match(self.text, token.end)
        ):
            inner = _Walk(self.text[found.end() : end - 1], is_note=True)
            inner.run()
            words = " ".join("".join(inner.seen).replace(FILLER, "").split())
            keys = [key for mark in inner.marks for key in mark.keys]
            self.mark(Span(token.start, end), keys, words)
        self.hide(end)


def latex_draft(text: str) -> Draft:
    """Return a draft in LaTeX with its layout, its citations and what a reader sees of it."""
    walk = _Walk(text)
    walk.run()
    plain = "".join(walk.seen)

    def closing(end: int) -> int:
        while text[end : end + 1] == "}" and plain[end] == FILLER and end not in walk.kept:
            end += 1
        return end

    whole = solid(plain, walk.solid)
    blocks = [each for region in walk.regions for each in seen_block(text, whole, region, closing)]
    return Draft(text, plain, tuple(blocks), Form.LATEX, tuple(walk.marks))
