"""Five house styles: how a quotation is credited in the text, and the work in the list.

Written after what the styles publish, and held against the output of a citation processor: APA 7,
MLA 9, Chicago 17 (author and date), IEEE and Harvard (Cite Them Right). No letter of a title is
changed. What is not known is left out, or said ("n.d.").
"""

from collections.abc import Callable
from dataclasses import dataclass

from rag.citing import kinds
from rag.citing.references import Reference
from rag.citing.style_parts import (
    families,
    given_behind,
    is_part,
    joined,
    page_label,
    pages,
    quoted,
    sentences,
    shortened_pages,
    spaced,
    stopped,
    where,
    with_commas,
    written,
    year_of,
)
from rag.types import Locator


@dataclass(frozen=True, slots=True)
class Styled:
    """A citation in one style."""

    in_text: str
    """What stands beside the quotation."""
    reference: str
    """The entry of the list of works."""


Style = Callable[[Reference, Locator, str], Styled]
"""From a work, a place in it, and its mark: the letter that tells it from others of the same
authors and year, or its number in the list."""


def apa(work: Reference, locator: Locator, mark: str = "") -> Styled:
    """Return the work after APA's seventh edition."""
    names = [each.listed(each.initials) for each in work.authors]
    listed = f"{', '.join(names[:19])}, … {names[-1]}" if names[20:] else joined(names, ", & ")
    year = year_of(work, mark)
    when = year
    if work.type in {"article-magazine", "article-newspaper", kinds.WEBPAGE}:
        when = written(work.date, f"{year}, {{m}} {{d}}", f"{year}, {{m}}", year) or year
    title, dated = stopped(work.title), f"({when})."
    seen = "" if work.date else written(work.accessed, "{m} {d}, {y}", "{m} {y}", "{y}")
    link = f"Retrieved {seen}, from {work.link}" if seen and work.link else work.link
    head = (stopped(listed), dated, title) if listed else (title, dated)
    who = families(work, " & ", 2) or (quoted(work.title, ",") if is_part(work) else work.title)
    place = where(locator, "p. ", "para. ", "“", "” section")
    return Styled(
        f"({with_commas(who, year, place)})",
        spaced(*head, sentences(_apa_container(work), _publisher(work)), link),
    )


def mla(work: Reference, locator: Locator, _mark: str = "") -> Styled:
    """Return the work after MLA's ninth edition."""
    is_quoted = bool(work.container)
    title = quoted(work.title, ".") if is_quoted else stopped(work.title)
    if work.type == "article-journal":
        when = written(work.date, "{s} {y}", "{s} {y}", "{y}")
    else:
        when = written(work.date, "{d} {s} {y}", "{s} {y}", "{y}")
    seen = "" if work.date else written(work.accessed, "{d} {s} {y}", "{s} {y}", "{y}")
    shown = shortened_pages(work, 2)
    details = with_commas(
        work.container,
        _publisher(work),
        f"vol. {work.volume}" if work.volume else "",
        f"no. {work.issue}" if work.issue else "",
        when,
        f"{page_label(work)} {shown}" if shown else "",
        work.link,
    )
    place = str(locator.page) if locator.page else where(locator, "", "par. ", "sec. “", "”")
    named = quoted(work.title, "" if locator.page or not place else ",")
    who = families(work, " and ", 2) or (named if is_quoted else work.title)
    return Styled(
        f"({spaced(who, place) if locator.page else with_commas(who, place)})",
        spaced(
            stopped(_first_inverted(work, 2)),
            title,
            stopped(details),
            f"Accessed {seen}." if seen else "",
        ),
    )


def chicago(work: Reference, locator: Locator, mark: str = "") -> Styled:
    """Return the work after the Chicago Manual's seventeenth edition, by author and date."""
    year = year_of(work, mark)
    title = stopped(work.title) if work.type == "book" else quoted(work.title, ".")
    names = _first_inverted(work, 10, shown=7, demoted=True)
    full = written(work.date, "{m} {d}, {y}", "{m} {y}", "{y}")
    seen = "" if work.date else written(work.accessed, "{m} {d}, {y}", "{m} {y}", "{y}")
    dated = full if work.type == kinds.WEBPAGE else ""
    details = sentences(
        _chicago_container(work, full),
        _publisher(work),
        dated,
        f"Accessed {seen}" if seen and work.url else "",
        work.link,
    )
    head = (stopped(names), stopped(year), title) if names else (title, stopped(year))
    place = str(locator.page) if locator.page else where(locator, "", "para. ", "under “", "”")
    undated = "," if not work.date else ""
    named = work.title if work.type == "book" else quoted(work.title, undated)
    who = families(work, ", and " if work.authors[2:] else " and ", 3) or named
    whom = with_commas(who, year) if undated else f"{who} {year}"
    return Styled(f"({with_commas(whom, place)})", spaced(*head, details))


def ieee(work: Reference, locator: Locator, mark: str = "") -> Styled:
    """Return the work after the IEEE's style, as number ``mark``, else 1."""
    number = mark or "1"
    names = [given_behind(each) for each in work.authors]
    listed = joined(names, ", and " if names[2:] else " and ")
    if names[6:]:
        listed = f"{names[0]} et al."
    who = f"{listed}," if listed else ""
    place = where(locator, "p. ", "Para. ", "Sec. “", "”")
    return Styled(f"[{with_commas(number, place)}]", spaced(f"[{number}]", who, _ieee_work(work)))


