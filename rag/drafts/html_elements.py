"""What the elements of HTML are to a reader."""

from collections.abc import Mapping

from index.types import BlockKind


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


HEADINGS = _words("h1 h2 h3 h4 h5 h6")
KINDS: Mapping[str, BlockKind] = {
    "li": BlockKind.LIST_ITEM, "dd": BlockKind.LIST_ITEM, "dt": BlockKind.LIST_ITEM,
    "tr": BlockKind.TABLE_ROW, "pre": BlockKind.CODE, "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION, "nav": BlockKind.FURNITURE, "blockquote": BlockKind.PARAGRAPH,
}  # fmt: skip
UNNESTED = _words("p hr")
"""Blocks that hold no other blocks."""
BLOCKS = (
    HEADINGS
    | UNNESTED
    | KINDS.keys()
    | _words(
        "html body div section article main header footer aside ul ol dl table thead tbody tfoot "
        "figure address details summary form fieldset legend hgroup center"
    )
)
CELLS = _words("td th")
RAW = _words("script style textarea title")
"""Elements that hold text alone: what is not closed goes on to the end."""
HIDDEN = RAW | _words(
    "head template svg math iframe object select button noscript canvas audio video map datalist"
)
"""Elements of which nothing is read."""
INLINE = _words(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd mark s samp small span strike "
    "strong sub sup time tt u var wbr label"
)
"""Elements within a line: a citation goes behind the end of one, not into it."""
