"""References written as BibTeX (the fields of biblatex)."""

import re
from collections.abc import Mapping, Sequence

from rag.citing import kinds
from rag.citing.authors import Author
from rag.citing.references import Reference

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def write_bibtex(references: Sequence[Reference], notes: Mapping[str, str] | None = None) -> str:
    """Return the references as BibTeX entries; ``notes`` hold a note for a key."""
    told = notes or {}
    return "\n\n".join(_entry(each, told.get(each.key, "")) for each in references) + "\n"


def escape(text: str) -> str:
    """Return ``text`` with LaTeX's signs escaped; letters of all scripts stay."""
    escaped = "".join(_ESCAPES.get(character, character) for character in text)
    # Two of them side by side would become one sign.
    return re.sub(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)", "{}", escaped)


def _entry(reference: Reference, note: str) -> str:
    year = str(reference.date_parts[0]) if reference.date_parts else ""
    kind = reference.type
    held_in = "journal" if kind in kinds.ARTICLES else "booktitle"
    published_by = "institution" if kind in {"report", "thesis"} else "publisher"
    fields = {
        "author": " and ".join(map(_name, reference.authors)),
        "title": f"{{{escape(reference.title)}}}",
        held_in: escape(reference.container),
        "entrysubtype": kind.partition("-")[2] if kind in kinds.ARTICLES[1:] else "",
        "date": escape(reference.date),
        "year": year,
        "volume": escape(reference.volume),
        "number": escape(reference.issue),
        "pages": _ranged(reference.pages),
        published_by: escape(reference.publisher),
        "doi": _verbatim(reference.doi),
        "url": _verbatim(reference.url),
        "urldate": escape(reference.accessed),
        "langid": escape(reference.language),
        "note": escape(note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kinds.BIBTEX[kind]}{{{reference.key},", *lines, "}"])


def _verbatim(address: str) -> str:
    return address.replace("{", "%7B").replace("}", "%7D")


def _ranged(pages: str) -> str:
    found = re.fullmatch(r"(\w+)-(\w+)", pages)
    return f"{found[1]}--{found[2]}" if found else escape(pages)


def _name(author: Author) -> str:
    if not author.given:
        return f"{{{escape(author.family)}}}"
    return f"{_held_together(author.family)}, {_held_together(author.given)}"


def _held_together(name: str) -> str:
    escaped = escape(name)
    return f"{{{escaped}}}" if re.search(r",|\band\b", name) else escaped
