"""Eighth layer: who is what: "its founder, Peter Olsen" is not "its founder, Hanna Ruiz"."""

from collections.abc import Sequence
from functools import lru_cache

import regex

from index.terms import fold
from rag.gate.words import stem_of
from rag.thesaurus import is_word

_NAME = r"\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]+){0,3}"
_OWNED = r"(?:[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Tt]he)"
_NOUN_FIRST = regex.compile(rf"\b{_OWNED} (?P<noun>\p{{Ll}}+), (?P<name>{_NAME})\b")
_NAME_FIRST = regex.compile(
    rf"\b(?P<name>{_NAME}), {_OWNED} (?:\p{{Ll}}+ ){{0,2}}?(?P<noun>\p{{Ll}}+)(?=[,.;])"
)
_ONE = r"\p{Lu}[\p{L}-]+"
_BEFORE_NAME = regex.compile(
    rf"\b(?:(?:[Tt]he|[Dd]er|[Dd]ie|[Ll]a|[Ll]e) (?P<noun>\p{{Ll}}+)|(?P<noun>\p{{Lu}}\p{{Ll}}+)) "
    rf"(?P<name>{_ONE}(?: {_ONE}){{0,2}})"
)
_IN_FRONT = regex.compile(
    r"\b(?:in|on|at|by|since|until|during|before|after|for|to)\s*$", regex.IGNORECASE
)


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say that the quotes give a role to somebody else than the sentence does, or None."""
    known = {pair for quote in quotes for pair in _roles(quote)}
    for noun, name in _roles(sentence):
        others = [other for role, other in known if role == noun]
        if others and all(_apart(name, other) for other in others):
            return f"the source says {others[0]}, not {name}"
    return None


def _apart(name: str, other: str) -> bool:
    return set(name.lower().split()).isdisjoint(other.lower().split())


@lru_cache(maxsize=2_048)
def _roles(text: str) -> tuple[tuple[str, str], ...]:
    """Return the stems of roles with the names that are put beside them."""
    return tuple(
        (stem_of(found["noun"]), found["name"])
        for pattern in (_NOUN_FIRST, _NAME_FIRST)
        for found in pattern.finditer(text)
        if not _IN_FRONT.search(text[: found.start()])
    )


def titled(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say that the quotes have another name behind the same noun or title, or None.

    Used in checking alone: "the firm Krull" may be one of two firms.
    """
    known = {pair for quote in quotes for pair in (*_roles(quote), *_titles(quote))}
    for noun, name in (*_roles(sentence), *_titles(sentence)):
        others = [other for role, other in known if role == noun]
        if others and all(_apart(name, other) for other in others):
            return f"the source says {others[0]}, not {name}"
    return None


@lru_cache(maxsize=2_048)
def _titles(text: str) -> tuple[tuple[str, str], ...]:
    found = ((match["noun"], match["name"]) for match in _BEFORE_NAME.finditer(text))
    return tuple(
        (stem_of(fold(noun)), name)
        for noun, name in found
        if noun[0].islower() or is_word(stem_of(fold(noun)))
    )
