"""The few style properties that tell whether words are seen: a small, safe reader of CSS.

Read are rules for one element, class or id ("p.note", "#ad", "a.b"); rules for a medium, a state
or a place in the tree are left out, for nobody can tell from the file when they hold.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from index.reading.html_tree import Element

Style = Mapping[str, str]
"""Property to value, both in lower case."""

NO_STYLE: Style = {}
READ = frozenset(
    "display visibility opacity font-size font color background background-color background-image"
    " text-indent left top right bottom position clip clip-path width height max-width max-height"
    " overflow overflow-x overflow-y transform margin-left margin-top".split()
)

_MOST_SOURCE = 500_000  # characters of CSS on one page
_MOST_ALIKE = 100  # rules for one class, id or tag
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SELECTOR = re.compile(r"(\*|[a-z][a-z0-9-]*)?((?:[.#][a-z0-9_-]+)*)", re.IGNORECASE)
_SIGN = re.compile(r"[.#][a-z0-9_-]+", re.IGNORECASE)


def declarations(source: str) -> Style:
    """Return what ``source`` ("color: red; width: 0") says of the properties that are read."""
    if ":" not in source:
        return NO_STYLE
    pairs = (part.partition(":") for part in source.lower().split(";"))
    found = {name.strip(): value.strip() for name, _, value in pairs}
    return {
        name: value.removesuffix("!important").strip()
        for name, value in found.items()
        if name in READ and value
    }


@dataclass(frozen=True, slots=True)
class _Rule:
    tag: str
    signs: frozenset[str]
    """Classes and ids, with the dot or the hash before them."""
    style: Style
    weight: tuple[int, int, int, int]
    """The ids, classes and tags that it names, and its place in the page: the greater wins."""


@dataclass(slots=True)
class StyleSheet:
    """The rules of a page, found by the rarest thing that they name."""

    rules: dict[str, list[_Rule]] = field(default_factory=dict)
    count: int = 0
    _known: dict[tuple[str, str, str], Style] = field(default_factory=dict)

    def style_of(self, element: Element) -> Style:
        """Return the style of an element: its rules, outweighed by its own attribute."""
        own = declarations(element.get("style"))
        ruled = self._ruled(element) if self.rules else NO_STYLE
        return {**ruled, **own} if ruled and own else own or ruled

    def _ruled(self, element: Element) -> Style:
        key = (element.tag, element.get("id"), element.get("class"))
        if key not in self._known:
            classes = [f".{each}" for each in key[2].split()[:50]]
            signs = {*classes, f"#{key[1]}"} if key[1] else set(classes)
            met = [
                rule
                for sign in (key[0], *sorted(signs))
                for rule in self.rules.get(sign, ())
                if rule.signs <= signs and rule.tag in ("", key[0])
            ]
            self._known[key] = _merged(met)
        return self._known[key]


def style_sheet(sources: Iterable[str]) -> StyleSheet:
    """Return the rules of the texts of a page's style elements."""
    sheet = StyleSheet()
    left = _MOST_SOURCE
    for source in sources:
        for selectors, body in _blocks(_COMMENT.sub(" ", source[:left])):
            style = declarations(body)
            for selector in selectors.split(",") if style else ():
                _add(sheet, selector.strip(), style)
        left -= min(left, len(source))
    return sheet


def _blocks(source: str) -> Iterator[tuple[str, str]]:
    """Yield each rule's selectors and body; what stands inside an at-rule is left out."""
    position = depth = opened = 0
    selectors = ""
    for found in re.finditer(r"[{};]", source):
        sign = found.group()
        if sign == "{":
            depth += 1
            if depth == 1:
                selectors, opened = source[position : found.start()].strip(), found.end()
        elif sign == "}" and depth:
            depth -= 1
            if not depth and not selectors.startswith("@"):
                yield selectors, source[opened : found.start()]
        if not depth:
            position = found.end()


def _add(sheet: StyleSheet, selector: str, style: Style) -> None:
    found = _SELECTOR.fullmatch(selector)
    if not selector or found is None:
        return
    tag = (found[1] or "").lower().replace("*", "")
    signs = _SIGN.findall(found[2])
    ids = [sign for sign in signs if sign.startswith("#")]
    key = (ids or signs or [tag])[-1]
    alike = sheet.rules.setdefault(key, [])
    if key and len(alike) < _MOST_ALIKE:
        sheet.count += 1
        weight = (len(ids), len(signs) - len(ids), int(bool(tag)), sheet.count)
        alike.append(_Rule(tag, frozenset(signs), style, weight))


def _merged(rules: list[_Rule]) -> Style:
    if not rules:
        return NO_STYLE
    merged: dict[str, str] = {}
    for rule in sorted(rules, key=lambda rule: rule.weight):
        merged.update(rule.style)
    return merged
