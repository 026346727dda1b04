"""The numbers of footnotes: in the order of their references, as Word saves them.

Word goes by the number that a reference names. LibreOffice (7.4) takes footnotes one after the
other, whatever their references name: where a new one comes before those that a file has, these are
numbered anew, as Word itself does when it saves the file.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.word.positions import Element, Part

_ID = re.compile(rb"\s(?:[\w.-]+:)?id\s*=\s*[\"'](-?\d+)[\"']")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of the footnotes of a document that is given new ones."""

    new: tuple[int, ...]
    """Of the new ones, in their order."""
    changed: dict[str, int]
    """Of those that it has, by their old numbers; empty if they keep them."""


def number_notes(part: Part, references: Sequence[Element], places: Sequence[int]) -> Numbers:
    """Return the numbers of new footnotes at ``places`` in the bytes of the text, in order.

    ``part`` holds the footnotes that there are, and ``references`` lead to them, in order.
    """
    if not references or not places or references[-1].start < places[0]:
        first = highest(part.found) + 1
        return Numbers(tuple(range(first, first + len(places))), {})
    own = [each.attributes.get("w:id", "") for each in part.found if not _is_line(each)]
    return _in_order(own, references, places, highest(filter(_is_line, part.found)) + 1)


def highest(elements: Iterable[Element]) -> int:
    """Return the highest number of some elements, at least 0."""
    stated = (each.attributes.get("w:id", "") for each in elements)
    return max((int(each) for each in stated if each.isdecimal() and len(each) < 9), default=0)


def _in_order(
    own: Iterable[str], references: Sequence[Element], places: Sequence[int], first: int
) -> Numbers:
    """Number all footnotes from ``first``: by their references, then those that have none."""
    known = set(own)
    order: list[tuple[int, int, str]] = [(at, number, "") for number, at in enumerate(places)]
    order += [(e.start, len(places), e.attributes.get("w:id", "")) for e in references]
    new: list[int] = []
    changed: dict[str, int] = {}
    for number, (_, place, old) in enumerate(sorted(order), first):
        if place < len(places):
            new.append(number)
        elif old in known:
            changed.setdefault(old, number)
    rest = (each for each in known if each not in changed)
    changed.update({each: n for n, each in enumerate(sorted(rest), first + len(order))})
    return Numbers(tuple(new), changed)


def renumbered(
    part: Part, elements: Iterable[Element], changed: dict[str, int]
) -> Iterator[tuple[int, int, bytes]]:
    """Yield where the old numbers of elements stand, from and to, and the new ones."""
    for each in elements:
        number = changed.get(each.attributes.get("w:id", ""))
        if number is not None and not _is_line(each):
            found = _ID.search(part.xml, each.start, part.xml.index(b">", each.start) + 1)
            if found:
                yield *found.span(1), str(number).encode()


def _is_line(footnote: Element) -> bool:
    """Tell whether it is no footnote but the line above them."""
    return footnote.attributes.get("w:type", "normal") != "normal"
