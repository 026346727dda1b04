"""Questions as people also type them, and questions with one name or number exchanged."""

import random

import regex

from index.terms import fold
from rag.gate.names import names

_NUMBER = regex.compile(r"\d+(?:[.,:]\d+)*")


def lowered(question: str) -> str:
    """Return the question in small letters and without its question mark."""
    return question.lower().rstrip("?! ")


def mistyped(question: str, rng: random.Random) -> str:
    """Return the question with one letter lost, doubled, or changed with the next."""
    places = [at for at in range(1, len(question) - 1) if question[at : at + 2].isalpha()]
    if not places:
        return question
    at = rng.choice(places)
    first, second = question[at], question[at + 1]
    put = rng.choice([second, first * 2 + second, second + first])
    return question[:at] + put + question[at + 2 :]


def swapped(question: str, text: str, rng: random.Random) -> str | None:
    """Return the question with a name or number exchanged; None if it has none that can be.

    Another name or number of ``text`` is taken, else a number near by.
    """
    numbers = sorted(set(_NUMBER.findall(question)))
    if numbers:
        old = rng.choice(numbers)
        other = [new for new in _NUMBER.findall(text) if new != old and new not in question]
        return question.replace(old, rng.choice(other) if other else _moved(old, rng))
    asked = [name for name in names(question) if question.count(name) == 1]
    if not asked:
        return None
    old = rng.choice(asked)
    known = [new for new in sorted(set(names(text))) if not _shared(new, question)]
    return question.replace(old, rng.choice(known)) if known else None


def _shared(name: str, question: str) -> bool:
    return any(word in fold(question) for word in fold(name).split())


def _moved(number: str, rng: random.Random) -> str:
    last = int(number[-1])
    return number[:-1] + str((last + rng.randint(1, 9)) % 10)
