"""An answer as a file, in the form that is wanted."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from index.errors import UnknownFormatError
from index.passage_index import PassageIndex
from rag.citing.answers import as_markdown
from rag.citing.listing import styled_list
from rag.citing.references import reference_of
from rag.citing.styles import STYLES
from rag.exporting.docx import as_docx
from rag.exporting.html import as_html
from rag.recalling import Recalled
from rag.serialization import answer_json


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file that an answer can have."""

    suffix: str
    media_type: str
    write: Callable[[Recalled, tuple[str, ...], str], bytes]
    """Makes it of an answer, the entries of its bibliography, and where links lead."""


def _as_markdown(recalled: Recalled, works: tuple[str, ...], base_url: str) -> bytes:
    return as_markdown(recalled, base_url, works=works).encode()


def _as_html(recalled: Recalled, works: tuple[str, ...], base_url: str) -> bytes:
    return as_html(recalled, base_url, works=works).encode()


def _as_docx(recalled: Recalled, works: tuple[str, ...], base_url: str) -> bytes:
    return as_docx(recalled, base_url, works=works)


def _as_json(recalled: Recalled, works: tuple[str, ...], _base_url: str) -> bytes:
    told = answer_json(recalled.answer) | ({"bibliography": list(works)} if works else {})
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


FORMS: Mapping[str, Form] = {
    "markdown": Form(".md", "text/markdown; charset=utf-8", _as_markdown),
    "html": Form(".html", "text/html; charset=utf-8", _as_html),
    "docx": Form(
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _as_docx,
    ),
    "json": Form(".json", "application/json", _as_json),
}


def form_of(name: str) -> Form:
    """Return a form by its name.

    Raises:
        UnknownFormatError: there is no such form.
    """
    if name not in FORMS:
        raise UnknownFormatError(f"An answer is written as one of {', '.join(FORMS)}.")
    return FORMS[name]


def bibliography(recalled: Recalled, index: PassageIndex, style: str | None) -> tuple[str, ...]:
    """Return the entries of the works that an answer cites, as a house style has them.

    Without a style there is no bibliography.

    Raises:
        UnknownFormatError: there is no such style.
    """
    if style is None:
        return ()
    if style not in STYLES:
        raise UnknownFormatError(f"A bibliography is written after one of {', '.join(STYLES)}.")
    ids = dict.fromkeys(citation.document_id for citation in recalled.answer.citations)
    works = [reference_of(index.document(each)) for each in ids]
    return tuple(styled_list(works, style).splitlines())
