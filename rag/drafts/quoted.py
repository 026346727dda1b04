"""Which documents does the citation of a quotation name?"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from index.types import Span
from rag.drafts.cited import CitedDraft, MarkedSource
from rag.drafts.draft import has_word


def named_for(
    quoted: Span,
    cited: CitedDraft,
    sentences: Sequence[Span],
    marked: Mapping[int, Sequence[MarkedSource]],
) -> list[str]:
    """Return the ids of the documents that the citation of a quotation names.

    It is the first one behind the quotation in its sentence, with those that stand beside it, else
    all others of that sentence.
    """
    first = bisect_right(sentences, quoted.start, key=lambda span: span.end)
    last = bisect_left(sentences, quoted.end, key=lambda span: span.start)
    sources = [each for at in range(first, last) for each in marked.get(at, ())]
    behind = [each for each in sources if each.mark.span.start >= quoted.end]
    if behind:
        start = behind[0].mark.span.start
        plain = cited.draft.plain
        sources = [each for each in behind if not has_word(plain, start, each.mark.span.start)]
    return list(dict.fromkeys(each.named.work.id for each in sources if each.named.work))
