"""Formulas in a draft in LaTeX: one within a line is seen as it reads, one set apart is not."""

import re
from dataclasses import dataclass, field

from rag.drafts.draft import FILLER
from rag.drafts.latex_math import seen_math
from rag.drafts.latex_sight import Sight
from rag.drafts.latex_tokens import Token

CLOSED_BY = {"[": "\\]", "(": "\\)"}
"""The commands that open a formula, and what closes it."""
_INLINE = re.compile(r"\$(?P<inner>(?:[^$\\]|\\[\s\S]){1,3000}+)\$")
_DISPLAY = re.compile(r"\$\$(?:[^$\\]|\\[\s\S]){0,20000}+\$\$")
_LONGEST = 20_000


@dataclass(slots=True)
class FormulaSight(Sight):
    """Reads formulas."""

    closings: dict[str, int] = field(default_factory=dict)
    """Where formulas in brackets are closed next."""

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
        closing = CLOSED_BY[token.name]
        end = self.closings.get(closing, -1)
        if end < token.end:
            end = self.text.find(closing, token.end)
            self.closings[closing] = end if end >= 0 else len(self.text)
        if not 0 <= end < min(len(self.text), token.end + _LONGEST):
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
