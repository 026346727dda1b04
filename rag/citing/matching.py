"""Which stored document a reference manager's record is about: told by names, never guessed."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from index.passage_index import PassageIndex, Summary
from rag.citing.references import Reference, file_name, stated_reference

_AT_ONCE = 1_000
_MOST_DOCUMENTS = 20
"""Documents of one name that are looked at; where there are so many, it tells nothing anyway."""


class By(StrEnum):
    """What told that record and document are one; the first that tells anything decides."""

    DOI = "doi"
    URL = "url"
    FILE = "file"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Match:
    """The documents that a record may be about: one, several, or none."""

    work: Reference
    documents: tuple[Summary, ...] = ()
    by: By | None = None
    """None where there is no document."""
    is_contested: bool = False
    """Whether another record is about the same document."""

    @property
    def is_sure(self) -> bool:
        """Tell whether there is exactly one, and it is of this record alone."""
        return len(self.documents) == 1 and not self.is_contested


def documents_of(index: PassageIndex) -> Iterator[Summary]:
    """Yield all documents of a collection in order of adding."""
    after = None
    while found := index.summaries(after=after, limit=_AT_ONCE):
        yield from found
        after = found[-1].id


def matched(works: Sequence[Reference], documents: Iterable[Summary]) -> list[Match]:
    """Return for each work the documents that it may be, in the order of the works.

    Two works that are about one document are both unsure: which of them is right is not guessed.
    """
    stored = _Stored(documents)
    matches = [stored.match(work) for work in works]
    claims = Counter(match.documents[0].id for match in matches if match.is_sure)
    return [
        replace(match, is_contested=match.is_sure and claims[match.documents[0].id] > 1)
        for match in matches
    ]


class _Stored:
    """Documents by what may name them."""

    def __init__(self, documents: Iterable[Summary]) -> None:
        self._named: dict[tuple[By, str], list[tuple[Summary, Reference]]] = defaultdict(list)
        for document in documents:
            told = document.metadata
            work = stated_reference(document.id, document.title, document.source, told)
            for name in set(_names(work, (document.source,))):
                if len(self._named[name]) < _MOST_DOCUMENTS:
                    self._named[name].append((document, work))

    def match(self, work: Reference) -> Match:
        names = list(_names(work, work.files))
        for by in By:
            found = {
                document.id: document
                for name in names
                if name[0] is by
                for document, known in self._named.get(name, ())
                if not _differ(work, known, by)
            }
            if found:
                return Match(work, tuple(found.values()), by)
        return Match(work)


def _names(work: Reference, files: Iterable[str]) -> Iterator[tuple[By, str]]:
    if work.doi:
        yield By.DOI, work.doi.casefold()
    if address := bare_address(work.url):
        yield By.URL, address
    for file in files:
        if name := unicodedata.normalize("NFC", file_name(file)).casefold():
            yield By.FILE, name
    if title := _plain(work.title):
        yield By.TITLE, title


def _differ(work: Reference, known: Reference, by: By) -> bool:
    """Tell whether what both state shows that they are two, whatever name they share."""
    if by is By.DOI:
        return False
    if work.doi and known.doi and work.doi.casefold() != known.doi.casefold():
        return True
    years = work.date_parts[:1], known.date_parts[:1]
    return by is By.TITLE and all(years) and years[0] != years[1]


def bare_address(url: str) -> str:
    """Return an address without what leads to the same page anyway.

    >>> bare_address("https://www.Example.org/Lamps/#oil") == bare_address("http://example.org/Lamps")
    True
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if not parts.netloc:
        return ""
    host = parts.netloc.casefold().removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{unquote(parts.path).rstrip('/')}{query}"


def _plain(title: str) -> str:
    decomposed = unicodedata.normalize("NFKD", title.casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", letters))
