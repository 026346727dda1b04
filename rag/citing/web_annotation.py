"""A citation as a Web Annotation, whose selectors find the words again.

Source: W3C Recommendation, Web Annotation Data Model, 2017.
"""

from typing import Any

from rag.types import Citation

PDF = "http://tools.ietf.org/rfc/rfc3778"
"""What the recommendation names for fragments of PDF."""


def annotation(citation: Citation, url: str, source: str = "") -> dict[str, Any]:
    """Return the annotation whose id is ``url``, the address of the words in Pincite.

    Each selector alone finds the words. ``source`` is the work's own address, of which positions
    in Pincite's text say nothing; without one, the document's page in Pincite is annotated.
    """
    page = citation.locator.page
    selectors = [_quote(citation)]
    if not source:
        selectors.append(_position(citation))
    if page:
        selectors.append(_on_page(citation, page))
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": url,
        "type": "Annotation",
        "motivation": "highlighting",
        "target": {
            "type": "SpecificResource",
            "source": source or url.partition("?")[0],
            "selector": selectors,
        },
    }


def _quote(citation: Citation) -> dict[str, Any]:
    return {
        "type": "TextQuoteSelector",
        "exact": citation.exact,
        "prefix": citation.prefix,
        "suffix": citation.suffix,
    }


def _position(citation: Citation) -> dict[str, Any]:
    start, end = citation.span.start, citation.span.end
    return {"type": "TextPositionSelector", "start": start, "end": end}


def _on_page(citation: Citation, page: int) -> dict[str, Any]:
    """Return a selector of the page, and on it of the words."""
    return {
        "type": "FragmentSelector",
        "conformsTo": PDF,
        "value": f"page={page}",
        "refinedBy": _quote(citation),
    }
