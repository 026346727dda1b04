"""Re-check a saved answer against the sources, with no model.

Every citation must still stand where it says, and every statement must still follow from its
quotes by the gate's rules.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from index.errors import InputError
from rag.gate import objection

TextOf = Callable[[str], str | None]
"""Gives a document's text by its id, or None if there is no such document."""


class Verdict(StrEnum):
    """What became of a saved citation or statement."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Finding:
    """One verified thing: where it stands in the saved file, its words, what became of it."""

    path: str
    text: str
    verdict: Verdict
    detail: str = ""


def verify(saved: object, text_of: TextOf) -> list[Finding]:
    """Return one finding for each citation of a saved answer, and one for each bad statement.

    The answer is sound when every verdict is ``same``; one without statements has nothing to
    verify.

    Raises:
        InputError: what was saved is no answer object.
    """
    return list(_findings(saved, text_of))


def _findings(saved: object, text_of: TextOf) -> Iterator[Finding]:
    for i, statement in enumerate(_list(saved, "statements", "the file")):
        where = f"statements[{i}]"
        citations = _list(statement, "citations", where)
        quotes = []
        for j, citation in enumerate(citations):
            finding = _citation(citation, f"{where}.citations[{j}]", text_of)
            quotes.append(finding.text)
            yield finding
        text = _string(statement, "text", where)
        reason = objection(text, quotes) if quotes else "it has no citation"
        if reason:
            yield Finding(where, text, Verdict.UNSUPPORTED, reason)


def _citation(citation: object, where: str, text_of: TextOf) -> Finding:
    quote = _member(citation, "quote", where)
    exact = _string(quote, "exact", where)
    position = _member(citation, "position", where)
    start, end = (_integer(position, bound, where) for bound in ("start", "end"))
    text = text_of(_string(citation, "document_id", where))
    if text is None:
        return Finding(where, exact, Verdict.GONE, "the document is not in the store")
    if exact and 0 <= start < end and text[start:end] == exact:
        return Finding(where, exact, Verdict.SAME)
    at = _nearest(text, exact, start)
    if at is None:
        return Finding(where, exact, Verdict.CHANGED, "the document no longer has these words")
    return Finding(where, exact, Verdict.MOVED, f"the words now stand at {at}-{at + len(exact)}")


def _nearest(text: str, exact: str, start: int) -> int | None:
    """Return where ``exact`` stands in ``text`` nearest to ``start``."""
    before = text.rfind(exact, 0, max(0, start) + len(exact)) if exact else -1
    after = text.find(exact, max(0, start)) if exact else -1
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: abs(at - start), default=None)


def _member(value: object, key: str, where: str) -> Any:  # noqa: ANN401 - any JSON value
    if not isinstance(value, Mapping) or key not in value:
        raise InputError(
            f"This is no saved answer: {where} has no “{key}”. Save one with `pincite ask --json`."
        )
    return value[key]


def _list(value: object, key: str, where: str) -> Sequence[object]:
    member = _member(value, key, where)
    if not isinstance(member, list):
        raise InputError(f"This is no saved answer: “{key}” of {where} is not a list.")
    return member


def _string(value: object, key: str, where: str) -> str:
    member = _member(value, key, where)
    if not isinstance(member, str):
        raise InputError(f"This is no saved answer: “{key}” of {where} is not a text.")
    return member


def _integer(value: object, key: str, where: str) -> int:
    member = _member(value, key, where)
    if not isinstance(member, int) or isinstance(member, bool):
        raise InputError(f"This is no saved answer: “{key}” of {where} is not a whole number.")
    return member
