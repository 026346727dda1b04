"""The numbers and bullets of a Word document's lists, counted as Word counts them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from index.reading.archives import Archive
from index.reading.parts import part_xml
from index.reading.word_styles import W, value

BULLET = "•"

_DEPTHS = 9
_LONGEST_MARK = 40  # characters
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    """How the items of one depth are numbered."""

    form: str = "decimal"
    text: str = ""
    """With "%1" for the number of the outermost depth, "%2" for the next …"""
    start: int = 1
    all_decimal: bool = False
    """The numbers of the outer depths are shown in figures ("isLgl")."""


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Lists:
    """The lists of one document; each call of ``mark`` counts on."""

    def __init__(self, archive: Archive, part: str | None) -> None:
        self._lists: dict[str, _List] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        if part is not None:
            self._read(part_xml(archive, part))

    def mark(self, listed: str, depth: int) -> str:
        """Return the number or bullet of the next item of a list; empty if it has none."""
        found = self._lists.get(listed)
        if found is None or depth >= _DEPTHS:
            return ""
        level = found.levels.get(depth, _Level())
        self._count(found, listed, depth, level)
        if level.form == "bullet":
            return BULLET if level.text.strip() else ""
        return "" if level.form == "none" else _shown(found, depth, level)

    def _count(self, found: _List, listed: str, depth: int, level: _Level) -> None:
        restart = self._restarts.get(listed, {}).pop(depth, None)
        if restart is not None:
            found.counts[depth] = restart
        else:
            found.counts[depth] = found.counts.get(depth, level.start - 1) + 1
        for deeper in range(depth + 1, _DEPTHS):
            found.counts.pop(deeper, None)

    def _read(self, root: etree._Element) -> None:
        kinds = {
            kind.get(f"{W}abstractNumId"): _List(_levels(kind))
            for kind in root.iterchildren(f"{W}abstractNum")
        }
        for each in root.iterchildren(f"{W}num"):
            listed = each.get(f"{W}numId", "")
            shared = kinds.get(value(each.find(f"{W}abstractNumId")))
            if shared is None:
                continue
            own = {
                depth: level
                for override in each.iterchildren(f"{W}lvlOverride")
                for depth, level in _levels(override).items()
            }
            # Lists of one kind count on from each other; one with levels of its own does not.
            self._lists[listed] = _List(shared.levels | own) if own else shared
            self._restarts[listed] = _restarts(each)


def roman(number: int) -> str:
    """Return a number from 1 in small Roman numerals, in figures from 4000 on.

    >>> roman(14)
    'xiv'
    """
    if not 0 < number < 4000:
        return str(number)
    letters = []
    for size, letter in _ROMAN:
        times, number = divmod(number, size)
        letters.append(letter * times)
    return "".join(letters)


def letter(number: int) -> str:
    """Return a number from 1 as Word letters it: a to z, then aa, bb and so on.

    >>> letter(28)
    'bb'
    """
    if not 0 < number <= 26 * 10:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMS: dict[str, Callable[[int], str]] = {
    "lowerLetter": letter,
    "upperLetter": lambda number: letter(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
}


def _shown(found: _List, depth: int, level: _Level) -> str:
    mark = level.text
    for outer in range(depth + 1):
        of_outer = found.levels.get(outer, _Level())
        number = found.counts.get(outer, of_outer.start)
        form = str if level.all_decimal else _FORMS.get(of_outer.form, str)
        mark = mark.replace(f"%{outer + 1}", form(number))
    return mark.strip()


def _levels(kind: etree._Element) -> dict[int, _Level]:
    return {
        _number(level.get(f"{W}ilvl"), 0): _Level(
            value(level.find(f"{W}numFmt")) or "decimal",
            (value(level.find(f"{W}lvlText")) or "")[:_LONGEST_MARK],
            _number(value(level.find(f"{W}start")), 1),
            level.find(f"{W}isLgl") is not None,
        )
        for level in kind.iterchildren(f"{W}lvl")
    }


def _restarts(each: etree._Element) -> dict[int, int]:
    return {
        _number(override.get(f"{W}ilvl"), 0): _number(value(start), 1)
        for override in each.iterchildren(f"{W}lvlOverride")
        for start in override.iterchildren(f"{W}startOverride")
    }


def _number(stated: str | None, default: int) -> int:
    is_number = stated is not None and len(stated) < 9 and stated.isdecimal()
    return int(str(stated)) if is_number else default
