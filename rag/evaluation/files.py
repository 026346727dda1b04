"""Lines of a data set's files to records; what is damaged is told with its file and line."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from index.errors import InputError

Record = TypeVar("Record")
Fields = Mapping[str, Any]


def json_records(path: Path, make: Callable[[Fields], Record]) -> list[Record]:
    """Return what ``make`` makes of each line of JSON; blank lines are skipped.

    Raises:
        InputError: the file cannot be read, or a line is damaged; its number is told.
    """
    lines = enumerate(_lines(path), start=1)
    return [_made(path, at, _fields(path, at, line), make) for at, line in lines if line.strip()]


def table_records(
    path: Path, columns: tuple[str, ...], make: Callable[[Fields], Record]
) -> list[Record]:
    """Return what ``make`` makes of each row of a tab-separated file with a line of headings.

    Raises:
        InputError: the file cannot be read, lacks a column, or a row is damaged.
    """
    rows = csv.DictReader(_lines(path), delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [column for column in columns if column not in (rows.fieldnames or ())]
    if missing:
        raise InputError(f"{path.name}, line 1: there is no column “{missing[0]}”.")
    return [_made(path, rows.line_num, row, make) for row in rows]


def text_of(fields: Fields, name: str) -> str:
    """Return the field as text.

    Raises:
        ValueError: it is no text.
    """
    value = fields[name]
    if isinstance(value, str):
        return value
    raise ValueError(f"“{name}” is no text")


def identity(fields: Fields, name: str = "_id") -> str:
    """Return the field as an id; numbers are ids too.

    Raises:
        ValueError: it is neither text nor a whole number.
    """
    value = fields[name]
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise ValueError(f"“{name}” is no id")
    return str(value)


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                yield _decoded(path, number, line)
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror}).") from error


def _decoded(path: Path, number: int, line: bytes) -> str:
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}, line {number}: it is not UTF-8.") from error


def _fields(path: Path, number: int, line: str) -> Fields:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path.name}, line {number}: it is no JSON.") from error
    if not isinstance(fields, dict):
        raise InputError(f"{path.name}, line {number}: it is no JSON object.")
    return fields


def _made(path: Path, number: int, fields: Fields, make: Callable[[Fields], Record]) -> Record:
    try:
        return make(fields)
    except KeyError as error:
        reason = f"the field “{error.args[0]}” is missing"
        raise InputError(f"{path.name}, line {number}: {reason}.") from error
    except (TypeError, AttributeError) as error:
        reason = "a field has a value of the wrong kind"
        raise InputError(f"{path.name}, line {number}: {reason}.") from error
    except ValueError as error:
        raise InputError(f"{path.name}, line {number}: {error}.") from error
