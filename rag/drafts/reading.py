"""A text that somebody wrote to a draft, by the rules of the form that it shows signs of."""

import re

from index.errors import InputError
from index.reading.documents import document_of
from index.reading.limits import check_text
from index.reading.markdown import markdown_blocks
from index.reading.pieces import Layout
from index.reading.plain_text import plain_text_blocks
from rag.drafts.draft import Draft, Form

FORMS = tuple(form.value for form in Form if form is not Form.DOCX)
"""The forms of drafts that are text."""
_MARKDOWN = re.compile(
    r"(?m)^(?:#{1,6} |> |```|[-*+] |\d+\. )|\[\^[^\]\s]+\]|\]\(|\[@|\*\*[^*\n]+\*\*"
)


def draft_of(text: str, form: str | None = None) -> Draft:
    """Return a draft with its layout, by the rules of a form, else of the one it has signs of.

    Its text is taken exactly as given, whatever format it may look like.

    Raises:
        InputError: there is no text in it, too much, or no such form.
    """
    check_text(text, "The draft")
    shown = _form(form) if form else _form_of(text)
    blocks = markdown_blocks(text) if shown is Form.MARKDOWN else plain_text_blocks(text)
    laid_out = document_of(Layout(text, tuple(blocks)), source="draft", id="draft")
    return Draft(text, text, laid_out.blocks, shown)


def _form(name: str) -> Form:
    if name in FORMS:
        return Form(name)
    raise InputError(f"There is no form of drafts of that name; choose one of {', '.join(FORMS)}.")


def _form_of(text: str) -> Form:
    return Form.MARKDOWN if _MARKDOWN.search(text) else Form.PLAIN
