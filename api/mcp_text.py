"""Answers and checks as text that a model can read and cite from, beside the whole object."""

from collections.abc import Iterator

from api.chat.text import MessageText
from api.mcp_documents import Addresses
from rag.citing.places import place
from rag.draft_checking import DraftCheck
from rag.mark_checking import CheckedMark
from rag.serialization import Numbering
from rag.types import Answer, Citation

EMPTY = "There are no documents yet: add some with `pincite add PATH…` or on Pincite's page."


def answer_text(answer: Answer, addresses: Addresses) -> str:
    """Return an answer with its numbered citations, the words that they quote and their places."""
    message = MessageText("")
    for statement in answer.statements:
        message.add(statement)
    message.finish(answer)
    told = [message.text]
    if answer.conflicts:
        told.append("\n".join(["The sources disagree:", *_disagreeing(answer)]))
    if answer.degraded:
        told.append(answer.degraded)
    if answer.related:
        told += ["Nearest passages, which are not an answer:", *_related(answer)]
    return "\n\n".join([*told, *_quoted(message.cited, addresses)])


def check_text(check: DraftCheck, addresses: Addresses) -> str:
    """Return the verdict on each sentence and each quotation, and the words that they rest on."""
    numbering = Numbering()
    cited: dict[int, Citation] = {}
    lines = []
    for sentence in check.sentences:
        marks = _marks(sentence.check.citations, numbering, cited)
        reason = f" ({sentence.check.reason})" if sentence.check.reason else ""
        lines.append(f"{sentence.check.verdict.value}: {sentence.text}{reason}{marks}")
        lines += [_cited(mark, numbering, cited) for mark in sentence.cited]
    for quotation in check.quotations:
        marks = _marks(quotation.citations, numbering, cited)
        reason = f" ({quotation.difference})" if quotation.difference else ""
        lines.append(f"quotation {quotation.verdict.value}: “{quotation.text}”{reason}{marks}")
    return "\n\n".join(
        ["\n".join(lines) or "There is no sentence in it.", *_quoted(cited, addresses)]
    )


def _cited(mark: CheckedMark, numbering: Numbering, cited: dict[int, Citation]) -> str:
    reason = f" ({mark.reason})" if mark.reason else ""
    places = _marks(mark.citations, numbering, cited)
    return f"  cited {mark.text}: {mark.verdict.value}{reason}{places}"


def _marks(
    citations: tuple[Citation, ...], numbering: Numbering, cited: dict[int, Citation]
) -> str:
    numbers = [numbering(citation) for citation in citations]
    cited.update(zip(numbers, citations, strict=True))
    return "".join(f" [{n}]" for n in numbers)


def _quoted(cited: dict[int, Citation], addresses: Addresses) -> Iterator[str]:
    if cited:
        yield "\n".join(["Sources:", *(_source(n, cited[n], addresses) for n in sorted(cited))])


def _source(n: int, citation: Citation, addresses: Addresses) -> str:
    where = place(citation)
    url = addresses.of(citation.document_id, citation.collection, citation.span)
    return f"[{n}] {citation.title}{where and f' ({where})'}: “{citation.exact}” {url}"


def _disagreeing(answer: Answer) -> Iterator[str]:
    numbering = Numbering()
    numbers = {each: numbering(each) for each in answer.citations}
    for conflict in answer.conflicts:
        pair = (answer.statements[at] for at in (conflict.one, conflict.other))
        yield " / ".join(f"[{numbers[each.citations[0]]}] {each.text}" for each in pair)


def _related(answer: Answer) -> Iterator[str]:
    for hit in answer.related:
        yield f"{hit.passage.title}: {hit.passage.text}"
