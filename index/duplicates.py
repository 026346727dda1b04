"""Which of several texts are copies of one another.

A copy may differ in letter case, punctuation, look-alike characters, and in a few words that only
one of the two has. A text with a word in another's place says something else ("1931" for "1932",
"may" for "must"), so that it is never a copy: sources that disagree must both be shown.
"""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from index.terms import fold, terms

LEAST_SHARED = 0.8
"""The share of the longer text's terms that a copy must have."""
TURNING = frozenset(
    terms(
        "no not never none nobody nothing neither nor without cannot hardly barely scarcely "
        "rarely seldom only except unless if may might could would should must can often "
        "sometimes usually mostly partly almost nearly about around approximately least most "
        "more less than over under up all every each any some few many false untrue wrong "
        "allegedly reportedly denied "
        "nicht kein keine keinen nie niemals ohne nur kaum fast pas jamais sans sin nunca ningún "
        "не нет ни никогда без لا لم لن ليس ليست غير دون नहीं न मत बिना"
    )
)
"""Terms that change what a sentence says when they are added: none may be among the difference."""


def groups(texts: Sequence[str]) -> list[list[int]]:
    """Return the positions of ``texts`` in groups of copies, each group and all in given order.

    A text joins the first group whose first text it is a copy of, so that many small changes in a
    row do not add up.

    >>> groups(["The lamp was lit in 1874.", "the lamp was lit, in 1874", "It was lit in 1875."])
    [[0, 1], [2]]
    """
    bags = [terms(text) or [fold(text).strip()] for text in texts]
    found: list[list[int]] = []
    for at, bag in enumerate(bags):
        home = next((group for group in found if _copies(bags[group[0]], bag)), None)
        if home is None:
            found.append([at])
        else:
            home.append(at)
    return found


def _copies(first: Sequence[str], second: Sequence[str]) -> bool:
    if first == second:
        return True
    least = LEAST_SHARED * max(len(first), len(second))
    if (Counter(first) & Counter(second)).total() < least:
        return False  # cheap, and true of nearly all pairs
    longer, shorter = sorted((first, second), key=len, reverse=True)
    changes = SequenceMatcher(None, shorter, longer, autojunk=False).get_opcodes()
    return all(
        kind == "equal" or (kind == "insert" and not any(map(_turns, longer[start:end])))
        for kind, _, _, start, end in changes
    )


def _turns(term: str) -> bool:
    return term in TURNING or any(character.isnumeric() for character in term)
