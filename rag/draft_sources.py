"""The documents that one draft is checked against, each made ready once."""

from collections.abc import Iterator, Sequence

from index.masking import masked
from index.passage_index import PassageIndex
from index.types import BlockKind, Document, Hit
from rag.evidence import Source
from rag.quoting.folding import Folded, folded
from rag.quoting.gaps import NO_WORD

_MASKS = {BlockKind.HIDDEN: NO_WORD, BlockKind.FURNITURE: " "}
"""A quotation may go on over the furniture between two pages, but not over hidden text."""


def shown_text(document: Document) -> str:
    """Return the text that may be quoted, each character in its place; hidden words part others."""
    return masked(document, _MASKS)


class DraftSources:
    """The documents of one check."""

    def __init__(self, index: PassageIndex) -> None:
        """Take them from ``index``."""
        self._index = index
        self._documents: dict[str, Document] = {}
        self._folded: dict[str, Folded] = {}

    def document(self, document_id: str) -> Document:
        """Return a document by its id."""
        if document_id not in self._documents:
            self._documents[document_id] = self._index.document(document_id)
        return self._documents[document_id]

    def documents(self, hits: Sequence[Hit], most: int) -> list[Document]:
        """Return the documents of the hits, the nearest first."""
        ids = list(dict.fromkeys(hit.passage.document_id for hit in hits))[:most]
        return [self.document(each) for each in ids]

    def near(self, hits: Sequence[Hit], most: int) -> Iterator[Source]:
        """Yield for each document the passages that were found in it, as a source."""
        for document in self.documents(hits, most):
            own = {h.passage.span for h in hits if h.passage.document_id == document.id}
            yield Source.of(document, sorted(own))

    def folded(self, document: Document) -> Folded:
        """Return the document's text as quotations are compared with it."""
        if document.id not in self._folded:
            self._folded[document.id] = folded(shown_text(document))
        return self._folded[document.id]
