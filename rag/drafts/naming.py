"""Which stored document does a citation of a draft name? What is not sure is told, not guessed."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex as re

from index.types import Span
from rag.citing.phrases import plain_words
from rag.citing.references import Reference
from rag.drafts.catalogue import Catalogue, Work
from rag.drafts.draft import Mark

_LINK = re.compile(
    r"/d/(?P<id>[^\s?#<>\"()\[\]]+)(?:\?(?:[^\s<>\"()\[\]]*?&)?c=(?P<start>\d{1,9})-(?P<end>\d{1,9}))?"
)
_AGAIN = re.compile(
    r"\W*(?:ibid(?:em)?|idem|id|ebd|ebenda|a\.\s?a\.\s?o|loc\. ?cit)\b\.?", re.IGNORECASE
)
_SIGNS = re.compile(
    r"https?://|\b10\.\d{4,9}/|\(\s*\d{4}[a-z]?\s*\)|,\s*(?:\p{L}+\s+)?\d{4}[a-z]?\b[^\p{L}]*$"
    r"|\b(?:pp?|[Ss]|pages?|Seiten?|pág|Bd|[Vv]ol|[Nn]o|ISBN|[Hh]rsg|[Ee]ds?)\.?\s*\d"
)
"""Signs that a footnote cites something, and is no remark."""
LONGEST_TOLD = 80
LONGEST_NOTE = 1_000
"""Characters of a note that are looked at."""
MOST_PIECES = 20
"""Sources that one note may cite."""


@dataclass(frozen=True, slots=True)
class Named:
    """A source that a mark names."""

    work: Work | None = None
    """None where it is not known which document is meant; ``problem`` tells why."""
    place: Span | None = None
    """The exact place in it, where the mark links there."""
    problem: str = ""


class Names:
    """Finds the documents that the marks of one draft name, in the order of the draft."""

    def __init__(self, catalogue: Catalogue, bibliography: Sequence[Reference] = ()) -> None:
        """Look in ``catalogue``; ``bibliography`` is the draft's own."""
        self._catalogue = catalogue
        self._bibliography = {each.key: each for each in bibliography}
        self._last: list[Named] = []
        self._known: dict[str, list[Work]] = {}

    def of(self, mark: Mark) -> list[Named]:
        """Return the sources that a mark names; nothing where it is a remark that names none."""
        if mark.keys:
            found = [self._with_key(key) for key in mark.keys]
        elif not mark.note:
            found = [Named(problem="this footnote has no text")]
        elif self._last and _AGAIN.match(mark.note):
            found = self._last
        else:
            found = self._in_note(mark.note)
        self._last = found or self._last
        return found

    def in_text(self, note: str) -> list[Named]:
        """Return the one source that a note, taken as a whole, names."""
        found = [self._one(self._named_in(note) or self._in_bibliography(note), note)]
        self._last = found if found[0].work else self._last
        return found

    def _in_bibliography(self, note: str) -> list[Work]:
        """Return the works of the one reference whose first author and year a note names."""
        words = set(plain_words(note))
        found = [
            each
            for each in self._bibliography.values()
            if each.authors
            and each.year in words
            and words.issuperset(plain_words(each.authors[0].family))
        ]
        return self._catalogue.like(found[0]) if len(found) == 1 else []

    def _with_key(self, key: str) -> Named:
        reference = self._bibliography.get(key)
        works = self._catalogue.like(reference) if reference else self._catalogue.with_key(key)
        return self._one(works, key)

    def _in_note(self, note: str) -> list[Named]:
        """Return what the pieces of a footnote name; a piece may cite one source each."""
        if linked := self._linked(note):
            return linked
        pieces = [each.strip() for each in note.split(";")[:MOST_PIECES]]
        found = [
            self._one(works, piece)
            for piece in pieces
            if (works := self._named_in(piece)) or _SIGNS.search(piece[:LONGEST_NOTE])
        ]
        if any(each.work for each in found) or len(pieces) == 1:
            return found
        return [self._one(self._named_in(note), note)] if found else []

    def _named_in(self, note: str) -> list[Work]:
        if note not in self._known:
            self._known[note] = self._catalogue.named_in(note[:LONGEST_NOTE])
        return self._known[note]

    def _linked(self, note: str) -> list[Named]:
        """Return the places that links of Pincite's own lead to."""
        found = []
        for link in _LINK.finditer(note):
            if work := self._catalogue.with_id(link["id"]):
                place = Span(int(link["start"]), int(link["end"])) if link["start"] else None
                found.append(Named(work, place if place and place.start < place.end else None))
        return found

    def _one(self, works: Sequence[Work], told: str) -> Named:
        if len(works) == 1:
            return Named(works[0])
        short = told if len(told) <= LONGEST_TOLD else f"{told[:LONGEST_TOLD].rstrip()}…"
        if not works:
            return Named(problem=f"the source “{short}” is not in the library")
        titles = ", ".join(f"“{work.title}” ({work.source})" for work in works[:3])
        more = " and others" if len(works) > 3 else ""
        return Named(problem=f"“{short}” may be any of these: {titles}{more}")
