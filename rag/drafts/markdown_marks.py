"""The citations of a Markdown draft: footnotes, and the keys that Pandoc reads.

``[^x]`` with its definition, ``^[a note]``, ``[@key, p. 3; @other]``, ``[-@key]`` and ``@key`` in
the text. Nothing is looked for in code.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.masking import filled
from index.spans import overlaps_any
from index.types import Block, Span
from rag.drafts.code_spans import code_spans
from rag.drafts.draft import Mark

LONGEST = 2_000
"""Characters of a group of keys; what is longer is none."""

_SIGN = re.compile(r"\[\^|\^\[|@")
_DEFINITION = re.compile(r"(?m)^[ ]{0,3}\[\^(?P<label>[^\]\[\s]{1,100})\]:[ \t]*")
_INDENTED = re.compile(r"(?: {4}|\t)")
_OPENS_BLOCK = re.compile(r"[ ]{0,3}(?:#{1,6}[ \t]|>|```|~~~|[-*+][ \t]|\d{1,9}[.)][ \t])")
_REFERENCE = re.compile(r"(?<!\\)\[\^(?P<label>[^\]\[\s]{1,100})\]")
_BRACKETS = re.compile(r"\\.|[\[\]]|\n[ \t]*\r?\n", re.DOTALL)
_KEY = re.compile(
    r"(?<![\w\\/])-?@(?:\{(?P<braced>[^{}\s]{1,200})\}|(?P<bare>\w(?:\w|[:.#$%&+?<>~/-](?=\w))*))"
)
_OPENS_NOTE = re.compile(r"(?<!\\)\^\Z")
_BEHIND = re.compile(r"[ ]?\[")


@dataclass(frozen=True, slots=True)
class MarkdownMarks:
    """What a Markdown draft has of citations."""

    marks: tuple[Mark, ...]
    """In order."""
    beside: tuple[Span, ...]
    """What stands beside the prose: the marks in brackets, the notes, their definitions."""
    within: tuple[Span, ...]
    """Keys that are words of their sentence."""

    @property
    def masked(self) -> list[Span]:
        """All that is no prose, in order."""
        return sorted([*self.beside, *self.within])


def find_marks(text: str, blocks: Iterable[Block]) -> MarkdownMarks:
    """Return the citations of a Markdown text with these blocks."""
    if not _SIGN.search(text):
        return MarkdownMarks((), (), ())
    bare = _blanked(text, code_spans(text, blocks))
    definitions = list(_definitions(bare))
    notes = {label: _said(span, text) for label, span in reversed(definitions)}
    prose = _blanked(bare, [span for _, span in definitions])
    found = _Found([], [span for _, span in definitions], [])
    _find_notes(prose, text, notes, found)
    notes_within = sorted(found.beside)
    _find_keys(_blanked(prose, notes_within), notes_within, found)
    marks = sorted(found.marks, key=lambda mark: mark.span)
    return MarkdownMarks(tuple(marks), tuple(sorted(found.beside)), tuple(sorted(found.within)))


@dataclass(frozen=True, slots=True)
class _Found:
    marks: list[Mark]
    beside: list[Span]
    within: list[Span]


def _find_notes(prose: str, text: str, notes: Mapping[str, str], found: _Found) -> None:
    """Add the footnotes that the prose refers to, and those that stand in it."""
    end = 0
    for opened, closed in sorted(_pairs(prose).items()):
        if opened >= end and _OPENS_NOTE.search(prose, max(0, opened - 2), opened):
            end = closed + 1
            _add_note(found, Span(opened - 1, end), text[opened + 1 : closed])
    inline = sorted(found.beside)
    for reference in _REFERENCE.finditer(_blanked(prose, inline)):
        _add_note(found, Span(*reference.span()), notes.get(_normal(reference["label"]), ""))


def _add_note(found: _Found, span: Span, note: str) -> None:
    keys = tuple(dict.fromkeys(_key_of(key) for key in _KEY.finditer(note)))
    found.marks.append(Mark(span, keys, " ".join(note.split())))
    found.beside.append(span)


def _find_keys(prose: str, noted: Sequence[Span], found: _Found) -> None:
    """Add the keys in brackets, and those in the text; brackets round a note hold none.

    A name behind an at sign may be somebody's account. It counts as a key where the draft has keys
    in brackets as well, or where it has a figure, as keys have.
    """
    every = _pairs(prose).items()
    pairs = {start: end for start, end in every if not overlaps_any(Span(start, end), noted)}
    groups = [
        Span(opened, closed + 1)
        for opened, closed in sorted(pairs.items())
        if _is_group(prose, opened, closed)
    ]
    for group in groups:
        found.marks.extend(_members(prose, group))
    found.beside.extend(groups)
    for key in _KEY.finditer(_blanked(prose, groups)):
        name = _key_of(key)
        if groups or any(character.isdecimal() for character in name):
            span = Span(key.end() - len(key.group().lstrip("-")), _behind(prose, key.end(), pairs))
            found.marks.append(Mark(span, (name,)))
            found.within.append(span)


def _is_group(prose: str, opened: int, closed: int) -> bool:
    inside = prose[opened + 1 : closed] if closed - opened < LONGEST else ""
    if "@" not in inside or "[" in inside or prose[closed + 1 : closed + 2] in ("(", "[", ":"):
        return False
    return all(_KEY.search(piece) for piece in inside.split(";"))


def _members(prose: str, group: Span) -> Iterator[Mark]:
    """Yield a mark for each piece of a group; of a single one it is the whole group."""
    pieces = group.of(prose)[1:-1].split(";")
    start = group.start + 1
    for piece in pieces:
        lead = len(piece) - len(piece.lstrip())
        own = Span(start + lead, start + lead + len(piece.strip()))
        keys = tuple(map(_key_of, _KEY.finditer(piece)))
        yield Mark(own if len(pieces) > 1 else group, keys)
        start += len(piece) + 1


def _behind(prose: str, end: int, pairs: Mapping[int, int]) -> int:
    """Return where a key in the text ends, with the place in brackets behind it."""
    bracket = _BEHIND.match(prose, end)
    closed = pairs.get(bracket.end() - 1) if bracket else None
    if closed is None or closed - end > LONGEST or prose[closed + 1 : closed + 2] in ("(", "["):
        return end
    return end if "@" in prose[end:closed] else closed + 1


def _key_of(found: re.Match[str]) -> str:
    return found["braced"] or found["bare"]


def _pairs(text: str) -> dict[int, int]:
    """Return for each bracket that is closed in its paragraph where that is."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACKETS.finditer(text):
        if found.group() == "[":
            opened.append(found.start())
        elif found.group() == "]":
            if opened:
                pairs[opened.pop()] = found.start()
        elif found.group()[0] == "\n":
            opened.clear()
    return pairs


