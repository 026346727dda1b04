"""Readability's choice of a page's article: one more sign of what its main part is."""

import logging
from html import escape

from index.reading.html_shape import is_shown
from index.reading.html_tree import VOID, Element, Event, walk

_LONGEST = 400_000  # characters: its time grows with the depth times the length
_DEEPEST = 60
_LEAST = 1_500  # characters of text: on short pages all is the article
_KEPT = ("id", "class", "itemprop")
_PLACE = "data-place"


def chosen_article(root: Element) -> Element | None:
    """Return the element of a measured page that readability takes for the article.

    None if it finds none, if that holds less than a third of the text, or if the page is too short
    or too large to ask.
    """
    if not _LEAST <= root.size <= _LONGEST:
        return None
    elements: list[Element] = []
    source = _written(root, elements)
    place = _place_of_best(source) if source else None
    found = elements[place] if place is not None else None
    return found if found is not None and found.size * 3 >= root.size else None


def _written(root: Element, elements: list[Element]) -> str:
    """Return the page with the place of each element in ``elements``, empty if it is too deep."""
    parts: list[str] = []
    depth = 0
    for event, element, text in walk(root, is_shown):
        if event is Event.TEXT:
            parts.append(escape(text, quote=False))
        elif event is Event.LEAVE:
            depth -= 1
            parts.append("" if element.tag in VOID else f"</{element.tag}>")
        else:
            depth += 1
            if depth > _DEEPEST:
                return ""
            parts.append(_opening(element, len(elements)))
            elements.append(element)
    source = "".join(parts)
    return source if len(source) <= 2 * _LONGEST else ""


def _opening(element: Element, place: int) -> str:
    stated = "".join(
        f' {key}="{escape(element.get(key))}"' for key in _KEPT if key in element.attributes
    )
    return f'<{element.tag}{stated} {_PLACE}="{place}">'


def _place_of_best(source: str) -> int | None:
    from readability import Document

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    page = Document(source)
    try:
        page._html(force=True)
        page.remove_unlikely_candidates()
        page.transform_misused_divs_into_paragraphs()
        best = page.select_best_candidate(page.score_paragraphs())
    except Exception:  # noqa: BLE001 - a sign less; the library gives no errors of its own here
        return None
    place = best["elem"].get(_PLACE) if best else None
    return int(place) if place else None
