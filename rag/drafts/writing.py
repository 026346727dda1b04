"""Citations written into a draft, and taken out again: nothing else of it changes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.errors import InputError
from rag.citing.bibtex import write_bibtex
from rag.draft_checking import CheckedSentence
from rag.drafts.draft import Draft, Form
from rag.drafts.ways import footnotes, html, latex, pandoc
from rag.drafts.ways.insertions import Insertion, Sources, inserted, supported

_Put = Callable[[Draft, Sequence[CheckedSentence], Sources], Iterator[Insertion]]


class Way(StrEnum):
    """The ways to cite in a draft."""

    FOOTNOTES = "footnotes"
    PANDOC = "pandoc"
    LATEX = "latex"
    HTML = "html"


_PUTTERS: Mapping[Way, _Put] = {
    Way.FOOTNOTES: footnotes.footnotes,
    Way.PANDOC: pandoc.pandoc_citations,
    Way.LATEX: latex.latex_citations,
    Way.HTML: html.html_citations,
}
_FITTING: Mapping[Form, tuple[Way, ...]] = {
    Form.PLAIN: (Way.FOOTNOTES, Way.PANDOC, Way.LATEX),
    Form.MARKDOWN: (Way.FOOTNOTES, Way.PANDOC),
    Form.DOCX: (Way.FOOTNOTES,),
    Form.LATEX: (Way.LATEX,),
    Form.HTML: (Way.HTML,),
}
BY_KEY = frozenset({Way.PANDOC, Way.LATEX})
"""The ways that need a bibliography."""


@dataclass(frozen=True, slots=True)
class Written:
    """A draft with its citations."""

    text: str
    bibliography: str
    """The cited works as BibTeX, where the way needs it; else empty."""


def way_for(draft: Draft, wanted: str | None = None) -> Way:
    """Return how a draft is to be cited in: as wanted, else as its form usually does.

    Raises:
        InputError: there is no such way, it does not fit the form of the draft, or the draft has
            citations of Pincite already.
    """
    _refuse_cited(draft.text)
    fitting = _FITTING.get(draft.form, ())
    if wanted is None and fitting:
        uses_keys = Way.PANDOC in fitting and any(mark.keys for mark in draft.marks)
        return Way.PANDOC if uses_keys else fitting[0]
    if wanted in fitting:
        return Way(wanted)
    raise InputError(
        f"A draft in this form ({draft.form}) is cited in as {' or '.join(fitting)}."
        if fitting
        else "Citations are written into plain text, Markdown, LaTeX, HTML and Word files only."
    )


def with_citations(
    draft: Draft,
    sentences: Sequence[CheckedSentence],
    way: Way,
    sources: Sources,
    *,
    remarks: bool = False,
) -> Written:
    """Return the draft with a citation at each supported sentence.

    With ``remarks`` a comment stands behind each sentence that is not borne out.

    Raises:
        InputError: the draft has citations of Pincite already.
    """
    _refuse_cited(draft.text)
    told = _remarks(draft, sentences, way) if remarks else ()
    put = [*told, *_PUTTERS[way](draft, sentences, sources)]
    text = inserted(draft.text, put)
    if without_citations(text) != draft.text:
        raise InputError(
            "Something in the draft looks like a citation of Pincite, so that ours could not be "
            "taken out again. Look for “pincite-” in it."
        )
    return Written(text, _bibliography(sentences, sources) if way in BY_KEY else "")


def without_citations(text: str) -> str:
    """Return a draft as it was before ``with_citations``, whichever way it was."""
    text = html.without_html_citations(footnotes.without_footnotes(text))
    return latex.without_latex_citations(pandoc.without_pandoc_citations(text))


def _refuse_cited(text: str) -> None:
    """Check that a draft may be given citations.

    Raises:
        InputError: it has some of Pincite already.
    """
    if any(own.search(text) for own in (each.OWN for each in (footnotes, pandoc, latex, html))):
        raise InputError(
            "The draft has citations of Pincite already. Take them out first: "
            "`pincite check FILE --remove OUT`."
        )


def _remarks(draft: Draft, sentences: Sequence[CheckedSentence], way: Way) -> Iterator[Insertion]:
    if way is Way.LATEX:
        return latex.latex_remarks(draft, sentences)
    return footnotes.html_remarks(sentences)


def _bibliography(sentences: Sequence[CheckedSentence], sources: Sources) -> str:
    cited = [
        each.document_id for sentence in supported(sentences) for each in sentence.check.citations
    ]
    works = [sources.works[each] for each in dict.fromkeys(cited)]
    return write_bibtex(works) if works else ""
