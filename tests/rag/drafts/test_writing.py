"""Citations go into a draft of every form and out again: drafts come back byte for byte."""

import random
import re

import pytest

from index.errors import InputError
from index.types import Span
from rag.checking import Check, Verdict
from rag.citing.bibtex_reading import read_bibtex
from rag.citing.references import Reference
from rag.draft_checking import CheckedSentence
from rag.drafts.draft import FILLER, Draft
from rag.drafts.latex_tokens import Kind, tokens_of
from rag.drafts.reading import draft_of
from rag.drafts.ways.insertions import Sources
from rag.drafts.writing import Way, Written, way_for, with_citations, without_citations
from rag.types import Citation, Locator

LAMP = Citation(
    "d1", "The *lamps*", "l.pdf", "It burned\n53 litres.", "", "", Span(0, 20), Locator("Oil", 2, 3)
)
MILL = Citation(
    "d2", "Mills & <water>", "m.txt", "It stood.", "", "", Span(5, 14), Locator("[A]; {50%} @x", 1)
)
WORKS = {
    "d1": Reference("pincite-lamps", "The *lamps*"),
    "d2": Reference("pincite-mills", "Mills & <water>"),
}
SOURCES = Sources(WORKS, "http://127.0.0.1:8000")
WORDS = (
    "The lamp burned.", "It stood there!", "Who kept it?", "“So it was,” she said.",
    "灯台は燃えた。", "أضاء المصباح.", "It was in the U.S.", "Line one\r\nline two.",
    "It was lit by Dr. No.", "\ttabbed", "He wrote “it burned.”", "",
)  # fmt: skip
PIECES = {
    "plain": ("- an item", "5 < 6 & 7 > 3.", "$53", "* * *"),
    "markdown": (
        "# A heading", "> A quote of it.\n> On. And on.", "- an item. Of a list", "| a. | table. |",
        "|---|---|", "[^1]", "[^1]: An own footnote. Of two.", "`code. x` was.",
        "A [link. Two](x.md).",
        "**It burned.** *It _stood_.* On.", "It cost $5. It rose $10\\%$.", "```\ncode. x\n```",
        "<!-- a. note -->", "It burned [@byrne19, p. 3]. @byrne19 says so.", "<b>So.</b> On.",
        "Line.  \nBroken.", "![alt. x](u.png) It was.", "It \\*stood\\*. a*b*c.", "~~It~~.",
    ),
    "latex": (
        "\\section{A heading. Of two}", "\\emph{It burned.} \\textbf{It stood}.", "% a comment. So",
        "It burned.% so", "It rose $10\\%$. It is $x+1$.",
        "\\begin{equation}\nx. = 1\n\\end{equation}",
        "\\begin{verbatim}\nIt is $ { \\cite. So.\n\\end{verbatim}", "\\verb|x. y| was. On",
        "\\begin{quote}\nIt burned.\n\nIt stood.\n\\end{quote}", "\\footnote{A note. Of two.} So.",
        "\\begin{itemize}\n\\item One. Two.\n\\item[Term. x] three.\n\\end{itemize}",
        "It burned~\\cite[p.~3]{byrne19}. M\\\"{u}ller said ``so.''", "\\hl{It burned. It stood.}",
        "\\begin{tabular}{l|r}\nLamp. & 53. \\\\\nMill & 7 \\\\[2pt]\n\\end{tabular}",
        "{\\bf It burned {deep {down.}}} On.", "\\caption{It burned. So.}", "It is 50\\% \\& so.",
        "\\href{http://x.y. z}{It burned. On.}", "It was \\LaTeX.", "Dots\\ldots{} and so.",
        "\\unknown[x. y]{a. b}{It burned. C.} D.", "It burned \\SI{5. 3}{\\litre\\per\\hour}.",
    ),
    "html": (
        "<h1>A heading</h1>", "<p>It burned. It <em>stood.</em> <b>On</b>.", "<!-- a. comment -->",
        "<p>M&uuml;ller &amp; co. It is 5 &lt; 6. So</p>",
        "<blockquote><p>It was.</p></blockquote>",
        "<a href='x. y'>It burned. Twice.</a> On.", "<script>if (a < b) '. x'</script>",
        "<table><tr><td>Lamp.<td>53.</tr></table>", "<pre>code. x</pre>", "<ul><li>One. Two.</ul>",
        "It <q>burned.</q> So<br>on. ", "<style>p. {}</style>", "<p title='a. > b'>It. Was.</p>",
        "5 < 6. a<b.", "It burned.<sup><a href=\"#fn1\">1</a></sup>",
    ),
}  # fmt: skip
WAYS = [
    ("plain", Way.FOOTNOTES),
    ("plain", Way.PANDOC),
    ("plain", Way.LATEX),
    ("markdown", Way.FOOTNOTES),
    ("markdown", Way.PANDOC),
    ("latex", Way.LATEX),
    ("html", Way.HTML),
]


