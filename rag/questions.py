"""From what a user types to questions that the sources can be asked."""

import re
from collections.abc import Sequence

from index.errors import InvalidQuestionError
from index.terms import fold, term_spans, terms
from rag.types import Question, Turn

MAX_CHARACTERS = 4_000
FUNCTION_WORDS = frozenset(
    terms(
        "a about above after again all also am an and any are as at be because been before being "
        "below between both but by can could did do does doing down during each few for from "
        "further had has have having he her here hers him his how i if in into is it its itself "
        "just many may me might more most much must my no nor not now of off on once only or "
        "other our out over own please say said same she should so some such than that the their "
        "them then there these they this those through to too under until up upon us very was we "
        "were what when where which while who whom whose why will with would you your according "
        "tell explain describe"
    )
)
_BACKWARD = re.compile(
    r"^(?:and|but|so|then|since when|which of|what about|how about|why not|who else)\b|"
    r"\b(?:it|its|they|their|them|he|she|his|her|him|this|that|these|those|there)\b"
)
_QUESTION_WORD = r"(?:what|when|where|which|who|whose|whom|why|how|is|are|was|were|do|does|did)\b"
_JOINT = re.compile(rf"\?\s+(?=\S)|[,;]?\s+and\s+(?={_QUESTION_WORD})|;\s+(?={_QUESTION_WORD})")


_SEVERAL = re.compile(
    r"^(?:\W*(?:and|so|but),?)?\s*(?:list|name|enumerate)\b|"
    r"\b(?:which|what) (?:are|were)\b|"
    r"\b(?:which|what) (?:\w+ ){0,3}\w+(?:s|people|men|women|children) "
    r"(?:are|were|do|did|have|had|can|could|will|came|come)\b|"
    r"\b(?:all|both|several|two|three|four|five) (?:\w+ ){0,2}\w+s\b"
)


def asks_for_several(text: str) -> bool:
    """Tell whether an English question asks for more than one thing.

    >>> asks_for_several("Which problems did the move bring?"), asks_for_several("Who built it?")
    (True, False)
    """
    return _SEVERAL.search(fold(text)) is not None


def understand(asked: str, history: Sequence[Turn] = ()) -> Question:
    """Return the question with its follow-up words resolved from the conversation.

    Raises:
        InvalidQuestionError: nothing to look for: empty, longer than 4,000 characters, no word.
    """
    text = asked.strip()
    if not text:
        raise InvalidQuestionError("The question is empty: write what you want to know.")
    if len(text) > MAX_CHARACTERS:
        raise InvalidQuestionError(
            f"The question has {len(text):,} characters; ask in at most {MAX_CHARACTERS:,}."
        )
    if not terms(text):
        raise InvalidQuestionError("The question holds no word: write what you want to know.")
    if history and _needs_history(text):
        return Question(f"{text} ({history[-1].question.strip()[:MAX_CHARACTERS]})", asked)
    return Question(text, asked)


def content_terms(text: str) -> list[str]:
    """Return the distinct terms that tell what a question is about, in order.

    A question of function words alone ("Who is it?") keeps them all.
    """
    found = list(dict.fromkeys(terms(text)))
    return [term for term in found if term not in FUNCTION_WORDS] or found


def parts(question: Question) -> list[Question]:
    """Return the questions that a question in parts consists of; most have one.

    >>> [part.text for part in parts(Question("Who built it and when did it start?", ""))]
    ['Who built it', 'when did it start?']
    """
    pieces = [piece.strip() for piece in _JOINT.split(question.text)]
    asked = [piece for piece in pieces if content_terms(piece) and len(terms(piece)) > 1]
    if len(asked) < 2 or len(asked) < len(pieces):
        return [question]
    return [Question(piece, piece) for piece in asked]


def _needs_history(text: str) -> bool:
    few = sum(1 for term, _ in term_spans(text) if term not in FUNCTION_WORDS) < 2
    return few or _BACKWARD.search(fold(text)) is not None
