"""An answer as the text of a message, with the places where its citations stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rag.attribution import attributed
from rag.serialization import Numbering, citation_json
from rag.types import Answer, Citation, Statement

NOT_SAID = "No sentence in your sources clearly answers this."
_STEERING = str.maketrans({mark: f"\\{mark}" for mark in "\\[]<>"})


@dataclass(slots=True)
class MessageText:
    """Grows statement by statement; the same answer gives the same text, streamed or not."""

    base_url: str
    """The server's own address, without a slash at the end."""
    linked: bool = False
    """Whether markers are Markdown links."""
    text: str = ""
    annotations: list[dict[str, Any]] = field(default_factory=list)
    """OpenAI's url citations, whose indices count characters of ``text``."""
    cited: dict[int, Citation] = field(default_factory=dict)
    """The citations by number, in order of first use."""
    _numbering: Numbering = field(default_factory=Numbering)

    def add(self, statement: Statement) -> str:
        """Add a statement; return the piece of text that it became."""
        start = len(self.text)
        self.text += f"{' ' if self.text else ''}{attributed(statement.text)} "
        for citation in statement.citations:
            self._mark(self._numbering(citation), citation)
        return self.text[start:]

    def finish(self, answer: Answer) -> str:
        """Add what the answer has to say besides its statements; return that piece."""
        start = len(self.text)
        told = list(self._besides(answer))
        if told:
            self.text += ("\n\n" if self.text else "") + "\n".join(told)
        return self.text[start:]

    @property
    def citations(self) -> list[dict[str, Any]]:
        """The citations as the answer object has them."""
        return [citation_json(n, citation) for n, citation in self.cited.items()]

    def url(self, citation: Citation) -> str:
        """Return the address at which a citation opens."""
        return f"{self.base_url}{citation.url}"

    def _mark(self, n: int, citation: Citation) -> None:
        start = len(self.text)
        marker = f"[[{n}]]({self.url(citation)})" if self.linked else f"[{n}]"
        self.text += marker
        self.cited.setdefault(n, citation)
        self.annotations.append(
            {
                "start_index": start,
                "end_index": len(self.text),
                "url": self.url(citation),
                "title": citation.title,
            }
        )

    @staticmethod
    def _besides(answer: Answer) -> Iterator[str]:
        if answer.note:
            yield answer.note
        elif not answer.statements:
            yield NOT_SAID
        for part in answer.missing:
            yield f"The sources do not answer this part: {part}"


def source_event(n: int, citation: Citation, url: str) -> dict[str, Any]:
    """Return a citation as Open WebUI shows sources: each place its own, in the order of ``n``.

    It tells sources apart by ``metadata.source``, and makes sources of annotations too, by their
    address: this must be the same one, or each would be listed twice.
    """
    return {
        "type": "source",
        "data": {
            "source": {"id": f"{citation.document_id}-{n}", "name": citation.title, "url": url},
            "document": [citation.exact],
            "metadata": [{"source": url, "source_url": url, "name": citation.title, "url": url}],
        },
    }
