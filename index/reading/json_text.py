"""JSON to a text that can be read: headings for its parts, lines "name: value" for the rest.

An article (an object with a text) is read as its text with title, author and date. Rows of a list
become rows of a table. Nothing is guessed: what the names mean is left to the reader.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence

from index.errors import TooLargeError, UnreadableDocumentError
from index.reading.documents import stem
from index.reading.encodings import decode
from index.reading.json_places import Place
from index.reading.limits import check_text, limited
from index.reading.pieces import Layout, Piece, lay_out
from index.reading.plain_text import plain_text_blocks
from index.reading.stated import stated_metadata
from index.types import BlockKind

_MOST_VALUES = 1_000_000
_DEEPEST = 64  # objects and lists inside one another
_DEEPEST_HEADING = 4
_LONGEST_LINE = 200  # characters: a longer value is a text of its own
_LONGEST_ROW = 900  # characters, so that a row is one sentence
_TEXTS = ("text", "content", "body")
_TITLES = ("title", "headline", "name")
_NAMING = (*_TITLES, "id", "key", "code", "label")
Value = object
"""A JSON value; its numbers are kept as they are written, as text."""


def read_layout(data: bytes, name: str) -> Layout:
    """Return what a JSON file holds as text.

    Raises:
        UnreadableDocumentError: no JSON, nested too deeply, or not text.
        TooLargeError: over a limit.
    """
    text = decode(data, name)
    check_text(text, name)
    value = _parsed(text, name)
    _check_size(value, name)
    article = value if isinstance(value, dict) and _text_of(value) else {}
    return lay_out(
        limited(_pieces(value, Place()), name),
        title=_title_of(article) or stem(name),  # the names of its parts are no titles
        metadata=stated_metadata(article),
    )


def _parsed(text: str, name: str) -> Value:
    try:
        return _loaded(text)
    except RecursionError as error:
        raise _too_deep(name) from error
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            return _lines(text, name, error)
        raise _no_json(name, error) from error


def _lines(text: str, name: str, found: json.JSONDecodeError) -> Value:
    """Return the values of a file that has one on each line."""
    try:
        return [_loaded(line) for line in text.splitlines() if line.strip()]
    except RecursionError as error:
        raise _too_deep(name) from error
    except json.JSONDecodeError as error:
        raise _no_json(name, found) from error


def _loaded(text: str) -> Value:
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _no_json(name: str, error: json.JSONDecodeError) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        f"{name} is no JSON ({error.msg}, line {error.lineno}). Correct it, or name it .txt to add "
        "it as plain text."
    )


def _too_deep(name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(f"{name} is nested too deeply. Flatten it and add it again.")


def _check_size(value: Value, name: str) -> None:
    count = 0
    level = [value]
    for _ in range(_DEEPEST):
        level = [inner for outer in level for inner in _inner(outer)]
        count += len(level)
        if count > _MOST_VALUES:
            raise TooLargeError(f"{name} has more than {_MOST_VALUES:,} values. Split it.")
        if not level:
            return
    raise _too_deep(name)


def _inner(value: Value) -> list[Value]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _pieces(value: Value, place: Place) -> Iterator[Piece]:
    """Yield what ``value`` holds, its parts under headings from the place's level on."""
    if isinstance(value, dict):
        told = _told(value) if place.level == 1 and _text_of(value) else ()
        yield from _object(value, place, told)
    elif isinstance(value, list):
        yield from _list(value, place)
    else:
        yield from _prose(_shown(value))


def _told(fields: Mapping[str, Value]) -> list[str]:
    """Return the fields of an article that its title and its metadata tell in full."""
    seen = {_title_of(fields), *stated_metadata(fields).values()}
    return [name for name, value in fields.items() if _whole(value) in seen]


def _whole(value: Value) -> str:
    return "; ".join(_one_line(_shown(each)) for each in (_inner(value) or [value]))


def _object(fields: Mapping[str, Value], place: Place, told: Collection[str]) -> Iterator[Piece]:
    """Yield the text of an article, then the other fields: first those that need no heading."""
    text_field = _text_of(fields)
    if text_field:
        yield from _prose(_shown(fields[text_field]))
    rest = {name: fields[name] for name in fields if name != text_field and name not in told}
    lines = {name: _line(_one_line(name), value) for name, value in rest.items()}
    for line in lines.values():
        yield Piece(place.row([line]) if line else "", BlockKind.TABLE_ROW)
    for name, line in lines.items():
        if line is None:
            yield from _part(_one_line(name), rest[name], place)


