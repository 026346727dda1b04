"""Re-check a saved answer against the sources, with no model.

Every citation must still stand where it says, and every statement must still follow from its
quotes by the gate's rules.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from index.errors import InputError
from index.types import Span
from rag import relocating
from rag.gate import objection
from rag.relocating import Selector

_LONGEST_STATEMENT, _LONGEST_QUOTES = 4_000, 50_000
"""Characters of a statement and of its quotes that are compared, unless it is one of them."""

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
    position: Span | None = None
    """Where a citation's words stand now: only if it is the same or moved."""
    nearest: Span | None = None
    """What stands there instead, or is most like it: only if it changed, and if there is any."""


def verify(saved: object, text_of: TextOf) -> list[Finding]:
    """Return one finding for each citation of a saved answer, and one for each bad statement.

    Of a saved check of a draft the citations alone are looked at.

    The answer is sound when every verdict is ``same``; one without statements has nothing to
    verify.

    Raises:
        InputError: what was saved is no answer object and no check.
    """
    return list(_findings(saved, text_of))


def _findings(saved: object, text_of: TextOf) -> Iterator[Finding]:
    if isinstance(saved, Mapping) and "sentences" in saved:
        yield from _findings_of_check(saved, text_of)
        return
    for i, statement in enumerate(_list(saved, "statements", "the file")):
        where = f"statements[{i}]"
        citations = _list(statement, "citations", where)
        quotes = []
        for j, citation in enumerate(citations):
            finding = _citation(citation, f"{where}.citations[{j}]", text_of)
            quotes.append(finding.text)
            yield finding
        text = _string(statement, "text", where)
        if reason := _objection(text, quotes):
            yield Finding(where, text, Verdict.UNSUPPORTED, reason)


def _objection(text: str, quotes: Sequence[str]) -> str | None:
    if not quotes:
        return "it has no citation"
    if len(text) > _LONGEST_STATEMENT or sum(map(len, quotes)) > _LONGEST_QUOTES:
        return None if text in quotes else "it is too long to be compared with its quotes"
    return objection(text, quotes)


def _findings_of_check(saved: object, text_of: TextOf) -> Iterator[Finding]:
    """Yield a finding for each citation of a saved check; its verdicts are not made anew."""
    for part in ("sentences", "quotations"):
        for i, found in enumerate(_list(saved, part, "the file")):
            where = f"{part}[{i}]"
            yield from _cited_places(found, where, text_of)
            marks = found.get("cited") if isinstance(found, Mapping) else None
            for j, mark in enumerate(marks if isinstance(marks, list) else ()):
                yield from _cited_places(mark, f"{where}.cited[{j}]", text_of)


def _cited_places(found: object, where: str, text_of: TextOf) -> Iterator[Finding]:
    for j, citation in enumerate(_list(found, "citations", where)):
        yield _citation(citation, f"{where}.citations[{j}]", text_of)


def _citation(citation: object, where: str, text_of: TextOf) -> Finding:
    selector = _selector(citation, where)
    return examine(selector, text_of(_string(citation, "document_id", where)), where)


def examine(selector: Selector, text: str | None, where: str) -> Finding:
    """Return what became of a citation, given the text of its document; None if that is gone."""
    exact = selector.exact
    if text is None:
        return Finding(where, exact, Verdict.GONE, "the document is not in the store")
    if relocating.stands(selector, text):
        return found_as(Verdict.SAME, where, exact, text, Span(selector.start, selector.end))
    if found := relocating.find(selector, text):
        return found_as(Verdict.MOVED, where, exact, text, found)
    return found_as(Verdict.CHANGED, where, exact, text, relocating.nearest_text(selector, text))


def found_as(verdict: Verdict, where: str, exact: str, text: str, span: Span | None) -> Finding:
    """Return a finding about words and where they, or what is nearest to them, stand in a text.

    Whether the source was changed or the saved words, nothing tells: only that they differ.
    """
    if verdict is not Verdict.CHANGED:
        moved = verdict is Verdict.MOVED and span
        detail = f"the words now stand at {span.start}-{span.end}" if moved and span else ""
        return Finding(where, exact, verdict, detail, position=span)
    detail = "the saved words are not in the source"
    if span is None:
        return Finding(where, exact, verdict, f"{detail}, nor anything like them")
    nearest = f"nearest to them: “{span.of(text)}” at {span.start}-{span.end}"
    return Finding(where, exact, verdict, f"{detail}; {nearest}", nearest=span)


def _selector(citation: object, where: str) -> Selector:
    quote = _member(citation, "quote", where)
    exact = _string(quote, "exact", where)
    position = _member(citation, "position", where)
    start, end = (_integer(position, bound, where) for bound in ("start", "end"))
    context = (_string(quote, key, where) if key in quote else "" for key in ("prefix", "suffix"))
    return Selector(exact, start, end, *context)


def _member(value: object, key: str, where: str) -> Any:  # noqa: ANN401 - any JSON value
    if not isinstance(value, Mapping) or key not in value:
        raise InputError(
            f"This is no saved answer: {where} has no “{key}”. Save one with `pincite ask --json` "
            "or `pincite check --json`."
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
