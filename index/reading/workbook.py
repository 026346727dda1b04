"""What the sheets of an Excel workbook share: texts, and how cells look."""

from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from index.reading.archives import Archive
from index.reading.limits import check_amount
from index.reading.number_formats import BUILT_IN, GENERAL
from index.reading.parts import part_bytes, part_xml
from index.reading.xml import release, stream_xml

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

_WHITE_THEME = "0"


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell looks."""

    number_format: str = GENERAL
    is_bold: bool = False
    is_white: bool = False
    """White text on no background."""


def shared_texts(archive: Archive, part: str | None) -> list[str]:
    """Return the texts that cells refer to by number.

    Raises:
        TooLargeError: more than ``MOST_CHARACTERS`` in all.
    """
    texts: list[str] = []
    if part is None:
        return texts
    characters = 0
    for item in stream_xml(BytesIO(part_bytes(archive, part)), archive.name, f"{S}si"):
        texts.append(text_of(item))
        characters += len(texts[-1])
        check_amount(archive.name, characters=characters)
        release(item)
    return texts


def text_of(item: etree._Element) -> str:
    """Return the text of a rich string, without readings printed above it."""
    parts = []
    for child in item:
        if child.tag == f"{S}t":
            parts.append(child.text or "")
        elif child.tag == f"{S}r":
            parts.append(child.findtext(f"{S}t") or "")
    return "".join(parts)


def cell_styles(archive: Archive, part: str | None) -> dict[str, CellStyle]:
    """Return the styles that cells refer to, by their numbers as written."""
    if part is None:
        return {}
    root = part_xml(archive, part)
    formats = BUILT_IN | {
        int(each.get("numFmtId", "0")): each.get("formatCode", GENERAL)
        for each in root.iter(f"{S}numFmt")
        if each.get("numFmtId", "").isdecimal()
    }
    fonts = [(_is_bold(font), _is_white(font)) for font in _children(root, "fonts")]
    fills = [_is_filled(fill) for fill in _children(root, "fills")]
    styles: dict[str, CellStyle] = {}
    for each in _children(root, "cellXfs"):
        font, fill = _number(each, "fontId"), _number(each, "fillId")
        is_bold, is_white = fonts[font] if font < len(fonts) else (False, False)
        is_filled = fill < len(fills) and fills[fill]
        number_format = formats.get(_number(each, "numFmtId"), GENERAL)
        style = CellStyle(number_format, is_bold, is_white and not is_filled)
        styles[str(len(styles))] = style
    return styles


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    found = root.find(f"{S}{name}")
    return [] if found is None else list(found)


def _number(element: etree._Element, name: str) -> int:
    stated = element.get(name, "")
    return int(stated) if stated.isdecimal() and len(stated) < 9 else 0


def _is_bold(font: etree._Element) -> bool:
    bold = font.find(f"{S}b")
    return bold is not None and bold.get("val", "1") not in ("0", "false")


def _is_white(font: etree._Element) -> bool:
    color = font.find(f"{S}color")
    if color is None or color.get("tint"):
        return False
    return color.get("rgb", "").upper()[-6:] == "FFFFFF" or color.get("theme") == _WHITE_THEME


def _is_filled(fill: etree._Element) -> bool:
    """Tell whether a fill is anything but none or white."""
    pattern = fill.find(f"{S}patternFill")
    if pattern is None:
        return len(fill) > 0
    color = pattern.find(f"{S}fgColor")
    is_white = color is not None and (
        color.get("rgb", "").upper()[-6:] == "FFFFFF"
        or (color.get("theme") == _WHITE_THEME and not color.get("tint"))
    )
    return pattern.get("patternType", "none") != "none" and not is_white
