"""A whole answer as text to be pasted elsewhere, with the numbers under which it is shown."""

import re
from collections.abc import Iterator, Sequence

from rag.attribution import attributed
from rag.citing.places import place
from rag.recalling import Recalled
from rag.types import Citation

_MARKDOWN = re.compile(r"[\\`*_\[\]<>#|~^$@&]")
_LIST = re.compile(r"(?:[-+=]|\d{1,9}(?=[.)]))")
"""With it at its beginning a line is an item of a list, or makes the one above it a heading."""
NOT_SAID = "No sentence in your sources clearly answers this."


def as_text(recalled: Recalled, base_url: str = "") -> str:
    """Return the answer as plain text: sentences with their numbers, then the numbered sources."""
    sentences = [
        f"{attributed(each.text)} {''.join(f'[{recalled.number(c)}]' for c in each.citations)}"
        for each in recalled.answer.statements
    ]
    sources = [
        f"[{n}] {where(citation)}: “{citation.exact}” {base_url}{citation.url}"
        for n, citation in numbered(recalled)
    ]
    parts = [[recalled.answer.question], sentences, list(beside(recalled))]
    parts += [["Sources", *sources]] if sources else []
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def as_markdown(recalled: Recalled, base_url: str = "", *, works: Sequence[str] = ()) -> str:
    """Return the answer as Markdown: a footnote for each cited place, nothing that is markup.

    ``works`` are the entries of a bibliography.
    """
    sentences = [
        _plain(attributed(each.text)) + "".join(f"[^{recalled.number(c)}]" for c in each.citations)
        for each in recalled.answer.statements
    ]
    notes = [
        f"[^{n}]: “{_plain(citation.exact)}” {_plain(where(citation))}. <{base_url}{citation.url}>"
        for n, citation in numbered(recalled)
    ]
    told = [_plain(line) for line in beside(recalled)]
    listed = ["## Bibliography", *map(_plain, works)] if works else []
    question = f"**{_plain(recalled.answer.question)}**"
    parts = [question, *sentences, *told, *listed, "\n".join(notes)]
    return "\n\n".join(part for part in parts if part) + "\n"


def numbered(recalled: Recalled) -> list[tuple[int, Citation]]:
    """Return the cited places with their numbers, in order."""
    return sorted(
        ((recalled.number(citation), citation) for citation in recalled.answer.citations),
        key=lambda pair: pair[0],
    )


def beside(recalled: Recalled) -> Iterator[str]:
    """Yield what is told beside the sentences: what the sources do not say, or say differently."""
    answer = recalled.answer
    if answer.note:
        yield answer.note
    elif not answer.statements:
        yield NOT_SAID
    for part in answer.missing:
        yield f"Your sources do not answer this part: {part}"


def where(citation: Citation) -> str:
    """Return the work of a citation and the place in it, on one line."""
    return ", ".join(filter(None, (one_line(citation.title), place(citation))))


def one_line(words: str) -> str:
    """Return words with single spaces for all their white space."""
    return " ".join(words.split())


def _plain(words: str) -> str:
    """Return words that Markdown shows as they are, on one line."""
    escaped = _MARKDOWN.sub(lambda found: f"\\{found[0]}", one_line(words))
    if found := _LIST.match(escaped):
        at = found.end() if found[0].isdecimal() else 0
        return f"{escaped[:at]}\\{escaped[at:]}"
    return escaped
