"""XML without entities, network or unbounded growth, whole or as a stream of elements."""

from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from index.errors import TooLargeError, UnreadableDocumentError

# libxml2's own caps stay on: 256 levels of depth, 10 MB in one text or attribute.
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_TOO_MUCH = ("huge", "excessive depth", "too long")


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Return the root of the XML in ``data``, of the file ``name``, without comments.

    Entities that a document type declares stay unresolved: nodes whose tag is no string.

    Raises:
        UnreadableDocumentError: not well formed, or with entities that multiply.
        TooLargeError: deeper or longer in one piece than any document is.
    """
    try:
        root: etree._Element = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _translated(error, name) from error
    return root


def stream_xml(stream: IO[bytes], name: str, *tags: str) -> Iterator[etree._Element]:
    """Yield each element that has one of ``tags``, when all of it was read, innermost first.

    The caller frees what it is done with: see ``release``.

    Raises:
        UnreadableDocumentError: not well formed, or with entities that multiply.
        TooLargeError: deeper or longer in one piece than any document is.
    """
    try:
        for _, element in etree.iterparse(stream, events=("end",), tag=tags, **_SAFE):
            yield element
    except etree.XMLSyntaxError as error:
        raise _translated(error, name) from error


def release(element: etree._Element) -> None:
    """Free a streamed element with all that stands before it under its parent."""
    parent = element.getparent()
    element.clear()
    if parent is not None:
        while len(parent) and parent[0] is not element:
            del parent[0]


def _translated(error: Exception, name: str) -> Exception:
    message = str(error).lower()
    if any(sign in message for sign in _TOO_MUCH):
        return TooLargeError(
            f"{name} nests too deeply, or holds more than 10 MB without a break. Split it and add "
            "the parts."
        )
    return UnreadableDocumentError(
        f"{name} is broken: its XML cannot be read. Save it again where it was made."
    )
