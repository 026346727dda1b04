"""Drafts in LaTeX as a reader sees them."""

import pytest

from index.types import BlockKind
from rag.drafts.draft import FILLER, Draft, Form
from rag.drafts.reading import draft_of
from rag.quoting.finding import find_quotations


def latex(text: str) -> Draft:
    draft = draft_of(text, "latex")
    assert (draft.text, len(draft.plain)) == (text, len(text))
    return draft


def sentences(text: str) -> list[str]:
    draft = latex(text)
    return [draft.words(span) for span, _ in draft.sentences()]


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("\\emph{The \\textbf{lamp}} burned.", "The lamp burned."),
        ("\\textcolor{red}{It} \\href{http://x.y/a_b}{burned}.", "It burned."),
        ("M\\\"uller, M\\\"{u}ller and {\\'E}clair.", "Müller, Müller and Éclair."),
        ("Stra\\ss e, Stra{\\ss}e, \\v{S}koda, na\\\"{\\i}ve.", "Straße, Straße, Škoda, naïve."),
        ("5\\% of R\\&D --- 1--2~litres\\ldots{}", "5% of R&D — 1–2\u00a0litres…"),
        ("It rose $53$, $10\\%$, $53\\,000$ and $5{,}000$.", "It rose 53, 10%, 53000 and 5,000."),
        ("At $20^\\circ$ or \\(7\\), $53\\ \\mathrm{litres}$.", "At 20° or 7, 53 litres."),
        ("So $x + 1$ and \\[ y. = 2 \\] and $$z.$$ hold.", "So  and  and  hold."),
        ("\\SI{53}{\\kilo\\metre\\per\\hour}, \\qty{5}{m}.", "53 kilometre/hour, 5 m."),
        ("``It'' and `so it'.", "“It” and ‘so it’."),
        ("\\enquote{It} and \\enquote*{so}.", "“It” and “so”."),
        ("See \\verb|x_y| and \\LaTeX.", "See x_y and LaTeX."),
        ("It% a comment. Here\n self burned % and. Here\nlong.", "Itself burned \nlong."),
        ("It\\label{a. b} burned\\index{c. d}\\vspace{2mm}.", "It burned."),
        ("It burned~\\cite[see][p.~3]{a}.", "It burned\u00a0."),
        ("It \\newcommand\\x[1]{a. \\textbf{#1}}burned.", "It burned."),
        ("{\\bfseries It\\\\[2pt] burned}.", "It  burned."),
    ],
)  # fmt: skip
def test_what_is_typed_is_seen_as_it_is_printed(typed: str, seen: str) -> None:
    assert sentences(typed) == [seen]


def test_german_short_forms_are_letters_and_marks() -> None:
    text = '\\usepackage[ngerman]{babel} "`Die "Uberfahrt"\' war gro"s und be"-schwerlich.'
    assert sentences(text) == ["„Die Überfahrt“ war groß und beschwerlich."]


def test_preamble_comments_code_formulas_and_what_follows_the_end_say_nothing() -> None:
    text = (
        "\\documentclass{article}\n\\title{A lamp. It burned.}\n\\begin{document}\nIt stood.\n"
        "% It fell. \\end{document}\n\\begin{verbatim}\nIt sank. \\end{document} $ {\n"
        "\\end{verbatim}\nWe have\n\\begin{align*}\nx. &= 1\\\\\n\\end{align*}\nthere.\n"
        "\\begin{thebibliography}{9}\\bibitem{a} A. Book.\\end{thebibliography}\n"
        "\\end{document}\nIt never was."
    )
    assert [" ".join(each.split()) for each in sentences(text)] == ["It stood.", "We have there."]


