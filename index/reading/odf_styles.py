"""The styles of an OpenDocument file: what text looks like, and how lists are numbered."""

import re
from dataclasses import dataclass, field

from lxml import etree

from index.reading.word_lists import BULLET, letter, roman
from index.reading.word_styles import ANY_COLOR, Look

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

OUTLINE = "outline numbering"
"""The name here of the list that headings are numbered in."""

_NO_LOOK = Look()
_DEPTHS = 10
_LONGEST_CHAIN = 20
_POINTS = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)pt")
_ENCODED = re.compile(r"_([0-9a-fA-F]{2})_")
_CODE = frozenset({"preformatted text", "source code"})


@dataclass(frozen=True, slots=True)
class OdfStyle:
    """A style with all that it inherits."""

    names: tuple[str, ...] = ()
    """Its own name and those that it derives from, in small letters."""
    look: Look = _NO_LOOK
    listed: str | None = None
    """The list style that its paragraphs are numbered in."""
    is_hidden: bool = False
    """Of a table's row, column or a section: not displayed."""

    @property
    def is_title(self) -> bool:
        """Tell whether a paragraph of this style is the document's title."""
        return "title" in self.names

    @property
    def is_caption(self) -> bool:
        """Tell whether a paragraph of this style is a caption."""
        return "caption" in self.names

    @property
    def is_code(self) -> bool:
        """Tell whether a paragraph of this style is code."""
        return not _CODE.isdisjoint(self.names)


PLAIN = OdfStyle()


@dataclass(frozen=True, slots=True)
class _Level:
    form: str | None
    """"1", "a", "A", "i", "I", empty for no number; None for a bullet."""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1
    """How many depths' numbers are shown."""


@dataclass(slots=True)
class Counter:
    """The numbers reached in one list, by depth from 0."""

    counts: dict[int, int] = field(default_factory=dict)

    def step(self, depth: int, start: int) -> int:
        """Count one item on at a depth; deeper ones begin again."""
        self.counts[depth] = self.counts.get(depth, start - 1) + 1
        for deeper in [each for each in self.counts if each > depth]:
            del self.counts[deeper]
        return self.counts[depth]


