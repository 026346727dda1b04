"""Third layer: every name and quoted term of a sentence stands in its quotes."""

import re
from collections.abc import Iterator, Sequence

from index.terms import fold, terms

_WORD = re.compile(r"[^\W_][\w'’‑-]*")
_QUOTED = re.compile(r'"([^"]{2,200})"')
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+|[\"“(])\s*$")


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first name or quoted term of ``sentence`` that no quote holds, or return None.

    A name is a word with a capital that does not merely open a sentence: "Google", "OpenAI",
    "AGI". What it does not do: know that two names mean the same.
    """
    known = {term for quote in quotes for term in terms(quote)}
    for name in names(sentence):
        if not known.issuperset(terms(name)):
            return f"the source does not name {name}"
    folded_quotes = " ".join(" ".join(fold(quote).split()) for quote in quotes)
    for term in _QUOTED.findall(fold(sentence)):
        if " ".join(term.split()).rstrip(",.") not in folded_quotes:
            return f"the source does not say “{term}”"
    return None


def names(sentence: str) -> Iterator[str]:
    """Yield the words of ``sentence`` that are names.

    >>> list(names("Teams at OpenAI chose Azure, not AWS."))
    ['OpenAI', 'Azure', 'AWS']
    """
    for match in _WORD.finditer(sentence):
        word = match.group()
        inner_capital = any(character.isupper() for character in word[1:])
        opens = _SENTENCE_START.search(sentence[: match.start()]) is not None
        if word != "I" and (inner_capital or (word[0].isupper() and not opens)):
            yield word
