"""What the footnotes of a cited draft say."""

from collections.abc import Sequence

from index.types import Span
from rag.checking import Check, Verdict
from rag.draft_checking import CheckedSentence
from rag.drafts.reading import draft_of
from rag.drafts.ways.insertions import Sources
from rag.drafts.writing import Way, with_citations
from rag.types import Citation, Locator

WHERE = Locator("Oil", 2, page=3)
QUOTED = Citation("d1", "The *lamps*", "l.pdf", "It burned\n53 litres.", "", "", Span(0, 20), WHERE)
OTHER = Citation("d2", "Mills", "m.txt", "It stood.", "", "", Span(5, 14), Locator(None, 1))


def with_footnotes(
    text: str, sentences: Sequence[CheckedSentence], *, base_url: str = "", remarks: bool = False
) -> str:
    sources = Sources({}, base_url)
    return with_citations(
        draft_of(text, "markdown"), sentences, Way.FOOTNOTES, sources, remarks=remarks
    ).text


def test_a_footnote_holds_the_quote_the_place_and_the_link() -> None:
    draft = "The lamp burned. It stood."
    sentences = [
        CheckedSentence(
            "The lamp burned.", Span(0, 16), Check(Verdict.SUPPORTED, 1, (QUOTED,), "")
        ),
        CheckedSentence(
            "It stood.", Span(17, 26), Check(Verdict.SUPPORTED, 1, (OTHER, QUOTED), "")
        ),
    ]
    assert with_footnotes(draft, sentences, base_url="http://127.0.0.1:8000") == (
        "The lamp burned.[^pincite-1] It stood.[^pincite-2][^pincite-1]\n\n"
        "[^pincite-1]: “It burned 53 litres.” The \\*lamps\\*, p. 3, “Oil”, para. 2. "
        "<http://127.0.0.1:8000/d/d1?c=0-20>\n"
        "[^pincite-2]: “It stood.” Mills, para. 1. <http://127.0.0.1:8000/d/d2?c=5-14>\n"
    )


def test_a_remark_names_what_is_not_borne_out() -> None:
    sentence = CheckedSentence(
        "It burned.", Span(0, 10), Check(Verdict.CONTRADICTED, 1, (), "the source says 3, not 5")
    )
    assert with_footnotes("It burned.", [sentence], remarks=True) == (
        "It burned.<!-- pincite: contradicted (the source says 3, not 5) -->"
    )
