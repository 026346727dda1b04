"""Texts of any length that are hard on whoever reads them, and some ordinary ones."""

from collections.abc import Callable, Mapping

Text = Callable[[int], str]
"""Gives a text of about so many characters."""

_PROSE = "The mill of Olm was built in 1912 by Ada Byrne. It burned 53 litres of oil, he said. "
_ANY = (
    "a| |\n|\t|1|.|-|,|[|]|(|{|<|>|*|_|`|\"|“|'|&|\\|$|#|@|:|=|/|~|0|A|a |A |1 |a. |A. |1. |1,|"
    "1-|1/|a\n|a\n\n| \n|\n |# a\n\n|- a\n|- |> a\n|> |“a” |“a |‘|[[|](|![|[a](|[1]|[^1]|[@a]|"
    "(Byrne, 2019) |Byrne (|**a |`a` |`a`\n\n|<p>|<a |<!--|&amp;|a: b\n|a-\n|... |…|a ... |"
    "http://a |e.g. |Mr. |not |no more than |1 000 |3 May 1912, |half |\u0301|a\u0301|\u200b|"
    "a\u200b|\u00ad|\u202e|\u2067|的|的。|א |\u000c|\u2028|İ|😀|\u00a0"
).split("|")
_ANY += ["|", "a|", "|a|b|\n"]
_MARKDOWN = (
    "*a* |~~a |$a |[a](b) |[^1]: a\n\n|^[|[@a; |@a1 [|[a]: b\n|---\n|=====\n|a\n===\n\n|    a\n|"
    "```\n|<b>|**a** |[@a [^1]] |- > a\n|\\[|> > > |1) a\n|<!-- a -->|[ ] a\n|+ a\n|a  \n"
).split("|")
_HTML = (
    "<b>a</b>|</p>|<td>a|<tr><td>a<td>b|<li>a|<div>|<div>a|<ul><li>a|<table><tr><td>a|<h1>a|<br>|"
    "<time>a|<p class=x>a|<a href=x>a</a>|<a rel=author>a|<b itemprop=author>a|<sup>1</sup>|"
    "<blockquote>a|<pre>a|<dt>a|<svg>|<font color=red>a|<p style='opacity:000000000x'>a|"
    "<nav>a</nav>|<a '|<meta name=date>|<td colspan=9>a|<td rowspan=9>a|"
    "<style>.a{color:red}</style>|<script>|<title>|<option>a|<h2>a</h2>b"
).split("|")
_LATEX = (
    "\\emph{|\\begin{quote}|\\(x|\\cite{a}|\\cite[|\\footnote{a}|\\footnote{|$a$ |%\n|{a}|{}|"
    "\\hl{|\\begin{equation}|\\item |\\section{|\\textcquote{a}{|\\SI{1}{m}|``a'' |\\\\|\\'e|"
    "\\verb|!a!"
).split("|")
_BIBLIOGRAPHY = (
    "@a{b,c={d}}\n|@a{|a={|@string{a=b}\n|@string{a = a # a}\n|TY  - BOOK\nTI  - a\nER  - \n|"
    'AU  - A, B\n|AU  - A\nER  - \n|{\\\'e}|{a} and |a and |{"id":"a"},|\\u0061|; |10.1234/a '
).split("|")
_OTHERS = (
    '\\par |{\\b a}|\\\'e9|\\cell|\\u8364?|{"a":|[1,|"a",|,\n|;|=?utf-8?q?a?= |From: a\n|'
    ".. a\n|.. a::\n|::\n\n a\n|:a: b\n|`a`_ |====  ====\n|+--+\n|On a wrote:\n|--a\n|"
    '"a","b"\n|a\\'
).split("|")

_MODEL = (
    '{"text": "a."}\n|{"text": "a|{"a":|{"a":1},|{"a":{"b":1},|{"a":[|"a": "b",|```json\n|'
    "<think>a. |</think>|<th|<think>a.</think>|a. [1 |a. [1] |【1】|(passage 2) "
).split("|")
_FIGURES = (
    "1 |1,|1-|1/|1. |1 000 |no more than |12 kg |3 May 1912, |1950s |8 pm, |one in ten |one, |"
    "about 12 |at least 3 doors, |It had 12 doors. |in 1912, |five metres, |the 19th century "
).split("|")


