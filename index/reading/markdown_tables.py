"""The tables of Markdown as a rule of markdown-it, told by their rows alone.

The parser's own rule makes three tokens of each cell, also of those that a row leaves out: below
many names of columns, short rows grow to thousands of times what is written.
Source: GitHub Flavored Markdown 0.29, section 4.10.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_DELIMITER_ROW = re.compile(r"(?:[|:][|:\- \t]|-[|:\-])[|:\- \t]*")
_DELIMITER = re.compile(r":?-+:?")
_BAR = re.compile(r"(?<!\\)\|")


def read_rows_alone(parser: "MarkdownIt") -> "MarkdownIt":
    """Let a parser read tables by this rule instead of its own."""
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    return parser.enable("table")


def _table(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    """Tell whether a table starts on a line; if so, and not asked silently, take its rows."""
    if start + 2 > end or not _is_head(state, start):
        return False
    if not silent:
        around, state.parentType = state.parentType, "table"
        last = _end_of_rows(state, start + 2, end)
        _push(state, start, last)
        state.parentType, state.line = around, last
    return True


def _is_head(state: "StateBlock", start: int) -> bool:
    """Tell whether a line names as many columns as the line below delimits."""
    below = start + 1
    if state.sCount[below] < state.blkIndent or state.is_code_block(below):
        return False
    count = _delimited(_line(state, below))
    return count > 0 and not state.is_code_block(start) and count == _named(_line(state, start))


def _delimited(line: str) -> int:
    """Return how many columns a delimiter row has; 0 if it is none."""
    if not _DELIMITER_ROW.fullmatch(line):
        return 0
    cells = _without_edges([cell.strip() for cell in line.split("|")])
    return len(cells) if all(map(_DELIMITER.fullmatch, cells)) else 0


def _named(line: str) -> int:
    row = line.strip()
    return len(_without_edges(_BAR.split(row))) if "|" in row else 0


def _without_edges(cells: Sequence[str]) -> Sequence[str]:
    """Return cells less an empty one at either end, where bars enclose the row."""
    first = 1 if cells and not cells[0] else 0
    last = len(cells) - (len(cells) > first and not cells[-1])
    return cells[first:last]


def _line(state: "StateBlock", line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _end_of_rows(state: "StateBlock", line: int, end: int) -> int:
    """Return the first line that is no row: it is blank, or another block starts on it."""
    rules = state.md.block.ruler.getRules("blockquote")
    while line < end:
        if state.sCount[line] < state.blkIndent or state.is_code_block(line):
            break
        if not _line(state, line).strip() or any(rule(state, line, end, True) for rule in rules):
            break
        line += 1
    return line


def _push(state: "StateBlock", start: int, last: int) -> None:
    state.push("table_open", "table", 1).map = [start, last]
    state.push("thead_open", "thead", 1).map = [start, start + 1]
    _push_row(state, start)
    state.push("thead_close", "thead", -1)
    if last > start + 2:
        state.push("tbody_open", "tbody", 1).map = [start + 2, last]
        for line in range(start + 2, last):
            _push_row(state, line)
        state.push("tbody_close", "tbody", -1)
    state.push("table_close", "table", -1)


def _push_row(state: "StateBlock", line: int) -> None:
    state.push("tr_open", "tr", 1).map = [line, line + 1]
    state.push("tr_close", "tr", -1)
