"""Web pages: the words that a reader sees, in order, with what is furniture or hidden marked."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from index.reading.html_article import chosen_article
from index.reading.html_blocks import pieces_of
from index.reading.html_furniture import main_element, mark_furniture_elements
from index.reading.html_hidden import mark_hidden
from index.reading.html_metadata import page_metadata, page_title
from index.reading.html_shape import measure
from index.reading.html_source import html_text
from index.reading.html_tree import Element, parse_html
from index.reading.limits import limited
from index.reading.pieces import Layout, Piece, lay_out
from index.types import BlockKind


def read_layout(data: bytes, name: str) -> Layout:
    """Return the text of a web page with its layout, its title and what it states of itself.

    Raises:
        UnreadableDocumentError: no text, or in an encoding that cannot be told.
        TooLargeError: more elements or text than any page has.
    """
    root = measured_page(html_text(data, name), name)
    mark_furniture_elements(root, None if main_element(root) else chosen_article(root))
    pieces = _joined(limited(pieces_of(root), name))
    return lay_out(pieces, title=page_title(root), metadata=page_metadata(root))


def measured_page(source: str, name: str) -> Element:
    """Return the tree of a page with its sizes, and with what is hidden marked."""
    root = parse_html(source, name)
    mark_hidden(root)
    measure(root)
    return root


def shown_pieces(source: str, name: str) -> Iterator[Piece]:
    """Yield the pieces of a page that has no furniture, such as an e-mail or a chapter."""
    yield from pieces_of(measured_page(source, name))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, each run of furniture as one with a line for each."""
    for kind, run in groupby(pieces, key=lambda piece: piece.kind):
        if kind is BlockKind.FURNITURE:
            yield Piece("\n".join(piece.text.strip() for piece in run), kind)
        else:
            yield from run