def _part(name: str, value: Value, place: Place) -> Iterator[Piece]:
    if next(_flat(value, ""), None) is None:
        return
    if place.level > _DEEPEST_HEADING:
        for path, inner in _flat(value, name):
            yield Piece(place.row([f"{path}: {inner}"]), BlockKind.TABLE_ROW)
    else:
        yield Piece(name or "-", BlockKind.HEADING, level=place.level)
        yield from _pieces(value, place.inside(name, is_list=isinstance(value, list)))


def _line(name: str, value: Value) -> str | None:
    """Return a field as one line, empty if it says nothing, None if it is too much for one."""
    if _is_blank(value):
        return ""
    if isinstance(value, list) and not any(isinstance(each, (dict, list)) for each in value):
        shown = ", ".join(_one_line(_shown(each)) for each in value if not _is_blank(each))
    elif isinstance(value, (dict, list)):
        return None
    else:
        shown = _shown(value)
    return f"{name}: {shown}" if len(shown) <= _LONGEST_LINE and "\n" not in shown else None


def _list(values: Sequence[Value], place: Place) -> Iterator[Piece]:
    for number, value in enumerate(values, start=1):
        row = _row(value, place) if isinstance(value, (dict, list)) else None
        if row is not None:
            yield Piece(row, BlockKind.TABLE_ROW)
        elif isinstance(value, dict):
            yield from _item(value, number, place)
        elif isinstance(value, list):
            yield from _list(value, place)
        elif len(_shown(value)) <= _LONGEST_LINE:
            yield Piece(_one_line(_shown(value)), BlockKind.LIST_ITEM)
        else:
            yield from _prose(_shown(value))


def _item(fields: Mapping[str, Value], number: int, place: Place) -> Iterator[Piece]:
    level = min(place.level, _DEEPEST_HEADING)
    title = _title_of(fields)
    yield Piece(title or str(number), BlockKind.HEADING, level=level)
    told = [name for name in _TITLES if title and _whole(fields.get(name)) == title]
    named = next((line for name in _NAMING if (line := _line(name, fields.get(name)))), "")
    below = place.of_item(named, level + 1)
    inside = [name for name in fields if named.startswith(f"{name}: ")]
    yield from _object(fields, below, [*told, *inside])


def _row(value: Value, place: Place) -> str | None:
    """Return an object or a list as a row, None if it holds a text or rows, or is too long."""
    if isinstance(value, dict) and (_text_of(value) or any(map(_has_rows, value.values()))):
        return None
    parts: list[str] = []
    length = 0
    for path, shown in _flat(value, ""):
        parts.append(f"{path}: {shown}" if path and isinstance(value, dict) else shown)
        length += len(place.leading) + len(parts[-1]) + 2
        if length > _LONGEST_ROW:
            return None
    return (place.row(parts) if isinstance(value, dict) else "; ".join(parts)) if parts else ""


def _has_rows(value: Value) -> bool:
    return isinstance(value, list) and sum(isinstance(each, dict) for each in value) > 1


def _flat(value: Value, path: str) -> Iterator[tuple[str, str]]:
    """Yield every value inside with the names that lead to it, joined by dots."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(inner, f"{path}.{_one_line(name)}" if path else _one_line(name))
    elif isinstance(value, list) and any(isinstance(each, (dict, list)) for each in value):
        for number, inner in enumerate(value, start=1):
            yield from _flat(inner, f"{path}.{number}" if path else str(number))
    elif isinstance(value, list):
        shown = ", ".join(_one_line(_shown(each)) for each in value if not _is_blank(each))
        if shown:
            yield path, shown
    elif not _is_blank(value):
        yield path, _one_line(_shown(value))


def _prose(text: str) -> Iterator[Piece]:
    for block in plain_text_blocks(text):
        start = block.span.start
        mark = block.sentences[0].start - start if block.sentences else 0
        yield Piece(block.span.of(text), block.kind, block.level, mark=mark)


def _text_of(fields: Mapping[str, Value]) -> str | None:
    """Return the name of the field that holds an article's text, if one does."""
    for name in _TEXTS:
        value = fields.get(name)
        if isinstance(value, str) and value.strip():
            return name
    return None


def _title_of(fields: Mapping[str, Value]) -> str | None:
    titles = (fields.get(name) for name in _TITLES)
    return next((" ".join(t.split()) for t in titles if isinstance(t, str) and t.strip()), None)


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, (str, list, dict)) and not value)
