"""What a draft takes from its sources, printed."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.coverage import Coverage, DraftCoverage
    from rag.drafts.draft import Draft


def print_coverage(coverage: "DraftCoverage", draft: "Draft") -> None:
    """Print what is used of each document, what is not, and what is copied."""
    from api.console import say

    say("")
    if not coverage.documents:
        say("The draft rests on no document.")
    for each in coverage.documents:
        _print(each, coverage.words, draft)


def _print(covered: "Coverage", words: int, draft: "Draft") -> None:
    from api.console import clean, say

    used = f"{covered.used_sentences} of {covered.sentences} sentences used"
    say(f"{clean(covered.document.title)}: {used}, {_share(covered, words)}")
    unused = [_named(each.heading, each.page) for each in covered.sections if not each.used]
    if unused:
        say(f"  no use of {', '.join(unused)}")
    for run in covered.copied:
        told = clean(draft.words(run.span))
        say(f"  copied without quotation marks at {run.span.start}-{run.span.end}: {told}")


def _share(covered: "Coverage", words: int) -> str:
    taken = sum(run.words for run in covered.verbatim)
    quoted = taken - sum(run.words for run in covered.copied)
    return f"{taken} of {words} words word for word ({quoted} quoted)"


def _named(heading: str, page: int | None) -> str:
    from api.console import clean

    where = f" (p. {page})" if page else ""
    return f"“{clean(heading)}”{where}" if heading else f"the opening{where}"
