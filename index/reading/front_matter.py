"""The front matter of Markdown: named fields between two fences, in the plain YAML or TOML of it.

Only what a title and metadata need is understood: a value on the line of its name, or a list of
such values there or on the lines below. It is no parser of YAML: nothing in it is ever run.
"""

import re

from index.segmentation import trimmed
from index.types import Span

_FENCED = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*(?:\r\n|\r|\n)(?P<body>(?:[^\r\n]*(?:\r\n|\r|\n)){0,200}?)"
    r"(?:(?P=fence)|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)"
)
_FIELD = re.compile(r"(?P<name>[A-Za-z][\w.-]{0,40})[ \t]*[:=](?:[ \t]+(?P<value>.*))?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>.+)")
_VALUE = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^,\s\[\]][^,\]]*")
_COMMENT = re.compile(r"(?:^|[ \t])#.*")
_FOLDED = re.compile(r"[|>][+-]?\d?")


def front_matter(text: str) -> Span | None:
    """Return the span of the front matter that ``text`` opens with, if it does."""
    found = _FENCED.match(text)
    return next(iter(trimmed(text, *found.span())), None) if found else None


def front_fields(text: str) -> dict[str, list[str]]:
    r"""Return the values of each field of the front matter, by its name in lower case.

    >>> front_fields("---\ntitle: 'A mill'\nauthors: [Ann, Bob]\n---\n")
    {'title': ['A mill'], 'authors': ['Ann', 'Bob']}
    """
    found = _FENCED.match(text)
    fields: dict[str, list[str]] = {}
    values: list[str] = []
    for line in found["body"].splitlines() if found else ():
        if field := _FIELD.fullmatch(line):
            values = fields.setdefault(field["name"].lower(), [])
            values += _values(field["value"] or "") if not values else []
        elif item := _ITEM.fullmatch(line):
            values += _values(item["value"])
    return fields


def _values(written: str) -> list[str]:
    bare = written.strip()
    if bare.startswith("["):
        return [_plain(value) for value in _VALUE.findall(bare)]
    return [_plain(bare)] if bare and not _FOLDED.fullmatch(bare) else []


def _plain(written: str) -> str:
    quoted = _VALUE.match(written)
    if quoted and written[0] == '"':
        return re.sub(r"\\(.)", r"\1", quoted[0][1:-1]).strip()
    if quoted and written[0] == "'" and len(quoted[0]) > 1:
        return quoted[0][1:-1].replace("''", "'").strip()
    return _COMMENT.sub("", written).strip()
