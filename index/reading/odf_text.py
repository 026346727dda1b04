"""What stands in one paragraph of an OpenDocument file: seen and hidden text, notes, frames."""

import re
from dataclasses import dataclass, field

from lxml import etree

from index.reading.odf_styles import DRAW, OFFICE, TEXT, OdfStyles, whole
from index.reading.word_styles import Look
from index.reading.word_text import tidy

_SPACES = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 100
_LEFT_OUT = frozenset(
    {f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}ruby-text", f"{TEXT}note-citation"}
)
_HIDEABLE = frozenset({f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph"})


@dataclass(slots=True)
class OdfContent:
    """What a paragraph holds, in order."""

    seen: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    frames: list[etree._Element] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)
    page: int | None = None
    """Where its first seen text stands."""

    @property
    def text(self) -> str:
        """The text that a reader of the page sees."""
        return tidy("".join(self.seen))

    @property
    def code(self) -> str:
        """The text with its blanks as they are."""
        return "".join(self.seen).strip("\n").rstrip()

    @property
    def hidden_text(self) -> str:
        """The text that nobody sees."""
        return tidy("".join(self.hidden))


class OdfTexts:
    """Reads paragraphs one after the other, and counts the pages that they stand on."""

    def __init__(self, styles: OdfStyles, *, has_pages: bool) -> None:
        self._styles = styles
        self.page = 1 if has_pages else None

    def read(self, paragraph: etree._Element, look: Look) -> OdfContent:
        """Return what a paragraph holds; ``look`` is its own with that of what surrounds it."""
        content = OdfContent()
        self._inline(paragraph, look, content)
        return content

    def break_page(self) -> None:
        """Count one page on."""
        if self.page is not None:
            self.page += 1

    def _inline(self, parent: etree._Element, look: Look, into: OdfContent) -> None:
        self._add(parent.text, look, into)
        for child in parent:
            if isinstance(child.tag, str):
                self._child(child, look, into)
            self._add(child.tail, look, into)

    def _child(self, child: etree._Element, look: Look, into: OdfContent) -> None:
        tag = str(child.tag)
        if tag == f"{TEXT}span":
            style = self._styles.of("text", child.get(f"{TEXT}style-name"))
            self._inline(child, style.look.over(look), into)
        elif tag == f"{TEXT}s":
            self._put(" " * min(whole(child.get(f"{TEXT}c"), 1), _MOST_SPACES), look, into)
        elif tag == f"{TEXT}tab":
            self._put("\t", look, into)
        elif tag == f"{TEXT}line-break":
            self._put("\n", look, into)
        elif tag == f"{TEXT}soft-page-break":
            self.break_page()
        elif tag == f"{TEXT}note":
            into.notes.append(child)
        elif tag.startswith(DRAW) and tag != f"{DRAW}a":
            into.frames.append(child)
        elif tag in _HIDEABLE:
            is_hidden = child.get(f"{TEXT}is-hidden") != "false"
            self._inline(child, Look(vanishes=True).over(look) if is_hidden else look, into)
        elif tag not in _LEFT_OUT:
            self._inline(child, look, into)

    def _add(self, text: str | None, look: Look, into: OdfContent) -> None:
        if text:
            self._put(_SPACES.sub(" ", text), look, into)

    def _put(self, text: str, look: Look, into: OdfContent) -> None:
        if not text.isspace():
            if look.is_hidden:
                into.hidden.append(text)
                return
            into.page = into.page or self.page
        into.seen.append(text)
