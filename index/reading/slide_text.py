"""The text in a shape of a slide: paragraphs, bullets, tables, and what nobody sees."""

from collections.abc import Iterator

from lxml import etree

from index.reading.pieces import Piece
from index.reading.symbols import without_private
from index.reading.tables import MOST_COLUMNS, Cell, Row, joined
from index.reading.word_lists import BULLET, letter, roman
from index.reading.word_text import tidy
from index.types import BlockKind

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_SMALLEST = 200  # hundredths of a point
_DEPTHS = 9


def shape_paragraphs(shape: etree._Element, *, is_list: bool) -> Iterator[Piece]:
    """Yield the paragraphs of a shape; where ``is_list`` they have bullets unless they say not."""
    counts: dict[int, int] = {}
    for paragraph in shape.iter(f"{A}p"):
        seen, hidden = _texts(paragraph)
        if seen:
            mark = _mark(paragraph.find(f"{A}pPr"), counts, is_list=is_list)
            kind = BlockKind.LIST_ITEM if mark else BlockKind.PARAGRAPH
            yield Piece(mark + seen, kind, mark=len(mark))
        if hidden:
            yield Piece(hidden, BlockKind.HIDDEN)


def table_rows(table: etree._Element) -> Iterator[Row]:
    """Yield the rows of a table; cells that others cover are left out."""
    properties = table.find(f"{A}tblPr")
    has_header = properties is not None and properties.get("firstRow") in ("1", "true")
    for number, row in enumerate(table.iterchildren(f"{A}tr")):
        cells = []
        hidden: list[Piece] = []
        for column, cell in enumerate(row.iterchildren(f"{A}tc")):
            if cell.get("hMerge") or cell.get("vMerge"):
                continue
            pieces = list(shape_paragraphs(cell, is_list=False))
            shown = joined(piece.text for piece in pieces if piece.kind.is_cited)
            cells.append(Cell(shown, column, _span(cell.get("gridSpan", ""))))
            hidden.extend(piece for piece in pieces if not piece.kind.is_cited)
        yield Row(tuple(cells), is_header=has_header and number == 0, after=tuple(hidden))


def is_drawn(shape: etree._Element, size: tuple[int, int]) -> bool:
    """Tell whether a shape is on the slide of this size, and not switched off."""
    for properties in shape.iter(f"{P}cNvPr"):
        if properties.get("hidden") in ("1", "true"):
            return False
    parent = shape.getparent()
    if parent is not None and parent.tag == f"{P}grpSp":
        return True  # its place is in the group's own measure
    frame = shape.find(f"{P}spPr/{A}xfrm")
    if frame is None or size == (0, 0):
        return True
    return all(
        start + length > 0 and start < whole
        for start, length, whole in zip(
            _pair(frame, "off", "xy"), _extent(frame), size, strict=True
        )
    )


def chosen(alternate: etree._Element) -> etree._Element | None:
    """Return the one of several forms of the same thing that is shown: the first that has text."""
    forms = [*alternate.iterchildren(f"{_MC}Choice"), *alternate.iterchildren(f"{_MC}Fallback")]
    with_text = (form for form in forms if next(form.iter(f"{A}t"), None) is not None)
    return next(with_text, None)


def _texts(paragraph: etree._Element) -> tuple[str, str]:
    """Return what is seen of a paragraph, and what is not."""
    seen: list[str] = []
    hidden: list[str] = []
    for child in paragraph:
        if child.tag in (f"{A}r", f"{A}fld"):
            text = without_private(child.findtext(f"{A}t") or "")
            (hidden if _is_tiny(child.find(f"{A}rPr")) else seen).append(text)
        elif child.tag == f"{A}br":
            seen.append("\n")
        elif child.tag not in (f"{A}pPr", f"{A}endParaRPr") and isinstance(child.tag, str):
            seen.extend(text.text or "" for text in child.iter(f"{_M}t"))
    return tidy("".join(seen).replace("\v", "\n")), tidy("".join(hidden))


def _is_tiny(properties: etree._Element | None) -> bool:
    size = "" if properties is None else properties.get("sz", "")
    return size.isdecimal() and len(size) < 9 and int(size) <= _SMALLEST


def _mark(properties: etree._Element | None, counts: dict[int, int], *, is_list: bool) -> str:
    """Return the bullet or number of the next paragraph, with a space; empty if it has none."""
    depth = 0 if properties is None else _span(properties.get("lvl", "")) % _DEPTHS
    numbered = None if properties is None else properties.find(f"{A}buAutoNum")
    if numbered is not None:
        number = counts.get(depth, _span(numbered.get("startAt", "1")) - 1) + 1
        counts[depth] = number
        return f"{_number(number, numbered.get('type', ''))} "
    counts.pop(depth, None)
    if properties is not None and properties.find(f"{A}buNone") is not None:
        return ""
    has_bullet = properties is not None and (
        properties.find(f"{A}buChar") is not None or properties.find(f"{A}buBlip") is not None
    )
    return f"{BULLET} " if is_list or has_bullet else ""


def _number(number: int, form: str) -> str:
    shown = str(number)
    if form.startswith("alpha"):
        shown = letter(number)
    elif form.startswith("roman"):
        shown = roman(number)
    if "Uc" in form:
        shown = shown.upper()
    if form.endswith("ParenBoth"):
        return f"({shown})"
    return shown + (")" if form.endswith("ParenR") else "" if form.endswith("Plain") else ".")


def _span(stated: str) -> int:
    return min(int(stated), MOST_COLUMNS) if stated.isdecimal() and len(stated) < 6 else 1


def _pair(frame: etree._Element, tag: str, names: str) -> tuple[int, int]:
    found = frame.find(f"{A}{tag}")
    values = ["" if found is None else found.get(name, "") for name in names]
    numbers = [int(v) if v.lstrip("-").isdecimal() and len(v) < 20 else 0 for v in values]
    return numbers[0], numbers[1]


def _extent(frame: etree._Element) -> tuple[int, int]:
    found = frame.find(f"{A}ext")
    if found is None:
        return 1, 1
    values = [found.get("cx", ""), found.get("cy", "")]
    width, height = (int(v) if v.isdecimal() and len(v) < 20 else 1 for v in values)
    return max(width, 1), max(height, 1)
