"""Citations that a draft has as Markdown footnotes, held against the sources again.

A footnote tells words and their place: ``[^label]: “words” Title, where. <…/d/ID?c=START-END>``.
Runs of white space in the source are one space in it.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from index.types import Span
from rag.proof import Finding, TextOf, Verdict, examine, found_as
from rag.relocating import Selector, nearest_text

_BEGIN = re.compile(r"\[\^(?P<label>[^\]\s]{1,100})\]: “")
_LINK = re.compile(
    r" <[^<>]*?/d/(?P<id>[^<>?]{1,500})\?(?:[^<>?]*?&)?"
    r"c=(?P<start>[0-9]{1,15})-(?P<end>[0-9]{1,15})>\s*\Z"
)
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>#|~^$@])")
_LONGEST = 50_000
"""Characters of a footnote; none that Pincite writes has so many."""
_MOST_ENDS = 20
"""Closing quotation marks of a footnote of which one ends the words: they may hold some."""
_BEST_FIRST = (Verdict.SAME, Verdict.MOVED, Verdict.CHANGED, Verdict.GONE)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote with a citation."""

    label: str
    told: str
    """All that stands behind the opening quotation mark and before the link."""
    document_id: str
    place: Span

    def has_title(self, title: str) -> bool:
        """Tell whether the footnote names its source so."""
        shown = " ".join(title.split())
        return any(f"” {shown}{end}" in self.told for end in (", ", "."))

    def quotes(self) -> list[str]:
        """Return what may be the words: the nearest in length to their place first."""
        ends = [found.start() for found in re.finditer("”", self.told)][:_MOST_ENDS]
        length = self.place.end - self.place.start
        return sorted((self.told[:end] for end in ends), key=lambda each: abs(len(each) - length))


def notes_of(draft: str) -> list[Note]:
    """Return the footnotes of a draft that cite a document of Pincite."""
    return [note for line in draft.splitlines() if (note := _note(line.rstrip()))]


def verify_draft(draft: str, text_of: TextOf) -> list[Finding]:
    """Return what became of each citation of a draft, in order."""
    notes = notes_of(draft)
    texts = {each: text_of(each) for each in {note.document_id for note in notes}}
    shown = {each: _Shown(text) for each, text in texts.items() if text is not None}
    return [_examined(note, shown.get(note.document_id)) for note in notes]


def _note(line: str) -> Note | None:
    begin = _BEGIN.match(line) if len(line) <= _LONGEST else None
    link = _LINK.search(line, begin.end()) if begin else None
    if begin is None or link is None or "”" not in line:
        return None
    told = _ESCAPED.sub(r"\1", line[begin.end() : link.start()])
    start = int(link["start"])
    place = Span(start, max(start + 1, int(link["end"])))
    return Note(begin["label"], " ".join(told.split()), link["id"], place)


def _examined(note: Note, source: "_Shown | None") -> Finding:
    """Return the best that can be said of a footnote, whichever of its marks ends the words."""
    found = [_held(quote, note, source) for quote in note.quotes()]
    return min(found, key=lambda each: _BEST_FIRST.index(each.verdict))


def _held(quote: str, note: Note, source: "_Shown | None") -> Finding:
    where = f"footnote {note.label}"
    if source is None:
        return examine(Selector(quote, 0, 0), None, where)
    start, end = source.shown(note.place.start), source.shown(note.place.end - 1) + 1
    found = examine(Selector(quote, start, end), source.shown_text, where)
    if found.position:
        span: Span | None = source.in_text(found.position)
    else:  # lines end what is nearest, so that it is looked for in the text itself
        span = nearest_text(Selector(quote, note.place.start, note.place.end), source.text)
    return found_as(found.verdict, where, quote, source.text, span)


class _Shown:
    """A text with single spaces, and where its words stand in the text itself."""

    def __init__(self, text: str) -> None:
        words = [(found.start(), found[0]) for found in re.finditer(r"\S+", text)]
        self.text = text
        self.shown_text = " ".join(word for _, word in words)
        self._starts = [start for start, _ in words]
        self._shown = []
        at = 0
        for _, word in words:
            self._shown.append(at)
            at += len(word) + 1

    def shown(self, position: int) -> int:
        """Return where a character of the text stands in what is shown."""
        word = bisect_right(self._starts, position) - 1
        return self._shown[word] + position - self._starts[word] if word >= 0 else 0

    def in_text(self, span: Span) -> Span:
        """Return where something shown stands in the text."""
        return Span(self._original(span.start), self._original(span.end - 1) + 1)

    def _original(self, position: int) -> int:
        word = bisect_right(self._shown, position) - 1
        return self._starts[word] + position - self._shown[word]
