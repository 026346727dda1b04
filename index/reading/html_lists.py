"""The bullets and numbers that a browser draws before the items of a list."""

from collections.abc import Callable
from dataclasses import dataclass, field

from index.reading.html_tree import Element

_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(slots=True)
class _List:
    is_ordered: bool
    next: int
    step: int
    written: Callable[[int], str]


@dataclass(slots=True)
class Numbers:
    """The lists that are open, innermost last."""

    lists: list[_List] = field(default_factory=list)

    def enter(self, element: Element) -> None:
        """Open a list if ``element`` is one."""
        if element.tag in _LISTS:
            self.lists.append(_opened(element))

    def leave(self, element: Element) -> None:
        """Close the innermost list if ``element`` is one."""
        if element.tag in _LISTS:
            self.lists.pop()

    def mark_of(self, item: Element) -> str:
        """Return the mark of the next item: "- ", "3. ", "b. "."""
        if not self.lists or not self.lists[-1].is_ordered:
            return "- "
        within = self.lists[-1]
        number = _number(item.get("value"), within.next)
        within.next = number + within.step
        return f"{within.written(number)}. "


def roman(number: int) -> str:
    """Return a number in small Roman letters; in digits beyond 3999.

    >>> roman(14)
    'xiv'
    """
    if not 0 < number < 4000:
        return str(number)
    letters = ""
    for value, sign in _ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters


def letters(number: int) -> str:
    """Return a number in letters: a, b … z, aa, ab.

    >>> letters(28)
    'ab'
    """
    if number < 1:
        return str(number)
    written = ""
    while number:
        number, place = divmod(number - 1, 26)
        written = chr(ord("a") + place) + written
    return written


_WRITTEN: dict[str, Callable[[int], str]] = {
    "a": letters,
    "A": lambda number: letters(number).upper(),
    "i": roman,
    "I": lambda number: roman(number).upper(),
}


def _opened(element: Element) -> _List:
    count = 0
    is_reversed = "reversed" in element.attributes
    if is_reversed:
        count = sum(child.tag == "li" for child in element.children)
    return _List(
        element.tag == "ol",
        _number(element.get("start"), count or 1),
        -1 if is_reversed else 1,
        _WRITTEN.get(element.get("type"), str),
    )


def _number(stated: str, otherwise: int) -> int:
    digits = stated.strip()
    is_number = digits.removeprefix("-").isdecimal() and len(digits) < 10
    return int(digits) if is_number else otherwise
