"""Which words of a web page its reader does not see.

Told from what the file itself says: attributes, style attributes and the rules of style elements.
What a page would still do by scripts or by style sheets elsewhere is not known.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.reading.html_style import NO_STYLE, Style, style_sheet
from index.reading.html_tree import Element, Event, elements_of, walk

# What browsers show nothing of: never part of the text.
UNSHOWN = frozenset(
    "head title base link meta script style noscript template svg iframe object embed applet audio"
    " video canvas datalist noembed noframes map area param source track rp annotation"
    " annotation-xml".split()
)
_READ_OUT = frozenset(  # the usual classes for what only screen readers tell
    "sr-only visually-hidden visuallyhidden screen-reader-text screenreader-text element-invisible"
    " a11y-hidden assistive-text screen-reader-only u-visually-hidden cdk-visually-hidden".split()
)
_NOTHING = r"(?:0*+\.)?0++(?:px|pt|em|rem|ex|ch|%|vw|vh|cm|mm|in)?"
_ZERO = re.compile(_NOTHING)
_TINY = re.compile(r"(?:0*+\.\d++|0|1(?:\.[0-4]\d*)?)(?:px|pt)")
_RELATIVE = re.compile(r"[\d.]+(?:em|%|ex|ch)|inherit|smaller|larger|unset")
_FAR = re.compile(r"-(?:\d{4,}|999)(?:\.\d+)?(?:px|pt|em|rem|%|vw|vh|ch)?")
_CLIPPED = re.compile(
    r"rect\(\s*(?:0|1px|0px|auto)?(?:[\s,]+(?:0|1px|0px)){3}\s*\)"
    r"|inset\(\s*(?:50|100)%.*\)|circle\(\s*0(?:px|%)?\s*(?:at .*)?\)"
)
_MOVED = re.compile(
    r"scale[xy]?\(\s*0(?:\s*,\s*0)?\s*\)|translate(?:3d|[xy])?\([^)]*-\d{4,}px[^)]*\)"
)
_HEX = re.compile(r"#([0-9a-f]{3,8})")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,/]+([\d.]+%?))?\s*\)")
_NAMED = {"white": "fff", "black": "000", "red": "f00", "blue": "00f", "yellow": "ff0",
          "silver": "c0c0c0", "gray": "808080", "grey": "808080", "lime": "0f0", "aqua": "0ff",
          "cyan": "0ff", "fuchsia": "f0f", "magenta": "f0f", "snow": "fffafa", "ivory": "fffff0",
          "whitesmoke": "f5f5f5", "ghostwhite": "f8f8ff", "green": "008000", "navy": "000080",
          "maroon": "800000", "purple": "800080", "olive": "808000", "teal": "008080",
          "orange": "ffa500", "lightgray": "d3d3d3", "lightgrey": "d3d3d3"}  # fmt: skip
_ALIKE = 12  # of 255 in each of red, green and blue: nobody reads text on it

_Colour = tuple[int, int, int]
_WHITE: _Colour = (255, 255, 255)
_BLACK: _Colour = (0, 0, 0)
_OF_THEIR_OWN = frozenset("mark button input select textarea".split())


@dataclass(frozen=True, slots=True)
class _Look:
    """What an element hands down to the text in it."""

    gone: bool = False
    """Nothing in it is shown, whatever its parts say."""
    invisible: bool = False
    tiny: bool = False
    colour: _Colour | None = None
    """None is the page's own."""
    clear: bool = False
    """Letters without a colour."""
    ground: _Colour | None = None
    """None where a picture or a style sheet elsewhere may be behind the text."""

    @property
    def hides(self) -> bool:
        faded = self.clear or (
            self.colour is not None and self.ground is not None and _near(self.colour, self.ground)
        )
        return self.gone or self.invisible or self.tiny or faded


def mark_hidden(root: Element, styles: Sequence[str] = ()) -> None:
    """Set ``hidden`` on each element whose own words are not seen.

    ``styles`` are style sheets that the page refers to, where they are known.
    """
    sheet = style_sheet([*styles, *_own_styles(root)])
    plain = not any("stylesheet" in each.get("rel").lower() for each in _links(root))
    looks = [_Look(colour=_BLACK, ground=_WHITE) if plain else _Look()]
    for event, element, _ in walk(root):
        if event is Event.ENTER:
            looks.append(_look(looks[-1], element, sheet.style_of(element)))
            element.hidden = looks[-1].hides
        elif event is Event.LEAVE:
            looks.pop()


def _own_styles(root: Element) -> Iterator[str]:
    """Yield the texts of the style elements that hold on a screen."""
    for element in elements_of(root):
        if element.tag == "style" and element.get("media").lower() in ("", "all", "screen"):
            yield "".join(child for child in element.content if isinstance(child, str))


