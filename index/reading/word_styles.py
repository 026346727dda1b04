"""The styles of a Word document: what a paragraph is, and how its text looks unless it says so."""

import re
from dataclasses import dataclass, replace

from lxml import etree

from index.reading.archives import Archive
from index.reading.parts import part_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

ANY_COLOR = "any"
"""A background that is there but not known: text on it is taken as seen."""

_HEADING = re.compile(r"heading ?([1-9])")
_COLOR = re.compile(r"[0-9A-Fa-f]{6}")
_DEEPEST = 9
_LONGEST_CHAIN = 20
_NEAR = 15  # of 255, in each colour: nearer than that is not told apart
_SMALLEST = 4  # half-points: nobody reads letters of 2 points
_MARKERS = {"black": "000000", "white": "FFFFFF"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks; None where it leaves that to what surrounds it."""

    vanishes: bool | None = None
    color: str | None = None
    """RRGGBB, or "auto"."""
    size: int | None = None
    """In half-points."""
    back: str | None = None
    """The colour behind it, RRGGBB, or ``ANY_COLOR``; None is the page's white."""
    bold: bool | None = None

    def over(self, below: "Look") -> "Look":
        """Return this look, completed by that of what surrounds it."""
        if self == _PLAIN:
            return below
        return Look(
            below.vanishes if self.vanishes is None else self.vanishes,
            self.color or below.color,
            below.size if self.size is None else self.size,
            self.back or below.back,
            below.bold if self.bold is None else self.bold,
        )

    @property
    def is_hidden(self) -> bool:
        """Tell whether no reader sees the text: it vanishes, is too small, or as its background."""
        if self.vanishes or (self.size is not None and self.size <= _SMALLEST):
            return True
        color, back = _rgb(self.color), _rgb(self.back or "FFFFFF")
        if color is None or back is None:
            return False
        return all(abs(a - b) <= _NEAR for a, b in zip(color, back, strict=True))


_PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs, runs or tables with what it inherits."""

    name: str = ""
    """In English and small letters if it is one of Word's own, in every language of Word."""
    level: int | None = None
    """Depth of a heading from 1."""
    numbering: tuple[str, int] | None = None
    """The list that its paragraphs are numbered in, and the depth in it from 0."""
    look: Look = _PLAIN
    shades_first_row: bool = False
    """Of a table: the first row is set off."""
    is_shaded: bool = False
    """Of a table: some of its cells have a background."""


class Styles:
    """The styles of one document by their ids."""

    def __init__(self, archive: Archive, part: str | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._found: dict[str, Style] = {}
        self._root = self.default = Style()
        if part is None:
            return
        root = part_xml(archive, part)
        stated = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._root = self.default = Style(look=look_of(stated))
        for style in root.iterchildren(f"{W}style"):
            self._elements.setdefault(style.get(f"{W}styleId", ""), style)
        for style_id, style in self._elements.items():
            if style.get(f"{W}type") == "paragraph" and is_on(style.get(f"{W}default", "0")):
                self.default = self.of(style_id)

    def of(self, style_id: str | None) -> Style:
        """Return a style; an unknown one is that of plain paragraphs."""
        if style_id is None or style_id not in self._elements:
            return self.default
        chain = self._chain(style_id)
        while chain:
            self._resolve(chain.pop())
        return self._found[style_id]

    def _chain(self, style_id: str) -> list[str]:
        """Return the styles to resolve for this one, its own id first."""
        chain: list[str] = []
        following: str | None = style_id
        while following in self._elements and following not in self._found:
            if following in chain or len(chain) == _LONGEST_CHAIN:
                break
            chain.append(following)
            following = value(self._elements[following].find(f"{W}basedOn"))
        return chain

    def _resolve(self, style_id: str) -> None:
        element = self._elements[style_id]
        # A style of characters leaves to the paragraph's what it does not state.
        root = self._root if element.get(f"{W}type") == "paragraph" else Style()
        above = self._found.get(value(element.find(f"{W}basedOn")) or "", root)
        name = (value(element.find(f"{W}name")) or style_id).lower()
        paragraph = element.find(f"{W}pPr")
        self._found[style_id] = replace(
            above,
            name=_own_name(name, style_id, above),
            level=_level(name, style_id, paragraph, above),
            numbering=numbering_of(paragraph, above.numbering),
            look=look_of(element.find(f"{W}rPr"), paragraph).over(above.look),
            shades_first_row=above.shades_first_row or _shades_first_row(element),
            is_shaded=above.is_shaded or _is_shaded(element),
        )


def value(element: etree._Element | None) -> str | None:
    """Return the ``w:val`` of an element that may be absent."""
    return None if element is None else element.get(f"{W}val")


def is_on(state: str | None) -> bool:
    """Tell whether a switch is on: an element that is there without a value is."""
    return state not in ("0", "false", "off", "none")


def look_of(run: etree._Element | None, *shaded: etree._Element | None) -> Look:
    """Return the look that ``w:rPr`` states, before the shading of what surrounds it."""
    back = next((fill for fill in map(shading_of, shaded) if fill), None)
    if run is None or not len(run):
        return Look(back=back) if back else _PLAIN
    size = value(run.find(f"{W}sz"))
    return Look(
        _switch(run, "vanish"),
        value(run.find(f"{W}color")),
        int(size) if size and size.isdecimal() and len(size) < 9 else None,
        _marker(run) or shading_of(run) or back,
        _switch(run, "b"),
    )


def shading_of(properties: etree._Element | None) -> str | None:
    """Return the colour of the background that properties state, None if it shows through."""
    shading = None if properties is None else properties.find(f"{W}shd")
    if shading is None:
        return None
    # Of a solid pattern the colour covers the fill.
    is_solid = shading.get(f"{W}val") == "solid"
    fill = shading.get(f"{W}color" if is_solid else f"{W}fill")
    return None if fill == "auto" else fill


def numbering_of(
    paragraph: etree._Element | None, above: tuple[str, int] | None
) -> tuple[str, int] | None:
    """Return the list and the depth in it that paragraph properties state, else those above."""
    stated = None if paragraph is None else paragraph.find(f"{W}numPr")
    if stated is None:
        return above
    listed = value(stated.find(f"{W}numId")) or (above[0] if above else None)
    depth = value(stated.find(f"{W}ilvl")) or ""
    inherited = above[1] if above else 0
    return (
        (listed, int(depth) if depth.isdecimal() and len(depth) < 9 else inherited)
        if listed
        else None
    )


def outline_level(paragraph: etree._Element | None) -> int | None:
    """Return the heading level from 1 that paragraph properties state; 0 is "none at all"."""
    stated = value(None if paragraph is None else paragraph.find(f"{W}outlineLvl"))
    if stated is None or not stated.isdecimal():
        return None
    return int(stated) + 1 if int(stated) < _DEEPEST else 0


def _level(name: str, style_id: str, paragraph: etree._Element | None, above: Style) -> int | None:
    own = outline_level(paragraph)
    if own is not None:
        return own or None
    named = _HEADING.fullmatch(name) or _HEADING.fullmatch(style_id.lower())
    if named:
        return int(named[1])
    return 1 if name == "title" else above.level


def _own_name(name: str, style_id: str, above: Style) -> str:
    """Return the name of the style, or of the one of Word's own that it derives from."""
    known = ("title", "subtitle", "caption", "toc", "footnote text", "endnote text")
    if above.name.startswith(known) and not name.startswith(known):
        return above.name
    return "caption" if style_id.lower() == "caption" else name


def _shades_first_row(style: etree._Element) -> bool:
    return any(
        each.get(f"{W}type") == "firstRow" and len(each)
        for each in style.iterchildren(f"{W}tblStylePr")
    )


def _is_shaded(style: etree._Element) -> bool:
    is_table = style.get(f"{W}type") == "table"
    return is_table and any(shading_of(cell) for cell in style.iter(f"{W}tcPr", f"{W}tblPr"))


def _switch(run: etree._Element, name: str) -> bool | None:
    found = run.find(f"{W}{name}")
    return None if found is None else is_on(found.get(f"{W}val"))


def _marker(run: etree._Element) -> str | None:
    color = value(run.find(f"{W}highlight"))
    return None if color in (None, "none") else _MARKERS.get(str(color), "FFFF00")


def _rgb(color: str | None) -> bytes | None:
    """Return a colour's three parts; None if none is stated, or Word chooses one that is seen."""
    return bytes.fromhex(color) if color and _COLOR.fullmatch(color) else None
