"""Citations in HTML: a raised number behind the sentence, and a list at the end of the page."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from rag.citing.places import place
from rag.draft_checking import CheckedSentence
from rag.drafts.draft import Draft
from rag.drafts.html import borders
from rag.drafts.ways.insertions import Insertion, Sources, moved_out, one_line, supported
from rag.serialization import Numbering
from rag.types import Citation

OWN = re.compile(r"<(?:sup|section) class=\"pincite\"|id=\"pincite-\d")
_MARK = re.compile(r'<sup class="pincite"><a href="#pincite-\d+">\d+</a></sup>')
_LIST = re.compile(
    r'\n<section class="pincite" role="doc-endnotes">\n<ol>\n'
    r'(?:<li id="pincite-\d+">[^\n]*</li>\n)*+</ol>\n</section>\n'
)


def html_citations(
    draft: Draft, sentences: Sequence[CheckedSentence], sources: Sources
) -> Iterator[Insertion]:
    """Yield a number behind each supported sentence for each place, and the list of the places.

    A sentence that ends within a link has it behind the link.
    """
    numbering = Numbering()
    cited: dict[int, Citation] = {}
    links, end = borders(draft.text)
    for sentence in supported(sentences):
        numbers = []
        for citation in sentence.check.citations:
            numbers.append(numbering(citation))
            cited.setdefault(numbers[-1], citation)
        yield Insertion(moved_out(sentence.span.end, links), "".join(map(_mark, numbers)))
    if cited:
        items = "".join(_item(number, each, sources.base_url) for number, each in cited.items())
        yield Insertion(
            end,
            f'\n<section class="pincite" role="doc-endnotes">\n<ol>\n{items}</ol>\n</section>\n',
        )


def without_html_citations(text: str) -> str:
    """Return a draft as it was before ``html_citations``.

    >>> without_html_citations('<p>It.<sup class="pincite"><a href="#pincite-1">1</a></sup></p>')
    '<p>It.</p>'
    """
    return _MARK.sub("", _LIST.sub("", text))


def _mark(number: int) -> str:
    return f'<sup class="pincite"><a href="#pincite-{number}">{number}</a></sup>'


def _item(number: int, citation: Citation, base_url: str) -> str:
    where = ", ".join(filter(None, (one_line(citation.title), place(citation))))
    told = escape(f"“{one_line(citation.exact)}” {where}.", quote=False)
    url = escape(f"{base_url}{citation.url}")
    return f'<li id="pincite-{number}">{told} <a href="{url}">{url}</a></li>\n'
