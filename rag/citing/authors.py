"""Who made a work: persons by family and given name, bodies by their name alone."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_CORPORATE = re.compile(
    r"\b(?:inc|ltd|llc|gmbh|ag|corp|company|university|institute|ministry|association|society"
    r"|agency|office|committee|council|department|foundation|group|team|union|organi[sz]ation"
    r"|press|bank|commission|museum|library|college|school|universität|verein|stiftung|société"
    r"|université|ministère|universidad|ministerio|nations|staff|editors)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset("van von de der den del della di da dos du la le ter ten af zu".split())
_MOST_NAMES = 4
"""Words of a name beyond which it is taken for that of a body, not of a person."""


@dataclass(frozen=True, slots=True)
class Author:
    """A person by family and given name, or a body by its name alone (``given`` is empty)."""

    family: str
    given: str = ""

    @property
    def shown(self) -> str:
        """The name in reading order."""
        if _is_unspaced(self.family):
            return self.family + self.given
        return f"{self.given} {self.family}".strip()

    @property
    def inverted(self) -> str:
        """The name as lists are sorted by it."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def initials(self) -> str:
        """The first letters of the given names: "A. B."; whole in a script without capitals."""
        if self.given.lower() == self.given.upper():
            return self.given
        parts = re.split(r"[\s.]+", self.given)
        return " ".join(
            "-".join(f"{piece[0]}." for piece in part.split("-") if piece) for part in parts if part
        )

    def listed(self, given: str) -> str:
        """Return the family name and ``given``, the form that a style gives to given names.

        >>> Author("Byrne", "Ada").listed("A."), Author("王", "小明").listed("小明")
        ('Byrne, A.', '王小明')
        """
        if _is_unspaced(self.family):
            return self.family + given
        return f"{self.family}, {given}" if given else self.family

    def without_particle(self) -> "Author":
        """Return the name with what stands before the family name behind the given one.

        >>> Author("van der Berg", "Jo").without_particle().inverted
        'Berg, Jo van der'
        """
        words = self.family.split()
        start = next((at for at, word in enumerate(words) if word not in _PARTICLES), 0)
        if not start or not self.given:
            return self
        return Author(" ".join(words[start:]), " ".join([self.given, *words[:start]]))


def authors_of(stated: object) -> tuple[Author, ...]:
    """Return the authors that metadata name: a list, or one text with "; " between names.

    >>> [author.inverted for author in authors_of("Ada Byrne; Royal Society")]
    ['Byrne, Ada', 'Royal Society']
    """
    if isinstance(stated, str):
        names: Iterable[object] = stated.split(";")
    elif isinstance(stated, Sequence):
        names = stated
    else:
        return ()
    lines = (" ".join(name.split()) for name in names if isinstance(name, str))
    return tuple(author_of(name) for name in lines if name)


def author_of(name: str) -> Author:
    """Return a name parted into family and given names, or whole where it is that of a body.

    >>> author_of("Ludwig van Beethoven")
    Author(family='van Beethoven', given='Ludwig')
    """
    if name.startswith("{") and name.endswith("}"):
        return Author(name[1:-1])
    family, comma, given = name.partition(",")
    if comma and given.strip() and not _CORPORATE.search(name):
        return Author(family.strip(), given.strip())
    words = name.split()
    if not 1 < len(words) <= _MOST_NAMES or _CORPORATE.search(name) or _is_unspaced(name):
        return Author(name)
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return Author(" ".join(words[start:]), " ".join(words[:start]))


def stated_name(author: Author) -> str:
    """Return a name as metadata hold it, so that ``author_of`` gives the same author.

    >>> stated_name(Author("Byrne", "Ada")), stated_name(Author("Ada Byrne"))
    ('Byrne, Ada', '{Ada Byrne}')
    """
    if author_of(author.inverted) == author:
        return author.inverted
    return f"{{{author.family}}}" if not author.given else author.inverted


def _is_unspaced(name: str) -> bool:
    # Names in Chinese or Japanese are written family first, with or without a space.
    return any(
        unicodedata.name(c, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL")) for c in name
    )