def _repeated(unit: str) -> Text:
    def text(length: int) -> str:
        return unit * (length // len(unit))

    return text


def _within(unit: str) -> Text:
    """Return texts of a unit between words: what looks for an end only fails behind it."""

    def text(length: int) -> str:
        return f"It burned {unit * (length // len(unit))} x, they say."

    return text


def _squares(length: int) -> str:
    """Return a table with as many columns as rows, most of their cells left out."""
    side = max(2, int((length / 8) ** 0.5))
    return "|a" * side + "\n" + "|-" * side + "\n" + "|b\n" * (2 * side)


_MADE: Mapping[str, Text] = {
    "opened, then closed": lambda length: "[" * (length // 2) + "]" * (length // 2),
    "nested list": lambda length: "".join(
        "  " * (n % 60) + "- a\n" for n in range(max(1, length // 64))
    ),
    "nested quote": lambda length: (">" * 90 + " a\n") * max(1, length // 93),
    "a long heading": lambda length: (
        "# " + "word " * (length // 10) + "\n\n" + (_PROSE + "\n\n") * (length // 180)
    ),
    "a long name of a column": lambda length: (
        "|" + "a" * (length // 2) + "|b|\n|-|-|\n" + "|1|2|\n" * (length // 12)
    ),
    "columns without cells": _squares,
    "headings": lambda length: "".join(
        f"## Part {n}\n\nIt was built in {n}.\n\n" for n in range(length // 36)
    ),
    "other words": lambda length: " ".join(f"w{n}x" for n in range(length // 8)),
    "other sentences": lambda length: " ".join(
        f"Mill {n} was built by Ada{n} in {1500 + n % 500}." for n in range(length // 42)
    ),
    "footnotes": lambda length: "".join(
        f"It burned.[^{n}]\n\n[^{n}]: Byrne, Lamps {n}.\n\n" for n in range(length // 45)
    ),
    "references": lambda length: (
        "Lit [1].\n\n# References\n\n"
        + "".join(f"[{n}] Byrne, A. {1900 + n % 100}. Lamps.\n\n" for n in range(length // 32))
    ),
    "ticks of every length": lambda length: "".join(
        "`" * (n % 90 + 1) + "a" for n in range(length // 47)
    ),
    "gaps": lambda length: ("a" + " " * 500 + "b") * max(1, length // 502),
    "prose": lambda length: _PROSE * (length // len(_PROSE)),
    "paragraphs": lambda length: (_PROSE + "\n\n") * (length // (len(_PROSE) + 2)),
    "one sentence": lambda length: "which was built by a mill, " * (length // 27) + "burned.",
}


def _counted(before: str, behind: str) -> Text:
    def text(length: int) -> str:
        count = length // (5 + len(before + behind))
        return " ".join(f"{before}{n}{behind}" for n in range(count))

    return text


_OTHER_FIGURES: Mapping[str, Text] = {
    "other figures": _counted("", ""),
    "other figures with a unit": _counted("it burned ", " kg,"),
    "other bounded figures": _counted("about ", " doors,"),
    "other days": _counted("on 3 May 1", ","),
    "figures of other sentences": _counted("It had ", " doors."),
}


def texts(kind: str = "") -> dict[str, Text]:
    """Return texts by what they are made of: those for all readers, and those of one kind.

    Kinds are ``markdown``, ``html``, ``latex``, ``bibliography``, ``model`` and ``other``; of
    ``figures`` there are those of figures alone.
    """
    if kind == "figures":
        return {repr(unit): _repeated(unit) for unit in _FIGURES} | dict(_OTHER_FIGURES)
    own = {
        "markdown": _MARKDOWN,
        "html": _HTML,
        "latex": _LATEX,
        "bibliography": _BIBLIOGRAPHY,
        "model": _MODEL,
        "other": _OTHERS,
    }.get(kind, [])
    repeated = {repr(unit): _repeated(unit) for unit in (*_ANY, *own) if unit}
    within = {
        f"within words {unit!r}": _within(unit) for unit in (*_ANY, *own) if 0 < len(unit) < 3
    }
    return repeated | within | dict(_MADE)
