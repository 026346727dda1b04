"""Fourth layer: what the source denies, the sentence denies, and the other way round."""

from collections.abc import Iterator, Sequence

from rag.gate.alignment import Word, align, joined, words

_NEGATORS = frozenset(
    "not no never none nobody nothing nowhere neither nor cannot without hardly scarcely barely "
    "lacks lack lacked lacking fails fail failed failing refuses refused refuse refusing denied "
    "denies deny unable nor".split()
)
_NOT_NEGATING = {
    "not": frozenset({"only", "least", "until", "before", "all", "every", "everyone", "just"}),
    "no": frozenset({"doubt", "matter", "sooner", "less", "fewer", "more", "later", "earlier"}),
    "without": frozenset({"doubt"}),
}
_REACH = 3
"""How many content words after a negator it may deny."""


def objection(sentence: str, quotes: Sequence[str]) -> str | None:
    """Name the first word that ``sentence`` denies and the source affirms, or the other way round.

    A negator denies the first content word behind it in its clause; that word is compared with
    the same word of the source in the most alike surroundings. Words that only one side has say
    nothing here. What it does not do: double negation, antonyms (see ``comparison``).
    """
    said, told = words(sentence), joined(quotes)
    partners = align(said, told)
    said_reach, told_reach = reached(said), reached(told)
    for at in _heads(said):
        if at in partners and partners[at] not in told_reach:
            return f"the source does not deny “{said[at].shown}”"
    denied = set(_heads(told))
    for at, place in partners.items():
        if place in denied and at not in said_reach:
            return f"the source denies “{said[at].shown}”"
    return None


def negates(text: Sequence[Word], at: int) -> bool:
    """Tell whether the word at ``at`` denies what follows it."""
    word = text[at].text
    following = text[at + 1].text if at + 1 < len(text) else ""
    if word in _NOT_NEGATING and (following in _NOT_NEGATING[word] or following.isdigit()):
        return False
    return word in _NEGATORS or word.endswith("n't")


def _denied(text: Sequence[Word]) -> Iterator[list[int]]:
    """Yield for each negator the content words that it may deny, nearest first."""
    for at, word in enumerate(text):
        if negates(text, at):
            yield [
                near
                for near in range(at + 1, len(text))
                if text[near].content
                and text[near].clause == word.clause
                and not negates(text, near)
            ][:_REACH]


def _heads(text: Sequence[Word]) -> list[int]:
    return [reach[0] for reach in _denied(text) if reach]


def reached(text: Sequence[Word]) -> set[int]:
    """Return the places of all words that a negator before them may deny."""
    return {at for reach in _denied(text) for at in reach}