def test_headings_items_rows_and_captions_are_blocks_of_their_kind() -> None:
    draft = latex(
        "\\section[Short]{The \\emph{lamp}}\nIt burned.\n\\begin{itemize}\n\\item One. Two.\n"
        "\\item[Term] three.\n\\end{itemize}\n\\begin{tabular}{l|r}\n\\hline\nLamp & 53. So \\\\\n"
        "Mill & 7\\\\[2pt]\n\\end{tabular}\n\\caption{A picture.}\n\\subsection*{On}"
    )
    found = [(draft.words(span), str(kind)) for span, kind in draft.sentences()]
    assert found == [
        ("The lamp", "heading"),
        ("It burned.", "paragraph"),
        ("One.", "list_item"),
        ("Two.", "list_item"),
        ("Term three.", "list_item"),
        ("Lamp | 53. So", "table_row"),
        ("Mill | 7", "table_row"),
        ("A picture.", "caption"),
        ("On", "heading"),
    ]
    assert [b.level for b in draft.blocks if b.kind is BlockKind.HEADING] == [2, 3]


def test_quotations_are_found_by_their_marks_and_environments() -> None:
    draft = latex(
        "He said ``it \\emph{burned} oil''.\n\\begin{quote}\nIt burned.\n\nIt stood.\n"
        "\\end{quote}\n"
        "\\begin{quotation}``It fell.''\\end{quotation}\n\\blockquote{It sank.}"
    )
    found = [each.text.replace(FILLER, "") for each in find_quotations(draft.plain)]
    assert found == ["it burned oil", "It burned.", "It stood.", "It fell.", "It sank."]


@pytest.mark.parametrize(
    ("typed", "keys", "note"),
    [
        ("\\cite{a}", ("a",), ""),
        ("\\citep[see][p.~3]{a, b}", ("a", "b"), ""),
        ("\\textcite*{a}", ("a",), ""),
        ("\\parencites[3]{a}[4]{b}", ("a", "b"), ""),
        ("\\footcite{a}", ("a",), ""),
        ("\\footnote{See \\emph{Mills}, p.~3.}", (), "See Mills, p. 3."),
        ("\\footnote[2]{Of \\cite{a}.}", ("a",), "Of ."),
    ],
)
def test_citations_are_marks_and_no_words(typed: str, keys: tuple[str, ...], note: str) -> None:
    draft = latex(f"It burned{typed}. So \\nocite{{x}}it stood.")
    (mark,) = draft.marks
    assert (mark.span.of(draft.text), mark.keys, mark.note) == (typed, keys, note)
    assert [draft.words(span) for span, _ in draft.sentences()] == ["It burned.", "So it stood."]


def test_sentences_end_behind_the_markup_that_ends_with_them() -> None:
    text = "\\emph{It burned.} {\\bf It $5\\%$} \\caption{It.}"
    draft = latex(text)
    assert [span.of(text) for span, _ in draft.sentences()] == [
        "\\emph{It burned.}",
        "It $5\\%$}",
        "It.",
    ]


@pytest.mark.parametrize("end", ["", "}", "\\end{quote}", "$", "\\]"])
@pytest.mark.parametrize(
    "piece", ["{", "\\emph{", "\\begin{quote}", "\\cite[", "\\footnote{", "$", "\\[", "\\verb|"]
)  # fmt: skip
def test_what_is_never_closed_hides_no_sentence(piece: str, end: str) -> None:
    text = f"It burned. {piece * 3} It stood. {end}"
    assert "It burned." in sentences(text)
    assert len(latex(piece * 2_000 + "a").plain) == len(piece) * 2_000 + 1


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("\\documentclass{article}", Form.LATEX),
        ("It was \\emph{lit}.", Form.LATEX),
        ("\\section{One}\n- a", Form.LATEX),
        ("# One\n\nWrite `\\emph{x}` or $x_1$.", Form.MARKDOWN),
        ("<p>It.</p>", Form.HTML),
        ("\n<!DOCTYPE html>\n<html>", Form.HTML),
        ("<https://x.y> is a link.", Form.PLAIN),
        ("5 < 6 and a \\ b", Form.PLAIN),
        ("A **bold** <b>word</b>", Form.MARKDOWN),
    ],
)
def test_a_form_is_told_by_its_signs(text: str, form: Form) -> None:
    assert draft_of(text).form is form
