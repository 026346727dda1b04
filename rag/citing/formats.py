"""One citation in the form that a writer's tool wants."""

from collections.abc import Callable

from index.errors import UnknownFormatError
from rag.citing.places import place
from rag.types import Citation


def format_citation(citation: Citation, format: str, *, base_url: str = "") -> str:  # noqa: A002
    """Return the citation as ``format``, one of ``FORMATS``.

    ``base_url`` ("http://127.0.0.1:8000", no slash at the end) makes links absolute.

    Raises:
        UnknownFormatError: there is no such format.
    """
    formatter = _FORMATTERS.get(format)
    if formatter is None:
        raise UnknownFormatError(
            f"There is no citation format of that name; choose one of {', '.join(FORMATS)}."
        )
    return formatter(citation, base_url + citation.url)


def _text(citation: Citation, url: str) -> str:
    return f"“{_one_line(citation.exact)}” {_reference(citation)}. {url}"


def _markdown(citation: Citation, url: str) -> str:
    label = f"{citation.document_id}-{citation.span.start}-{citation.span.end}"
    quote = _escaped(f"“{_one_line(citation.exact)}” {_reference(citation)}.")
    return f"[^{label}]\n\n[^{label}]: {quote} <{url}>"


def _link(_citation: Citation, url: str) -> str:
    return url


def _reference(citation: Citation) -> str:
    parts = [_one_line(citation.title), place(citation)]
    if citation.source and citation.source != citation.title:
        parts.append(_one_line(citation.source))
    return ", ".join(part for part in parts if part)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    # What Markdown would read as emphasis, code, a link, HTML or a footnote is shown as written.
    return "".join(
        f"\\{character}" if character in "\\`*_[]<>#|~^$" else character for character in text
    )


_FORMATTERS: dict[str, Callable[[Citation, str], str]] = {
    "text": _text,
    "markdown": _markdown,
    "link": _link,
}
FORMATS = tuple(_FORMATTERS)
