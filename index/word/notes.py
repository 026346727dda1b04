"""Footnotes and comments written into a Word document; every other byte of it stays."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.errors import InputError, UnreadableDocumentError
from index.reading.archives import open_archive
from index.word.draft import WordDraft, read_draft
from index.word.fragments import (
    AUTHOR,
    BOOKMARK,
    Inline,
    bookmarked,
    comment,
    comment_end,
    comment_start,
    footnote,
    new_comments,
    new_footnotes,
    reference,
)
from index.word.numbering import Numbers, highest, number_notes, renumbered
from index.word.package import Package
from index.word.packing import ORIGIN, repacked, restored
from index.word.places import WANTED, Place, Places
from index.word.positions import Part, parse_part

_NOTES = frozenset({"w:footnote", "w:comment"})
_NUMBERED = frozenset({"w:bookmarkStart", "w:commentRangeStart", "w:ins", "w:del"})


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote behind the first ``at`` characters of the draft."""

    at: int
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on the characters ``start`` to ``end`` of the draft."""

    start: int
    end: int
    text: str


def with_notes(
    data: bytes,
    name: str,
    notes: Sequence[Note],
    remarks: Sequence[Remark] = (),
    *,
    with_origin: bool = True,
) -> bytes:
    """Return a Word document with footnotes and comments at places of its draft's text.

    With its origin in it, ``without_notes`` gives the very bytes back.

    Raises:
        InputError: it has such notes already.
        UnreadableDocumentError: broken, or written in a way that cannot be kept.
        TooLargeError: over a limit.
    """
    archive = open_archive(data, name)
    draft = read_draft(archive)
    package = Package(archive)
    written = _Writing(package, draft)
    written.write(notes, remarks)
    if with_origin:
        package.add_type(ORIGIN, "application/octet-stream")
    made = repacked(data, archive, package.changed, with_origin=with_origin)
    _check(made, name, draft, data if with_origin else None)
    return made


class _Writing:
    """Writes the notes of one document.

    No comment has the number of a footnote: LibreOffice (7.4) takes one for the other.
    """

    def __init__(self, package: Package, draft: WordDraft) -> None:
        self._package = package
        self._main = package.main
        wanted = WANTED | _NUMBERED | {"w:footnoteReference"}
        self._part = parse_part(package.read(self._main), package.archive.name, wanted)
        _refuse_ours(self._part)
        self._places = Places(self._part, draft.origins)
        self._referring = [e for e in self._part.found if e.name == "w:footnoteReference"]
        self._usual = package.dialect
        self._dialect = self._usual.within(self._part.root_tag)

    def write(self, notes: Sequence[Note], remarks: Sequence[Remark]) -> None:
        numbers = self._write_footnotes(notes) if notes else Numbers((), {})
        lowest = max([*numbers.new, *numbers.changed.values(), 0]) + 1
        first_remark = self._write_comments(remarks, lowest) if remarks else 0
        # What ends at a character stands before what begins behind it.
        placed = sorted(
            [
                *self._references(notes, numbers.new),
                *self._comment_ends(remarks, first_remark),
                *self._comment_starts(remarks, first_remark),
            ],
            key=lambda each: each[0],
        )
        changed = renumbered(self._part, self._referring, numbers.changed)
        written = _edited(self._part.xml, [(place, xml) for _, place, xml in placed], changed)
        self._package.changed[self._main] = self._part.encoded(written)

    def _references(
        self, notes: Sequence[Note], numbers: Sequence[int]
    ) -> Iterator[tuple[tuple[int, int], Place, str]]:
        bookmark = highest(e for e in self._part.found if e.name in _NUMBERED) + 1
        for count, (note, number) in enumerate(zip(notes, numbers, strict=True)):
            name = f"{BOOKMARK}{count + 1}"
            referred = reference(self._dialect, number)
            made = bookmarked(self._dialect, referred, bookmark + count, name)
            yield (note.at, 0), self._places.behind(note.at - 1), made

    def _comment_ends(
        self, remarks: Sequence[Remark], first: int
    ) -> Iterator[tuple[tuple[int, int], Place, str]]:
        for number, remark in enumerate(remarks, first):
            made = comment_end(self._dialect, number)
            yield (remark.end, 1), self._places.behind(remark.end - 1), made

    def _comment_starts(
        self, remarks: Sequence[Remark], first: int
    ) -> Iterator[tuple[tuple[int, int], Place, str]]:
        for number, remark in enumerate(remarks, first):
            made = comment_start(self._dialect, number)
            yield (remark.start, 2), self._places.before(remark.start), made

    def _write_footnotes(self, notes: Sequence[Note]) -> Numbers:
        """Write what the notes say, and return by which numbers."""
        usual = self._usual
        name = self._package.part_of_kind("footnotes", new_footnotes(usual), usual)
        targets = {each.link for note in notes for each in note.inlines if each.leads}
        kind = f"{usual.relations}/hyperlink"
        links = self._package.add_relations(name, kind, sorted(targets), is_external=True)
        part = self._package.parsed(name, *_NOTES)
        dialect = usual.within(part.root_tag)
        places = [self._places.behind(note.at - 1).at for note in notes]
        numbers = number_notes(part, self._referring, places)
        written = [
            footnote(dialect, number, note.inlines, links)
            for number, note in zip(numbers.new, notes, strict=True)
        ]
        placed = list(zip(self._beside(part, places), written, strict=True))
        changed = renumbered(part, part.found, numbers.changed)
        self._package.changed[name] = part.encoded(_edited(part.xml, placed, changed))
        return numbers

    def _beside(self, part: Part, places: Sequence[int]) -> Iterator[Place]:
        """Yield where among the footnotes that there are the new ones stand: as in the text."""
        ends = {each.attributes.get("w:id"): each.end for each in part.found}
        lines = (each.end for each in part.found if "w:type" in each.attributes)
        opening = max(lines, default=part.root.close)
        for at in places:
            before = bisect_left(self._referring, at, key=lambda each: each.start) - 1
            number = self._referring[before].attributes.get("w:id") if before >= 0 else None
            yield Place(ends.get(number, opening))

    def _write_comments(self, remarks: Sequence[Remark], lowest: int) -> int:
        """Write what the comments say, and return the number of the first, at least ``lowest``."""
        usual = self._usual
        name = self._package.part_of_kind("comments", new_comments(usual), usual)
        part = self._package.parsed(name, *_NOTES)
        if any(each.attributes.get("w:author") == AUTHOR for each in part.found):
            raise _has_ours()
        first = max(highest(part.found) + 1, lowest)
        dialect = usual.within(part.root_tag)
        told = (comment(dialect, n, each.text) for n, each in enumerate(remarks, first))
        self._package.append(name, part, "".join(told))
        return first


def _edited(
    xml: bytes, placed: Sequence[tuple[Place, str]], changed: Iterable[tuple[int, int, bytes]]
) -> bytes:
    """Return XML with what is inserted, and some bytes changed; a run is parted once at a place."""
    edits = [(start, end, content) for start, end, content in changed]
    for _, group in groupby(sorted(placed, key=_where), key=_where):
        (place, _), *_ = together = list(group)
        content = "".join(made for _, made in together).encode()
        edits.append((place.at, place.at, place.before + content + place.behind))
    parts: list[bytes] = []
    position = 0
    for start, end, content in sorted(edits):
        parts += [xml[position:start], content]
        position = end
    return b"".join([*parts, xml[position:]])


def _where(placed: tuple[Place, str]) -> int:
    return placed[0].at


def _refuse_ours(part: Part) -> None:
    for each in part.found:
        is_bookmark = each.name == "w:bookmarkStart"
        if is_bookmark and each.attributes.get("w:name", "").startswith(BOOKMARK):
            raise _has_ours()


def _has_ours() -> InputError:
    return InputError(
        "The draft has citations of Pincite already. Take them out first: "
        "`pincite check FILE --remove OUT`."
    )


def _check(made: bytes, name: str, draft: WordDraft, data: bytes | None) -> None:
    """Check that nothing but notes was added.

    Raises:
        UnreadableDocumentError: the file is made in a way that was not foreseen.
    """
    archive = open_archive(made, name)
    is_kept = data is None or restored(made, archive) == data
    if not is_kept or read_draft(archive).text != draft.text:
        raise UnreadableDocumentError(
            f"{name} is made in an unusual way, in which notes cannot be written without "
            "changing it. Save it again in Word."
        )
