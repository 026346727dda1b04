"""Whose words a sentence is in, where it leaves its quotation."""

import re

from index.terms import fold

_QUOTED = re.compile(r'"[^"]*"')
_FIRST_PERSON = re.compile(
    r"\b(?:i|i'[a-z]+|me|my|mine|myself|we|we'[a-z]+|us|our|ours|ourselves)\b"
)
_SHOUTED_US = re.compile(r"\bUS\b")


def in_first_person(sentence: str) -> bool:
    """Tell whether an English sentence speaks of its writer, outside quotation marks.

    >>> in_first_person("We built a runtime."), in_first_person('She said "I know".')
    (True, False)
    """
    folded = _QUOTED.sub(" ", fold(_SHOUTED_US.sub("U.S.", sentence)))
    return _FIRST_PERSON.search(folded) is not None


def attributed(sentence: str) -> str:
    """Return the sentence as one can pass it on: first-person words as the author's own.

    >>> attributed("I joined in May 2023.")
    'The author says: “I joined in May 2023.”'
    >>> attributed("The mill closed.")
    'The mill closed.'
    """
    return f"The author says: “{sentence}”" if in_first_person(sentence) else sentence
