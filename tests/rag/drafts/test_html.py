"""Drafts in HTML as a reader sees them."""

import pytest

from rag.drafts.draft import FILLER, Draft
from rag.drafts.reading import draft_of
from rag.quoting.finding import find_quotations


def page(text: str) -> Draft:
    draft = draft_of(text, "html")
    assert (draft.text, len(draft.plain)) == (text, len(text))
    return draft


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("The <b>lamp</b> burned.", "The lamp burned."),
        ("M&uuml;ller &amp; M&#252;ller &#xFC; &lt;b&gt;.", "Müller & Müller ü <b>."),
        ("53&nbsp;litres &nosuch; &amp", "53\u00a0litres &nosuch; &amp"),
        ("It <!-- fell. It --> burned<script>a. '</p>'</script>.", "It  burned."),
        ("It <img alt='a. > b'>burned<br>long.", "It burned\nlong."),
        ("He said <q>so</q>.", "He said “so”."),
        ("5 < 6 and a<b.", "5 < 6 and a<b."),
    ],
)
def test_what_is_written_is_seen_as_it_is_shown(written: str, seen: str) -> None:
    draft = page(written)
    assert [draft.words(span) for span, _ in draft.sentences()] == [seen]


def test_blocks_are_of_their_kind_and_sentences_go_over_line_ends() -> None:
    draft = page(
        "<html><head><title>No. No.</title></head><body><nav>Menu.</nav><h2>A <i>lamp</i></h2>"
        "<p>It\n\nburned. It <em>stood.</em><p>On.<ul><li>One.<li>Two.</ul>"
        "<table><tr><th>Lamp<td>53. So</tr></table><pre>code. x</pre>"
        "<figcaption>A picture.</figcaption></body></html>"
    )
    found = [(draft.words(span), str(kind)) for span, kind in draft.sentences()]
    assert found == [
        ("A lamp", "heading"),
        ("It\n\nburned.", "paragraph"),
        ("It stood.", "paragraph"),
        ("On.", "paragraph"),
        ("One.", "list_item"),
        ("Two.", "list_item"),
        ("Lamp|53. So", "table_row"),
        ("A picture.", "caption"),
    ]
    assert "It <em>stood.</em>" in [span.of(draft.text) for span, _ in draft.sentences()]


def test_quotations_are_found_by_marks_and_elements() -> None:
    draft = page(
        "<p>He said <q>it <b>burned</b></q>.</p><blockquote><p>It stood.</p><p>It fell.</p>"
        "</blockquote><blockquote>&ldquo;It sank.&rdquo;</blockquote>"
    )
    found = [each.text.replace(FILLER, "") for each in find_quotations(draft.plain)]
    assert found == ["it burned", "It stood.", "It fell.", "It sank."]


def test_references_to_notes_and_named_titles_are_marks() -> None:
    reference = '<sup id="r1"><a href="#fn1">1</a></sup>'
    draft = page(
        f"<p>It burned.{reference} <cite>The mill</cite> says so.</p>"
        '<ol><li id="fn1">See <i>Mills</i>, p.&nbsp;3.</li></ol>'
    )
    assert [(m.span.of(draft.text), m.note) for m in draft.marks] == [
        (reference, "See Mills, p. 3."),
        ("The mill", "The mill"),
    ]
    assert [draft.words(span) for span, _ in draft.sentences()] == [
        "It burned.",
        "The mill says so.",
    ]


@pytest.mark.parametrize(
    "piece", ["<", "<p", "<a '", "<a \"'", "<!--", "<svg>", "<blockquote>", "&", "</p>"]
)
def test_what_is_never_closed_is_read_to_its_end(piece: str) -> None:
    draft = page("It burned. " + piece * 3_000)
    assert draft.words(next(draft.sentences())[0]) == "It burned."
