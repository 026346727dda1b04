"""A web page as a tree of small nodes, in linear time, however deep it nests.

lxml reads the tags and reports them as events; its own trees stop at a depth of 2,048 and take
quadratic time over many attributes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from index.errors import TooLargeError

MOST_ELEMENTS = 500_000
"""About 300 MB of memory; the longest pages of the web have a fifth of it."""

_DEEPEST = 400  # browsers stop at 512
_FED = 32_768  # characters at once: the parser cannot be stopped inside them
_LONGEST_VALUE = 4_000  # characters of an attribute
_KEPT = frozenset(
    "id class style role hidden aria-hidden aria-level aria-label epub:type lang xml:lang href rel"
    " content name property http-equiv datetime pubdate itemprop itemscope type start value"
    " colspan rowspan scope reversed bgcolor background color size open media".split()
)

# What no end tag follows.
VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track"
    " wbr".split()
)
# A new one of these ends one that is still open right above it.
_SIBLINGS = {
    "li": frozenset({"li"}),
    "p": frozenset({"p"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tr": frozenset({"td", "th", "tr"}),
    "option": frozenset({"option"}),
}
_TAG = re.compile(
    r"<(/?)(?!(?:script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext)\b)"
    r"([a-zA-Z][a-zA-Z0-9:-]{0,40})",
    re.IGNORECASE,
)
_NONE: Mapping[str, str] = {}
_OPENED, _CLOSED = "data-opened", "data-closed"


@dataclass(slots=True, eq=False)
class Element:
    """An element of a page with what is decided about it; ``content`` is in reading order."""

    tag: str
    attributes: Mapping[str, str]
    parent: "Element | None" = None
    content: "list[Element | str]" = field(default_factory=list)
    hidden: bool = False
    """The characters that stand in it directly are not seen."""
    furniture: bool = False
    """It is no part of what the page is about; so is all in it."""
    size: int = 0
    """Characters seen in it, white space left out."""
    linked: int = 0
    """How many of them are links."""
    links: int = 0
    controls: int = 0
    """Buttons and fields in it."""
    holds: frozenset[str] = frozenset()
    """Which of the tags that matter for its layout are in it, and whether figures are."""

    def get(self, attribute: str) -> str:
        """Return an attribute, empty if it is not there."""
        return self.attributes.get(attribute, "")

    @property
    def children(self) -> "Iterator[Element]":
        """The elements that stand in it directly."""
        return (child for child in self.content if isinstance(child, Element))

    @property
    def density(self) -> float:
        """The share of its characters that are links, 0 to 1."""
        return self.linked / self.size if self.size else 0.0


class Event(StrEnum):
    """What a walk meets."""

    ENTER = "enter"
    TEXT = "text"
    LEAVE = "leave"


def walk(
    root: Element, enters: Callable[[Element], bool] | None = None
) -> Iterator[tuple[Event, Element, str]]:
    """Yield the events of a page below ``root``, in order, without recursion.

    A text comes with the element that holds it. Elements that ``enters`` says no to are left out.
    """
    path = [(root, iter(root.content))]
    while path:
        element, rest = path[-1]
        for child in rest:
            if isinstance(child, str):
                yield Event.TEXT, element, child
            elif enters is None or enters(child):
                yield Event.ENTER, child, ""
                path.append((child, iter(child.content)))
                break
        else:
            path.pop()
            if path:
                yield Event.LEAVE, element, ""


def text_of(root: Element, enters: Callable[[Element], bool] | None = None) -> str:
    """Return the words in an element, seen or not, on one line."""
    texts = (text for event, _, text in walk(root, enters) if event is Event.TEXT)
    return " ".join("".join(texts).split())


def elements_of(root: Element) -> Iterator[Element]:
    """Yield all elements below ``root`` in order."""
    pending = root.content[::-1]
    while pending:
        each = pending.pop()
        if isinstance(each, Element):
            yield each
            pending.extend(reversed(each.content))


def parse_html(source: str, name: str) -> Element:
    """Return the root of a page; its tags are in lower case.

    Raises:
        TooLargeError: more than ``MOST_ELEMENTS``.
    """
    try:
        return _fed(source, _Builder(name))
    except _TooDeepError:
        # No tag is nested for the parser if each is written as one that holds nothing.
        return _fed(_TAG.sub(_flat_tag, source), _FlatBuilder(name))


class _TooDeepError(Exception):
    """The parser would take quadratic time over stray end tags."""


class _Builder:
    """Takes the parser's events."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root = Element("#page", {})
        self.path = [self.root]
        self.count = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if len(self.path) > _DEEPEST:
            raise _TooDeepError
        self.push(tag, attributes)

    def push(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS:
            raise TooLargeError(
                f"{self.name} has more than {MOST_ELEMENTS:,} elements. Split it and add the parts."
            )
        element = Element(tag, _kept(attributes), self.path[-1])
        self.path[-1].content.append(element)
        self.path.append(element)

    def end(self, _tag: str) -> None:
        if len(self.path) > 1:
            self.path.pop()

    def data(self, text: str) -> None:
        self.path[-1].content.append(text)

    def close(self) -> Element:
        return self.root


class _FlatBuilder(_Builder):
    """Takes the events of a page whose tags were written flat, and nests them itself."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.open: dict[str, int] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if _OPENED in attributes:
            self._open(attributes[_OPENED].lower(), attributes)
        elif _CLOSED in attributes:
            self._close(attributes[_CLOSED].lower())
        else:
            self.push(tag, attributes)

    def end(self, tag: str) -> None:
        if tag not in VOID:
            super().end(tag)

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.path[-1].tag in _SIBLINGS.get(tag, ()):
            self._pop()
        self.push(tag, attributes)
        self.open[tag] = self.open.get(tag, 0) + 1
        if tag in VOID:
            self._pop()

    def _close(self, tag: str) -> None:
        while self.open.get(tag):
            if self._pop() == tag:
                return

    def _pop(self) -> str:
        tag = self.path.pop().tag
        self.open[tag] = self.open.get(tag, 1) - 1
        return tag


def _fed(source: str, builder: _Builder) -> Element:
    # The stubs ask for methods that lxml lets a target leave out.
    parser = etree.HTMLParser(  # type: ignore[call-overload]
        target=builder, encoding="utf-8", huge_tree=True
    )
    for start in range(0, len(source), _FED):
        parser.feed(source[start : start + _FED].encode("utf-8", "replace"))
    if source:
        parser.close()
    return builder.root


def _kept(attributes: Mapping[str, str]) -> Mapping[str, str]:
    if not attributes:
        return _NONE
    return {key: value[:_LONGEST_VALUE] for key, value in attributes.items() if key in _KEPT}


def _flat_tag(found: re.Match[str]) -> str:
    return f"<br {_CLOSED if found[1] else _OPENED}={found[2]} "
