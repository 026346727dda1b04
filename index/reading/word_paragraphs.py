"""The paragraphs of a Word document; one whose end was deleted goes on in the next one."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from index.reading.word_styles import Look, Style, Styles, W, value
from index.reading.word_text import Content, Texts


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as a reader sees it."""

    content: Content
    properties: etree._Element | None
    """Its ``w:pPr``."""
    style: Style


class Paragraphs:
    """Reads paragraphs in order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._carried: Content | None = None

    def read(self, element: etree._Element, texts: Texts, around: Look) -> Iterator[Paragraph]:
        """Yield the paragraph that ends with this ``w:p``, if one does."""
        properties = element.find(f"{W}pPr")
        named = None if properties is None else properties.find(f"{W}pStyle")
        style = self._styles.of(value(named))
        content, self._carried = self._carried or Content(), None
        texts.read(element, style, around, content)
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._carried = content
        else:
            yield Paragraph(content, properties, style)

    def rest(self) -> Iterator[Paragraph]:
        """Yield the paragraph that no next one goes on, if there is one."""
        content, self._carried = self._carried, None
        if content is not None:
            yield Paragraph(content, None, self._styles.default)
