"""To which sentence of a draft does a citation belong, and to which part of it?"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from index.types import Span
from rag.drafts.draft import FILLER, Draft, has_word

FURTHEST = 5_000
"""Characters between a sentence and a mark that belongs to it."""

_BLANK_LINE = re.compile(r"\n[ \t>]*\r?\n")
LEAST_WORDS = 4
"""Words that the part of a sentence has that a mark stands for."""

_WORD = re.compile(r"\w+")
_CLAUSE_ENDS = re.compile(
    r"[ \t]*(?:[,;:–—)]|(?:and|but|while|whereas|because|although|which|und|aber|während|et|mais|y"
    r"|pero)\b)"
)
_BESIDE = f"{FILLER} ;"
"""What may stand between the marks of one group."""
_CLAUSE_BEGINS = re.compile(r"^\W*(?:and|but|while|whereas|und|aber|während|et|mais|y|pero)?\s*")


def owner_of(mark: Span, sentences: Sequence[Span], draft: Draft) -> int | None:
    """Return which sentence a mark belongs to, counted from 0; None if there is none.

    It is the one that it stands in, or right behind, also after the full stop. A mark that a word
    in lower case follows opens its own sentence: "[3] says that …".
    """
    at = bisect_right(sentences, mark.start, key=lambda span: span.start) - 1
    following = at + 1 if at + 1 < len(sentences) else None
    if at < 0:
        return following
    if mark.start < sentences[at].end:
        if has_word(draft.plain, sentences[at].start, mark.start) or _goes_on(draft, mark.end):
            return at
        return at - 1 if at and _is_near(draft, sentences[at - 1].end, mark.start) else at
    if following is None or _is_tight(draft, sentences[at].end, mark.start):
        return at
    is_opening = _goes_on(draft, mark.end) or not _is_near(draft, sentences[at].end, mark.start)
    return following if is_opening and _opens(draft, mark, sentences[following]) else at


def part_before(mark: Span, marks: Sequence[Span], sentence: Span, draft: Draft) -> Span | None:
    """Return the part of its sentence that a mark at a clause's end stands behind.

    It begins behind the mark before. None where the mark stands for the whole sentence.
    """
    start = _start_of_part(mark, marks, sentence, draft)
    rest = draft.plain[mark.end : sentence.end].lstrip(_BESIDE)
    is_last = not _WORD.search(rest)
    if len(_WORD.findall(draft.plain, start, mark.start)) < LEAST_WORDS:
        return None
    if not _CLAUSE_ENDS.match(rest) and not (is_last and start > sentence.start):
        return None
    begun = _CLAUSE_BEGINS.match(draft.plain[start : mark.start])
    return Span(start + (begun.end() if begun else 0), mark.start)


def _start_of_part(mark: Span, marks: Sequence[Span], sentence: Span, draft: Draft) -> int:
    """Return where the last mark before ends that words stand behind, else the sentence starts."""
    for other in reversed(marks):
        is_before = sentence.start <= other.start < mark.start
        if is_before and has_word(draft.plain, other.end, mark.start):
            return other.end
    return sentence.start


def _goes_on(draft: Draft, end: int) -> bool:
    """Tell whether a word in lower case follows a mark."""
    word = _WORD.search(draft.plain, end, end + 400)
    if word is None or not word.group().islower():
        return False
    between = draft.plain[end : word.start()].replace(FILLER, "")
    return not between.strip()


def _is_tight(draft: Draft, end: int, start: int) -> bool:
    """Tell whether there is no space between what ends and what starts."""
    between = draft.text[end : min(start, end + FURTHEST)]
    return not any(character.isspace() for character in between)


def _is_near(draft: Draft, end: int, start: int) -> bool:
    """Tell whether no blank line parts what ends from what starts."""
    return start - end < FURTHEST and _BLANK_LINE.search(draft.text, end, start) is None


def _opens(draft: Draft, mark: Span, sentence: Span) -> bool:
    is_near = _is_near(draft, mark.end, sentence.start)
    return is_near and not has_word(draft.plain, mark.end, sentence.start)
