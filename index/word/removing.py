"""Our footnotes and comments taken out of a Word document again."""

import re
from dataclasses import dataclass

from index.reading.archives import open_archive
from index.reading.parts import related
from index.word.fragments import AUTHOR, BOOKMARK
from index.word.package import Package
from index.word.packing import repacked, restored
from index.word.positions import Element, Part

_MARKS_OF_COMMENTS = frozenset({"w:commentReference", "w:commentRangeStart", "w:commentRangeEnd"})
_IN_TEXT = (
    *("w:bookmarkStart", "w:bookmarkEnd", "w:p", "w:r", "w:rPr", "w:t", "w:footnoteReference"),
    *_MARKS_OF_COMMENTS,
)
_OUR_NAME = re.compile(BOOKMARK + r"\d+")
_BESIDE_COMMENTS = (  # what newer versions of Word keep about each comment, by its paragraph
    ("commentsExtended", "w15:commentEx", "w15:paraId"),
    ("commentsIds", "w16cid:commentId", "w16cid:paraId"),
)


@dataclass(frozen=True, slots=True)
class Freed:
    """A Word document without our notes."""

    data: bytes
    is_original: bool
    """These are the very bytes that the notes were written into; else the file was saved by
    another program since, and only the notes were taken out."""
    notes: int = 0
    """How many were taken out of a file that was saved since."""


def without_notes(data: bytes, name: str) -> Freed:
    """Return a Word document without the footnotes and comments that ``with_notes`` wrote.

    Raises:
        UnreadableDocumentError: broken, encrypted, or no Word document.
        TooLargeError: over a limit.
    """
    archive = open_archive(data, name)
    if (found := restored(data, archive)) is not None:
        return Freed(found, is_original=True)
    package = Package(archive)
    comments = _take_comments(package)
    part = package.parsed(package.main, *_IN_TEXT)
    ours = _ours(part, comments)
    footnotes = {e.attributes.get("w:id", "") for e in ours if e.name == "w:footnoteReference"}
    _take_footnotes(package, footnotes)
    package.cut(package.main, part, _whole(part, ours))
    if not package.changed:
        return Freed(data, is_original=False)
    made = repacked(data, archive, package.changed, with_origin=False)
    return Freed(made, is_original=False, notes=len(footnotes) + len(comments))


def _take_comments(package: Package) -> set[str]:
    """Take our comments out of their part, and return their ids."""
    ids: set[str] = set()
    paragraphs: set[str] = set()
    for name in related(package.archive, package.main, "comments"):
        part = package.parsed(name, "w:comment", "w:p")
        ours = [each for each in part.found if each.attributes.get("w:author") == AUTHOR]
        ids |= {each.attributes.get("w:id", "") for each in ours}
        held = set(ours)
        inner = [each for each in part.found if each.parent in held]
        paragraphs |= {each.attributes.get("w14:paraId", "") for each in inner}
        package.cut(name, part, ours)
    for kind, tag, key in _BESIDE_COMMENTS:
        for name in related(package.archive, package.main, kind) if ids else ():
            part = package.parsed(name, tag)
            package.cut(name, part, [e for e in part.found if e.attributes.get(key) in paragraphs])
    return ids


def _take_footnotes(package: Package, ids: set[str]) -> None:
    for name in related(package.archive, package.main, "footnotes"):
        part = package.parsed(name, "w:footnote")
        ours = [each for each in part.found if each.attributes.get("w:id") in ids]
        package.cut(name, part, ours)


def _ours(part: Part, comments: set[str]) -> list[Element]:
    """Return what is ours in a text: bookmarks, the reference that each marks, marks of comments.

    LibreOffice closes a bookmark before its reference where another one follows: so an empty one
    marks what comes next.
    """
    ours: list[Element] = []
    bookmarks: set[str] = set()
    is_awaited = is_over = False
    for each in part.found:
        number = each.attributes.get("w:id", "")
        if each.name == "w:bookmarkStart" and _OUR_NAME.fullmatch(
            each.attributes.get("w:name", "")
        ):
            bookmarks.add(number)
            is_awaited, is_over = True, False
            ours.append(each)
        elif each.name == "w:bookmarkEnd" and number in bookmarks:
            is_over = True
            ours.append(each)
        elif each.name == "w:footnoteReference" and is_awaited:
            is_awaited = False
            ours.append(each)
        elif each.name in _MARKS_OF_COMMENTS and number in comments:
            ours.append(each)
        elif each.name in ("w:t", "w:p") and is_over:
            is_awaited = False
    return ours


def _whole(part: Part, ours: list[Element]) -> list[Element]:
    """Return the elements, in place of a reference its run if nothing else is in that."""
    openings = part.openings()
    found = []
    for each in ours:
        run = each.parent
        if run is not None and run.name == "w:r":
            inner = part.xml[openings[run] : each.start] + part.xml[each.end : run.close]
            found.append(each if inner.strip() else run)
        else:
            found.append(each)
    return found
