r"""A draft in LaTeX: what a reader sees of it, in its place.

The text is walked once from left to right. What is typed becomes what is printed, as long as it
was: commands, comments, formulas and what stands before and behind the document are filled, and
what a command prints stands where the command ends, so that nothing ever ends inside of one.
"""

import re
from dataclasses import dataclass, field

from index.types import BlockKind, Span
from rag.drafts.draft import FILLER, Draft, Form
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
from rag.drafts.latex_formulas import CLOSED_BY, FormulaSight
from rag.drafts.latex_letters import accented, german
from rag.drafts.latex_sight import Group
from rag.drafts.latex_tokens import Kind, Token, tokens_of
from rag.drafts.seen import seen_block, solid

_CITE = re.compile(r"[A-Za-z]*[cC]it(?:e|al)[a-z]*\*?")
_IS_QUOTED = re.compile(r"""\s*(?:``|"`|[“„«]|\\(?:enquote|glqq|og)\b)""")
_IS_GERMAN = re.compile(r"\b(?:n?german|austrian)\b")
_SWALLOWED = re.compile(r"\r?\n[ \t]*(?=[^\s])")


@dataclass(slots=True)
class _Environment:
    name: str
    is_marked: bool = False
    """Whether its paragraphs are given quotation marks."""


@dataclass(slots=True)
class _Walk(FormulaSight):
    is_note: bool = False
    """Whether this is the text of a footnote, in which there are no others."""
    environments: list[_Environment] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    """Closing braces that a sentence's citation stays inside of."""
    is_german: bool = field(init=False)

    def __post_init__(self) -> None:
        FormulaSight.__post_init__(self)
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

    def token(self, token: Token) -> None:
        """Take one token."""
        match token.kind:
            case Kind.OPEN:
                self.hide(token.end)
                self.groups.append(Group())
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
        group = self.groups.pop() if self.groups else Group()
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
        elif name in CLOSED_BY:
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

    def titled(self, token: Token, name: str) -> None:
        """Take a heading or a caption up to its first word."""
        self.end_block()
        group = Group(is_block=True, is_inline=False)
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
        self.opened(at, Group("”"), "“")

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
