"""What is known of a cited work, as reference managers keep it: only what its source states."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.types import Document

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?(?:T.*)?")
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
        return f"{self.given} {self.family}".strip()

    @property
    def inverted(self) -> str:
        """The name as lists are sorted by it."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def initials(self) -> str:
        """The first letters of the given names: "A. B."."""
        parts = re.split(r"[\s.]+", self.given)
        return " ".join(
            "-".join(f"{piece[0]}." for piece in part.split("-") if piece) for part in parts if part
        )


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that can be cited; what is empty is not known and is never made up."""

    key: str
    title: str
    authors: tuple[Author, ...] = ()
    date: str = ""
    """YYYY, YYYY-MM or YYYY-MM-DD; anything else is shown as it is."""
    publisher: str = ""
    url: str = ""
    accessed: str = ""
    """When it was read: YYYY-MM-DD."""
    language: str = ""

    @property
    def date_parts(self) -> tuple[int, ...]:
        """Year, month and day as far as they are known; empty if the date is no such date."""
        return date_parts(self.date)

    @property
    def year(self) -> str:
        """The year, or "n.d." if there is none."""
        return str(self.date_parts[0]) if self.date_parts else self.date or "n.d."


def reference_of(document: Document) -> Reference:
    """Return what a document's metadata states of it."""
    told = document.metadata
    url = _text(told.get("url")) or (document.source if _is_url(document.source) else "")
    authors = authors_of(told.get("author") or told.get("authors"))
    date = _text(told.get("date"))
    return Reference(
        key=key_of(authors, date, document.title) or document.id,
        title=" ".join(document.title.split()),
        authors=authors,
        date=date,
        publisher=_text(told.get("publisher")),
        url=url if _is_url(url) else "",
        accessed=_text(told.get("accessed")),
        language=_text(told.get("language")),
    )


def authors_of(stated: object) -> tuple[Author, ...]:
    """Return the authors that metadata name: a list, or one text with "; " between names.

    >>> [author.inverted for author in authors_of("Ada Byrne; Royal Society")]
    ['Byrne, Ada', 'Royal Society']
    """
    if isinstance(stated, str):
        names: Iterable[object] = re.split(r"\s*;\s*", stated)
    elif isinstance(stated, Sequence):
        names = stated
    else:
        return ()
    return tuple(author_of(name) for name in map(_text, names) if name)


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
    if not 1 < len(words) <= _MOST_NAMES or _CORPORATE.search(name) or not _is_spaced(name):
        return Author(name)
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return Author(" ".join(words[start:]), " ".join(words[:start]))


def date_parts(date: str) -> tuple[int, ...]:
    """Return year, month and day of an ISO date as far as it has them; empty for anything else."""
    found = _DATE.fullmatch(date.strip())
    if found is None:
        return ()
    return tuple(int(part) for part in found.groups() if part)


def key_of(authors: Sequence[Author], date: str, title: str) -> str:
    """Return a citation key: family name, year, first long word of the title; "" if none is Latin.

    >>> key_of([Author("Müller-Lüdenscheidt", "Ada")], "2019-03", "The saltworks")
    'mullerludenscheidt2019saltworks'
    """
    name = _plain(authors[0].family) if authors else ""
    words = [word for word in map(_plain, title.split()) if len(word) > 3]
    year = str(date_parts(date)[0]) if date_parts(date) else ""
    stem = name + year + (words[0] if words else "")
    return stem if stem and not stem.isdigit() else ""


def with_distinct_keys(references: Sequence[Reference]) -> list[Reference]:
    """Return the references with a letter behind each key that was taken already."""
    taken: set[str] = set()
    found = []
    for reference in references:
        key, number = reference.key, 1
        while key in taken:
            number += 1
            key = f"{reference.key}{_letters(number)}"
        taken.add(key)
        found.append(replace(reference, key=key))
    return found


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace("ß", "ss"))
    return "".join(c for c in decomposed if c.isascii() and c.isalnum())


def _is_spaced(name: str) -> bool:
    # Names in Chinese or Japanese are written family first, with or without a space.
    return not any(
        unicodedata.name(c, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL")) for c in name
    )


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _text(stated: object) -> str:
    if isinstance(stated, int) and not isinstance(stated, bool):
        return str(stated)
    return " ".join(stated.split()) if isinstance(stated, str) else ""
