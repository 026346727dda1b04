"""The page of a kept answer: what its sources still bear out, and the way into each of them.

It needs no program, and is made anew from the documents whenever it is opened.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from api.html import exact, home, page, query_of
from api.page_words import ENGLISH, Words
from rag.citing.answers import as_markdown, as_text, numbered
from rag.citing.places import place
from rag.recalling import Recalled
from rag.types import Citation, Statement, place_url


def answer_page(recalled: Recalled, collection: str, base_url: str, words: Words = ENGLISH) -> str:
    """Return the page; ``base_url`` makes the links in what is to be copied absolute."""
    answer = recalled.answer
    time = f'<time datetime="{recalled.kept_at}">{_shown(recalled.kept_at)}</time>'
    return page(
        answer.question,
        f"""<header>
<p class="bar">{home(collection)} \
<a href="/v1/answers/{exact(answer.id)}{query_of(collection)}">JSON</a></p>
<h1 dir="auto">{exact(answer.question)}</h1>
<p class="source">{words.asked.format(time=time)} {words.checked}</p>
</header>
<main>
{"".join(_statements(recalled, words))}
{"".join(_beside(recalled, words))}
{_sources(recalled, words)}
{_related(recalled, collection, words)}
{_copies(recalled, base_url, words)}
</main>""",
        words.language,
    )


def _shown(time: str) -> str:
    """Return a time of the store, ISO 8601 in UTC, in words.

    >>> _shown("2026-11-26T08:05:56+00:00")
    '2026-11-26, 08:05 UTC'
    """
    day, _, hour = time.partition("T")
    return f"{day}, {hour[:5]} UTC"


def _statements(recalled: Recalled, words: Words) -> Iterator[str]:
    answer = recalled.answer
    beside = sorted({at for each in answer.conflicts for at in (each.one, each.other)})
    if beside:
        pair = "".join(_said([answer.statements[at]], recalled, words) for at in beside)
        yield f'<section class="disagreement"><h2>{words.disagreement}</h2>{pair}</section>'
    rest = [each for at, each in enumerate(answer.statements) if at not in beside]
    for _, group in groupby(rest, key=_titles):
        yield _said(list(group), recalled, words)


def _said(group: Sequence[Statement], recalled: Recalled, words: Words) -> str:
    lines = "".join(_statement(each, recalled, words) for each in group)
    caption = f'<figcaption dir="auto">{exact(_titles(group[0]))}</figcaption>'
    return f'<figure class="said">{caption}{lines}</figure>'


def _titles(statement: Statement) -> str:
    return " · ".join(dict.fromkeys(citation.title for citation in statement.citations))


def _statement(statement: Statement, recalled: Recalled, words: Words) -> str:
    chips = "".join(_chip(recalled.number(each), each, words) for each in statement.citations)
    return f'<p class="statement" dir="auto">{exact(statement.text)}{chips}</p>'


def _chip(n: int, citation: Citation, words: Words) -> str:
    told = {
        "href": citation.url,
        "aria-label": words.citation.format(n=n, title=citation.title),
        "title": f"“{citation.exact}”",
    }
    attributes = " ".join(f'{name}="{exact(text)}"' for name, text in told.items())
    return f' <a class="chip" {attributes}>{n}</a>'


def _beside(recalled: Recalled, words: Words) -> Iterator[str]:
    """Yield what the answer has to say besides its statements."""
    answer = recalled.answer
    if answer.note:
        yield _note(answer.note)
    elif not answer.statements:
        yield _note(words.nothing_left if recalled.withheld else words.not_said)
    for part in answer.missing:
        yield _note(words.missing.format(part=part))
    for withheld in recalled.withheld:
        yield _note(words.withheld.format(reason=words.why[withheld.why]))


def _note(text: str) -> str:
    return f'<p class="note" dir="auto">{exact(text)}</p>'


def _sources(recalled: Recalled, words: Words) -> str:
    items = "".join(
        _cited(
            f'<span class="number">{n}</span> ',
            citation.url,
            ", ".join(filter(None, (citation.title, place(citation)))),
            citation.exact,
        )
        for n, citation in numbered(recalled)
    )
    return _list(words.sources, items)


def _related(recalled: Recalled, collection: str, words: Words) -> str:
    passages = [hit.passage for hit in recalled.answer.related]
    items = "".join(
        _cited("", place_url(each.document_id, each.span, collection), each.title, each.text)
        for each in passages
    )
    return _list(words.nearest, items)


def _cited(number: str, url: str, where: str, quote: str) -> str:
    return (
        f'<li>{number}<a dir="auto" href="{exact(url)}">{exact(where)}</a>'
        f'<blockquote dir="auto">{exact(quote)}</blockquote></li>'
    )


def _list(heading: str, items: str) -> str:
    return f'<section class="cited"><h2>{heading}</h2><ul>{items}</ul></section>' if items else ""


def _copies(recalled: Recalled, base_url: str, words: Words) -> str:
    if not recalled.answer.statements:
        return ""
    forms = {
        words.as_text: as_text(recalled, base_url),
        words.as_markdown: as_markdown(recalled, base_url),
    }
    folded = "".join(
        f'<details><summary>{name}</summary><pre tabindex="0">{exact(text)}</pre></details>'
        for name, text in forms.items()
    )
    return f'<section class="copies"><h2>{words.to_copy}</h2>{folded}</section>'
