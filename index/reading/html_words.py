"""The words inside one block of a web page: white space, marks of notes, raised figures."""

import re
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice

from index.reading.html_hidden import UNSHOWN
from index.reading.html_tree import Element, walk

_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_EXPONENT = re.compile(r"[0-9+\-−=()n]{1,8}")
_SPACES = re.compile(r"[ \t\n\r\f\u00a0]{2,}|[\t\n\r\f]")  # a lone no-break space stays
_AROUND_BREAK = re.compile(r"[ \u00a0]*\n[ \u00a0]*")
_MARK = re.compile(
    r"[\[(]?\s*(?:\d{1,4}|[a-z]{1,2}|[ivx]{1,5}|note \d+|[*†‡§¶#]{1,4})\s*[\])]?", re.I
)
_POINTERS = frozenset("mw-editsection mw-cite-backlink footnote-backref footnote-back".split())
_ANCHORS = frozenset("anchor headerlink header-anchor headeranchor".split())
_ICONS = re.compile(r"material-(?:icons|symbols)(?:-\w+)?")
_BREAK = "\x00"
_LONGEST_MARK = 12
_MOST_INSIDE = 20  # texts and tags


class Seen(Enum):
    """How the reader of a page meets some words."""

    MAIN = "main"
    FURNITURE = "furniture"
    HIDDEN = "hidden"


def seen(element: Element) -> Seen:
    """Tell how the words directly in an element are met."""
    if element.hidden:
        return Seen.HIDDEN
    return Seen.FURNITURE if element.furniture else Seen.MAIN


def is_left_out(element: Element) -> bool:
    """Tell whether an element is no text at all: not shown, an icon, or a mark for a note.

    "[12]" after a word, "[edit]" after a heading and the arrow back from a note point elsewhere;
    in a sentence they would only be in the way.
    """
    if element.tag in UNSHOWN:
        return True
    if element.tag == "sup" or _refers(element):
        return _is_mark(element)
    if not element.attributes:
        return False
    classes = set(element.get("class").lower().split())
    return (
        element.get("role") == "doc-backlink"
        or not classes.isdisjoint(_POINTERS)
        or (element.size <= 2 and not classes.isdisjoint(_ANCHORS))
        or (element.size <= 2 and element.get("aria-hidden") == "true" and _is_sign(element))
        or any(_ICONS.fullmatch(each) for each in classes)
    )


def _is_sign(element: Element) -> bool:
    return not any(character.isalnum() for character in _few_words(element))


def _few_words(element: Element) -> str:
    """Return the words of a small element; nothing of one with much inside it."""
    events = list(islice(walk(element), _MOST_INSIDE + 1))
    return "".join(text for _, _, text in events).strip() if len(events) <= _MOST_INSIDE else ""


def _refers(element: Element) -> bool:
    return element.tag == "a" and (
        element.get("role") == "doc-noteref" or "noteref" in element.get("epub:type").split()
    )


def _is_mark(element: Element) -> bool:
    classes = set(element.get("class").lower().split())
    if not classes.isdisjoint({"reference", "noprint", "footnote-ref"}) or _refers(element):
        return True
    inner = [child for child in element.content if not isinstance(child, str) or child.strip()]
    link = inner[0] if len(inner) == 1 and isinstance(inner[0], Element) else None
    if link is None or link.tag != "a" or not link.attributes:
        return False
    return link.size <= _LONGEST_MARK and _MARK.fullmatch(_few_words(link)) is not None


@dataclass(slots=True)
class Words:
    """The words of one block as they come in, apart by how they are met."""

    parts: dict[Seen, list[str]] = field(default_factory=dict)
    is_code: bool = False

    def add(self, element: Element, text: str) -> None:
        """Add a text that stands directly in ``element``."""
        if element.tag == "sup" and _EXPONENT.fullmatch(text.strip()):
            text = text.strip().translate(_RAISED)
        self.parts.setdefault(seen(element), []).append(text)

    def wrap(self, element: Element, mark: str) -> None:
        """Add a mark that a browser draws, such as the bracket before a reading aid."""
        self.parts.setdefault(seen(element), []).append(mark)

    def break_line(self, element: Element) -> None:
        """Begin a new line."""
        self.parts.setdefault(seen(element), []).append("\n" if self.is_code else _BREAK)

    def take(self, how: Seen) -> str:
        """Return what came in of one kind, with its white space as a browser shows it."""
        raw = "".join(self.parts.pop(how, ()))
        if self.is_code:
            return raw.replace("\r\n", "\n").strip("\n").rstrip()
        if not raw or raw.isspace():
            return ""
        collapsed = _SPACES.sub(" ", raw).replace(_BREAK, "\n")
        lines = _AROUND_BREAK.sub("\n", collapsed).strip()
        return re.sub(r"\n{2,}", "\n", lines)
