"""A text that somebody wrote to a draft, by the rules of the form that it shows signs of."""

import re

from index.reading.documents import document_of
from index.reading.limits import check_text
from index.reading.markdown import markdown_blocks
from index.reading.pieces import Layout
from index.reading.plain_text import plain_text_blocks
from rag.drafts.draft import Draft, Form

_MARKDOWN = re.compile(
    r"(?m)^(?:#{1,6} |> |```|[-*+] |\d+\. )|\[\^[^\]\s]+\]|\]\(|\[@|\*\*[^*\n]+\*\*"
)


def draft_of(text: str) -> Draft:
    """Return a draft with its layout: Markdown's where it has signs of it, else plain text's.

    Its text is taken exactly as given, whatever format it may look like.

    Raises:
        InputError: there is no text in it, or too much.
    """
    check_text(text, "The draft")
    is_markdown = _MARKDOWN.search(text) is not None
    blocks = markdown_blocks(text) if is_markdown else plain_text_blocks(text)
    laid_out = document_of(Layout(text, tuple(blocks)), source="draft", id="draft")
    return Draft(text, text, laid_out.blocks, Form.MARKDOWN if is_markdown else Form.PLAIN)
