"""A chapter of an e-book: a page of XHTML, without the furniture of web pages."""

import re
from collections.abc import Sequence

from index.reading.html_hidden import mark_hidden
from index.reading.html_shape import BLOCKS, is_shown, measure
from index.reading.html_source import html_text
from index.reading.html_tree import VOID, Element, Event, walk

_EMPTY = re.compile(r"<([a-zA-Z][\w:-]{0,40})((?:\s[^<>]*)?)/>")
_CONTENTS = frozenset("toc landmarks page-list loi lot lov loa".split())
_FEWEST_LINKS = 4


def chapter_source(data: bytes, name: str) -> str:
    """Return the XHTML of a chapter as HTML: what is written as empty is closed.

    Raises:
        UnreadableDocumentError: no text, or in an encoding that cannot be told.
    """
    return _EMPTY.sub(_closed, html_text(data, name))


def mark_chapter(root: Element, styles: Sequence[str]) -> None:
    """Measure a chapter and mark what is hidden and what is a table of contents.

    ``styles`` are the style sheets that it refers to.
    """
    mark_hidden(root, styles)
    measure(root)
    _mark_contents(root)


def first_anchors(root: Element) -> set[str]:
    """Return the ids of what stands before or round the first words of a chapter."""
    found = set()
    for event, element, text in walk(root, is_shown):
        if event is Event.TEXT and text.strip():
            break
        if event is Event.ENTER and element.get("id"):
            found.add(element.get("id"))
    return found


def _closed(found: re.Match[str]) -> str:
    tag, attributes = found[1], found[2]
    return found[0] if tag.lower() in VOID else f"<{tag}{attributes}></{tag}>"


def _mark_contents(root: Element) -> None:
    above = [False]
    for event, element, _ in walk(root):
        if event is Event.ENTER:
            element.furniture = above[-1] or _is_contents(element)
            above.append(element.furniture)
        elif event is Event.LEAVE:
            above.pop()


def _is_contents(element: Element) -> bool:
    kinds = element.get("epub:type").split()
    listed = element.links >= _FEWEST_LINKS and element.density > 0.85
    return (
        element.tag == "nav"
        or not _CONTENTS.isdisjoint(kinds)
        or (listed and element.tag in BLOCKS)
    )
