"""Citations as Pandoc and Quarto have them, ``[@key, p. 3]``, by keys of a bibliography.

They stand before the full stop: a style with authors and dates leaves them there, and one with
notes moves the note behind the stop by itself.
"""

import re
from collections.abc import Iterator, Sequence

from rag.citing.places import place
from rag.draft_checking import CheckedSentence
from rag.drafts.draft import Draft
from rag.drafts.stops import before_stop
from rag.drafts.ways.footnotes import end_of
from rag.drafts.ways.insertions import Insertion, Sources, one_line, supported
from rag.types import Citation

OWN = re.compile(r"@\{?pincite-")
_GROUP = re.compile(r" \[@pincite-(?:[^\[\]\\\n]|\\.)*+\]")


def pandoc_citations(
    draft: Draft, sentences: Sequence[CheckedSentence], sources: Sources
) -> Iterator[Insertion]:
    """Yield one group of citations for each supported sentence."""
    for sentence in supported(sentences):
        group = "; ".join(_cited(each, sources) for each in sentence.check.citations)
        yield Insertion(before_stop(draft, end_of(sentence)), f" [{group}]")


def without_pandoc_citations(text: str) -> str:
    """Return a draft as it was before ``pandoc_citations``.

    >>> without_pandoc_citations("It burned [@pincite-byrne1874, p. 3].")
    'It burned.'
    """
    return _GROUP.sub("", text)


def _cited(citation: Citation, sources: Sources) -> str:
    where = re.sub(r"[\\`*_\[\]<>;@^~$]", lambda found: f"\\{found[0]}", one_line(place(citation)))
    return f"@{sources.works[citation.document_id].key}{', ' + where if where else ''}"
