"""The page of a kept answer: what its sources still bear out, and the way into each of them.

It needs no program, and is made anew from the documents whenever it is opened.
"""

from collections.abc import Iterator
from itertools import groupby

from api.html import exact, home, page, query_of
from rag.citing.answers import as_markdown, as_text, numbered
from rag.citing.places import place
from rag.recalling import Recalled
from rag.types import Citation, Statement, place_url

NOT_SAID = "No sentence in your sources clearly answers this."
NOTHING_LEFT = "None of this answer is in your sources any more."


def answer_page(recalled: Recalled, collection: str, base_url: str) -> str:
    """Return the page; ``base_url`` makes the links in what is to be copied absolute."""
    answer = recalled.answer
    query = query_of(collection)
    return page(
        answer.question,
        f"""<header>
<p class="bar">{home(collection)} <a href="/v1/answers/{exact(answer.id)}{query}">JSON</a></p>
<h1 dir="auto">{exact(answer.question)}</h1>
<p class="source">Asked <time datetime="{recalled.kept_at}">{_shown(recalled.kept_at)}</time>. \
Checked against your documents just now. This link leads to your own Pincite and nowhere else.</p>
</header>
<main>
<div class="answer">{"".join(_statements(recalled))}</div>
{"".join(_beside(recalled))}
{_sources(recalled)}
{_related(recalled, collection)}
{_copies(recalled, base_url)}
</main>""",
    )


def _shown(time: str) -> str:
    """Return a time of the store, ISO 8601 in UTC, in words.

    >>> _shown("2026-11-26T08:05:56+00:00")
    '2026-11-26, 08:05 UTC'
    """
    day, _, hour = time.partition("T")
    return f"{day}, {hour[:5]} UTC"


def _statements(recalled: Recalled) -> Iterator[str]:
    for titles, group in groupby(recalled.answer.statements, key=_titles):
        lines = "".join(_statement(each, recalled) for each in group)
        caption = f'<figcaption dir="auto">{exact(titles)}</figcaption>'
        yield f'<figure class="said">{caption}{lines}</figure>'


def _titles(statement: Statement) -> str:
    return " · ".join(dict.fromkeys(citation.title for citation in statement.citations))


def _statement(statement: Statement, recalled: Recalled) -> str:
    chips = "".join(_chip(recalled.number(citation), citation) for citation in statement.citations)
    return f'<p class="statement" dir="auto">{exact(statement.text)}{chips}</p>'


def _chip(n: int, citation: Citation) -> str:
    told = {
        "href": citation.url,
        "aria-label": f"Citation {n}: {citation.title}",
        "title": f"“{citation.exact}”",
    }
    attributes = " ".join(f'{name}="{exact(text)}"' for name, text in told.items())
    return f' <a class="chip" {attributes}>{n}</a>'


def _beside(recalled: Recalled) -> Iterator[str]:
    """Yield what the answer has to say besides its statements."""
    answer = recalled.answer
    if answer.note:
        yield f'<p class="note" dir="auto">{exact(answer.note)}</p>'
    elif not answer.statements:
        yield f'<p class="note">{NOTHING_LEFT if recalled.withheld else NOT_SAID}</p>'
    for part in answer.missing:
        yield (
            '<p class="note">Your sources do not answer this part: '
            f'<span dir="auto">{exact(part)}</span></p>'
        )
    for withheld in recalled.withheld:
        yield f'<p class="note">A sentence is not shown any more. {exact(withheld.reason)}</p>'


def _sources(recalled: Recalled) -> str:
    items = "".join(_source(n, citation) for n, citation in numbered(recalled))
    return f'<section class="cited"><h2>Sources</h2><ul>{items}</ul></section>' if items else ""


def _source(n: int, citation: Citation) -> str:
    where = ", ".join(filter(None, (citation.title, place(citation))))
    return (
        f'<li id="source-{n}"><span class="number">{n}</span> '
        f'<a dir="auto" href="{exact(citation.url)}">{exact(where)}</a>'
        f'<blockquote dir="auto">{exact(citation.exact)}</blockquote></li>'
    )


def _related(recalled: Recalled, collection: str) -> str:
    items = "".join(
        f'<li><a dir="auto" href="{exact(place_url(p.document_id, p.span, collection))}">'
        f'{exact(p.title)}</a><blockquote dir="auto">{exact(p.text)}</blockquote></li>'
        for p in (hit.passage for hit in recalled.answer.related)
    )
    heading = "<h2>Nearest passages <em>(not an answer)</em></h2>"
    return f'<section class="cited">{heading}<ul>{items}</ul></section>' if items else ""


def _copies(recalled: Recalled, base_url: str) -> str:
    if not recalled.answer.statements:
        return ""
    forms = {
        "As text": as_text(recalled, base_url),
        "As Markdown": as_markdown(recalled, base_url),
    }
    folded = "".join(
        f"<details><summary>{name}</summary><pre>{exact(text)}</pre></details>"
        for name, text in forms.items()
    )
    return f'<section class="copies"><h2>To copy</h2>{folded}</section>'
