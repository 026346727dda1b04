"""The stored documents as citations name them: by key, address, title, author and year.

Whatever is found may be several documents; whoever asks must not choose among them by chance.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.passage_index import PassageIndex
from index.reading.documents import base_name, stem
from rag.citing.matching import bare_address, documents_of
from rag.citing.phrases import Phrases, plain_words
from rag.citing.references import Reference, file_name, stated_reference
from rag.drafts.works import PREFIX, works_of

_URL = re.compile(r"https?://[^\s<>\"“”»)\]}]+", re.IGNORECASE)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s<>\"“”»)\]},;]+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ARTICLE = re.compile(
    r"(?:the|an?|der|die|das|ein|eine|le|la|les|un|une|el|los|las)\s+(?=\S)", re.IGNORECASE
)
_SUBTITLE = re.compile(r"[:.?!–—]\s")
_BEFORE = re.compile(
    r"(?:^|[^\w\s]|\d|\b(?:see|also|cf|vgl|siehe|auch|voir|aussi|véase|from))\s*"
    r"(?:\b(?:the|an?|der|die|das|ein|eine|le|la|les|un|une|el|los|las)\s+)?\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s*(?:[^\w\s]|\d|\Z)|_|\s+(?:pp?|ss?|page|pages|seite)\b", re.IGNORECASE)
_LOOK = 60
"""Characters before a title that are looked at."""


@dataclass(frozen=True, slots=True)
class Work:
    """A stored document with what its metadata state of it."""

    id: str
    source: str
    reference: Reference

    @property
    def title(self) -> str:
        """The document's title."""
        return self.reference.title


class Catalogue:
    """Finds stored documents by what citations say of them."""

    def __init__(
        self, works: Iterable[Work], own_keys: Callable[[], Mapping[str, str]] = dict
    ) -> None:
        """Take the works; ``own_keys`` has the ids behind the keys that Pincite itself writes."""
        self._works = list(works)
        self._own_keys = own_keys
        self._by_id = {each.id: each for each in self._works}
        self._by_key = _grouped((each.reference.key, each) for each in self._works)
        self._by_address = _grouped(
            (name, w) for w in self._works for name in (*_addresses_of(w), base_name(w.source))
        )
        self._by_title = _grouped((k, w) for w in self._works for k in _title_keys(w.title))
        self._titles = Phrases((name, w) for w in self._works for name in _names_of(w))
        self._authors = Phrases(
            (author.family, w) for w in self._works for author in w.reference.authors[:1]
        )

    @classmethod
    def of(cls, index: PassageIndex) -> "Catalogue":
        """List the documents of an index."""
        return cls(
            _listed(index),
            lambda: {work.key: identifier for identifier, work in works_of(index).items()},
        )

    def with_id(self, document_id: str) -> Work | None:
        """Return the work of that id."""
        return self._by_id.get(document_id)

    def with_key(self, key: str) -> list[Work]:
        """Return the works that have a citation key, or that id."""
        if key.startswith(PREFIX):
            key = self._own_keys().get(key, key)
        own = self._by_id.get(key)
        return [own] if own else self._by_key.get(key, [])

    def like(self, reference: Reference) -> list[Work]:
        """Return the works that a reference of a bibliography may mean.

        Its address decides, else its file, else its title, else author and year where no title
        speaks against it.
        """
        if at_address := self._at(_addresses(f"{reference.url} {reference.doi}")):
            return at_address
        if files := self._at(map(file_name, reference.files)):
            return files
        if titled := self._with_title(reference):
            return _narrowed(titled, lambda work: work.reference.year == reference.year)
        written = " ".join(author.family for author in reference.authors[:1])
        found = self.by(written, f"{reference.date_parts[0]}") if reference.date_parts else []
        return [work for work in found if _may_be_one(work.title, reference.title)]

    def _with_title(self, reference: Reference) -> list[Work]:
        for key in _title_keys(reference.title):
            found = _unique(self._by_title.get(key, ()))
            if own := [each for each in found if _same_author(each.reference, reference)]:
                return own
        return []

    def by(self, names: str, year: str) -> list[Work]:
        """Return the works by the first author named, of a year; those by all named before."""
        written = _unique(found.of for found in self._authors.find(names))
        of_year = [work for work in written if work.reference.year == year[:4]]
        return _narrowed(of_year, lambda work: _wrote_all(work.reference, names))

    def named_in(self, note: str) -> list[Work]:
        """Return the works that a footnote or an entry of a list of references may mean.

        What it links to decides, else the titles and file names in it, else author and year.
        """
        if at_address := self._at(_addresses(note)):
            return at_address
        dated = _unique(work for year in _YEAR.findall(note) for work in self.by(note, year))
        if titled := _unique(self._titled(note)):
            return _narrowed(titled, lambda work: work in dated)
        return dated

    def _titled(self, note: str) -> Iterator[Work]:
        for found in self._titles.find(note):
            before = note[max(0, found.span.start - _LOOK) : found.span.start]
            set_off = _BEFORE.search(before) and _BEHIND.match(note, found.span.end)
            words = found.span.of(note)
            # A title of one word is a word of any note, unless it is shown to be a title.
            is_name = " " in words or "." in words or _is_shown(words, before, found.of)
            if set_off and is_name:
                yield found.of

    def _at(self, addresses: Iterable[str]) -> list[Work]:
        return _unique(work for each in addresses for work in self._by_address.get(each, ()))