class OdfStyles:
    """All styles of one file, by family and name."""

    def __init__(self) -> None:
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._found: dict[tuple[str, str], OdfStyle] = {}
        self._lists: dict[str, dict[int, _Level]] = {}

    def add(self, styles: etree._Element | None) -> None:
        """Take in the styles under an element; those that came before stay."""
        for style in () if styles is None else styles:
            if style.tag == f"{STYLE}style":
                key = (style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", ""))
                self._elements.setdefault(key, style)
            elif style.tag == f"{STYLE}default-style":
                self._elements.setdefault((style.get(f"{STYLE}family", ""), ""), style)
            elif style.tag in (f"{TEXT}list-style", f"{TEXT}outline-style"):
                is_outline = style.tag == f"{TEXT}outline-style"
                name = OUTLINE if is_outline else style.get(f"{STYLE}name", "")
                self._lists.setdefault(name, _levels(style))

    def of(self, family: str, name: str | None) -> OdfStyle:
        """Return a style; an unknown one says nothing."""
        chain: list[tuple[str, str]] = []
        key = (family, name or "")
        while key in self._elements and key not in self._found and len(chain) < _LONGEST_CHAIN:
            if key in chain:
                break
            chain.append(key)
            key = (family, self._elements[key].get(f"{STYLE}parent-style-name", ""))
        while chain:
            key = chain.pop()
            above = self._found.get((family, self._above(key)), PLAIN)
            self._found[key] = _resolved(self._elements[key], above)
        return self._found.get((family, name or ""), PLAIN)

    def _above(self, key: tuple[str, str]) -> str:
        stated = self._elements[key].get(f"{STYLE}parent-style-name")
        return "" if stated is None or stated == key[1] else stated

    def mark(self, listed: str | None, depth: int, counter: Counter) -> str:
        """Return the number or bullet of the next item of a list; empty if it has none."""
        levels = self._lists.get(listed or "")
        if levels is None or depth >= _DEPTHS:
            return BULLET if levels is None else ""
        level = levels.get(depth, _Level(None))
        if level.form is None:
            return BULLET
        counter.step(depth, level.start)
        if not level.form:
            return ""
        first = max(0, depth - level.shown + 1)
        numbers = [_number(levels, outer, counter) for outer in range(first, depth + 1)]
        return f"{level.before}{'.'.join(filter(None, numbers))}{level.after}".strip()

    def has_list(self, name: str) -> bool:
        """Tell whether there is a list style of this name."""
        return name in self._lists


def _number(levels: dict[int, _Level], depth: int, counter: Counter) -> str:
    level = levels.get(depth, _Level("1"))
    number = counter.counts.get(depth, level.start)
    if level.form in ("a", "A"):
        shown = letter(number)
    elif level.form in ("i", "I"):
        shown = roman(number)
    else:
        shown = str(number) if level.form else ""
    return shown.upper() if level.form in ("A", "I") else shown


def _levels(style: etree._Element) -> dict[int, _Level]:
    levels = {}
    for each in style:
        depth = whole(each.get(f"{TEXT}level"), 0) - 1
        is_number = each.get(f"{STYLE}num-format") is not None and "bullet" not in str(each.tag)
        levels[depth] = _Level(
            each.get(f"{STYLE}num-format", "") if is_number else None,
            each.get(f"{STYLE}num-prefix", "")[:_DEPTHS],
            each.get(f"{STYLE}num-suffix", "")[:_DEPTHS],
            whole(each.get(f"{TEXT}start-value"), 1),
            whole(each.get(f"{TEXT}display-levels"), 1),
        )
    return levels


def _resolved(style: etree._Element, above: OdfStyle) -> OdfStyle:
    name = _ENCODED.sub(lambda code: chr(int(code[1], 16)), style.get(f"{STYLE}name", ""))
    return OdfStyle(
        (name.lower(), *above.names),
        _look(style).over(above.look),
        style.get(f"{STYLE}list-style-name") or above.listed,
        _is_hidden(style) or above.is_hidden,
    )


def _look(style: etree._Element) -> Look:
    color = size = None
    vanishes = None
    text = style.find(f"{STYLE}text-properties")
    if text is not None:
        color = _color(text.get(f"{_FO}color"))
        points = _POINTS.fullmatch(text.get(f"{_FO}font-size", ""))
        size = round(float(points[1]) * 2) if points else None
        vanishes = {"none": True, "true": False}.get(text.get(f"{TEXT}display", ""))
    backs = [_color(each.get(f"{_FO}background-color")) for each in style]
    back = next((each for each in backs if each), None) or _filled(style)
    return Look(vanishes, color, size, back)


def _filled(style: etree._Element) -> str | None:
    """Return the background of a shape, ``ANY_COLOR`` if it is not plain."""
    graphic = style.find(f"{STYLE}graphic-properties")
    fill = "" if graphic is None else graphic.get(f"{DRAW}fill", "")
    if graphic is None or fill in ("", "none"):
        return None
    return (_color(graphic.get(f"{DRAW}fill-color")) if fill == "solid" else None) or ANY_COLOR


def _is_hidden(style: etree._Element) -> bool:
    return any(
        each.get(f"{TABLE}display") == "false" or each.get(f"{TEXT}display") == "none"
        for each in style
        if each.tag != f"{STYLE}text-properties"
    )


def _color(stated: str | None) -> str | None:
    is_color = stated is not None and len(stated) == 7 and stated.startswith("#")
    return str(stated)[1:] if is_color else None


def page_color(root: etree._Element) -> str | None:
    """Return the background that a page layout states; None if the pages are white."""
    layouts = root.iter(f"{STYLE}page-layout-properties")
    return next(
        filter(None, (_color(each.get(f"{_FO}background-color")) for each in layouts)), None
    )


def whole(stated: str | None, default: int) -> int:
    """Return a whole number as stated, else the default."""
    is_number = stated is not None and stated.isdecimal() and len(stated) < 9
    return int(str(stated)) if is_number else default
