"""Where in the bytes of a Word document something may be inserted beside a character of its text.

A footnote's reference is a run of its own. Where it is to stand inside another run, that one is
parted: its tags are closed before, and written anew, properties included, behind. What must stay in
one piece (a link, a field, a formula, a text box) has it behind, not inside.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from index.word.draft import ATOMS, Origins
from index.word.positions import Element, Part, byte_behind

WANTED = frozenset({*ATOMS, "w:p", "w:r", "w:rPr", "w:fldChar"})
"""The elements that places are found by."""
_OPEN = frozenset({"w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:dir", "w:bdo"})
"""What may hold a new run beside those that it has."""


@dataclass(frozen=True, slots=True)
class Place:
    """Bytes inserted at ``at`` stand between ``before`` and ``behind``, which part a run there."""

    at: int
    before: bytes = b""
    behind: bytes = b""


@dataclass(frozen=True, slots=True)
class _Atom:
    element: Element
    run: Element | None
    """The run that it stands in; None where something holds it that stays in one piece."""
    holders: tuple[Element, ...]
    """What stays in one piece round it."""
    field: tuple[Element, Element] | None = None
    """The runs that begin and end the field which it is shown by."""


class Places:
    """The places of one document's text."""

    def __init__(self, part: Part, origins: Origins) -> None:
        self._part = part
        self._origins = origins
        self._atoms = list(_atoms(part))
        self._openings = part.openings()

    def behind(self, offset: int) -> Place:
        """Return the place behind the character at an offset of the text."""
        number, character = self._origins.of(offset)
        atom = self._atoms[number]
        ends = [each.end for each in atom.holders]
        ends += [atom.field[1].end] if atom.field else []
        if ends or atom.run is None:
            return Place(max(ends, default=atom.element.end))
        element = atom.element
        if element.name == "w:t" and not element.is_whole:
            at = byte_behind(self._part.xml, element, character + 1)
            if at < element.close:
                return self._inside(atom.run, element, at)
        if self._is_blank(element.end, atom.run.close):
            return Place(atom.run.end)
        return self._between(atom.run, element.end)

    def before(self, offset: int) -> Place:
        """Return the place before the character at an offset of the text."""
        number, character = self._origins.of(offset)
        atom = self._atoms[number]
        starts = [each.start for each in atom.holders]
        starts += [atom.field[0].start] if atom.field else []
        if starts or atom.run is None:
            return Place(min(starts, default=atom.element.start))
        element = atom.element
        if element.name == "w:t" and not element.is_whole and character:
            at = byte_behind(self._part.xml, element, character)
            return self._inside(atom.run, element, at)
        if self._is_blank(self._openings[atom.run], element.start):
            return Place(atom.run.start)
        return self._between(atom.run, element.start)

    def _inside(self, run: Element, text: Element, at: int) -> Place:
        name = self._part.raw_name(text)
        between = self._between(run, at)
        return Place(
            at,
            b"</%b>%b" % (name, between.before),
            b'%b<%b xml:space="preserve">' % (between.behind, name),
        )

    def _between(self, run: Element, at: int) -> Place:
        opening = self._part.xml[run.start : self._openings[run]]
        return Place(at, b"</%b>" % self._part.raw_name(run), opening)

    def _is_blank(self, start: int, end: int) -> bool:
        return not self._part.xml[start:end].strip()


def _atoms(part: Part) -> Iterator[_Atom]:
    """Yield the atoms of a document in order."""
    fields = _fields(part)
    for element in part.found:
        if element.name in ATOMS:
            held = _held(element)
            run = element.parent if element.parent and element.parent.name == "w:r" else None
            yield _Atom(element, None if held else run, held, fields.get(element))


def _held(element: Element) -> tuple[Element, ...]:
    """Return the outermost element inside the outermost paragraph that stays in one piece."""
    path = [element]
    while (above := path[-1].parent) is not None:
        path.append(above)
    outermost = next((n for n in reversed(range(len(path))) if path[n].name == "w:p"), 0)
    inner = path[:outermost]
    while inner and inner[-1].name in _OPEN:
        inner.pop()
    if [each.name for each in inner] == [element.name, "w:r"]:
        return ()
    return tuple(inner[-1:])


def _fields(part: Part) -> dict[Element, tuple[Element, Element]]:
    """Return for each atom in a field that ends in its paragraph the runs of its two ends."""
    found: dict[Element, tuple[Element, Element]] = {}
    paragraph: Element | None = None
    begun: list[Element] = []
    inside: list[Element] = []
    for element in part.found:
        if element.name == "w:p" and not _is_inside(element, paragraph):
            paragraph, begun, inside = element, [], []
        elif element.name == "w:fldChar":
            kind = element.attributes.get("w:fldCharType")
            if kind == "begin":
                begun.append(element)
            elif kind == "end" and begun:
                first = begun.pop()
                if not begun:
                    ends = (_run_of(first), _run_of(element))
                    found.update(dict.fromkeys(inside, ends))
                    inside = []
        elif begun and element.name in ATOMS:
            inside.append(element)
    return found


def _run_of(element: Element) -> Element:
    return element.parent or element


def _is_inside(element: Element, other: Element | None) -> bool:
    return other is not None and other.start < element.start < other.end
