"""What a reference manager knows of stored documents, set as their metadata."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.edits import Edits
from index.errors import InputError
from index.passage_index import PassageIndex
from index.types import title_text
from rag.citing.authors import authors_of, stated_name
from rag.citing.formats import READERS
from rag.citing.matching import Match, documents_of, matched
from rag.citing.references import Reference, doi_of

TITLE = "title"
_SUFFIXES = {"bib": "bibtex", "bibtex": "bibtex", "ris": "ris", "json": "csl-json"}


@dataclass(frozen=True, slots=True)
class Change:
    """A title or key of the metadata that a record states otherwise."""

    key: str
    before: object
    """As it is shown; None where nothing is."""
    after: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a record would set of a document."""

    match: Match
    changes: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    """What the user set, so that it is left as it is."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of the records of a file."""

    proposals: tuple[Proposal, ...]
    """One for each document that is surely told; some change nothing."""
    unsure: tuple[Match, ...]
    """Records that may be about several documents, or share one."""
    unknown: tuple[Reference, ...]
    """Records that are about no stored document."""


def read_works(text: str, format: str) -> list[Reference]:  # noqa: A002 - the word of the others
    """Return the records of a reference manager's export.

    Raises:
        InputError: there is no such format, or the text is not of it.
    """
    reader = READERS.get(format)
    if reader is None:
        raise InputError(f"Metadata are read from {', '.join(READERS)}. Choose one of them.")
    return reader(text.removeprefix("\ufeff"))


def format_of(name: str, text: str) -> str:
    """Return the format of an export by its file's name, else by how it begins.

    >>> format_of("works.bib", ""), format_of("works.txt", "TY  - BOOK")
    ('bibtex', 'ris')
    """
    suffix = name.rpartition(".")[2].casefold()
    start = text.removeprefix("\ufeff").lstrip()[:1]
    return _SUFFIXES.get(suffix) or {"@": "bibtex", "%": "bibtex", "[": "csl-json"}.get(
        start, "csl-json" if start == "{" else "ris"
    )


def plan(index: PassageIndex, works: Sequence[Reference], *, overwrite: bool = False) -> Plan:
    """Return what the records would set; with ``overwrite`` also over what the user set."""
    matches = matched(works, documents_of(index))
    return Plan(
        tuple(
            _proposal(match, index.edits(match.documents[0].id), overwrite=overwrite)
            for match in matches
            if match.is_sure
        ),
        tuple(match for match in matches if match.documents and not match.is_sure),
        tuple(match.work for match in matches if not match.documents),
    )


def apply(index: PassageIndex, planned: Plan) -> None:
    """Set what was planned, one document after the other.

    Raises:
        NotFoundError: a document was removed meanwhile.
    """
    for proposal in planned.proposals:
        told = {change.key: change.after for change in proposal.changes}
        if told:
            title = told.pop(TITLE, ...)
            index.edit(proposal.match.documents[0].id, title=title, metadata=told)


def _proposal(match: Match, edits: Edits, *, overwrite: bool) -> Proposal:
    (document,) = match.documents
    shown = {TITLE: document.title, **document.metadata}
    differing = [
        Change(key, shown.get(key), told)
        for key, told in stated(match.work).items()
        if told and not _says(key, shown.get(key), told)
    ]
    own = set(edits.metadata) | ({TITLE} if edits.title else set())
    kept = [change for change in differing if change.key in own and not overwrite]
    return Proposal(match, tuple(each for each in differing if each not in kept), tuple(kept))


def stated(work: Reference) -> Mapping[str, str]:
    """Return what a record states, by the keys of the metadata; empty where it states nothing."""
    return {
        TITLE: title_text(work.title),
        "author": "; ".join(map(stated_name, work.authors)),
        "date": work.date,
        "type": work.kind,
        "container": work.container,
        "volume": work.volume,
        "issue": work.issue,
        "pages": work.pages,
        "publisher": work.publisher,
        "doi": work.doi,
        "url": work.url if work.url.startswith(("http://", "https://")) else "",
        "accessed": work.accessed,
        "language": work.language,
    }


_SAME: Mapping[str, Callable[[object, str], bool]] = {
    "author": lambda shown, told: authors_of(shown) == authors_of(told),
    "doi": lambda shown, told: doi_of(str(shown)).casefold() == told.casefold(),
    "date": lambda shown, told: str(shown).startswith(told),
}


def _says(key: str, shown: object, told: str) -> bool:
    """Tell whether what is shown says the same already, or the same and more."""
    if shown is None:
        return False
    same = _SAME.get(key)
    return same(shown, told) if same else " ".join(str(shown).split()) == told
