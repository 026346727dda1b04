"""Pages of words to a layout: furniture, reading order, headings, notes, and the text itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from index.reading.page_columns import regions
from index.reading.page_furniture import furniture_of
from index.reading.page_groups import Group, groups_of
from index.reading.page_headings import Outline, body_of, with_headings
from index.reading.page_marks import goes_on, is_ended, is_led, is_noted, is_stopped
from index.reading.page_pieces import pieces_of
from index.reading.page_text import Line
from index.reading.page_words import Sheet, Word, body_size, box_of, lines_of
from index.reading.pieces import Layout, lay_out
from index.types import BlockKind, Metadata

_SMALLER = 0.93  # of the body's size: notes are set no larger
_OTHER_SIZE = 0.12
_SPACE = 0.25  # of the font size: a space
_LEAST_ENTRIES = 3
_MOST_DIGITS = 9  # of the number of a page
_REACH = 2  # pages over which a paragraph may go on
_OPEN = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


def lay_out_pages(
    sheets: Sequence[Sheet],
    *,
    title: str | None = None,
    metadata: Metadata | None = None,
    outline: Outline | None = None,
) -> Layout:
    """Return the text of the pages in reading order, with blocks and the boxes of all words.

    A paragraph that goes on in the next column or on the next page is one block; it belongs to the
    page it starts on, and each word keeps its own.
    """
    furniture = furniture_of(sheets)
    groups = [
        group
        for sheet in sheets
        for group in _groups_of_page(sheet, furniture.get(sheet.page, frozenset()))
    ]
    recognised = frozenset(sheet.page for sheet in sheets if sheet.recognised)
    groups = list(_with_contents(groups))
    groups = with_headings(groups, outline or {}, recognised)
    groups = list(_without_breaks(_with_footnotes(groups, sheets)))
    return lay_out(
        pieces_of(groups, {sheet.page: sheet for sheet in sheets}),
        title=title,
        metadata=metadata,
        pages=[(sheet.width, sheet.height) for sheet in sheets],
    )


def _groups_of_page(sheet: Sheet, furniture: frozenset[int]) -> Iterator[Group]:
    body = [word for word in sheet.words if word.order not in furniture]
    edges = [word for word in sheet.words if word.order in furniture]
    middle = sheet.depth / 2
    yield from _as_they_stand(sheet, [w for w in edges if w.top < middle], BlockKind.FURNITURE)
    for region in regions(body, body_size(body)):
        yield from groups_of(region, sheet.page)
    yield from _groups_aside(sheet, body)
    yield from _as_they_stand(sheet, sheet.stamps, BlockKind.FURNITURE)
    yield from _as_they_stand(sheet, [w for w in edges if w.top >= middle], BlockKind.FURNITURE)
    yield from _as_they_stand(sheet, sheet.hidden, BlockKind.HIDDEN)


def _groups_aside(sheet: Sheet, body: Sequence[Word]) -> Iterator[Group]:
    """Yield turned lines: a figure's or a table's are text, those in the margin are furniture."""
    if not sheet.aside:
        return
    boxes = [box_of(word, sheet) for word in body]
    left = min((box.left for box in boxes), default=0.0)
    right = max((box.right for box in boxes), default=sheet.width)
    for turn in range(4):
        for line in lines_of(word for word in sheet.aside if word.turn == turn):
            place = box_of(line[0], sheet)
            inside = left <= (place.left + place.right) / 2 <= right
            kind = BlockKind.PARAGRAPH if inside else BlockKind.FURNITURE
            yield Group((Line((tuple(line),), sheet.page),), kind)


def _as_they_stand(sheet: Sheet, words: Iterable[Word], kind: BlockKind) -> Iterator[Group]:
    for line in lines_of(words):
        yield Group((Line((tuple(line),), sheet.page),), kind)


def _with_contents(groups: Iterable[Group]) -> Iterator[Group]:
    """Yield the groups; the entries of a table of contents are furniture, not those of prices."""
    for is_entry, run in groupby(groups, key=lambda group: is_led(group.lines[0].text)):
        entries = list(run)
        lasts = [last for entry in entries if (last := _last_word(entry)).isdecimal()]
        pages = [int(last[:_MOST_DIGITS]) for last in lasts]
        counts_up = len(entries) >= _LEAST_ENTRIES and pages == sorted(pages)
        for entry in entries:
            yield entry.of_kind(BlockKind.FURNITURE) if is_entry and counts_up else entry


def _last_word(group: Group) -> str:
    return group.lines[-1].text.rpartition(" ")[2].lstrip("._…·")


def _with_footnotes(groups: Sequence[Group], sheets: Iterable[Sheet]) -> Iterator[Group]:
    most = body_of(groups) * _SMALLER
    depths = {sheet.page: sheet.depth for sheet in sheets}
    for group in groups:
        is_low = group.lines[0].main.top > depths[group.page] / 2
        if group.kind in _OPEN and group.size <= most and is_low and is_noted(group.text):
            yield group.of_kind(BlockKind.FOOTNOTE)
        else:
            yield group


def _without_breaks(groups: Iterable[Group]) -> Iterator[Group]:
    """Yield the groups; what goes on after the end of a column or a page is joined."""
    held: list[Group] = []  # the paragraph that may go on, and what came since
    for group in groups:
        if held and _goes_on(held, group):
            held[0] = replace(held[0], lines=held[0].lines + group.lines)
            continue
        if group.kind in _OPEN or group.kind is BlockKind.HEADING:
            yield from held
            held = []
        held.append(group)
    yield from held


def _goes_on(held: Sequence[Group], group: Group) -> bool:
    first, last = held[0], held[0].lines[-1]
    return (
        first.kind in _OPEN
        and group.kind is BlockKind.PARAGRAPH
        and (group.opens or len(held) > 1)
        and group.page - last.page <= _REACH
        and abs(last.size - group.size) <= _OTHER_SIZE * last.size
        and (goes_on(group.text) or _is_broken_off(held[0], group))
        and not is_ended(last.text)
    )


def _is_broken_off(above: Group, group: Group) -> bool:
    """Tell whether the last line ends within a sentence, for want of room for the next word.

    What opens with a figure may be a note, and what is a line without an end a title.
    """
    last, word = above.lines[-1], group.lines[0].words[0]
    room = max(line.right for line in above.lines) - last.right
    is_full = room < word.right - word.left + _SPACE * last.size
    is_text = not word.text[0].isdecimal() and (len(group.lines) > 1 or is_ended(group.text))
    return len(above.lines) > 1 and is_full and is_text and not is_stopped(last.text)
