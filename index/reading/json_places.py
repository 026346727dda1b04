"""What leads to a value inside JSON, so that each row of its text tells what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

_LONGEST_PLACE = 150  # characters of what leads to a row; of more the end is kept


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: inside which objects, and inside which items of lists."""

    level: int = 1
    """Of the headings inside."""
    path: str = ""
    """The names of the objects around it, with a dot behind each."""
    items: tuple[str, ...] = ()
    """What names the items of lists around it: "name: a"."""

    def inside(self, name: str, *, is_list: bool) -> "Place":
        """Return the place inside a field; a list of the whole file is named by its heading."""
        path = "" if is_list and self.level == 1 else f"{self.path}{name}."
        return replace(self, level=self.level + 1, path=path)

    def of_item(self, named: str, level: int) -> "Place":
        """Return the place inside an item of a list that is named so, if it is named at all."""
        items = (*self.items, f"{self.path}{named}") if named else self.items
        return replace(self, level=level, items=items)

    @property
    def leading(self) -> str:
        """The path as it leads each field of a row."""
        return self.path[-_LONGEST_PLACE:]

    def row(self, parts: Iterable[str]) -> str:
        """Return the fields of one row with what leads to it."""
        above = self.items
        while above and sum(map(len, above)) > _LONGEST_PLACE:
            above = above[1:]
        return "; ".join([*above, *(f"{self.leading}{part}" for part in parts)])
