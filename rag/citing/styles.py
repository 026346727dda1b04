"""Five house styles: how a quotation is credited in the text, and the work in the list.

Written after the styles' published rules for a document or web page: APA 7, MLA 9, Chicago 17
(notes), IEEE and Harvard (Cite Them Right). What is not known is left out, or said ("n.d.").
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.citing.references import Author, Reference, date_parts
from rag.types import Locator

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_SHORT = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
_MOST_NAMED = {"apa": 20, "mla": 2, "chicago": 10, "ieee": 6, "harvard": 3}


@dataclass(frozen=True, slots=True)
class Styled:
    """A citation in one style."""

    in_text: str
    """What stands beside the quotation."""
    reference: str
    """The entry of the list of works, or the note."""


def apa(work: Reference, locator: Locator) -> Styled:
    """Return the work after APA's seventh edition."""
    year = work.year
    when = _written(work.date, "{y}, {m} {d}", "{y}, {m}", "{y}") or work.date or "n.d."
    names = _joined([_apa_name(each) for each in work.authors], ", ", ", & ", "apa")
    where = _where(locator, "p. ", "para. ", "“", "” section")
    who = _short_names(work, " & ", 2) or f"“{work.title}”"
    head = f"{_stopped(names)} ({when}). {work.title}" if names else f"{work.title}. ({when})"
    return Styled(
        f"({', '.join(filter(None, (who, year, where)))})",
        _sentences(head, work.publisher, bare=work.url),
    )


def mla(work: Reference, locator: Locator) -> Styled:
    """Return the work after MLA's ninth edition."""
    names = _mla_names(work.authors)
    when = _written(work.date, "{d} {s} {y}", "{s} {y}", "{y}") or work.date
    seen = _written(work.accessed, "{d} {s} {y}", "{s} {y}", "{y}")
    where = str(locator.page) if locator.page else _where(locator, "", "par. ", "sec. “", "”")
    who = _short_names(work, " and ", 2) or f"“{work.title}”"
    gap = " " if locator.page else ", "
    details = ", ".join(filter(None, (work.publisher, when, work.url)))
    told = [
        _stopped(names) if names else "",
        f"“{_stopped(work.title)}”",
        _stopped(details) if details else "",
    ]
    told.append(f"Accessed {seen}." if seen else "")
    return Styled(f"({gap.join(filter(None, (who, where)))})", " ".join(filter(None, told)))


def chicago(work: Reference, locator: Locator) -> Styled:
    """Return the work as a note after the Chicago Manual's seventeenth edition."""
    names = _joined([each.shown for each in work.authors], ", ", " and ", "chicago")
    when = _written(work.date, "{m} {d}, {y}", "{m} {y}", "{y}") or work.date or "n.d."
    seen = _written(work.accessed, "{m} {d}, {y}", "{m} {y}", "{y}")
    where = _where(locator, "p. ", "para. ", "under “", "”")
    accessed = f"accessed {seen}" if seen else ""
    details = (work.publisher, when, where, accessed, work.url)
    who = f"{names}, " if names else ""
    told = f"{who}“{work.title},” {', '.join(filter(None, details))}."
    return Styled(f"({_short_names(work, ' and ', 3) or work.title}, {work.year})", told)


def ieee(work: Reference, locator: Locator) -> Styled:
    """Return the work after the IEEE's style, as number 1."""
    names = _joined([_ieee_name(each) for each in work.authors], ", ", ", and ", "ieee")
    if len(work.authors) == 2:
        names = " and ".join(map(_ieee_name, work.authors))
    when = _written(work.date, "{s} {d}, {y}", "{s} {y}", "{y}") or work.date or "n.d."
    seen = _written(work.accessed, "{s} {d}, {y}", "{s} {y}", "{y}")
    who = f"{names}, " if names else ""
    details = ", ".join(filter(None, (work.publisher, when)))
    told = [f"[1] {who}“{work.title},” {_stopped(details)}"]
    if work.url:
        told.append(f"[Online]. Available: {work.url}.")
    if seen:
        told.append(f"Accessed: {seen}.")
    where = _where(locator, "p. ", "para. ", "sec. “", "”")
    return Styled(f"[1{', ' + where if where else ''}]", " ".join(told))


def harvard(work: Reference, locator: Locator) -> Styled:
    """Return the work after Harvard as Cite Them Right has it."""
    names = _joined([_harvard_name(each) for each in work.authors], ", ", " and ", "harvard")
    year = work.year if work.year != "n.d." else "no date"
    seen = _written(work.accessed, "{d} {m} {y}", "{m} {y}", "{y}")
    where = _where(locator, "p. ", "para. ", "“", "” section")
    who = _short_names(work, " and ", 3) or work.title
    head = f"{names} ({year}) {work.title}" if names else f"{work.title} ({year})"
    told = [_sentences(head, work.publisher)]
    if work.url:
        told.append(f"Available at: {work.url}{f' (Accessed: {seen})' if seen else ''}.")
    return Styled(f"({', '.join(filter(None, (who, year, where)))})", " ".join(told))


STYLES: dict[str, Callable[[Reference, Locator], Styled]] = {
    "apa": apa,
    "mla": mla,
    "chicago": chicago,
    "ieee": ieee,
    "harvard": harvard,
}


def _written(date: str, full: str, month: str, year: str) -> str:
    """Return a date as a style writes it, as far as it is known; "" if it is no date."""
    parts = date_parts(date)
    if not parts or (len(parts) > 1 and not 1 <= parts[1] <= len(_MONTHS)):
        return ""
    form = (year, month, full)[len(parts) - 1]
    named = parts[1] - 1 if len(parts) > 1 else 0
    day = parts[2] if len(parts) == 3 else ""
    return form.format(y=parts[0], m=_MONTHS[named], s=_SHORT[named], d=day)


def _where(locator: Locator, page: str, paragraph: str, before: str, behind: str) -> str:
    if locator.page:
        return f"{page}{locator.page}"
    section = f"{before}{locator.section}{behind}" if locator.section else ""
    numbered = f"{paragraph}{locator.paragraph}" if locator.paragraph else ""
    return ", ".join(filter(None, (section, numbered)))


def _short_names(work: Reference, joint: str, most: int) -> str:
    families = [author.family for author in work.authors]
    if len(families) > most:
        return f"{families[0]} et al."
    return f"{', '.join(families[:-1])}{joint}{families[-1]}" if families[1:] else "".join(families)


def _joined(names: Sequence[str], gap: str, last: str, style: str) -> str:
    most = _MOST_NAMED[style]
    if len(names) > most:
        return f"{names[0]} et al."
    return f"{gap.join(names[:-1])}{last}{names[-1]}" if names[1:] else "".join(names)


def _apa_name(author: Author) -> str:
    return f"{author.family}, {author.initials}" if author.given else author.family


def _ieee_name(author: Author) -> str:
    return f"{author.initials} {author.family}".strip()


def _harvard_name(author: Author) -> str:
    initials = author.initials.replace(" ", "")
    return f"{author.family}, {initials}" if initials else author.family


def _mla_names(authors: Sequence[Author]) -> str:
    if not authors:
        return ""
    first = authors[0].inverted
    if len(authors) > _MOST_NAMED["mla"]:
        return f"{first}, et al"
    return f"{first}, and {authors[1].shown}" if authors[1:] else first


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _sentences(*parts: str, bare: str = "") -> str:
    told = [_stopped(part) for part in parts if part]
    return " ".join([*told, bare] if bare else told)
