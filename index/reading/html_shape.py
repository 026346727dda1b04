"""What the elements of a web page hold: how much text, links, controls, and which tags."""

import re

from index.reading.html_hidden import UNSHOWN
from index.reading.html_tree import Element, Event, walk

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li"
    " listing main menu nav ol optgroup option p plaintext pre search section select summary table"
    " tbody td textarea tfoot th thead tr ul xmp".split()
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CONTROLS = frozenset({"button", "input", "select", "textarea"})
FIGURES = "figures"
"""What ``holds`` names beside tags: that there is a digit in the words."""
_DIGIT = re.compile(r"\d")
_TOLD = HEADINGS | {"table", "pre", "main", "article", "p", "ul", "ol", "nav", "form"}
_TOLD_SETS: dict[frozenset[str], frozenset[str]] = {}


def measure(root: Element) -> None:
    """Set ``size``, ``linked``, ``links``, ``controls`` and ``holds`` on all elements.

    Hidden words and those that are never shown do not count.
    """
    links = 0
    for event, element, text in walk(root, is_shown):
        if event is Event.ENTER:
            links += _is_link(element)
        elif event is Event.TEXT and not element.hidden:
            size = len("".join(text.split()))
            element.size += size
            element.linked += size if links else 0
            if _DIGIT.search(text):
                element.holds = _joined(element.holds, frozenset({FIGURES}))
        elif event is Event.LEAVE:
            links -= _is_link(element)
            _hand_up(element)


def is_shown(element: Element) -> bool:
    """Tell whether an element is one that browsers show the text of."""
    return element.tag not in UNSHOWN


def is_in(element: Element, tags: frozenset[str], within: int = 40) -> bool:
    """Tell whether one of the ``within`` elements above ``element`` has one of the ``tags``."""
    above = element.parent
    while above is not None and within:
        if above.tag in tags:
            return True
        above, within = above.parent, within - 1
    return False


def _is_link(element: Element) -> bool:
    return element.tag == "a" and "href" in element.attributes


def _hand_up(element: Element) -> None:
    above = element.parent
    if above is None:
        return
    above.size += element.size
    above.linked += element.linked
    above.links += element.links + _is_link(element)
    above.controls += element.controls + (element.tag in CONTROLS)
    held = element.holds | {element.tag} if element.tag in _TOLD else element.holds
    above.holds = _joined(above.holds, held)


def _joined(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    if other <= one:
        return one
    union = one | other
    return _TOLD_SETS.setdefault(union, union)  # equal sets are kept once