def random_draft(form: str, chance: random.Random) -> str:
    """Return words and awkward pieces of a form in any order, with any line ends."""
    pieces = chance.choices((*WORDS, *PIECES[form]), k=chance.randrange(1, 14))
    text = chance.choice(["\n\n", "\n", " ", "\r\n\r\n"]).join(["Start here.", *pieces])
    if chance.random() < 0.2:
        text = text.replace("\n", "\r\n").replace("\r\r", "\r")
    if form == "latex" and chance.random() < 0.3:
        text = f"\\documentclass{{article}}\n\\begin{{document}}\n{text}\n\\end{{document}}"
    if form == "html" and chance.random() < 0.5:
        text = f"<html><head><title>T. x</title></head><body>{text}</body></html>"
    return chance.choice(["", "\ufeff"]) + text + chance.choice(["", "\n", "\n\n", "\r\n", "  "])


def checked(draft: Draft, chance: random.Random) -> list[CheckedSentence]:
    """Return each sentence of a draft with some verdict."""
    return [
        CheckedSentence(
            span.of(draft.text),
            span,
            Check(
                chance.choice([Verdict.SUPPORTED, *Verdict]),
                0.5,
                chance.choice([(LAMP,), (LAMP, MILL), (MILL,)]),
                "the source says 10 % -- not \\x",
            ),
        )
        for span, kind in draft.sentences()
        if kind != "heading"
    ]


def supported(draft: Draft) -> list[CheckedSentence]:
    """Return each sentence of a draft as supported."""
    return [
        CheckedSentence(span.of(draft.text), span, Check(Verdict.SUPPORTED, 1, (LAMP,), ""))
        for span, kind in draft.sentences()
        if kind != "heading"
    ]


def cited(text: str, form: str, way: Way | None = None) -> Written:
    """Return a draft whose sentences are all supported, with their citations."""
    draft = draft_of(text, form)
    return with_citations(draft, supported(draft), way or way_for(draft), SOURCES)


@pytest.mark.parametrize(("form", "way"), WAYS)
def test_a_hundred_drafts_come_back_byte_for_byte(form: str, way: Way) -> None:
    chance = random.Random(f"{form} {way}")
    changed = 0
    for _ in range(100):
        text = random_draft(form, chance)
        draft = draft_of(text, form)
        sentences, remarks = checked(draft, chance), chance.random() < 0.5
        written = with_citations(draft, sentences, way, SOURCES, remarks=remarks)
        changed += written.text != text
        assert without_citations(written.text) == text
        assert structure(written.text, form) == structure(text, form)
    assert changed > 70


def structure(text: str, form: str) -> object:
    """Return what must be as it was whatever is put in: what is seen, formulas, code, comments."""
    if form == "plain":
        return None
    draft = draft_of(_NOTES.sub("", text), form)
    seen = "".join(draft.plain.replace(FILLER, "").split())
    if form != "latex":
        return seen
    solid = {Kind.RAW, Kind.BEGIN, Kind.END, Kind.MATH, Kind.CELL}
    tokens = list(tokens_of(text))
    kept = [text[each.start : each.end] for each in tokens if each.kind in solid]
    depth = sum({Kind.OPEN: 1, Kind.CLOSE: -1}.get(each.kind, 0) for each in tokens)
    return seen, kept, depth, sum(each.kind is Kind.BLANK for each in tokens)


_NOTES = re.compile(
    r"\[\^pincite-\d+\](?!:)|\n\n\[\^pincite-1\]: [\s\S]*| \[@pincite-(?:[^\]\\]|\\.)*\]"
    r"|<sup class=.pincite.*?</sup>|\n<section class=.pincite[\s\S]*</section>\n"
)


