"""The rows and cells of a Word document's table, and what they say of themselves."""

from collections.abc import Iterator

from lxml import etree

from index.reading.tables import MOST_COLUMNS
from index.reading.word_styles import Style, W, is_on, shading_of, value

HOLDERS = tuple(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
"""Elements that only hold blocks, rows or cells."""


def rows_of(table: etree._Element) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """Yield the rows with their cells, without rows whose deletion is tracked."""
    for row in found_in(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row, list(found_in(row, f"{W}tc"))


def found_in(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the children of a kind, also those inside of what only holds them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in HOLDERS:
            yield from found_in(child, tag)


def is_strong(row: etree._Element, number: int, style: Style) -> bool:
    """Tell whether one of the first two rows is set off; of the others nobody asks."""
    if number > 1:
        return False
    if number == 0 and style.shades_first_row:
        return True
    runs = [run for run in row.iter(f"{W}r") if run.find(f"{W}t") is not None]
    bold = [run.find(f"{W}rPr/{W}b") for run in runs]
    is_bold = all(b is not None and is_on(b.get(f"{W}val")) for b in bold)
    shades = [shading_of(cell) for cell in row.iter(f"{W}tcPr")]
    return (bool(runs) and is_bold) or (bool(shades) and all(shades))


def goes_on(properties: etree._Element | None) -> bool:
    """Tell whether a cell only goes on with the one above it."""
    merged = None if properties is None else properties.find(f"{W}vMerge")
    return merged is not None and value(merged) != "restart"


def count(properties: etree._Element | None, name: str, default: int) -> int:
    """Return a number of columns that properties state, else the default."""
    stated = value(None if properties is None else properties.find(f"{W}{name}")) or ""
    is_count = stated.isdecimal() and len(stated) < 6
    return min(int(stated), MOST_COLUMNS) if is_count else default


def has(properties: etree._Element | None, name: str) -> bool:
    """Tell whether properties switch something on."""
    found = None if properties is None else properties.find(f"{W}{name}")
    return found is not None and is_on(value(found))
