"""The files of a folder that can be read, and what was left out and why."""

import os
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from api.ignoring import IGNORE_FILE, Ignored
from api.items import File, identity_of, shown
from index.reading import FORMATS
from index.types import document_id

HIDDEN = "hidden"
IGNORED = "ignored"
ELSEWHERE = "links out of the folder"
TWICE = "links to what is read already"
_MOST_SUFFIXES = 5


@dataclass(slots=True)
class Walk:
    """What was found below a folder."""

    folder: Path
    files: list[File] = field(default_factory=list)
    closed: list[tuple[str, OSError]] = field(default_factory=list)
    """Folders that could not be looked into, by their path below the folder; "" for itself."""
    left_out: Counter[str] = field(default_factory=Counter)
    """How many files and folders, by the reason."""
    suffixes: Counter[str] = field(default_factory=Counter)
    """Of the files of other formats, how many end so."""

    @property
    def summary(self) -> str:
        """What was left out and why, as one line; "" if nothing was."""
        parts = [f"{count} {reason}" for reason, count in sorted(self.left_out.items())]
        if self.suffixes:
            most = [suffix for suffix, _ in self.suffixes.most_common(_MOST_SUFFIXES)]
            more = ", …" if len(self.suffixes) > _MOST_SUFFIXES else ""
            total = self.suffixes.total()
            parts.append(f"{total} of other formats ({', '.join(most)}{more})")
        return ", ".join(parts)


def key_of(folder: Path) -> str:
    """Return what tells a folder from every other, without naming it."""
    return document_id(f"folder {identity_of(folder)}")


def walk(folder: Path, ignore: Sequence[str] = ()) -> Walk:
    """Look through a folder and all below it, in the order of names.

    Left out are hidden files and folders, what ``.pinciteignore`` in the folder, ``ignore`` or the
    defaults of ``api.ignoring`` match, other formats, and links that lead out of the folder or to
    what is read anyway. A link to something inside that is not, as a hidden store of large files,
    is followed.

    Raises:
        InputError: a pattern cannot be understood.
    """
    walker = _Walker(folder, Ignored.in_folder(folder, ignore))
    walker.go()
    return walker.found


class _Walker:
    def __init__(self, folder: Path, ignored: Ignored) -> None:
        self.found = Walk(folder)
        self._ignored = ignored
        self._key = key_of(folder)
        self._root = os.path.realpath(folder)
        self._links: deque[str] = deque()
        self._visited: set[str] = set()
        """Real paths of folders and files that were looked at."""

    def go(self) -> None:
        self._below(str(self.found.folder))
        while self._links:
            self._follow(self._links.popleft())

    def _below(self, top: str) -> None:
        for parent, folders, names in os.walk(top, onerror=self._closed):
            self._visited.add(os.path.realpath(parent))
            folders[:] = [name for name in sorted(folders) if self._goes_into(parent, name)]
            for name in sorted(names):
                self._look_at(parent, name)

    def _closed(self, error: OSError) -> None:
        self.found.closed.append((self._below_root(str(error.filename)), error))

    def _goes_into(self, parent: str, name: str) -> bool:
        path = os.path.join(parent, name)  # noqa: PTH118 - called for each of many
        if not self._wanted(path, name, is_folder=True):
            return False
        if os.path.islink(path):  # noqa: PTH114
            self._links.append(path)
            return False
        return os.path.realpath(path) not in self._visited

    def _look_at(self, parent: str, name: str) -> None:
        path = os.path.join(parent, name)  # noqa: PTH118
        if not self._wanted(path, name, is_folder=False):
            return
        if not name.lower().endswith(FORMATS):
            self.found.suffixes[shown(os.path.splitext(name)[1].lower() or name)] += 1  # noqa: PTH122
        elif os.path.islink(path):  # noqa: PTH114
            self._links.append(path)
        else:
            self._take(path)

    def _wanted(self, path: str, name: str, *, is_folder: bool) -> bool:
        if name.startswith("."):
            if name != IGNORE_FILE:
                self.found.left_out[HIDDEN] += 1
            return False
        if self._ignored.matches(self._below_root(path), is_folder=is_folder):
            self.found.left_out[IGNORED] += 1
            return False
        return True

    def _follow(self, link: str) -> None:
        real = os.path.realpath(link)
        if not Path(real).is_relative_to(self._root):
            self.found.left_out[ELSEWHERE] += 1
        elif real in self._visited:
            self.found.left_out[TWICE] += 1
        elif os.path.isdir(real):  # noqa: PTH112
            self._below(link)
        else:
            self._take(link)

    def _take(self, path: str) -> None:
        self._visited.add(os.path.realpath(path))
        source = shown(self._below_root(path))
        identity = identity_of(Path(self._root, self._below_root(path)), resolved=True)
        self.found.files.append(File(Path(path), source, identity, self._key))

    def _below_root(self, path: str) -> str:
        return os.path.relpath(path, self.found.folder).replace(os.sep, "/").removeprefix("./")
