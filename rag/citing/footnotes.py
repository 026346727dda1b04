"""Citations written into a Markdown draft as footnotes, and taken out again without a trace."""

import re
from collections.abc import Sequence

from index.errors import InputError
from rag.checking import Verdict
from rag.citing.places import place
from rag.draft_checking import CheckedSentence
from rag.serialization import Numbering
from rag.types import Citation

_MARK = re.compile(r"\[\^pincite-\d+\](?!:)")
_NOTES = re.compile(r"\n\n(?:\[\^pincite-\d+\]: [^\n]*(?:\n|\Z))+\Z")
_ANY = re.compile(r"\[\^pincite-\d+\]")
_DOUBT = re.compile(r"<!-- pincite: [^\n]*? -->")
_WORDS = {
    Verdict.CONTRADICTED: "contradicted",
    Verdict.PARTLY: "partly supported",
    Verdict.NOT_IN_SOURCES: "not in the sources",
}


def with_footnotes(
    draft: str, sentences: Sequence[CheckedSentence], *, base_url: str = "", remarks: bool = False
) -> str:
    """Return the draft with a footnote behind each supported sentence; nothing else is changed.

    With ``remarks`` a comment stands behind each sentence that is not borne out.

    Raises:
        InputError: the draft has such footnotes already.
    """
    if _ANY.search(draft) or _DOUBT.search(draft):
        raise InputError(
            "The draft has citations of Pincite already. Take them out first: "
            "`pincite check FILE --remove OUT`."
        )
    numbering = Numbering()
    cited: dict[int, Citation] = {}
    pieces: list[str] = []
    position = 0
    for sentence in sentences:
        pieces.append(draft[position : sentence.span.end])
        position = sentence.span.end
        if sentence.check.verdict is Verdict.SUPPORTED:
            for citation in sentence.check.citations:
                number = numbering(citation)
                cited.setdefault(number, citation)
                pieces.append(f"[^pincite-{number}]")
        elif remarks and (told := _WORDS.get(sentence.check.verdict)):
            pieces.append(f"<!-- pincite: {told}{_reason(sentence)} -->")
    notes = "\n".join(_note(number, each, base_url) for number, each in cited.items())
    return "".join([*pieces, draft[position:], f"\n\n{notes}\n" if notes else ""])


def without_footnotes(text: str) -> str:
    r"""Return a draft as it was before ``with_footnotes``.

    >>> without_footnotes("It burned.[^pincite-1]\n\n\n[^pincite-1]: “It burned.” Lamps.\n")
    'It burned.\n'
    """
    return _DOUBT.sub("", _MARK.sub("", _NOTES.sub("", text)))


def _note(number: int, citation: Citation, base_url: str) -> str:
    quote = " ".join(citation.exact.split())
    where = ", ".join(filter(None, (" ".join(citation.title.split()), place(citation))))
    told = re.sub(r"[\\`*_\[\]<>]", lambda found: f"\\{found[0]}", f"“{quote}” {where}.")
    return f"[^pincite-{number}]: {told} <{base_url}{citation.url}>"


def _reason(sentence: CheckedSentence) -> str:
    words = " ".join(sentence.check.reason.split()).replace("--", "–")
    return f" ({words})" if words else ""
