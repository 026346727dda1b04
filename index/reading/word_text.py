"""What stands in one paragraph of a Word document: seen and hidden text, notes, text boxes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from index.reading.symbols import symbol, without_private
from index.reading.word_styles import ANY_COLOR, Look, Style, Styles, W, look_of, value

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_V = "{urn:schemas-microsoft-com:vml}"

_HOLDERS = frozenset(
    W + name
    for name in (
        "hyperlink ins moveTo smartTag sdt sdtContent fldSimple customXml dir bdo ruby rubyBase"
    ).split()
)
_PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_NOTES = frozenset({f"{W}footnoteReference", f"{W}endnoteReference"})
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\u2011",
}
_GAP = re.compile(r"[ \t]*(?:\n[ \t]*)+|[ \t]{2,}")
_WHITE_FILLS = frozenset({"bg1", "lt1"})


@dataclass(slots=True)
class Content:
    """What a paragraph holds, in order."""

    seen: list[str] = field(default_factory=list)
    sources: list[etree._Element] = field(default_factory=list)
    """The element that each piece of ``seen`` was read from."""
    hidden: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """("footnote" or "endnote", its id)."""
    noted: list[int] = field(default_factory=list)
    """Behind how many pieces of ``seen`` each of ``notes`` stands."""
    boxes: list[tuple[etree._Element, Look]] = field(default_factory=list)
    """The contents of text boxes, with what surrounds the text in them."""
    page: int | None = None
    """Where its first seen text stands."""

    @property
    def text(self) -> str:
        """The text that a reader of the page sees."""
        return tidy("".join(self.seen))

    @property
    def code(self) -> str:
        """The text with its blanks as they are."""
        return "".join(self.seen).strip("\n").rstrip()

    @property
    def hidden_text(self) -> str:
        """The text that nobody sees."""
        return tidy("".join(self.hidden))


def tidy(text: str) -> str:
    """Return ``text`` with one sign for each stretch of blanks: line end before tab before space.

    Two and more line ends stay two: people part paragraphs so.
    """
    return _GAP.sub(_gap, text).strip()


def _gap(found: re.Match[str]) -> str:
    lines = found[0].count("\n")
    if lines:
        return "\n" * min(lines, 2)
    return "\t" if "\t" in found[0] else " "


class Texts:
    """Reads paragraphs one after the other, and counts the pages that they stand on."""

    def __init__(self, styles: Styles, *, has_pages: bool) -> None:
        self._styles = styles
        self.page = 1 if has_pages else None
        self._fields: list[bool] = []  # of each open field, whether its result has begun
        self._instructions = 0  # how many of them are still at their instruction

    def read(self, paragraph: etree._Element, style: Style, around: Look, into: Content) -> None:
        """Add what the paragraph holds ``into`` content."""
        # Instructions end with their paragraph, whatever a broken file leaves open.
        self._fields.clear()
        self._instructions = 0
        shaded = look_of(None, paragraph.find(f"{W}pPr"))
        self._inline(paragraph, shaded.over(style.look).over(around), into)

    def _inline(self, parent: etree._Element, look: Look, into: Content) -> None:
        for child in parent:
            if child.tag == f"{W}r":
                self._run(child, look, into)
            elif child.tag in _HOLDERS:
                self._inline(child, look, into)
            elif child.tag == f"{_MC}AlternateContent":
                for chosen in _chosen(child):
                    self._inline(chosen, look, into)
            elif child.tag in (f"{_M}oMath", f"{_M}oMathPara"):
                text = "".join(text.text or "" for text in child.iter(f"{_M}t"))
                self._add(text, look, into, child)

    def _run(self, run: etree._Element, around: Look, into: Content) -> None:
        properties = run.find(f"{W}rPr")
        look = around
        if properties is not None:
            named = value(properties.find(f"{W}rStyle"))
            look = look_of(properties)
            look = look.over(self._styles.of(named).look if named else Look()).over(around)
        for child in run:
            if child.tag == f"{W}t":
                self._add(without_private(child.text or ""), look, into, child)
            elif child.tag in _SIGNS:
                self._add(_SIGNS[child.tag], look, into, child)
            else:
                self._other(child, look, into)

    def _other(self, child: etree._Element, look: Look, into: Content) -> None:
        tag = child.tag
        if tag == f"{W}br":
            self._add("\n", look, into, child)
        elif tag == f"{W}lastRenderedPageBreak" and self.page is not None:
            self.page += 1
        elif tag == f"{W}fldChar":
            self._field(child.get(f"{W}fldCharType"))
        elif tag == f"{W}sym":
            self._add(_symbol(child), look, into, child)
        elif tag in _NOTES:
            into.notes.append((tag[len(W) : -len("Reference")], child.get(f"{W}id", "")))
            into.noted.append(len(into.seen))
        elif tag in _PICTURES or tag == f"{_MC}AlternateContent":
            into.boxes.extend(_text_boxes(child, Look()))
        elif tag in _HOLDERS:
            self._inline(child, look, into)

    def _field(self, change: str | None) -> None:
        if change == "begin":
            self._fields.append(False)
            self._instructions += 1
        elif change == "separate" and self._fields and not self._fields[-1]:
            self._fields[-1] = True
            self._instructions -= 1
        elif change == "end" and self._fields:
            self._instructions -= not self._fields.pop()

    def _add(self, text: str, look: Look, into: Content, source: etree._Element) -> None:
        if self._instructions:
            return
        if not text.isspace():
            if look.is_hidden:
                into.hidden.append(text)
                return
            into.page = into.page or self.page
        into.seen.append(text)
        into.sources.append(source)


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    return symbol(element.get(f"{W}font", ""), code)


def _chosen(alternate: etree._Element) -> Iterator[etree._Element]:
    """Yield the one of several forms of the same thing that is shown."""
    forms = [*alternate.iterchildren(f"{_MC}Choice"), *alternate.iterchildren(f"{_MC}Fallback")]
    yield from forms[:1]


def _text_boxes(element: etree._Element, around: Look) -> Iterator[tuple[etree._Element, Look]]:
    """Yield the contents of the text boxes in a picture or group, once each."""
    if element.tag == f"{W}txbxContent":
        yield element, around
        return
    if not isinstance(element.tag, str):
        return
    if element.tag == f"{_WPS}wsp":
        around = Look(back=_fill(element))
    elif element.tag.startswith(_V) and element.get("fillcolor"):
        around = Look(back=_vml_fill(element))
    inner = _chosen(element) if element.tag == f"{_MC}AlternateContent" else iter(element)
    for child in inner:
        yield from _text_boxes(child, around)


def _fill(shape: etree._Element) -> str | None:
    """Return the background of a shape: a colour, ``ANY_COLOR``, or None if the page shows."""
    properties = shape.find(f"{_WPS}spPr")
    if properties is None or properties.find(f"{_A}noFill") is not None:
        return None
    solid = properties.find(f"{_A}solidFill")
    if solid is not None:
        exact, theme = solid.find(f"{_A}srgbClr"), solid.find(f"{_A}schemeClr")
        if exact is not None:
            return exact.get("val")
        return None if theme is not None and theme.get("val") in _WHITE_FILLS else ANY_COLOR
    is_filled = properties.find(f"{_A}gradFill") is not None or (
        properties.find(f"{_A}blipFill") is not None
    )
    reference = shape.find(f"{_WPS}style/{_A}fillRef")
    is_styled = reference is not None and reference.get("idx") != "0"
    return ANY_COLOR if is_filled or is_styled else None


def _vml_fill(shape: etree._Element) -> str | None:
    color = shape.get("fillcolor", "").partition(" ")[0].lower()
    is_white = color in ("white", "#fff", "#ffffff", "window") or shape.get("filled") == "f"
    return None if is_white else ANY_COLOR