def _links(root: Element) -> list[Element]:
    return [element for element in elements_of(root) if element.tag == "link"]


def _look(above: _Look, element: Element, style: Style) -> _Look:
    if element.tag in ("html", "body"):
        # Pages hide the whole of themselves until a script has run.
        return _coloured(above, element, style)
    look = _coloured(above, element, style)
    gone = above.gone or _is_gone(element, style)
    if style is NO_STYLE:
        return replace(look, gone=True) if gone and not above.gone else look
    invisible, tiny = _is_invisible(above, style), _is_tiny(above, style)
    return replace(look, gone=gone, invisible=invisible, tiny=tiny)


def _is_gone(element: Element, style: Style) -> bool:
    attributes = element.attributes
    if not attributes and not style:
        return element.tag == "dialog"
    return (
        "hidden" in attributes
        or (element.tag == "dialog" and "open" not in attributes)
        or not _READ_OUT.isdisjoint(element.get("class").lower().split())
        or (bool(style) and (style.get("display") == "none" or _is_out_of_sight(style)))
    )


def _is_out_of_sight(style: Style) -> bool:
    absolute = style.get("position") in ("absolute", "fixed")
    sides = ("left", "right", "top", "bottom") if absolute else ("margin-left", "margin-top")
    cut = any(
        style.get(key) in ("hidden", "clip") for key in ("overflow", "overflow-x", "overflow-y")
    )
    sizes = ("width", "height", "max-width", "max-height")
    return (
        _ZERO.fullmatch(style.get("opacity", "")) is not None
        or _FAR.fullmatch(style.get("text-indent", "")) is not None
        or any(_FAR.fullmatch(style.get(side, "")) for side in sides)
        or (absolute and _CLIPPED.fullmatch(style.get("clip", "")) is not None)
        or _CLIPPED.fullmatch(style.get("clip-path", "")) is not None
        or _MOVED.search(style.get("transform", "")) is not None
        or (
            cut
            and any(
                _TINY.fullmatch(style.get(key, "")) or _ZERO.fullmatch(style.get(key, ""))
                for key in sizes
            )
        )
    )


def _is_invisible(above: _Look, style: Style) -> bool:
    stated = style.get("visibility")
    return above.invisible if stated in (None, "inherit") else stated in ("hidden", "collapse")


def _is_tiny(above: _Look, style: Style) -> bool:
    size = style.get("font-size") or _size_in(style.get("font", ""))
    if not size or (above.tiny and _RELATIVE.fullmatch(size)):
        return above.tiny
    return bool(_ZERO.fullmatch(size) or _TINY.fullmatch(size))


def _size_in(font: str) -> str:
    found = re.search(r"(?:^|\s)([\d.]+(?:px|pt|em|rem|%))", font)
    return found[1] if found else ""


def _coloured(above: _Look, element: Element, style: Style) -> _Look:
    stated = style.get("color") or (element.get("color") if element.tag == "font" else "")
    ground = style.get("background-color") or style.get("background") or element.get("bgcolor")
    pictured = "url(" in style.get("background", "") or "gradient" in style.get("background", "")
    pictured = pictured or element.get("background") != "" or "background-image" in style
    look = above
    if stated and stated != "inherit":
        look = replace(look, colour=_colour(stated), clear=_is_clear(stated))
    elif look.colour and element.tag == "a" and "href" in element.attributes:
        look = replace(look, colour=None)  # browsers have a colour for links
    if pictured:
        look = replace(look, ground=None)
    elif ground and not _is_clear(ground):
        look = replace(look, ground=_colour(ground))
    elif look.ground and element.tag in _OF_THEIR_OWN:
        look = replace(look, ground=None)
    return look


def _is_clear(stated: str) -> bool:
    found = _RGB.match(stated)
    return stated == "transparent" or (
        found is not None and found[4] is not None and not float(found[4].rstrip("%.") or 0)
    )


def _colour(stated: str) -> _Colour | None:
    """Return a colour as red, green and blue; None for one that cannot be told."""
    first = stated.strip().lower()
    if found := _RGB.match(first):
        return int(found[1]), int(found[2]), int(found[3])
    named = _NAMED.get(first.split(maxsplit=1)[0] if first else "")
    digits = named or next((each[1] for each in [_HEX.match(first)] if each), "")
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits[:3])
    if len(digits) not in (6, 8):
        return None
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _near(one: _Colour, other: _Colour) -> bool:
    return all(abs(a - b) <= _ALIKE for a, b in zip(one, other, strict=True))
