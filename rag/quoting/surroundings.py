"""What stands beside a quotation: which source the writer names for it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.masking import filled
from index.types import Span
from rag.quoting.finding import Quoted, find_quotations
from rag.quoting.gaps import TAIL

REACH = 200
"""Characters before and behind a quotation that may name its source."""
_SHORTEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A draft with its quotations; what is quoted names no source, unless it is a title."""

    draft: str
    quotations: Sequence[Quoted]
    """In order."""
    unquoted: str
    """The draft with a space for each quoted character, line ends apart."""

    @classmethod
    def of(cls, draft: str) -> "Surroundings":
        """Find the quotations of a draft."""
        quotations = find_quotations(draft)
        unquoted = filled(draft, ((quoted.span, " ") for quoted in quotations))
        return cls(draft, quotations, unquoted)

    def around(self, span: Span) -> str:
        """Return the words of the draft around a place, and those at it."""
        return self.draft[max(0, span.start - REACH) : span.end + REACH]

    def names(self, quoted: Quoted, titles: Iterable[str]) -> bool:
        """Tell whether one of the titles is named beside a quotation.

        A title that stands in the quotation, or in another one among other words, names nothing:
        somebody else wrote it. Nor does a title of one word, unless its case is the same: a report
        called "Medals" is not named by "13 gold medals".
        """
        start, end = max(0, quoted.span.start - REACH), quoted.span.end + REACH
        beside = _plain(self.unquoted[start:end])
        alone = [_plain(q.text) for q in self._near(start, end) if q is not quoted]
        wanted = [_named(_plain(title)) for title in titles if len(title) >= _SHORTEST_NAME]
        return any(
            name.search(beside) or any(name.fullmatch(each.strip(TAIL)) for each in alone)
            for name in wanted
        )

    def _near(self, start: int, end: int) -> Sequence[Quoted]:
        first = bisect_left(self.quotations, start, key=lambda each: each.span.start)
        last = bisect_left(self.quotations, end, key=lambda each: each.span.start)
        return self.quotations[first:last]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _named(title: str) -> re.Pattern[str]:
    flags = re.IGNORECASE if " " in title else re.NOFLAG
    return re.compile(rf"(?<!\w){re.escape(title)}(?!\w)", flags)
