"""What is typed and asks for nothing that can be looked up: a letter, a word that no source has."""

import re
import unicodedata

from index.passage_index import PassageIndex
from index.terms import fold, terms
from rag.function_words import FUNCTION_WORDS
from rag.questions import content_terms

_ALONE = re.compile(
    r"\W*(?:(?:what|who)(?:'s| is| are| was| were) (?:an? |the )?|define |explain )?\S+\W*"
)
_WRITTEN_IN_LETTERS = ("LATIN", "CYRILLIC", "GREEK", "DIGIT")


def unclear(asked: str, index: PassageIndex) -> str | None:
    """Return what to tell who asked for nothing in particular, or None.

    A single word is asked for only if some source has it; it may be misspelt.
    """
    content = content_terms(asked)
    if len(content) != 1:
        return None
    (term,) = content
    if len(term) == 1 and unicodedata.name(term, "").startswith(_WRITTEN_IN_LETTERS):
        return f"“{asked.strip()}” is too short to look for. Ask a whole question."
    if term in FUNCTION_WORDS and len(terms(asked)) == 1:
        return f"“{asked.strip()}” names nothing to look for. Ask a whole question."
    if not _ALONE.fullmatch(fold(asked)):
        return None  # "What happened?" and "When was it published?" may be told in other words
    known = index.corrections(asked).get(term, term)
    if index.passage_frequencies([known])[known] == 0:
        return (
            f"No source has the word “{_word(asked, term)}”. Ask a whole question in other words."
        )
    return None


def _word(asked: str, term: str) -> str:
    """Return the word of the question that has this term, as it is written."""
    words = (word.strip("?!.,:;\"'“”„‘’()[]") for word in asked.split())
    return next((word for word in words if term in terms(word)), term)
