"""Used in checking alone: what a clause of the source denies in any way is not said without denial.

``polarity`` compares word by word; where the words differ ("Do not use tap water to dilute it",
"It may be thinned with tap water"), the clauses as wholes must at least both deny or both not.
"""

from collections.abc import Sequence

from rag.gate.polarity import NEGATORS
from rag.gate.words import Word, joined, words

_COVERED = 0.6
"""The share of the sentence's content words that a clause of the source must have."""
_LEAST = 2
_DENYING = NEGATORS | frozenset(
    "only except exception unless but against free lack lacks fail fails failed failing refuse "
    "refuses refused deny denies denied exclude excludes excluded forbid forbids forbidden ban "
    "banned prohibited prevent prevents prevented avoid avoids avoided stop stops stopped empty "
    "absent missing instead rather few little rarely seldom hardly other unable impossible "
    "nothing nobody nowhere unlike less fewer than until before lost loses ended ends".split()
)
"""Words that deny, limit or turn what stands beside them."""
_PREFIXES = ("un", "in", "im", "dis", "non")


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Say that the source denies what is said, or the other way round, or return None."""
    said, told = words(sentence), joined(quotes)
    wanted = {word.stem for word in said if word.content}
    if len(wanted) < _LEAST or _denies(said):
        return None
    clauses: dict[int, list[Word]] = {}
    for word in told:
        clauses.setdefault(word.clause, []).append(word)
    shares = [(len(wanted & {word.stem for word in clause}), clause) for clause in clauses.values()]
    most, best = max(shares, key=lambda each: each[0], default=(0, []))
    if most < max(_LEAST, _COVERED * len(wanted)):
        return None
    negator = next((word for word in best if word.text in NEGATORS), None)
    same = sum(share == most for share, _ in shares) > 1
    return f"the source has “{negator.shown}” here" if negator and not same else None


def _denies(text: Sequence[Word]) -> bool:
    return any(word.text in _DENYING or word.text.startswith(_PREFIXES) for word in text)
