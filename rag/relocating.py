"""Where cited words stand in a text that may have changed since: quote, context, position.

The idea of selectors is that of the W3C's Web Annotation Data Model (TextQuoteSelector and
TextPositionSelector). Only the very words count as found; what is merely like them is told as the
nearest text, never as the quote.
"""

import re
from collections import Counter
from dataclasses import dataclass

from index.terms import term_spans, terms
from index.types import Span

CONTEXTS = (32, 16, 8)
"""Characters of context that are compared on each side, the longest first."""
_TELLING = 4
"""Terms from which a quote is told by itself; a shorter one, say a figure, stands anywhere."""
_LOOKED_AT = 50_000
"""Characters on each side of the old position in which text like the quote is looked for."""
_LIKE = 0.5
"""The share of the quote's terms that the nearest text has at least."""
_REACH = 300
"""Characters to where a sentence may begin before its likeness, or end after it."""
_LONGEST_NEAREST = 1_000


@dataclass(frozen=True, slots=True)
class Selector:
    """What a saved citation says of its place."""

    exact: str
    start: int
    """Where the quote stood, in code points; as saved, so it may be any number."""
    end: int
    prefix: str = ""
    suffix: str = ""


def stands(selector: Selector, text: str) -> bool:
    """Tell whether the quote is where it was."""
    start, end = selector.start, selector.end
    return 0 <= start < end and text[start:end] == selector.exact != ""


def find(selector: Selector, text: str) -> Span | None:
    """Return where the very words of the quote stand now.

    Of several places that with most of the old context wins, and among equals the nearest to the
    old position. A quote of few words is only found with some of its context, where it has any.
    """
    exact = selector.exact
    if not exact or exact not in text:
        return None
    for before, after in _contexts(selector):
        at = _nearest(text, before + exact + after, selector.start - len(before))
        if at is not None:
            start = at + len(before)
            return Span(start, start + len(exact))
    return None


def nearest_text(selector: Selector, text: str) -> Span | None:
    """Return what stands now where the quote stood, or what is most like it near there.

    None where too little of it is left.
    """
    return _between(selector, text) or _alike(selector, text)


def _contexts(selector: Selector) -> list[tuple[str, str]]:
    """Return pairs of prefix and suffix to try, those that tell most first, none at all last."""
    prefix, suffix = selector.prefix, selector.suffix
    both = [(prefix[-length:], suffix[:length]) for length in CONTEXTS]
    before = [(prefix[-length:], "") for length in CONTEXTS]
    after = [("", suffix[:length]) for length in CONTEXTS]
    if len(terms(selector.exact)) >= _TELLING or not prefix + suffix:
        sides = [*before, *after, ("", "")]
    else:
        sides = [*before[:-1], *after[:-1]]
    # A side that is empty where the quote stood at an end of the text says nothing.
    return [pair for pair in dict.fromkeys([*both, *sides]) if any(pair) or pair == sides[-1]]


def _nearest(text: str, wanted: str, start: int) -> int | None:
    """Return where ``wanted`` stands nearest to ``start``; in linear time, which rfind is not."""
    middle = min(max(0, start), len(text))
    after = text.find(wanted, middle)
    before = _last(text[: middle + len(wanted) - 1], wanted)
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: abs(at - start), default=None)


def _last(text: str, wanted: str) -> int:
    at = text[::-1].find(wanted[::-1])
    return -1 if at < 0 else len(text) - at - len(wanted)


def _between(selector: Selector, text: str) -> Span | None:
    """Return what stands between the old prefix and the old suffix, if both are still there."""
    prefix, suffix = selector.prefix, selector.suffix
    if not prefix.strip() or not suffix.strip():
        return None
    at = _nearest(text, prefix, selector.start - len(prefix))
    if at is None:
        return None
    start = at + len(prefix)
    most = 2 * len(selector.exact) + len(suffix) + 100
    end = text.find(suffix, start, start + most)
    return Span(start, end) if start < end and text[start:end].strip() else None


def _alike(selector: Selector, text: str) -> Span | None:
    """Return the stretch, as many terms long as the quote, that shares most terms with it."""
    wanted = Counter(terms(selector.exact))
    length = wanted.total()
    low = max(0, min(selector.start, len(text)) - _LOOKED_AT)
    near = list(term_spans(text[low : low + 2 * _LOOKED_AT + len(selector.exact)]))
    held: Counter[str] = Counter()
    shared = best = last = 0
    for at, (term, _) in enumerate(near):
        held[term] += 1
        shared += held[term] <= wanted[term]
        if at >= length:
            left = near[at - length][0]
            shared -= held[left] <= wanted[left]
            held[left] -= 1
        if shared > best:
            best, last = shared, at
    if not best or best < _LIKE * length:
        return None
    alike = _tight(near[max(0, last - length + 1) : last + 1], wanted)
    return _whole_sentences(text, Span(low + alike[0].start, low + alike[-1].end))


def _tight(stretch: list[tuple[str, Span]], wanted: Counter[str]) -> list[Span]:
    """Return the places of the wanted terms, without what stands again further in."""
    alike = [(term, span) for term, span in stretch if wanted[term]]
    held = Counter(term for term, _ in alike)
    start = 0
    while held[term := alike[start][0]] > wanted[term]:
        held[term] -= 1
        start += 1
    return [span for _, span in alike[start:]]


def _whole_sentences(text: str, span: Span) -> Span:
    """Return ``span`` widened to the ends of its sentences, as far as they are near."""
    left = text[max(0, span.start - _REACH) : span.start]
    right = text[span.end : span.end + _REACH]
    begun = re.search(r"[^.!?\n]*\Z", left)
    ended = re.match(r"[^.!?\n]*[.!?]?", right)
    start = span.start - len(begun.group().lstrip() if begun else "")
    end = span.end + len(ended.group().rstrip() if ended else "")
    return Span(start, min(end, start + _LONGEST_NEAREST))
