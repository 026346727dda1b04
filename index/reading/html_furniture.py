"""What of a web page is furniture: menus, banners, bars, comments, links to other pages.

A false find loses a fact, a missed one costs little. So an element whose name alone is ambiguous
needs a second sign (links, controls, or next to no text), and nothing is furniture that holds the
greater part of the page, its main part or its first heading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.reading.html_shape import BLOCKS, FIGURES, HEADINGS, is_in, is_shown
from index.reading.html_tree import Element, Event, elements_of, walk

_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_MAIN_NAMES = frozenset(
    "content main-content maincontent main article article-body article-content post-content"
    " entry-content post-body story-body page-content mw-content-text bodycontent".split()
)
_ELEMENTS = frozenset({"nav", "menu", "select", "textarea", "search"})
_OWNERS = frozenset({"article", "main", "section", "blockquote", "figure", "td"})
_ROLES = frozenset(
    "navigation banner contentinfo search menu menubar toolbar tablist dialog alertdialog".split()
)
# Signs that need no other.
_STRONG = frozenset(
    "navbar navbox breadcrumb breadcrumbs catlinks printfooter editsection hatnote disqus"
    " sharedaddy addtoany adsbygoogle sistersitebox noprint commentlist skiplink jumplink"
    " authority pagination".split()
)
# Signs that stand for other things too: a menu of dishes, a section on cookies, related work.
_WEAK = frozenset(
    "nav navigation menu submenu sidebar footer masthead cookie cookies consent gdpr newsletter"
    " share sharing social comments comment respond related recommended recommendations popular"
    " trending advert advertisement ads adsense sponsored promo pager toc skip toolbar login signin"
    " signup subscribe subscription search searchform searchbox tags tagcloud sitemap topbar"
    " banner portlet dropdown modal popup backlink".split()
)
_NOT_ONE = frozenset({"has", "no", "with", "without", "is", "not"})
_LITTLE = 60  # characters, white space left out
_FEW = 600
_FEWEST_OWN = 600
_LEAST_OWN = 0.2  # share of the page


@dataclass(frozen=True, slots=True)
class _Page:
    """What decides about the elements of one page."""

    size: int
    has_prose: bool
    """Enough of it is no link, so that a list of links is not what it is for."""
    main: Element | None
    """The element that holds what the page is about."""
    is_stated: bool
    """The page itself says so, by an element, a role or a name."""
    kept: frozenset[Element]
    """What holds the main part or the first heading, and so is no furniture."""


def mark_furniture_elements(root: Element, chosen: Element | None = None) -> None:
    """Set ``furniture`` on the elements that are no part of what a measured page is about.

    ``chosen`` is taken for the main part where the page does not say which one it is.
    """
    page = _page(root, chosen)
    above = [False]
    inside = 0
    for event, element, _ in walk(root, is_shown):
        if event is Event.ENTER:
            element.furniture = above[-1] or _is_furniture(element, page, is_main=inside > 0)
            above.append(element.furniture)
            inside += element is page.main
        elif event is Event.LEAVE:
            above.pop()
            inside -= element is page.main


def main_element(root: Element) -> Element | None:
    """Return the element that says it holds what the page is about, and holds much of it."""
    found = [element for element in _shown(root) if _says_main(element)]
    for tag in ("main", "article", ""):
        alike = [element for element in found if tag in (element.tag, element.get("role"), "")]
        best = max(alike, key=lambda element: element.size, default=None)
        if best is not None and best.size * 4 >= root.size:
            return best
    return None


def _page(root: Element, chosen: Element | None) -> _Page:
    main = main_element(root)
    heading = next((each for each in _shown(root) if each.tag == "h1" and each.size), None)
    kept = {each for start in (main, chosen, heading) for each in _upwards(start)}
    own = root.size - root.linked
    has_prose = own >= _FEWEST_OWN and own >= root.size * _LEAST_OWN
    return _Page(root.size, has_prose, main or chosen, main is not None, frozenset(kept))


def _upwards(start: Element | None) -> Iterator[Element]:
    while start is not None:
        yield start
        start = start.parent


def _shown(root: Element) -> Iterator[Element]:
    return (element for element in elements_of(root) if is_shown(element))


def _says_main(element: Element) -> bool:
    names = {element.get("id").lower(), *element.get("class").lower().split()}
    return (
        element.tag in ("main", "article")
        or element.get("role") in ("main", "article")
        or (element.tag in ("div", "section", "td") and not names.isdisjoint(_MAIN_NAMES))
    )


def _is_furniture(element: Element, page: _Page, *, is_main: bool) -> bool:
    if not element.size or element in page.kept:
        return False
    if element.tag == "button":
        return element.size <= _LITTLE // 2 and not is_in(element, HEADINGS | {"p"}, 3)
    if element.tag not in BLOCKS or element.tag == "body":
        return False
    if element.size * 2 > page.size and element.density < 0.7:
        return False
    return _is_named_so(element, page, is_main=is_main) or (
        not is_main and _is_all_links(element, page)
    )


def _is_named_so(element: Element, page: _Page, *, is_main: bool) -> bool:
    role = element.get("role").lower()
    if element.tag in _ELEMENTS or role in _ROLES:
        return True
    if element.tag in ("header", "footer"):
        return not (is_main or is_in(element, _OWNERS)) or element.density > 0.5
    strong, weak = signs(element)
    if element.tag == "aside" or role == "complementary":
        apart = page.is_stated and not is_main
        return apart or strong or weak or element.density > 0.4
    return strong or (weak and _looks_so(element))


def signs(element: Element) -> tuple[bool, bool]:
    """Tell whether the classes and the id of an element name furniture surely, and maybe."""
    strong = weak = False
    for name in [*element.get("class").split()[:20], element.get("id")]:
        parts = {part.lower() for part in _PARTS.findall(name)}
        if parts and parts.isdisjoint(_NOT_ONE):
            strong = strong or not parts.isdisjoint(_STRONG)
            weak = weak or not parts.isdisjoint(_WEAK)
    return strong, weak


def _looks_so(element: Element) -> bool:
    return (
        (element.links > 0 and element.density >= 0.4)
        or (element.controls > 0 and element.size <= _FEW)
        or (element.size <= _LITTLE and FIGURES not in element.holds)
    )


def _is_all_links(element: Element, page: _Page) -> bool:
    """Tell whether an element outside the main part is a list of links among a page of prose."""
    if not (page.is_stated or page.has_prose):
        return False
    return (
        element.links >= 4
        and element.density >= (0.85 if page.main is None else 0.6)
        and element.linked <= 40 * element.links
    )
