"""An answer as a web page that stands for itself."""

from collections.abc import Iterator, Sequence
from html import escape

from rag.attribution import attributed
from rag.citing.answers import beside, numbered, one_line, where
from rag.recalling import Recalled
from rag.types import Citation, Statement

_STYLE = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 Georgia,serif}"
    "sup a{text-decoration:none}li,.beside{font-size:.9rem}a{overflow-wrap:anywhere}"
)


def as_html(recalled: Recalled, base_url: str = "", *, works: Sequence[str] = ()) -> str:
    """Return the answer as a page without programs: sentences, notes, and ``works`` if any.

    ``works`` are the entries of a bibliography.
    """
    question = escape(one_line(recalled.answer.question))
    return (
        '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{question}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1 dir="auto">{question}</h1>\n{"".join(_parts(recalled, base_url, works))}'
        "</body>\n</html>\n"
    )


def _parts(recalled: Recalled, base_url: str, works: Sequence[str]) -> Iterator[str]:
    met: set[int] = set()
    for statement in recalled.answer.statements:
        yield _said(recalled, statement, met)
    for line in beside(recalled):
        yield f'<p class="beside" dir="auto">{escape(line)}</p>\n'
    if cited := numbered(recalled):
        notes = "".join(_note(number, citation, base_url) for number, citation in cited)
        yield f'<section role="doc-endnotes">\n<h2>Sources</h2>\n<ol>\n{notes}</ol>\n</section>\n'
    if works:
        entries = "".join(f'<p dir="auto">{escape(each)}</p>\n' for each in works)
        yield f'<section role="doc-bibliography">\n<h2>Bibliography</h2>\n{entries}</section>\n'


def _said(recalled: Recalled, statement: Statement, met: set[int]) -> str:
    """Return a sentence with its numbers; the first of each is where its note leads back to."""
    marks = ""
    for citation in statement.citations:
        number = recalled.number(citation)
        anchor = "" if number in met else f' id="ref-{number}"'
        met.add(number)
        marks += f'<sup><a{anchor} role="doc-noteref" href="#note-{number}">[{number}]</a></sup>'
    return f'<p dir="auto">{escape(one_line(attributed(statement.text)))}{marks}</p>\n'


def _note(number: int, citation: Citation, base_url: str) -> str:
    url = escape(base_url + citation.url)
    return (
        f'<li id="note-{number}" value="{number}" dir="auto">'
        f"“{escape(one_line(citation.exact))}” {escape(where(citation))}. "
        f'<a href="{url}">{url}</a> <a role="doc-backlink" href="#ref-{number}">↩</a></li>\n'
    )
