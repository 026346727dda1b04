"""What a web page states of itself: title, author, date, publisher, language, address."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from index.reading.dates import iso_date
from index.reading.html_linked_data import linked_data
from index.reading.html_tree import Element, Event, elements_of, walk
from index.types import Metadata

_TITLES = ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title")
_AUTHORS = ("citation_author", "author", "article:author", "dc.creator", "dcterms.creator",
            "parsely-author", "sailthru.author")  # fmt: skip
_DATES = ("citation_publication_date", "citation_date", "article:published_time", "dc.date.issued",
          "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "datepublished",
          "pubdate", "publish-date", "publish_date", "parsely-pub-date", "sailthru.date",
          "date")  # fmt: skip
_PUBLISHERS = ("citation_publisher", "dc.publisher", "dcterms.publisher", "og:site_name",
               "citation_journal_title", "publisher")  # fmt: skip
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,2000}", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+[|·•»«:–—-]{1,2}\s+|\s*[|»]\s*")
_LONGEST = 300  # characters of one statement
_MOST_AUTHORS = 50
_MOST_STATED = 200  # statements of one thing that are looked at
_MOST_INSIDE = 1_000  # elements and texts of one that states something

_TELLING = frozenset({"html", "meta", "title", "link", "script", "time", "h1"})
_MARKS = frozenset({"itemprop", "rel"})

Statements = dict[str, list[str]]


def page_title(root: Element) -> str | None:
    """Return the title that a measured page states, without the name of its site.

    "Microsoft - Wikipedia" over the heading "Microsoft" is "Microsoft".
    """
    telling = _telling(root)
    stated = statements(telling)
    named = (_words(element) for element in telling if element.tag == "title")
    whole = _first(_stated(stated, _TITLES), linked_data(telling, "headline"), filter(None, named))
    site = _first(_stated(stated, ("og:site_name",)))
    headings = (_words(each) for each in telling if each.tag == "h1" and _is_short(each))
    for heading in islice(headings, 5):
        if heading and _starts(whole, heading):
            return heading
        if heading and not site and whole.casefold().endswith(heading.casefold()):
            site = heading  # a logo: the heading of all pages
    return _without_site(whole, site) or None


def page_metadata(root: Element) -> Metadata:
    """Return what a page states: author, date, publisher, language and url, where it does."""
    telling = _telling(root)
    stated = statements(telling)
    found = {
        "author": "; ".join(_authors(telling, stated)),
        "date": _first(filter(None, map(iso_date, islice(_dates(telling, stated), _MOST_STATED)))),
        "publisher": _first(_stated(stated, _PUBLISHERS), linked_data(telling, "publisher")),
        "language": _first(filter(_LANGUAGE.fullmatch, _languages(telling, stated))),
        "url": _first(filter(_ADDRESS.fullmatch, _addresses(telling, stated))),
    }
    return {key: value for key, value in found.items() if value}


def _telling(root: Element) -> list[Element]:
    """Return the elements that may state something of the page."""
    return [
        element
        for element in elements_of(root)
        if element.tag in _TELLING or (element.attributes and element.attributes.keys() & _MARKS)
    ]


def statements(telling: Iterable[Element]) -> Statements:
    """Return the contents of the meta elements of a page by their names, in lower case."""
    found: Statements = {}
    for element in telling:
        if element.tag == "meta" and (content := " ".join(element.get("content").split())):
            for attribute in ("name", "property", "itemprop", "http-equiv"):
                for key in element.get(attribute).lower().split():
                    found.setdefault(key, []).append(content)
    return found


def _stated(stated: Statements, names: Sequence[str]) -> Iterator[str]:
    return (each for name in names for each in stated.get(name, ()) if len(each) <= _LONGEST)


def _first(*sources: Iterable[str]) -> str:
    return next((each for source in sources for each in source), "")


def _words(element: Element) -> str:
    events = islice(walk(element), _MOST_INSIDE)
    texts = (text for event, _, text in events if event is Event.TEXT)
    return " ".join("".join(texts).split())[:_LONGEST]


def _is_short(element: Element) -> bool:
    return 0 < element.size <= _LONGEST


def _starts(title: str, heading: str) -> bool:
    rest = title[len(heading) :]
    begins = title[: len(heading)].casefold() == heading.casefold()
    return begins and (not rest or _BETWEEN.match(rest) is not None)


def _without_site(title: str, site: str) -> str:
    """Return ``title`` without the name of the site, at its end or its start."""
    between = list(_BETWEEN.finditer(title))
    if site and between:
        first, last = between[0], between[-1]
        if title[last.end() :].casefold() == site.casefold():
            return title[: last.start()]
        if title[: first.start()].casefold() == site.casefold():
            return title[first.end() :]
    return title


def _authors(telling: Sequence[Element], stated: Statements) -> list[str]:
    for name in _AUTHORS:
        if authors := _names(stated.get(name, ())):
            return authors
    linked = (_words(each) for each in telling if "author" in each.get("rel").split())
    return (
        _names(linked_data(telling, "author"))
        or _names(_marked(telling, "author"))
        or _names(islice(linked, _MOST_AUTHORS))
    )


def _names(found: Iterable[str]) -> list[str]:
    stripped = map(str.strip, islice(found, _MOST_STATED))
    names = dict.fromkeys(name for name in stripped if name and not _ADDRESS.match(name))
    short = [name for name in names if len(name) <= _LONGEST]
    return short[:_MOST_AUTHORS]


def _marked(telling: Sequence[Element], name: str) -> Iterator[str]:
    """Yield the words marked with an ``itemprop``; of a person with parts, the name."""
    for element in telling:
        if name in element.get("itemprop").split() and _is_short(element):
            inside = islice(elements_of(element), _MOST_INSIDE)
            named = [each for each in inside if each.get("itemprop") == "name"]
            yield _words(named[0] if named else element)


def _dates(telling: Sequence[Element], stated: Statements) -> Iterator[str]:
    yield from _stated(stated, _DATES)
    yield from linked_data(telling, "datePublished")
    for element in telling:
        published = "datePublished" in element.get("itemprop").split()
        if published or (element.tag == "time" and "pubdate" in element.attributes):
            yield element.get("datetime") or (_words(element) if _is_short(element) else "")


def _languages(telling: Sequence[Element], stated: Statements) -> Iterator[str]:
    for element in telling:
        if element.tag == "html":
            yield element.get("lang").strip() or element.get("xml:lang").strip()
    yield from stated.get("content-language", ())
    yield from (each.replace("_", "-") for each in stated.get("og:locale", ()))
    yield from linked_data(telling, "inLanguage")


def _addresses(telling: Sequence[Element], stated: Statements) -> Iterator[str]:
    for element in telling:
        if element.tag == "link" and "canonical" in element.get("rel").lower().split():
            yield element.get("href").strip()
    yield from stated.get("og:url", ())
