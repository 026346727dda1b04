"""Lines to groups that belong together: paragraphs, items, headings over several lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from index.reading.page_columns import Region
from index.reading.page_marks import goes_on, is_caption, is_led, is_stopped, list_mark
from index.reading.page_text import Line
from index.types import BlockKind

_OTHER_SIZE = 0.12
_WIDE_STEP = 1.3  # of the usual step from line to line
_INDENT = 0.8  # font sizes
_RAGGED = 0.25  # of the column's width


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that are read as one."""

    lines: tuple[Line, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    opens: bool = False
    """Whether it is the first of its column or of its table."""
    apart: bool = False
    """Whether white space parts it from what is above it in the column."""

    @property
    def page(self) -> int:
        """The page it starts on."""
        return self.lines[0].page

    @property
    def text(self) -> str:
        """Its lines as they stand, hyphens included."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """The font size of its first line, in points."""
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)

    def of_kind(self, kind: BlockKind, level: int | None = None) -> "Group":
        """Return the same lines as another kind of block."""
        return replace(self, kind=kind, level=level)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is usual in a column."""

    right: float
    width: float
    step: float
    """From the foot of a line to the next one's, as a multiple of the font size."""


def groups_of(region: Region, page: int) -> list[Group]:
    """Return the groups of a region from top to bottom; each row of a table is one."""
    if region.rows:
        rows = (Line(tuple(tuple(cell) for cell in row), page) for row in region.rows)
        return [
            Group((row,), BlockKind.TABLE_ROW, opens=not place) for place, row in enumerate(rows)
        ]
    lines = [Line((tuple(words),), page) for words in region.lines]
    return list(_grouped(lines, _frame(lines)))


def _frame(lines: Sequence[Line]) -> _Frame:
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    steps = [
        (below.main.bottom - above.main.bottom) / below.size
        for above, below in pairwise(lines)
        if _is_same_size(above, below) and below.main.bottom > above.main.bottom
    ]
    # Blank lines are the wider steps, so the usual one is sought among the narrower.
    usual = median(sorted(steps)[: max(1, len(steps) * 2 // 3)]) if steps else 1.2
    return _Frame(right, max(right - left, 1.0), min(max(usual, 0.9), 2.5))


def _grouped(lines: Sequence[Line], frame: _Frame) -> Iterator[Group]:
    held: list[Line] = []
    opens, apart = True, True
    for line in lines:
        if held and _breaks(held, line, frame):
            yield Group(tuple(held), _kind(held), opens=opens, apart=apart)
            opens, apart = False, _is_apart(held[-1], line, frame)
            held = []
        held.append(line)
    if held:
        yield Group(tuple(held), _kind(held), opens=opens, apart=apart)


def _kind(lines: Sequence[Line]) -> BlockKind:
    text = lines[0].text
    if is_caption(text):
        return BlockKind.CAPTION
    return BlockKind.LIST_ITEM if list_mark(text) else BlockKind.PARAGRAPH


def _is_same_size(above: Line, below: Line) -> bool:
    return abs(above.size - below.size) <= _OTHER_SIZE * above.size


def _is_apart(above: Line, line: Line, frame: _Frame) -> bool:
    step = line.main.bottom - above.main.bottom
    return step < 0 or step > _WIDE_STEP * frame.step * line.size


def _breaks(held: Sequence[Line], line: Line, frame: _Frame) -> bool:
    """Tell whether ``line`` begins something new after the lines ``held``."""
    above = held[-1]
    if is_led(above.text) or is_led(line.text):
        return True
    if not _is_same_size(above, line) or _is_apart(above, line, frame):
        return True
    slack = frame.right - above.right - line.words[0].right + line.words[0].left
    had_room = slack > 0.5 * line.size
    if above.bold != line.bold and (had_room or not goes_on(line.text)):
        return True
    if is_caption(line.text) and (had_room or is_stopped(above.text)):
        return True
    if list_mark(line.text) and (_is_item(held) or had_room or is_stopped(above.text)):
        return True
    if goes_on(line.text):
        return False
    return _is_set_off(held, line, frame, had_room=had_room) or (
        had_room and (is_stopped(above.text) or _ends_short(above, line, slack, frame))
    )


def _is_item(held: Sequence[Line]) -> bool:
    return list_mark(held[0].text) > 0


def _is_set_off(held: Sequence[Line], line: Line, frame: _Frame, *, had_room: bool) -> bool:
    """Tell whether the line's left edge shows that it begins something new."""
    first, above = held[0], held[-1]
    indent = _INDENT * line.size
    hangs = len(held) > 1 and held[1].left > first.left + indent
    if _is_item(held) or hangs:
        return line.left <= first.left + indent / 2 and (hangs or had_room)
    if line.left > above.left + indent and not _is_centred(above, line, frame):
        return len(held) > 1 or had_room or is_stopped(above.text)
    return False


def _is_centred(above: Line, line: Line, frame: _Frame) -> bool:
    is_narrow = line.right < frame.right - line.size
    return is_narrow and abs(above.left + above.right - line.left - line.right) < line.size


def _ends_short(above: Line, line: Line, slack: float, frame: _Frame) -> bool:
    return slack > _RAGGED * frame.width and not _is_centred(above, line, frame)
