"""A text that somebody wrote to a draft, by the rules of the form that it shows signs of."""

import re
from collections.abc import Sequence

from index.errors import InputError
from index.reading.documents import document_of
from index.reading.limits import check_text
from index.reading.markdown import markdown_blocks
from index.reading.pieces import Layout
from index.reading.plain_text import plain_text_blocks
from index.types import Block, Span
from rag.drafts.cutting import Cut
from rag.drafts.draft import Draft, Form, without
from rag.drafts.markdown_marks import find_marks

FORMS = tuple(form.value for form in Form if form is not Form.DOCX)
"""The forms of drafts that are text."""
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
    shown = _form(form) if form else _form_of(text)
    if shown is Form.MARKDOWN:
        return _markdown_draft(text)
    return Draft(text, text, _laid_out(text, plain_text_blocks(text)), shown)


def _form(name: str) -> Form:
    if name in FORMS:
        return Form(name)
    raise InputError(f"There is no form of drafts of that name; choose one of {', '.join(FORMS)}.")


def _form_of(text: str) -> Form:
    return Form.MARKDOWN if _MARKDOWN.search(text) else Form.PLAIN


def _markdown_draft(text: str) -> Draft:
    found = find_marks(text, markdown_blocks(text))
    # A mark that stands beside the prose is no part of a sentence, nor is it in the way of a stop.
    cut = Cut.of(_with_words(text, found.within), found.beside)
    blocks = _laid_out(cut.text, markdown_blocks(cut.text)) if cut.text.strip() else ()
    return Draft(
        text,
        without(text, found.masked),
        tuple(map(cut.whole_block, blocks)),
        Form.MARKDOWN,
        found.marks,
    )


def _laid_out(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    return document_of(Layout(text, tuple(blocks)), source="draft", id="draft").blocks


def _with_words(text: str, keys: Sequence[Span]) -> str:
    """Return the text with a word for each key: as one a key opens and closes sentences."""
    parts, end = [], 0
    for span in keys:
        parts += [text[end : span.start], "A".ljust(span.end - span.start, "a")]
        end = span.end
    return "".join([*parts, text[end:]])
