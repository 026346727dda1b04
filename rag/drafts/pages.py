"""The pages that a citation of a draft names."""

from collections.abc import Sequence

import regex

from rag.types import Citation

_PAGES = regex.compile(
    r"\b(?:pp?|[Ss]|[Ss]eiten?|[Pp]ages?|págs?)\.?[\s~\u2060]*(\d{1,5})(?:\s*[-–—]+\s*(\d{1,5}))?"
)
_BARE = regex.compile(
    r"(?:@[^\s,;\]]+,\s*|\b\d{4}[a-z]?\s*[,:]\s*|\[)(\d{1,4})(?:\s*[-–—]+\s*(\d{1,4}))?(?=[\s)\];]|$)"
)
"""Pages without a "p.", behind a key, a year, or in the brackets of LaTeX."""


def pages_of(words: str) -> tuple[int, int] | None:
    """Return the first and the last page that a citation names; of several the last ones.

    >>> pages_of("Byrne, 2019, pp. 33–35")
    (33, 35)
    """
    found = [*_PAGES.finditer(words)] or [*_BARE.finditer(words)]
    if not found:
        return None
    first, last = int(found[-1][1]), int(found[-1][2] or found[-1][1])
    if last < first:  # "133–5"
        last = int(str(first)[: -len(str(last))] + str(last))
    return first, max(first, last)


def other_page(words: str, citations: Sequence[Citation]) -> str:
    """Return in words that a citation names another page than its words stand on; "" if not."""
    named = pages_of(words)
    pages = [each.locator.page for each in citations if each.locator.page]
    if named is None or not pages or any(named[0] <= page <= named[1] for page in pages):
        return ""
    told = str(named[0]) if named[0] == named[1] else f"{named[0]}–{named[1]}"
    return f"cited as p. {told}; the words stand on p. {pages[0]} of the file"