def _listed(index: PassageIndex) -> Iterator[Work]:
    for each in documents_of(index):
        told = stated_reference(each.id, each.title, each.source, each.metadata)
        yield Work(each.id, each.source, told)


def _names_of(work: Work) -> Iterator[str]:
    """Yield the title, without an article before it, and the name of the file."""
    yield _ARTICLE.sub("", work.title, count=1) if _ARTICLE.match(work.title) else work.title
    if not _URL.match(work.source):
        name = base_name(work.source)
        if stem(name) != name:
            yield name


def _addresses_of(work: Work) -> set[str]:
    return _addresses(f"{work.source} {work.reference.url} {work.reference.doi}")


def _addresses(text: str) -> set[str]:
    """Return the DOIs and URLs in a text, each in the one form that they are compared in."""
    dois = {f"doi:{doi.lower().rstrip('.:')}" for doi in _DOI.findall(text)}
    written = (url.rstrip(".,;:!?'") for url in _URL.findall(text) if not _DOI.search(url))
    return dois | set(filter(None, map(bare_address, written)))


def _title_keys(title: str) -> list[str]:
    """Return a title as it is compared, whole and without a subtitle: words without an article."""
    bare = _ARTICLE.sub("", title, count=1) if _ARTICLE.match(title) else title
    main = plain_words(_SUBTITLE.split(bare, maxsplit=1)[0])
    keys = [" ".join(plain_words(bare)), " ".join(main) if len(main) > 1 else ""]
    return list(dict.fromkeys(filter(None, keys)))


def _same_author(one: Reference, other: Reference) -> bool:
    return not one.authors or not other.authors or _first(one) == _first(other)


def _is_shown(word: str, before: str, work: Work) -> bool:
    return word == work.title and (not before or before[-1] in "*_\"“„«»'‘‚")


def _first(reference: Reference) -> tuple[str, ...]:
    return plain_words(reference.authors[0].family)


def _may_be_one(title: str, other: str) -> bool:
    long = {word for word in plain_words(title) if len(word) > 3}
    return not other or not long or not long.isdisjoint(plain_words(other))


def _wrote_all(reference: Reference, names: str) -> bool:
    held = set(plain_words(names))
    return all(held.issuperset(plain_words(author.family)) for author in reference.authors)


def _grouped(named: Iterable[tuple[str, Work]]) -> dict[str, list[Work]]:
    groups: dict[str, list[Work]] = defaultdict(list)
    for name, work in named:
        if name:
            groups[name].append(work)
    return dict(groups)


def _unique(works: Iterable[Work]) -> list[Work]:
    return list({work.id: work for work in works}.values())


def _narrowed(works: Sequence[Work], fits: Callable[[Work], bool]) -> list[Work]:
    """Return those of several works that fit; all where none does."""
    return [work for work in works if fits(work)] or list(works)