def _definitions(text: str) -> Iterator[tuple[str, Span]]:
    """Yield each footnote's label with its definition; the first one of a label counts."""
    end = 0
    for found in _DEFINITION.finditer(text):
        if found.start() >= end:
            end = _end_of_definition(text, found.end())
            yield _normal(found["label"]), Span(found.start(), end)


def _end_of_definition(text: str, start: int) -> int:
    """Return where the note ends: its paragraph, and the indented ones behind it."""
    end, after_blank = _line_end(text, start), False
    position = end + 1
    while position < len(text):
        line = text[position : _line_end(text, position)]
        if not line.strip():
            after_blank = True
        elif _ends_note(line, after_blank=after_blank):
            break
        else:
            end, after_blank = position + len(line), False
        position += len(line) + 1
    return end


def _ends_note(line: str, *, after_blank: bool) -> bool:
    if after_blank:
        return _INDENTED.match(line) is None
    return bool(_OPENS_BLOCK.match(line) or _DEFINITION.match(line))


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _said(definition: Span, text: str) -> str:
    return " ".join(_DEFINITION.sub("", definition.of(text), count=1).split())


def _normal(label: str) -> str:
    return label.casefold()


def _blanked(text: str, spans: Sequence[Span]) -> str:
    """Return the text with a space for each character of the spans."""
    return filled(text, ((span, " ") for span in spans))
