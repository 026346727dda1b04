"""Where a citation goes that stands before the full stop."""

import regex

from rag.drafts.draft import FILLER, Draft

_LOOK = 40
_SHORTENED = regex.compile(
    r"(?:\.\p{L}{1,3}|(?<![\p{L}\p{N}])(?:\p{Lu}|etc|inc|ltd|co|corp|jr|sr|bros|usw|ca|al))\.\Z",
    regex.IGNORECASE,
)
"""A full stop that belongs to an abbreviation: "U.S.", "etc."."""
_PLAIN_END = regex.compile(rf"[\p{{L}}\p{{M}}\p{{N}})\]%°”’»{FILLER}]\.\Z")


def before_stop(draft: Draft, end: int) -> int:
    """Return where a citation of the sentence that ends at ``end`` goes.

    That is before its full stop; it is behind the sentence where it ends with another mark, where
    the stop is quoted with it or stands inside of markup, and where it is an abbreviation's.
    """
    tail = draft.plain[max(0, end - _LOOK) : end]
    seen = tail.replace(FILLER, "")
    if _PLAIN_END.search(tail) and not _SHORTENED.search(seen):
        return end - 1
    return end
