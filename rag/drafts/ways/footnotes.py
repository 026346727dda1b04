"""Citations as footnotes of a Markdown draft."""

import re
from collections.abc import Iterator, Sequence

from rag.citing.places import place
from rag.draft_checking import CheckedSentence
from rag.drafts.draft import Draft
from rag.drafts.ways.insertions import Insertion, Sources, one_line, remarks, supported
from rag.serialization import Numbering
from rag.types import Citation

OWN = re.compile(r"\[\^pincite-\d+\]|<!-- pincite: [^\n]*? -->")
"""What shows that a draft has such citations or remarks."""
_MARK = re.compile(r"\[\^pincite-\d+\](?!:)")
_NOTES = re.compile(r"\n\n(?:\[\^pincite-\d+\]: [^\n]*(?:\n|\Z))+\Z")
_REMARK = re.compile(r"<!-- pincite: [^\n]*? -->")
_CELL_END = re.compile(r"\s*\|\s*\Z")
_DEFINITION = re.compile(r"\[\^[^\]\s]+\]:")


def footnotes(
    draft: Draft, sentences: Sequence[CheckedSentence], sources: Sources
) -> Iterator[Insertion]:
    """Yield a footnote behind each supported sentence, and what the footnotes say at the end."""
    numbering = Numbering()
    cited: dict[int, Citation] = {}
    for sentence in supported(sentences):
        if _DEFINITION.match(sentence.text):
            continue  # a footnote takes none
        numbers = []
        for citation in sentence.check.citations:
            numbers.append(numbering(citation))
            cited.setdefault(numbers[-1], citation)
        yield Insertion(end_of(sentence), "".join(f"[^pincite-{each}]" for each in numbers))
    notes = "\n".join(_note(number, each, sources.base_url) for number, each in cited.items())
    if notes:
        yield Insertion(len(draft.text), f"\n\n{notes}\n")


def end_of(sentence: CheckedSentence) -> int:
    """Return where a sentence of Markdown ends: that of a table's row in its last cell."""
    border = _CELL_END.search(sentence.text)
    return sentence.span.end - (len(border.group()) if border else 0)


def html_remarks(sentences: Sequence[CheckedSentence]) -> Iterator[Insertion]:
    """Yield a comment, of HTML or Markdown, behind each sentence that is not borne out."""
    return remarks(
        sentences,
        lambda sentence, told: Insertion(
            end_of(sentence), f"<!-- pincite: {told.replace('--', '–')} -->"
        ),
    )


def without_footnotes(text: str) -> str:
    r"""Return a draft as it was before ``footnotes`` and ``html_remarks``.

    >>> without_footnotes("It burned.[^pincite-1]\n\n\n[^pincite-1]: “It burned.” Lamps.\n")
    'It burned.\n'
    """
    return _REMARK.sub("", _MARK.sub("", _NOTES.sub("", text)))


def _note(number: int, citation: Citation, base_url: str) -> str:
    where = ", ".join(filter(None, (one_line(citation.title), place(citation))))
    told = re.sub(
        r"[\\`*_\[\]<>]", lambda found: f"\\{found[0]}", f"“{one_line(citation.exact)}” {where}."
    )
    return f"[^pincite-{number}]: {told} <{base_url}{citation.url}>"
