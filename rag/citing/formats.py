"""One citation in the form that a writer's tool wants, and a list of works in those of managers."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from index.errors import UnknownFormatError
from rag.citing.bibtex import escape, write_bibtex
from rag.citing.bibtex_reading import read_bibtex
from rag.citing.csl_json import csl_item, read_csl_json, write_csl_json
from rag.citing.fragments import directive, directive_at
from rag.citing.listing import styled_list
from rag.citing.places import place
from rag.citing.references import Reference
from rag.citing.ris import read_ris, write_ris
from rag.citing.styles import STYLES
from rag.citing.web_annotation import annotation
from rag.types import Citation


@dataclass(frozen=True, slots=True)
class _Cited:
    citation: Citation
    work: Reference
    url: str
    """Of the quote in its document, absolute where the server's address is known."""
    text: str = ""
    """Of the document, where it is at hand."""

    @property
    def words(self) -> str:
        return _one_line(self.citation.exact)

    @property
    def where(self) -> str:
        return place(self.citation)


def format_citation(
    citation: Citation,
    format: str,  # noqa: A002 - the contract's own word
    *,
    work: Reference | None = None,
    base_url: str = "",
    text: str = "",
) -> str:
    """Return the citation as ``format``, one of ``FORMATS``.

    ``work`` is what is known of the document, without it only its title; ``base_url``
    ("http://127.0.0.1:8000", no slash at the end) makes links absolute; ``text`` is that of the
    document, by which a text fragment tells words apart that stand there twice.

    Raises:
        UnknownFormatError: there is no such format.
    """
    known_format(format)
    known = work or Reference(citation.document_id, _one_line(citation.title))
    return _FORMATTERS[format](_Cited(citation, known, base_url + citation.url, text))


def known_format(format: str) -> None:  # noqa: A002 - as above
    """Check that a citation can be written in a format.

    Raises:
        UnknownFormatError: there is no such format.
    """
    if format not in _FORMATTERS:
        raise UnknownFormatError(
            f"There is no citation format of that name; choose one of {', '.join(FORMATS)}."
        )


def format_works(works: Sequence[Reference], format: str) -> str:  # noqa: A002 - as above
    """Return a list of works as ``format``, one of ``LISTS``.

    Raises:
        UnknownFormatError: there is no such format for lists.
    """
    writer = LISTS.get(format)
    if writer is None:
        raise UnknownFormatError(f"A list of works is written as one of {', '.join(LISTS)}.")
    return writer(works)


def _text(cited: _Cited) -> str:
    return f"“{cited.words}” {_reference(cited.citation)}. {cited.url}"


def _markdown(cited: _Cited) -> str:
    citation = cited.citation
    label = f"{citation.document_id}-{citation.span.start}-{citation.span.end}"
    note = _escaped(f"“{cited.words}” {_reference(citation)}.")
    return f"[^{label}]\n\n[^{label}]: {note} <{cited.url}>"


def _pandoc(cited: _Cited) -> str:
    where = cited.where.replace("]", "\\]")
    return f"“{_escaped(cited.words)}” [@{cited.work.key}{', ' + where if where else ''}]"


def _latex(cited: _Cited) -> str:
    where = escape(cited.where).replace("p. ", "p.~").replace("para. ", "para.~")
    option = f"[{{{where}}}]" if where else ""
    return f"``{escape(cited.words)}'' \\cite{option}{{{cited.work.key}}}"


def _bibtex(cited: _Cited) -> str:
    return write_bibtex([cited.work], {cited.work.key: _note(cited)})


def _ris(cited: _Cited) -> str:
    return write_ris([cited.work], {cited.work.key: _note(cited)})


def _csl_json(cited: _Cited) -> str:
    locator = cited.citation.locator
    item = csl_item(cited.work) | {
        "custom": {
            "quote": cited.citation.exact,
            "link": cited.url,
            "page": locator.page,
            "section": locator.section,
            "paragraph": locator.paragraph,
        }
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _web_annotation(cited: _Cited) -> str:
    told = annotation(cited.citation, cited.url, cited.work.url)
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _styled(style: str) -> Callable[[_Cited], str]:
    def formatter(cited: _Cited) -> str:
        made = STYLES[style](cited.work, cited.citation.locator, "")
        return f"“{cited.words}” {made.in_text}\n\n{made.reference}"

    return formatter


def _link(cited: _Cited) -> str:
    return cited.url


def _fragment(cited: _Cited) -> str:
    """Return a link that browsers open at the words."""
    citation = cited.citation
    named = directive_at(citation.span, cited.text) if cited.text else directive(citation.exact)
    return f"{cited.work.url or cited.url}#{named.written}"


def _note(cited: _Cited) -> str:
    return f"{cited.where}: “{cited.words}”" if cited.where else f"“{cited.words}”"


def _reference(citation: Citation) -> str:
    parts = [_one_line(citation.title), place(citation)]
    if citation.source and citation.source != citation.title:
        parts.append(_one_line(citation.source))
    return ", ".join(part for part in parts if part)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    # What Markdown would read as emphasis, code, a link, HTML or a footnote is shown as written.
    return re.sub(r"[\\`*_\[\]<>#|~^$@]", lambda found: f"\\{found[0]}", text)


_FORMATTERS: Mapping[str, Callable[[_Cited], str]] = {
    "text": _text,
    "markdown": _markdown,
    "pandoc": _pandoc,
    "latex": _latex,
    "bibtex": _bibtex,
    "ris": _ris,
    "csl-json": _csl_json,
    "web-annotation": _web_annotation,
    **{style: _styled(style) for style in STYLES},
    "link": _link,
    "text-fragment": _fragment,
}
FORMATS = tuple(_FORMATTERS)
LISTS: Mapping[str, Callable[[Sequence[Reference]], str]] = {
    "bibtex": write_bibtex,
    "ris": write_ris,
    "csl-json": write_csl_json,
    **{style: partial(styled_list, style=style) for style in STYLES},
}
READERS: Mapping[str, Callable[[str], list[Reference]]] = {
    "bibtex": read_bibtex,
    "ris": read_ris,
    "csl-json": read_csl_json,
}
"""What reads a list of works back."""