def harvard(work: Reference, locator: Locator, mark: str = "") -> Styled:
    """Return the work after Harvard as Cite Them Right has it."""
    year = year_of(work, mark, "no date")
    is_quoted = is_part(work) or work.type == kinds.DOCUMENT
    title = f"‘{work.title}’" if is_quoted else work.title
    names = [each.listed(each.initials.replace(". ", ".")) for each in work.authors]
    listed = f"{names[0]} et al." if names[3:] else joined(names, " and ")
    rest = with_commas(*_harvard_container(work))
    publisher = _publisher(work)
    if work.type == "chapter" and publisher:
        rest = with_commas(f"{stopped(f'in {work.container}')} {publisher}", _paged(work))
        publisher = ""
    head = with_commas(f"{listed} ({year}) {title}", rest)
    if not listed:
        head = f"{title} ({year})" + (f" {rest}" if rest else "")
    seen = written(work.accessed, "{d} {m} {y}", "{m} {y}", "{y}")
    accessed = f" (Accessed: {seen})" if seen else ""
    link = f"Available at: {work.link}{accessed}." if work.link else ""
    place = where(locator, "p. ", "para. ", "“", "” section")
    who = families(work, " and ", 3) or title
    return Styled(
        f"({', '.join(filter(None, (who, year, place)))})",
        spaced(sentences(head, publisher), link),
    )


STYLES: dict[str, Style] = {
    "apa": apa,
    "mla": mla,
    "chicago": chicago,
    "ieee": ieee,
    "harvard": harvard,
}


def _publisher(work: Reference) -> str:
    return "" if work.type in kinds.ARTICLES else work.publisher


def _paged(work: Reference) -> str:
    return f"{page_label(work)} {pages(work)}" if work.pages else ""


def _first_inverted(work: Reference, most: int, *, shown: int = 1, demoted: bool = False) -> str:
    """Return the authors with the first one's family name first; of more than ``most`` some."""
    if not work.authors:
        return ""
    first, *others = work.authors
    first = first.without_particle() if demoted else first
    names = [first.listed(first.given), *(each.shown for each in others)]
    if len(names) > most:
        return f"{', '.join(names[:shown])}, et al."
    return joined(names, ", and ")


def _apa_container(work: Reference) -> str:
    if work.type == "chapter":
        paged = f" ({_paged(work)})" if work.pages else ""
        return f"In {work.container}{paged}" if work.container else ""
    issue = f"({work.issue})" if work.issue else ""
    return with_commas(work.container, f"{work.volume}{issue}", pages(work))


def _chicago_container(work: Reference, full: str) -> str:
    if not work.container:
        return ""
    if work.type == "chapter":
        return f"In {with_commas(work.container, pages(work))}"
    if work.type in {"article-magazine", "article-newspaper"}:
        return with_commas(work.container, full)
    issue = f"({work.issue})" if work.issue else ""
    volume = spaced(work.container, work.volume, issue)
    paged = shortened_pages(work, 1)
    return f"{volume}: {paged}" if paged else volume


def _ieee_work(work: Reference) -> str:
    if work.type == kinds.WEBPAGE:
        return _ieee_page(work)
    doi = f"doi: {work.doi}" if work.doi else ""
    when = written(work.date, "{x} {d}, {y}", "{x} {y}", "{y}") or "n.d."
    match work.type:
        case "book":
            told = spaced(stopped(work.title), stopped(with_commas(work.publisher, work.year)))
            return spaced(told, stopped(doi), _ieee_link(work))
        case "chapter":
            inside = f"in {work.container}" if work.container else ""
            details = with_commas(inside, work.publisher, when, _paged(work), doi)
        case kind if kind in kinds.ARTICLES:
            if kind == "article-journal":
                when = written(work.date, "{x} {y}", "{x} {y}", "{y}") or "n.d."
            volume = f"vol. {work.volume}" if work.volume else ""
            issue = f"no. {work.issue}" if work.issue else ""
            details = with_commas(work.container, volume, issue, _paged(work), when, doi)
        case _:
            details = with_commas(work.publisher, when, doi)
    title = quoted(work.title, "." if work.type == kinds.DOCUMENT else ",")
    return spaced(title, stopped(details), _ieee_link(work))


def _ieee_page(work: Reference) -> str:
    when = written(work.date, "{x} {d}, {y}", "{x} {y}", "{y}") or "n.d."
    seen = _ieee_seen(work)
    details = stopped(with_commas(work.container, when))
    return spaced(
        quoted(work.title, ","), details, work.link, f"(accessed {seen})." if seen else ""
    )


def _ieee_link(work: Reference) -> str:
    if work.doi or not work.url:
        return ""
    seen = _ieee_seen(work)
    accessed = f"Accessed: {seen}. [Online]. " if seen else ""
    return f"{accessed}Available: {work.url}"


def _ieee_seen(work: Reference) -> str:
    return written(work.accessed, "{x} {d}, {y}", "{x} {y}", "{y}")


def _harvard_container(work: Reference) -> tuple[str, ...]:
    if work.type == "chapter":
        return (f"in {work.container}" if work.container else "", _paged(work))
    issue = f"({work.issue})" if work.issue else ""
    when = ""
    if work.type in {"article-magazine", "article-newspaper"}:
        when = written(work.date, "{d} {m}", "{m}", "")
    return (work.container, when, f"{work.volume}{issue}", _paged(work))
