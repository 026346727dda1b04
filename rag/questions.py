"""From what a user types to questions that the sources can be asked."""

import re
from collections.abc import Sequence

from index.errors import InvalidQuestionError
from index.terms import fold, terms
from rag.conversation import MAX_CHARACTERS as MAX_CHARACTERS
from rag.conversation import refers_back, resolve
from rag.function_words import FUNCTION_WORDS
from rag.types import Question, Turn

_QUESTION_WORD = r"(?:what|when|where|which|who|whose|whom|why|how|is|are|was|were|do|does|did)\b"
# What follows in brackets is what a follow-up was resolved with.
_JOINT = re.compile(rf"\?\s+(?=[^\s(])|[,;]?\s+and\s+(?={_QUESTION_WORD})|;\s+(?={_QUESTION_WORD})")


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
    return Question(resolve(text, history)[:MAX_CHARACTERS], asked)


def content_terms(text: str) -> list[str]:
    """Return the distinct terms that tell what a question is about, in order.

    A question of function words alone ("Who is it?") keeps them all.
    """
    found = list(dict.fromkeys(terms(text)))
    return [term for term in found if term not in FUNCTION_WORDS] or found


def parts(question: Question) -> list[Question]:
    """Return the questions that a question in parts consists of; most have one.

    A part that leans on those before it ("and when did it open?") is resolved with them.

    >>> [part.text for part in parts(Question("Who built the mill and when did it open?", ""))]
    ['Who built the mill', 'when did it open? (built mill)']
    """
    pieces = [piece.strip() for piece in _JOINT.split(question.text)]
    asked = [piece for piece in pieces if content_terms(piece) and len(terms(piece)) > 1]
    if len(asked) < 2 or len(asked) < len(pieces):
        return [question]
    before = [
        [Turn(each) for each in asked[:at] if not refers_back(each)] for at in range(len(asked))
    ]
    return [Question(resolve(*pair), pair[0]) for pair in zip(asked, before, strict=True)]
