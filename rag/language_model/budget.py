"""How much of the sources a model is given to read: tokens, estimated, and whole sentences."""

from collections.abc import Sequence

from index.types import Passage

_BYTES_OF_A_TOKEN = 3
_LARGEST_SHARE = 0.5
"""The most of the budget that one passage may take, so that a second source is read as well."""


def tokens_in(text: str) -> int:
    """Return about how many tokens a text has; for most models rather too many than too few.

    English has about 4.2 bytes of UTF-8 a token with today's vocabularies, Chinese about 3.

    >>> tokens_in("The mill closed.")
    6
    """
    return -(-len(text.encode()) // _BYTES_OF_A_TOKEN)


def trimmed(passages: Sequence[Passage], budget: int) -> list[str]:
    """Return what fits of each passage, best first; "" for one that is left out.

    A passage that does not fit ends after the last sentence that does.
    """
    left, found = budget, []
    for passage in passages:
        found.append(_beginning(passage, min(left, int(budget * _LARGEST_SHARE))))
        left -= tokens_in(found[-1])
    return found


def _beginning(passage: Passage, budget: int) -> str:
    if tokens_in(passage.text) <= budget:
        return passage.text
    start = passage.span.start
    whole = [passage.text[: span.end - start] for span in passage.sentences]
    return max((text for text in whole if tokens_in(text) <= budget), key=len, default="")
