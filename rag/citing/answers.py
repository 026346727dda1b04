"""A whole answer as text to be pasted elsewhere, with the numbers under which it is shown."""

import re
from collections.abc import Iterator

from rag.attribution import attributed
from rag.citing.places import place
from rag.recalling import Recalled
from rag.types import Citation

_MARKDOWN = re.compile(r"[\\`*_\[\]<>#|~^$@]")


def as_text(recalled: Recalled, base_url: str = "") -> str:
    """Return the answer as plain text: sentences with their numbers, then the numbered sources."""
    sentences = [
        f"{attributed(each.text)} {''.join(f'[{recalled.number(c)}]' for c in each.citations)}"
        for each in recalled.answer.statements
    ]
    sources = [
        f"[{n}] {_where(citation)}: “{citation.exact}” {base_url}{citation.url}"
        for n, citation in numbered(recalled)
    ]
    parts = [[recalled.answer.question], sentences, list(_beside(recalled))]
    parts += [["Sources", *sources]] if sources else []
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def as_markdown(recalled: Recalled, base_url: str = "") -> str:
    """Return the answer as Markdown: a footnote for each cited place, nothing that is markup."""
    sentences = [
        _plain(attributed(each.text)) + "".join(f"[^{recalled.number(c)}]" for c in each.citations)
        for each in recalled.answer.statements
    ]
    notes = [
        f"[^{n}]: “{_plain(citation.exact)}” {_plain(_where(citation))}. <{base_url}{citation.url}>"
        for n, citation in numbered(recalled)
    ]
    beside = [_plain(line) for line in _beside(recalled)]
    parts = [f"**{_plain(recalled.answer.question)}**", *sentences, *beside, "\n".join(notes)]
    return "\n\n".join(part for part in parts if part) + "\n"


def numbered(recalled: Recalled) -> list[tuple[int, Citation]]:
    """Return the cited places with their numbers, in order."""
    return sorted(
        ((recalled.number(citation), citation) for citation in recalled.answer.citations),
        key=lambda pair: pair[0],
    )


def _beside(recalled: Recalled) -> Iterator[str]:
    answer = recalled.answer
    if answer.note:
        yield answer.note
    for part in answer.missing:
        yield f"Your sources do not answer this part: {part}"


def _where(citation: Citation) -> str:
    return ", ".join(filter(None, (citation.title, place(citation))))


def _plain(words: str) -> str:
    """Return words that Markdown shows as they are, on one line."""
    return _MARKDOWN.sub(lambda found: f"\\{found[0]}", " ".join(words.split()))