@pytest.mark.parametrize(
    ("form", "way", "text", "expected"),
    [
        ("plain", "pandoc", "It burned.", "It burned [K]."),
        ("plain", "latex", "It burned. So", "It burned~K. So~K"),
        ("plain", "pandoc", "In the U.S.", "In the U.S. [K]"),
        ("markdown", "footnotes", "**It burned.** So.", "**It burned.**K So.K"),
        ("markdown", "footnotes", "|a|b|\n|-|-|\n|It|was|", "|a|b|\n|-|-|\n|It|wasK|"),
        ("markdown", "pandoc", "*It burned.* “So.”", "*It burned.* [K] “So.” [K]"),
        ("markdown", "footnotes", "See `a. b`. So", "See `a. b`.K SoK"),
        ("latex", None, "\\emph{It burned.} So", "\\emph{It burned.}~K So~K"),
        ("latex", None, "\\emph{It. Was. On.}", "\\emph{It~K. Was~K. On.}~K"),
        ("latex", None, "It rose $5\\%$", "It rose $5\\%$~K"),
        ("latex", None, "It was.% so\nOn", "It was~K.% so\nOn~K"),
        ("latex", None, "\\hl{It. Was.} On.", "\\hl{It. Was.}~K~K On~K."),
        ("latex", None, "\\caption{It was.}", "\\caption{It was~K.}"),
        ("latex", None, "He said ``so.''", "He said ``so.''~K"),
        ("latex", None, "It~\\cite{a}.", "It~\\cite{a}~K."),
        ("html", None, "<p>It <em>was.</em> So", "<p>It <em>was.</em>K SoKL"),
        ("html", None, "<a href=x>It. Was.</a>", "<a href=x>It. Was.</a>KKL"),
        ("html", None, "<body>It.</body>\n", "<body>It.KL</body>\n"),
    ],
)
def test_a_citation_stands_where_its_form_wants_it(
    form: str, way: str | None, text: str, expected: str
) -> None:
    written = cited(text, form, Way(way) if way else None).text
    for long, short in (
        ("\\cite[p.~3, ``Oil'', para.~2]{pincite-lamps}", "K"),
        ("@pincite-lamps, p. 3, “Oil”, para. 2", "K"),
        ('<sup class="pincite"><a href="#pincite-1">1</a></sup>', "K"),
    ):
        written = written.replace(long, short)
    written = re.sub(r"\n\n\[\^pincite-1\]: [^\n]*\n", "", written)
    written = re.sub(r"\n<section[\s\S]*</section>\n", "L", written)
    assert written.replace("[^pincite-1]", "K") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was. So", "It was. % pincite: contradicted (R) %%\n So"),
        ("It was.\n\nSo", "It was. % pincite: contradicted (R) %\n\nSo"),
        ("\\emph{It was.}\\\\ So", "\\emph{It was.}% pincite: contradicted (R) %%\n\\\\ So"),
        ("It was.", "It was. % pincite: contradicted (R) %"),
    ],
)
def test_a_remark_in_latex_swallows_nothing_and_ends_no_paragraph(text: str, expected: str) -> None:
    draft = draft_of(text, "latex")
    span, _ = next(draft.sentences())
    told = CheckedSentence("", span, Check(Verdict.CONTRADICTED, 0, (), "10 % of\n\\x"))
    written = with_citations(draft, [told], Way.LATEX, SOURCES, remarks=True).text
    assert written == expected.replace("R", "10 \\% of x")
    assert without_citations(written) == text


def test_the_bibliography_has_the_cited_works_only_and_reads_back() -> None:
    found = read_bibtex(cited("It burned.", "latex").bibliography)
    assert [(each.key, each.title) for each in found] == [("pincite-lamps", "The *lamps*")]
    assert cited("It burned.", "markdown").bibliography == ""


def test_a_draft_with_keys_of_its_own_is_cited_in_by_keys() -> None:
    assert way_for(draft_of("It burned [@byrne19].")) is Way.PANDOC
    assert way_for(draft_of("**It** burned.")) is Way.FOOTNOTES


@pytest.mark.parametrize(
    ("form", "way"),
    [("latex", "footnotes"), ("html", "latex"), ("markdown", "html"), ("plain", "papyrus")],
)
def test_a_way_that_does_not_fit_is_refused(form: str, way: str) -> None:
    with pytest.raises(InputError, match="is cited in as"):
        way_for(draft_of("It burned.", form), way)


@pytest.mark.parametrize(("form", "way"), WAYS)
def test_citations_are_not_put_in_twice(form: str, way: Way) -> None:
    written = cited("It burned.", form, way).text
    with pytest.raises(InputError, match="--remove"):
        cited(written, form, way)


def test_what_only_looks_like_a_citation_of_ours_is_never_taken_out() -> None:
    text = "Write [^pincite-x] or \\cite{mine} or [@mine, p. 3] or <sup>1</sup>."
    assert without_citations(text) == text
    written = cited(text, "plain", Way.PANDOC).text
    assert without_citations(written) == text
