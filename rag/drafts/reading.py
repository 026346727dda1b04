"""A text that somebody wrote to a draft, by the rules of the form that it shows signs of."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from index.errors import InputError
from index.reading.documents import document_of
from index.reading.limits import check_text
from index.reading.markdown import markdown_blocks
from index.reading.pieces import Layout
from index.reading.plain_text import plain_text_blocks
from index.types import Block, BlockKind, Span
from rag.drafts.code_spans import code_spans
from rag.drafts.cutting import Cut
from rag.drafts.draft import Draft, Form, without
from rag.drafts.html import html_draft
from rag.drafts.latex import latex_draft
from rag.drafts.markdown import Piece, Side, apart_from, inline_marks, seen_with
from rag.drafts.markdown_marks import find_marks
from rag.drafts.seen import seen_sentences, solid

FORMS = tuple(form.value for form in Form if form is not Form.DOCX)
"""The forms of drafts that are text."""
_QUOTE_MARKS = re.compile(r"(?:[ \t]*>)+[ \t]*(?=\S)")
_HTML = re.compile(
    r"\ufeff?\s*(?:<!--[^>]{0,1000}-->\s*)?<(?:!doctype html|html|head|body|h[1-6]|p|div|ul|ol|dl"
    r"|table|blockquote|section|article|main|header|figure|pre)\b[^<>]*>",
    re.IGNORECASE,
)
_LATEX = re.compile(
    r"(?m)^[ \t]*\\(?:documentclass\b|begin\{document\}|(?:sub)*section\*?[\[{]|chapter\*?[\[{])"
)
_LATEX_TOO = re.compile(
    r"\\(?:documentclass|begin|end|(?:sub)*section|chapter|paragraph|[a-z]*cite[a-z]*|emph|text(?:bf|it|sc|tt)"
    r"|footnote|enquote|label|ref|item)\*?[\[{]|\\item\b"
)
_MARKDOWN = re.compile(
    r"(?m)^(?:#{1,6} |> |```|[-*+] |\d+\. )|\[\^[^\]\s]+\]|\]\(|\[(?:-|see |cf\. )?@|\^\["
    r"|\*\*[^*\n]+\*\*"
)


def draft_of(text: str, form: str | None = None) -> Draft:
    """Return a draft with its layout, by the rules of a form, else of the one it has signs of.

    Its text is taken exactly as given, whatever format it may look like.

    Raises:
        InputError: there is no text in it, too much, or no such form.
    """
    check_text(text, "The draft")
    match _form(form) if form else _form_of(text):
        case Form.MARKDOWN:
            return _markdown_draft(text)
        case Form.LATEX:
            return latex_draft(text)
        case Form.HTML:
            return html_draft(text)
        case _:
            return Draft(text, text, _laid_out(text, plain_text_blocks(text)))


def _form(name: str) -> Form:
    if name in FORMS:
        return Form(name)
    raise InputError(f"There is no form of drafts of that name; choose one of {', '.join(FORMS)}.")


def _form_of(text: str) -> Form:
    """Return the form that a text has signs of.

    A page of Markdown may show pieces of LaTeX; one of LaTeX has no headings of Markdown.
    """
    if _HTML.match(text):
        return Form.HTML
    is_markdown = _MARKDOWN.search(text) is not None
    if _LATEX.search(text) if is_markdown else _LATEX_TOO.search(text):
        return Form.LATEX
    return Form.MARKDOWN if is_markdown else Form.PLAIN


def _markdown_draft(text: str) -> Draft:
    laid_out = markdown_blocks(text)
    found = find_marks(text, laid_out)
    # A mark that stands beside the prose is no part of a sentence, nor is it in the way of a stop.
    worded = _with_words(text, found.within)
    cut = Cut.of(worded, found.beside)
    blocks = _laid_out(cut.text, markdown_blocks(cut.text)) if cut.text.strip() else ()
    whole = list(map(cut.whole_block, blocks))
    code = code_spans(text, laid_out)
    pieces = apart_from(inline_marks(text, whole, code), found.masked)
    formulas = [piece.span for piece in pieces if len(piece.shown) > 1]
    prose = solid(seen_with(without(worded, found.beside), pieces), sorted([*code, *formulas]))
    resplit = _Resplit(text, prose, pieces)
    return Draft(
        text,
        seen_with(without(text, found.masked), pieces),
        tuple(map(resplit, whole)),
        Form.MARKDOWN,
        found.marks,
    )


class _Resplit:
    """Finds the sentences of blocks with marks in their lines anew, as a reader sees them."""

    def __init__(self, text: str, plain: str, pieces: Sequence[Piece]) -> None:
        self._text = text
        self._plain = plain
        self._starts = [piece.span.start for piece in pieces]
        self._behind = {p.span.start: p.span.end for p in pieces if p.side is Side.BEHIND}
        self._before = {p.span.end: p.span.start for p in pieces if p.side is Side.BEFORE}

    def __call__(self, block: Block) -> Block:
        """Return the block with its sentences; one without marks as it is."""
        first = bisect_left(self._starts, block.span.start)
        has_marks = first < len(self._starts) and self._starts[first] < block.span.end
        if not has_marks or not block.sentences or block.kind is BlockKind.TABLE_ROW:
            return block
        span = Span(self._opening(block.sentences[0].start), block.span.end)
        found = seen_sentences(self._plain, span, self._closing, self._opening)
        return replace(block, sentences=tuple(map(self._unquoted, found)))

    def _opening(self, start: int) -> int:
        while start in self._before:
            start = self._before[start]
        return start

    def _closing(self, end: int) -> int:
        while end in self._behind:
            end = self._behind[end]
        return end

    def _unquoted(self, sentence: Span) -> Span:
        # In "> One.\n> Two." the second sentence begins after its mark.
        mark = _QUOTE_MARKS.match(self._text, sentence.start, sentence.end)
        return Span(mark.end(), sentence.end) if mark else sentence


def _laid_out(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    return document_of(Layout(text, tuple(blocks)), source="draft", id="draft").blocks


def _with_words(text: str, keys: Sequence[Span]) -> str:
    """Return the text with a word for each key: as one a key opens and closes sentences."""
    parts, end = [], 0
    for span in keys:
        parts += [text[end : span.start], "A".ljust(span.end - span.start, "a")]
        end = span.end
    return "".join([*parts, text[end:]])
