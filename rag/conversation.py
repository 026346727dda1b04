"""Follow-up questions made self-contained from the conversation before them.

Only earlier questions are read, and names of the answer before a "he" or "they"; nothing of an
earlier answer is ever evidence: what the sources say is looked up anew for each question.
"""

import re
from collections.abc import Sequence

from index.terms import fold, term_spans
from rag.function_words import FUNCTION_WORDS
from rag.gate.figures import figures
from rag.gate.names import names
from rag.superlatives import superlative
from rag.types import Turn

_OPENING = re.compile(r"(?:and|but|so|or|then|what about|how about|und|y|et|и)\b[\s,]*")
_BACKWARD = re.compile(
    r"^(?:how so|why|how|who|when|where)\W*$|"
    r"^(?:and|but|so|then|since when|which of|what about|how about|why not|\w+ else)\b|"
    r"\b(?:it|its|they|their|them|he|she|his|her|him|this|that|these|those|there|one|ones)\b"
)
_PERSON = re.compile(r"\b(?:he|she|his|her|him|they|their|them)\b")
_ASKING = re.compile(
    r"\b(?:what|when|where|which|who|whose|whom|why|how|is|are|was|were|do|does|did|can|could|"
    r"will|would|has|have|had)\b"
)
_PHRASE = re.compile(r"(of|in|on|at|for|from|with|by|to|during|before|after|under) \S+ \S")
_MOST_NAMES = 3
MAX_CHARACTERS = 4_000
"""Characters of a question, also of one that others were resolved into."""


def resolve(text: str, history: Sequence[Turn]) -> str:
    """Return ``text`` with what it leaves to the turns before it; itself if it leaves nothing.

    >>> resolve("And in 2019?", [Turn("How many visitors came in 2018?")])
    'How many visitors came in 2019?'
    >>> resolve("Who built it?", [Turn("When was the old mill opened?")])
    'Who built it? (old mill opened)'
    """
    previous = answer = ""
    for turn in history:
        previous = _resolved(turn.question.strip(), previous, answer)[:MAX_CHARACTERS]
        answer = turn.answer
    return _resolved(text, previous, answer)


def refers_back(text: str) -> bool:
    """Tell whether a text has words for what was named before it: "it", "she", "there"."""
    return _BACKWARD.search(fold(text)) is not None


def leans_on(text: str, history: Sequence[Turn]) -> bool:
    """Tell whether a text of more than a letter is to be read with the turns before it."""
    return bool(history) and any(len(term) > 1 for term, _ in term_spans(text)) and _leans(text)


def _resolved(text: str, previous: str, answer: str) -> str:
    if not previous or not _leans(text):
        return text
    opening = _OPENING.match(fold(text))
    rest = text[opening.end() :] if opening else text
    if not _ASKING.search(fold(rest)):
        return _exchanged(previous, rest) or f"{previous} ({rest.strip(' ?!.')})"
    topic = _topic(previous)
    if _PERSON.search(fold(text)):
        topic += [name for name in dict.fromkeys(names(answer)) if name not in topic][:_MOST_NAMES]
    return f"{text} ({' '.join(topic)})" if topic else text


def _leans(text: str) -> bool:
    """Tell whether a text needs what was asked before it."""
    few = sum(1 for term, _ in term_spans(text) if term not in FUNCTION_WORDS) < 2
    return few or refers_back(text)


def _topic(question: str) -> list[str]:
    """Return the words that tell what a question is about, as they are written, each once."""
    found = {
        term: span.of(question) for term, span in term_spans(question) if term not in FUNCTION_WORDS
    }
    return list(found.values())


def _exchanged(previous: str, piece: str) -> str | None:
    """Return the question before with one thing exchanged for that in ``piece``: "And in 2019?".

    The thing is a superlative, what stands behind the same preposition, the last figure or the
    last name; None where the piece is none of them, or the question has none to exchange.
    """
    other, asked = superlative(piece), superlative(previous)
    if other and asked:
        start = fold(previous).index(asked.word)
        return previous[:start] + other.word + previous[start + len(asked.word) :]
    phrase = _PHRASE.match(fold(piece))
    if phrase and (start := fold(previous).rfind(f" {phrase[1]} ")) >= 0:
        return f"{previous[:start]} {piece.strip(' ?!.')}?"
    new = [figure.written for figure in figures(piece)]
    old = [figure.span for figure in figures(previous)]
    if len(new) == 1 and old:
        start, end = old[-1].start, old[-1].end
        return previous[:start] + new[0] + previous[end:]
    named, told = list(names(f"of {piece}")), list(names(previous))
    if len(named) == 1 and told:
        start = previous.rindex(told[-1])
        return previous[:start] + named[0] + previous[start + len(told[-1]) :]
    return None
