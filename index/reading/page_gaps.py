"""The white that runs down between words, and the words by what it parts."""

from collections.abc import Iterable, Sequence
from math import inf

from index.reading.page_words import Word

GUTTER = 0.7
"""Of the font size: narrower white is between words."""
CELL_GUTTER = 1.2
"""Of the font size: what parts cells where few rows tell."""

Gap = tuple[float, float]
"""White from left to right, in points."""


def parted(words: Iterable[Word], gutters: Sequence[Gap]) -> list[list[Word]]:
    """Return the words by the gutters that they stand between, from left to right."""
    middles = [(left + right) / 2 for left, right in gutters]
    parts: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
    for word in words:
        parts[sum(word.left >= middle for middle in middles)].append(word)
    return parts


def free_between(words: Iterable[Word], least: float) -> list[Gap]:
    """Return the white between the words from left to right, the margins first and last."""
    free: list[Gap] = []
    reached = -inf
    for word in sorted(words, key=lambda word: word.left):
        if word.left - reached >= least:
            free.append((reached, word.left))
        reached = max(reached, word.right)
    return [*free, (reached, inf)]


def free_in_both(ones: Sequence[Gap], others: Sequence[Gap], least: float) -> list[Gap]:
    """Return the white that is free in both, where it is that wide."""
    shared: list[Gap] = []
    one = other = 0
    while one < len(ones) and other < len(others):
        left = max(ones[one][0], others[other][0])
        right = min(ones[one][1], others[other][1])
        if right - left >= least:
            shared.append((left, right))
        if ones[one][1] <= others[other][1]:
            one += 1
        else:
            other += 1
    return shared
