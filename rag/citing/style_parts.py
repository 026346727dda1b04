"""What the house styles have in common: dates, names, pages and quotation marks."""

import re
from collections.abc import Sequence

from rag.citing import kinds
from rag.citing.authors import Author
from rag.citing.references import Reference, date_parts
from rag.types import Locator

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_SHORT = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
_SHORTEST = "Jan. Feb. Mar. Apr. May Jun. Jul. Aug. Sep. Oct. Nov. Dec.".split()


def written(date: str, full: str, month: str, year: str) -> str:
    """Return a date as a style writes it, as far as it is known; what is no date as it is.

    The forms hold {y}, {d}, and the month as {m} (whole), {s} ("Sept.") or {x} ("Sep.").
    """
    parts = date_parts(date)
    if not parts or (len(parts) > 1 and not 1 <= parts[1] <= len(_MONTHS)):
        return date
    form = (year, month, full)[len(parts) - 1]
    at = parts[1] - 1 if len(parts) > 1 else 0
    day = parts[2] if len(parts) == 3 else ""
    return form.format(y=parts[0], m=_MONTHS[at], s=_SHORT[at], x=_SHORTEST[at], d=day)


def where(locator: Locator, page: str, paragraph: str, before: str, behind: str) -> str:
    """Return a place in a work: its page, or else its section and paragraph."""
    if locator.page:
        return f"{page}{locator.page}"
    section = f"{before}{locator.section}{behind}" if locator.section else ""
    numbered = f"{paragraph}{locator.paragraph}" if locator.paragraph else ""
    return ", ".join(filter(None, (section, numbered)))


def families(work: Reference, joint: str, most: int) -> str:
    """Return the family names as they stand in the text; of more than ``most`` the first."""
    names = [author.family for author in work.authors]
    if len(names) > most:
        return f"{names[0]} et al."
    return f"{', '.join(names[:-1])}{joint}{names[-1]}" if names[1:] else "".join(names)


def given_behind(author: Author) -> str:
    """Return an author's initials and family name, in reading order."""
    return Author(author.family, author.initials).shown


def year_of(work: Reference, letter: str = "", unknown: str = "n.d.") -> str:
    """Return the year with its letter, or what a style says where there is none."""
    if not work.date:
        return f"{unknown}-{letter}" if letter else unknown
    return f"{work.year}{letter}"


def joined(names: Sequence[str], last: str) -> str:
    """Return names with commas, and ``last`` before the last one."""
    return f"{', '.join(names[:-1])}{last}{names[-1]}" if names[1:] else "".join(names)


def is_part(work: Reference) -> bool:
    """Tell whether a work stands in a larger one, so that its title is set in quotation marks."""
    return work.type in {*kinds.ARTICLES, "chapter"}


def quoted(title: str, behind: str = "") -> str:
    """Return a title in quotation marks, those in it single, with a sign before the last one.

    >>> quoted("What “dry” means", "."), quoted("Who?", ",")
    ('“What ‘dry’ means.”', '“Who?”')
    """
    inner = title.replace("“", "‘").replace("”", "’")
    return f"“{inner if ends(inner) else inner + behind}”"


def stopped(text: str) -> str:
    """Return ``text`` with a full stop, unless it ends a sentence already."""
    return text if not text or ends(text) else f"{text}."


def ends(text: str) -> bool:
    """Tell whether a text ends with the sign of a sentence's end, quotation marks aside."""
    return text.rstrip("”’").endswith((".", "?", "!", "…"))


def with_commas(*parts: str) -> str:
    """Return the parts that there are with commas; a part that ends with one gets no other."""
    text = ""
    for part in filter(None, parts):
        gap = " " if text.endswith((",", ",”", ",’")) else ", "
        text += (gap if text else "") + part
    return text


def spaced(*parts: str) -> str:
    """Return the parts that there are with spaces."""
    return " ".join(filter(None, parts))


def sentences(*parts: str) -> str:
    """Return the parts that there are, each with a full stop."""
    return " ".join(stopped(part) for part in parts if part)


def pages(work: Reference) -> str:
    """Return the pages with a dash: "10–20"."""
    return re.sub(r"(?<=\w)-(?=\w)", "–", work.pages)


def shortened_pages(work: Reference, digits: int) -> str:
    """Return the pages with the last number cut to what differs, to ``digits`` at least.

    >>> shortened_pages(Reference("k", "T", pages="1104-1109"), 1)
    '1104–9'
    """
    found = re.fullmatch(r"(\d+)-(\d+)", work.pages)
    if (
        found is None
        or len(found[1]) != len(found[2])
        or len(found[1]) < 3
        or found[1][-2:] == "00"
    ):
        return pages(work)
    first, last = found.groups()
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), 0)
    least = digits if last[-2] == "0" else 2
    return f"{first}–{last[min(same, len(last) - least) :]}"


def page_label(work: Reference) -> str:
    """Return "p." for one page and "pp." for several."""
    return "pp." if re.search(r"[-–,]", work.pages) else "p."
