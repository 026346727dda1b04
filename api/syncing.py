"""A folder and its documents made equal: added, replaced, moved, removed.

A file that was moved or renamed is told by its text: its document keeps its id and is not embedded
again. What cannot be read now is kept as it was.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from api.adding import (
    Outcome,
    Told,
    add_items,
    content,
    in_folder,
    is_folder,
    outcome_of,
)
from api.folders import Walk, key_of, walk
from api.items import File, Item, identity_of, shown
from index.chunking import chunk
from index.errors import InputError, NotFoundError
from index.listing import Filed
from index.passage_index import Added, PassageIndex
from index.reading import Read, RowError
from index.types import Document, document_id

KEPT = "The document as it was before is kept."

Key = tuple[str, str]
"""The id that a document came with, and its source: what the store tells documents apart by."""
Signature = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """A file as it was when it was read."""

    signature: Signature
    keys: frozenset[Key]
    """The documents that it held."""
    whole: bool
    """Whether all of it could be read."""


@dataclass(slots=True)
class Synced:
    """A folder whose documents are kept equal to its files, over one or many runs."""

    folder: Path
    ignore: Sequence[str] = ()
    allow_empty: bool = False
    known: dict[str, "_Known"] = field(default_factory=dict)
    """By source: what is known of a file since it was read last."""

    def plan(self, index: PassageIndex) -> "Plan":
        """Look through the folder; what is to be done with its documents is then known.

        Raises:
            InputError: the folder is missing or cannot be read, or it is empty and documents of it
                are stored, which is rather an unmounted drive; or a pattern cannot be understood.
        """
        if not is_folder(self.folder):
            raise InputError(
                f"There is no folder {self.folder}, so nothing was changed. Check the path, and "
                "that the drive is there."
            )
        found = walk(self.folder, self.ignore)
        for below, error in found.closed:
            if below == ".":
                raise InputError(
                    f"The folder {self.folder} cannot be read ({error.strerror}). Nothing was "
                    "changed."
                )
        held = index.in_folder(key_of(self.folder))
        if held and not found.files and not found.closed and not self.allow_empty:
            raise InputError(
                f"The folder {self.folder} holds nothing that can be read, and {len(held)} of its "
                "documents are stored. If it is meant to be empty, use --allow-empty; nothing was "
                "changed."
            )
        return Plan(index, self, found, held)


@dataclass(slots=True)
class Plan:
    """What a run over a folder does with its documents."""

    index: PassageIndex
    synced: Synced
    found: Walk
    held: list[Filed]
    seen: set[Key] = field(default_factory=set)
    """Documents that the folder holds, as far as it was read."""
    failed: set[str] = field(default_factory=set)
    """Sources of files that could not be read, or not all of it."""
    moved: set[str] = field(default_factory=set)
    """Ids of documents whose file was found elsewhere."""
    _there: frozenset[str] = frozenset()
    """The ids that the files of the folder come with, if they are no rows."""
    _gone: list[Filed] = field(default_factory=list)
    """Documents of files that are not where they were."""
    _held_keys: frozenset[Key] = frozenset()

    def __post_init__(self) -> None:
        files = self.found.files
        self._there = frozenset(document_id(file.identity) for file in files)
        self._held_keys = frozenset((each.asked_id, each.source) for each in self.held)
        self._gone = [
            each for each in self.held if self._is_file(each) and each.asked_id not in self._there
        ]

    @property
    def items(self) -> list[Item | Outcome]:
        """The files to be read, and the folders that cannot be."""
        if not self.found.files and not self.found.closed:
            return []
        changed = (item for item in in_folder(self.found) if not self._is_known(item))
        return [_Watched(item, self) if isinstance(item, File) else item for item in changed]

    def run(self, items: Iterable[Item | Outcome], told: Told, read: Read) -> None:
        """Make the documents those of the folder; ``told`` hears of each as soon as it is durable.

        Raises:
            StoreError: nothing more can be stored; what was told of is.
            ModelError: the embedding model cannot be loaded.
        """
        add_items(self.index, items, lambda outcome: told(self._heard(outcome)), read=read)
        for outcome in self._removed():
            with suppress(NotFoundError):  # someone else was first
                self.index.remove(outcome.id or "")
            told(outcome)

    def rehearse(self, items: Iterable[Item | Outcome], told: Told, read: Read) -> None:
        """Tell what ``run`` would do; nothing is changed."""
        for item in items:
            outcomes = [item] if isinstance(item, Outcome) else self._rehearsed(item, read)
            for outcome in outcomes:
                told(self._heard(outcome))
        for outcome in self._removed():
            told(outcome)

    def settle(self, item: File, document: Document) -> Document:
        """Take note of a document of the folder; one that was moved is moved in the store."""
        moved = self._note(item, document)
        if moved is None:
            return item.settled(self.index, document)
        with suppress(NotFoundError):  # someone removes it just now: then it is a new one
            self.index.move(moved.document_id, asked_id=document.id, source=document.source)
        return document

    def _note(self, item: File, document: Document) -> Filed | None:
        """Take note of a document; return the one that it was before it was moved, if it was."""
        self.seen.add((document.id, document.source))
        if item.is_rows or not self._gone or self.index.filed_as(document.id):
            return None
        alike = [each for each in self._gone if _is_same_file(each, document)]
        if not alike:
            return None
        name = PurePosixPath(document.source).name
        found = max(alike, key=lambda each: PurePosixPath(each.source).name == name)
        self._gone.remove(found)
        self.moved.add(found.document_id)
        return found

    def _rehearsed(self, item: Item, read: Read) -> Iterator[Outcome]:
        for found in content(item, read):
            if isinstance(found, Outcome):
                yield found
                continue
            file = item.file if isinstance(item, _Watched) else None
            moved = self._note(file, found) if file else None
            yield self._status_of(found, moved)

    def _status_of(self, document: Document, moved: Filed | None) -> Outcome:
        passages = len(chunk(document))
        before = [moved] if moved else self.index.filed_as(document.id)
        if not before:
            return outcome_of(document, Added(document.id, "added", passages))
        (held, *_) = before
        same = replace(document, source=held.source).content_hash == held.content_hash
        status = "unchanged" if same else "replaced"
        return replace(
            outcome_of(document, Added(held.document_id, "unchanged", passages)), status=status
        )

    def _heard(self, outcome: Outcome) -> Outcome:
        if outcome.error is not None:
            self.failed.add(outcome.source)
            kept = any(source == outcome.source for _, source in self._held_keys)
            return replace(outcome, error=f"{outcome.error} {KEPT}") if kept else outcome
        return replace(outcome, status="moved") if outcome.id in self.moved else outcome

    def _removed(self) -> Iterator[Outcome]:
        """Yield the stored documents that the folder does not hold any more, for certain."""
        closed = tuple(shown(below) + "/" for below, _ in self.found.closed)
        rows_unclear = closed or any(name.lower().endswith(".jsonl") for name in self.failed)
        for each in self.held:
            there = each.asked_id in self._there or (each.asked_id, each.source) in self.seen
            unclear = each.source.startswith(closed) or (rows_unclear and not self._is_file(each))
            if there or unclear or each.document_id in self.moved:
                continue
            with suppress(NotFoundError):
                found = self.index.summary(each.document_id)
                yield Outcome(found.id, found.title, each.source, "removed", found.passages)

    def _is_file(self, each: Filed) -> bool:
        """Tell whether a document is a whole file; the others are rows of one."""
        path = Path(os.path.realpath(self.synced.folder), each.source)
        return each.asked_id == document_id(identity_of(path, resolved=True))

    def _is_known(self, item: Item | Outcome) -> bool:
        """Tell whether a file is as it was when it was read last, and its documents are stored."""
        known = self.synced.known.get(item.source)
        if known is None or not isinstance(item, File) or not known.keys <= self._held_keys:
            return False
        if known.signature != signature_of(item.path):
            return False
        self.seen |= known.keys
        if not known.whole:
            self.failed.add(item.source)
        return True


@dataclass(frozen=True, slots=True)
class _Watched:
    """A file of a synced folder: its plan hears of each of its documents."""

    file: File
    plan: Plan

    @property
    def source(self) -> str:
        return self.file.source

    @property
    def folder(self) -> str:
        return self.file.folder

    @property
    def is_rows(self) -> bool:
        return self.file.is_rows

    def documents(self, read: Read) -> Iterator[Document | RowError]:
        signature = signature_of(self.file.path)
        keys: set[Key] = set()
        whole = False
        try:
            failures = 0
            for found in self.file.documents(read):
                if isinstance(found, Document):
                    keys.add((found.id, found.source))
                failures += isinstance(found, RowError)
                yield found
            whole = not failures
        finally:
            known = _Known(signature, frozenset(keys), whole)
            self.plan.synced.known[self.source] = known

    def settled(self, _index: PassageIndex, document: Document) -> Document:
        return self.plan.settle(self.file, document)


def signature_of(path: Path) -> Signature:
    """Return what changes when a file does; empty if it cannot be told."""
    try:
        found = os.stat(path)  # noqa: PTH116 - its fields, quickly
    except OSError:
        return ()
    return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _is_same_file(each: Filed, document: Document) -> bool:
    same_kind = (
        PurePosixPath(each.source).suffix.lower() == PurePosixPath(document.source).suffix.lower()
    )
    return same_kind and each.text_hash == document.text_hash
