r"""Citations as LaTeX has them, ``~\cite[p.~3]{key}``, by keys of a bibliography.

They stand before the full stop, as manuals of style have it for what is set in brackets.
"""

import re
from collections.abc import Iterator, Sequence

from index.types import Span
from rag.citing.bibtex import escape
from rag.citing.places import place
from rag.draft_checking import CheckedSentence
from rag.drafts.draft import Draft
from rag.drafts.latex_tokens import Braces
from rag.drafts.stops import before_stop
from rag.drafts.ways.insertions import (
    Insertion,
    Sources,
    moved_out,
    one_line,
    remarks,
    supported,
)
from rag.types import Citation

OWN = re.compile(r"\{pincite-|% pincite: ")
_OPTION = r"(?:\[(?:[^\[\]{}\\\n]|\\.|\{(?:[^{}\\\n]|\\.|\{\})*+\})*+\])?"
_CITE = rf"\\cite{_OPTION}\{{pincite-[A-Za-z0-9-]+\}}"
_CITES = re.compile(rf"~{_CITE}(?:{_CITE})*+")
# One per cent sign at its end tells that the line went on to its end there, two that it did not.
_REMARK = re.compile(r" ?% pincite: (?:[^%\\\n]|\\%)* %(?:%\n)?")
_FRAGILE = re.compile(
    r"\\(?:hl|ul|st|so|caps|uline|uwave|sout|xout|MakeUppercase|MakeLowercase|uppercase|lowercase"
    r"|url|texorpdfstring|href)[ \t]*\{"
)
"""Commands that no citation may stand in."""
_REST_OF_LINE = re.compile(r"[ \t]*(?:\r?\n|\Z)")


def latex_citations(
    draft: Draft, sentences: Sequence[CheckedSentence], sources: Sources
) -> Iterator[Insertion]:
    """Yield the citations of each supported sentence."""
    fragile = _fragile(draft.text)
    for sentence in supported(sentences):
        cited = "".join(_cited(each, sources) for each in sentence.check.citations)
        at = moved_out(before_stop(draft, sentence.span.end), fragile)
        yield Insertion(at, f"~{cited}")


def latex_remarks(draft: Draft, sentences: Sequence[CheckedSentence]) -> Iterator[Insertion]:
    """Yield a comment behind each sentence that is not borne out.

    The rest of the line goes on below it; where there is none, no line is added, which would be a
    blank one and end the paragraph.
    """
    fragile = _fragile(draft.text)

    def comment(sentence: CheckedSentence, told: str) -> Insertion:
        at = moved_out(sentence.span.end, fragile)
        words = told.replace("\\", "").replace("%", "\\%")
        is_last = _REST_OF_LINE.match(draft.text, at) is not None
        gap = " " if is_last or draft.text[at].isspace() else ""
        return Insertion(at, f"{gap}% pincite: {words} %" + ("" if is_last else "%\n"))

    return remarks(sentences, comment)


def without_latex_citations(text: str) -> str:
    r"""Return a draft as it was before ``latex_citations`` and ``latex_remarks``.

    >>> without_latex_citations(r"It burned~\cite[p.~3]{pincite-byrne1874}.")
    'It burned.'
    """
    return _REMARK.sub("", _CITES.sub("", text))


def _cited(citation: Citation, sources: Sources) -> str:
    where = escape(one_line(place(citation))).replace("“", "``").replace("”", "''")
    where = re.sub(r"\b(p|para)\. ", r"\1.~", where)
    if "[" in where or "]" in where:
        where = f"{{{where}}}"
    key = sources.works[citation.document_id].key
    return f"\\cite[{where}]{{{key}}}" if where else f"\\cite{{{key}}}"


def _fragile(text: str) -> list[Span]:
    if not _FRAGILE.search(text):
        return []
    braces = Braces(text)
    found = [
        Span(each.start(), end)
        for each in _FRAGILE.finditer(text)
        if (end := braces.end(each.end() - 1))
    ]
    return [each for at, each in enumerate(found) if at == 0 or each.start >= found[at - 1].end]
