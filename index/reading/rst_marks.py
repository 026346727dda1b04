"""What the lines of reStructuredText begin with, and which directives hold what."""

import re

from index.reading.lines import ITEM, Line

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1*")
DIRECTIVE = re.compile(r"\.\. (?P<name>[A-Za-z0-9][\w:.+-]*)[ ]?::(?:[ \t]+|$)")
FOOTNOTE = re.compile(r"\.\. \[(?:#?[\w.-]*|\*)\](?:[ \t]+|$)")
TARGET = re.compile(r"\.\. (?:_|\|)|__ ")
FIELD = re.compile(r":(?P<name>[^\s:`](?:[^:`]{0,80}[^\s:`])?):(?:[ \t]+|$)")
_AUTOMATIC = re.compile(r"#[.)][ \t]+(?=\S)")
_ROLE = re.compile(r"(?::[\w:.+-]+:)?`([^`<>]*?)(?: *<[^`<>]*>)?`_{0,2}|``([^`]*)``")
_EMPHASIS = re.compile(r"(?<!\w)\*{1,2}(?=\S)|(?<=\S)\*{1,2}(?!\w)")

# Directives by what is in them: code, nothing to read, names instead of words on their line.
CODE = frozenset(
    "code code-block sourcecode parsed-literal literal math prompt doctest testcode testoutput"
    " testsetup testcleanup ipython graphviz digraph graph mermaid uml plantuml productionlist"
    " plot jupyter-execute".split()
)
UNSEEN = frozenset(
    "include literalinclude raw toctree contents sectnum section-numbering index meta highlight"
    " default-role role target-notes image tabularcolumns module currentmodule py:module"
    " py:currentmodule bibliography video youtube".split()
)
NAMING = frozenset("container class rst-class cssclass figure only ifconfig tab-set grid".split())
TITLED = frozenset({"table", "csv-table", "list-table", "rubric"})


def plain_heading(raw: str) -> str:
    """Return a heading without the marks of roles, links and emphasis.

    >>> plain_heading(":mod:`os` and the `door <door.html>`_")
    'os and the door'
    """
    if len(raw) > 500:
        return raw
    return _EMPHASIS.sub("", _ROLE.sub(lambda found: found[1] or found[2] or "", raw))


def is_adornment(line: Line) -> bool:
    """Tell whether a line is drawn with one punctuation mark, as above and below titles."""
    return _ADORNMENT.fullmatch(line.text) is not None


def marks(line: Line) -> int:
    """Return the length of the bullets or numbers that open a line: "- 1. " is two items."""
    length = 0
    while found := _AUTOMATIC.match(line.text, length) or ITEM.match(line.text, length):
        length = found.end()
    return length
