"""Which files and folders are left out by name: patterns as ``.gitignore`` has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from index.errors import InputError

IGNORE_FILE = ".pinciteignore"
DEFAULTS = (
    "node_modules/",
    "__pycache__/",
    "site-packages/",
    "venv/",
    "__MACOSX/",
    "$RECYCLE.BIN/",
    "~$*",  # beside a file that an office program has open
    "*~",
    "*.tmp",
    "*.part",
    "*.crdownload",
    "Thumbs.db",
    "desktop.ini",
)
"""Left out of every folder; a line such as ``!venv/`` takes one in again."""
_MOST_BYTES = 64 * 1024
_MOST_STARS = 3
"""In one part of a path: with a fourth, the worst name of a file takes a second to compare."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """The patterns that hold for a folder; of those that match, the last one decides."""

    patterns: GitIgnoreSpec

    @classmethod
    def in_folder(cls, folder: Path, more: Sequence[str] = ()) -> "Ignored":
        """Read the patterns of a folder: the defaults, then its ``.pinciteignore``, then more.

        Raises:
            InputError: a pattern cannot be understood, or the file cannot be read.
        """
        lines = [*DEFAULTS, *_lines(folder / IGNORE_FILE), *more]
        for line in lines:
            _check(line)
        try:
            return cls(GitIgnoreSpec.from_lines(lines))
        except ValueError as error:
            raise InputError(f"A pattern to ignore cannot be understood: {error}.") from error

    def matches(self, path: str, *, is_folder: bool) -> bool:
        """Tell whether a path below the folder is left out; what is below a folder is with it."""
        return self.patterns.match_file(f"{path}/" if is_folder else path)


def _lines(file: Path) -> list[str]:
    try:
        if not file.is_file():
            return []
        with file.open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"The file {IGNORE_FILE} cannot be read. Give yourself the right to read it."
        ) from error
    if len(data) > _MOST_BYTES:
        raise InputError(f"The file {IGNORE_FILE} is larger than 64 KiB. Shorten it.")
    return data.decode("utf-8-sig", "replace").splitlines()


def _check(line: str) -> None:
    if any(part.count("*") > _MOST_STARS for part in line.split("/")):
        raise InputError(
            f"The pattern {line[:80]!r} has more than {_MOST_STARS} stars in one part. Write it "
            "as several."
        )
