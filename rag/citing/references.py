"""What is known of a cited work, as reference managers keep it: only what its source states."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from urllib.parse import unquote

from index.errors import TooLargeError
from index.types import Document, Metadata
from rag.citing.authors import Author as Author
from rag.citing.authors import authors_of
from rag.citing.kinds import default_kind, kind_of

MOST_WORKS = 50_000
"""Works that are read from one file."""
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?(?:T.*)?")
_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(?P<name>10\.\d{4,9}/\S+)", re.IGNORECASE
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
    kind: str = ""
    """One of ``kinds.KINDS``; "" where none is stated (see ``kinds.kind_of``)."""
    container: str = ""
    """What it is part of: a journal, a newspaper, a collection, a site."""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    """In the container: "10-20"."""
    doi: str = ""
    """The name alone: "10.1000/182"."""
    files: tuple[str, ...] = field(default=(), compare=False)
    """Names of its files, where a reference manager told them; they are never written."""

    @property
    def type(self) -> str:
        """What it is taken for: its kind, else a web page where it has an address."""
        return self.kind or default_kind(self.url)

    @property
    def link(self) -> str:
        """Where it is found: by its DOI before its address; "" if it has neither."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

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
    return stated_reference(document.id, document.title, document.source, document.metadata)


def stated_reference(identifier: str, title: str, source: str, told: Metadata) -> Reference:
    """Return what metadata state of a document; its id is the key where nothing better is."""
    stated = _text(told.get("url")) or (source if _is_url(source) else "")
    url = stated if _is_url(stated) else ""
    authors = authors_of(told.get("author") or told.get("authors"))
    date = _text(told.get("date"))
    return Reference(
        key=key_of(authors, date, title) or identifier,
        title=" ".join(title.split()),
        authors=authors,
        date=date,
        publisher=_text(told.get("publisher")),
        url=url,
        accessed=_text(told.get("accessed")),
        language=_text(told.get("language")),
        kind=kind_of(_text(told.get("type")), url),
        container=_text(told.get("container")),
        volume=_text(told.get("volume")),
        issue=_text(told.get("issue")),
        pages=_text(told.get("pages")),
        doi=doi_of(_text(told.get("doi"))),
    )


def doi_of(text: str) -> str:
    """Return the name of a DOI, without what leads to it; "" if it is none.

    >>> doi_of("https://doi.org/10.5555/ABC"), doi_of("10.5555/ABC"), doi_of("soon")
    ('10.5555/ABC', '10.5555/ABC', '')
    """
    found = _DOI.fullmatch(text.strip())
    return found["name"] if found else ""


def file_name(path: str) -> str:
    """Return the last part of a path or a file's address, percent signs resolved.

    >>> file_name("/home/ada/lamps.pdf"), file_name("file:///home/ada/old%20lamps.pdf")
    ('lamps.pdf', 'old lamps.pdf')
    """
    name = re.split(r"[/\\]", path.strip())[-1]
    return unquote(name) if path.startswith("file:") else name


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


def limited(works: Iterable[Reference]) -> list[Reference]:
    """Return works that were read, under distinct keys.

    Raises:
        TooLargeError: there are more than ``MOST_WORKS``.
    """
    found = list(islice(works, MOST_WORKS + 1))
    if len(found) > MOST_WORKS:
        raise TooLargeError(f"There are more than {MOST_WORKS:,} works in it. Give fewer at once.")
    return with_distinct_keys(found)


def with_distinct_keys(references: Sequence[Reference]) -> list[Reference]:
    """Return the references with a letter behind each key that was taken already."""
    taken: set[str] = set()
    met: Counter[str] = Counter()
    found = []
    for reference in references:
        key = reference.key
        while key in taken:
            met[reference.key] += 1
            key = f"{reference.key}{letters(met[reference.key] + 1)}"
        taken.add(key)
        found.append(replace(reference, key=key))
    return found


def letters(number: int) -> str:
    """Return a number from 1 in letters: a to z, then aa, ab and so on."""
    written = ""
    while number:
        number, rest = divmod(number - 1, 26)
        written = chr(ord("a") + rest) + written
    return written


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace("ß", "ss"))
    return "".join(c for c in decomposed if c.isascii() and c.isalnum())


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _text(stated: object) -> str:
    if isinstance(stated, int) and not isinstance(stated, bool):
        return str(stated)
    return " ".join(stated.split()) if isinstance(stated, str) else ""
