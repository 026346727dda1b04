"""References as BibTeX (the fields of biblatex), written and read back."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from index.errors import UnreadableDocumentError
from rag.citing.references import Author, Reference, key_of, with_distinct_keys

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_COMMANDS = {
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "ss": "ß", "ae": "æ",
    "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł",
    "i": "ı", "j": "ȷ", "dots": "…", "ldots": "…", "textendash": "–", "textemdash": "—",
}  # fmt: skip
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_MONTHS = {name: number for number, name in enumerate(
    "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
)}  # fmt: skip
_ENTRY = re.compile(r"@\s*(?P<kind>\w+)\s*\{\s*(?P<key>[^,\s{}]*)\s*,", re.UNICODE)
_FIELD = re.compile(r"\s*,?\s*(?P<name>[\w-]+)\s*=\s*", re.UNICODE)
_COMMAND = re.compile(r"\\(?:(?P<name>[A-Za-z]+)[ \t]*(?:\{\})?|(?P<sign>[^A-Za-z]))")
_VERBATIM = frozenset({"url", "doi"})


def write_bibtex(references: Sequence[Reference], notes: Mapping[str, str] | None = None) -> str:
    """Return the references as BibTeX entries; ``notes`` hold a note for a key."""
    told = notes or {}
    return "\n\n".join(_entry(each, told.get(each.key, "")) for each in references) + "\n"


def read_bibtex(text: str) -> list[Reference]:
    """Return the references of a BibTeX file; LaTeX's accents become letters.

    Raises:
        UnreadableDocumentError: there is no entry in it.
    """
    found = [_reference(key, fields) for _, key, fields in _entries(text)]
    if not found:
        raise UnreadableDocumentError("There is no BibTeX entry in it: @book{key, title = {…}}.")
    return with_distinct_keys(found)


def escape(text: str) -> str:
    """Return ``text`` with LaTeX's signs escaped; letters of all scripts stay."""
    return "".join(_ESCAPES.get(character, character) for character in text)


def _entry(reference: Reference, note: str) -> str:
    year = str(reference.date_parts[0]) if reference.date_parts else ""
    fields = {
        "author": " and ".join(map(_name, reference.authors)),
        "title": f"{{{escape(reference.title)}}}",
        "date": escape(reference.date),
        "year": year,
        "publisher": escape(reference.publisher),
        "url": reference.url.replace("{", "%7B").replace("}", "%7D"),
        "urldate": escape(reference.accessed),
        "langid": escape(reference.language),
        "note": escape(note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    kind = "online" if reference.url else "misc"
    return "\n".join([f"@{kind}{{{reference.key},", *lines, "}"])


def _name(author: Author) -> str:
    if not author.given:
        return f"{{{escape(author.family)}}}"
    return f"{_held_together(author.family)}, {_held_together(author.given)}"


def _held_together(name: str) -> str:
    escaped = escape(name)
    return f"{{{escaped}}}" if re.search(r",|\band\b", name) else escaped


def _entries(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    position = 0
    while found := _ENTRY.search(text, position):
        fields, position = _fields(text, found.end())
        if found["kind"].lower() not in {"comment", "string", "preamble"}:
            yield found["kind"].lower(), found["key"], fields


def _fields(text: str, position: int) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while found := _FIELD.match(text, position):
        value, position = _value(text, found.end())
        fields[found["name"].lower()] = value
    return fields, position


def _value(text: str, position: int) -> tuple[str, int]:
    """Return a field's raw value and where it ends; pieces joined by # are put together."""
    pieces = []
    while position < len(text):
        if text[position] == "{":
            end = _closing(text, position)
            pieces.append(text[position + 1 : end])
        elif text[position] == '"':
            end = _closing_quote(text, position)
            pieces.append(text[position + 1 : end])
        else:
            bare = re.compile(r"[^\s,{}#]*").match(text, position)
            end = (bare.end() if bare else position) - 1
            pieces.append(text[position : end + 1])
        rest = re.compile(r"\s*#\s*").match(text, end + 1)
        if rest is None:
            return "".join(pieces), max(end + 1, position)
        position = rest.end()
    return "".join(pieces), position


def _closing(text: str, opened: int) -> int:
    depth = 0
    at = opened
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
            if not depth:
                return at
        at += 1
    return len(text)


def _closing_quote(text: str, opened: int) -> int:
    depth = 0
    at = opened + 1
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == '"' and not depth:
            return at
        else:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return len(text)


def _reference(key: str, fields: Mapping[str, str]) -> Reference:
    authors = tuple(map(_author, _names(fields.get("author", ""))))
    title = unescape(fields.get("title", ""))
    date = unescape(fields.get("date", "")) or _dated(fields)
    return Reference(
        key=key or key_of(authors, date, title) or "work",
        title=title,
        authors=authors,
        date=date,
        publisher=unescape(fields.get("publisher", "") or fields.get("institution", "")),
        url=" ".join(fields.get("url", "").split()),
        accessed=unescape(fields.get("urldate", "")),
        language=unescape(fields.get("langid", "") or fields.get("language", "")),
    )


def _dated(fields: Mapping[str, str]) -> str:
    year = unescape(fields.get("year", ""))
    month = unescape(fields.get("month", "")).lower()
    number = _MONTHS.get(month[:3]) or (int(month) if month.isdecimal() else 0)
    return f"{year}-{number:02}" if year and 1 <= number <= 12 else year


def _names(raw: str) -> list[str]:
    """Return the names between "and" outside braces."""
    names, start, depth, at = [], 0, 0, 0
    while at < len(raw):
        if raw[at] == "\\":
            at += 1
        else:
            depth += {"{": 1, "}": -1}.get(raw[at], 0)
            joint = re.compile(r"\s+and\s+").match(raw, at) if not depth else None
            if joint:
                names.append(raw[start:at])
                start = at = joint.end()
                continue
        at += 1
    return [name.strip() for name in (*names, raw[start:]) if name.strip()]


def _author(raw: str) -> Author:
    if raw.startswith("{") and _closing(raw, 0) == len(raw) - 1:
        return Author(unescape(raw))
    depth = 0
    for at, character in enumerate(raw):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == "," and not depth:
            return Author(unescape(raw[:at]), unescape(raw[at + 1 :]))
    words = raw.split()
    return Author(unescape(words[-1]), unescape(" ".join(words[:-1])))


def unescape(raw: str) -> str:
    """Return a LaTeX value as text: commands, accents and braces resolved."""
    out: list[str] = []
    accent = ""
    at = 0
    while at < len(raw):
        character = raw[at]
        if character == "\\" and (found := _COMMAND.match(raw, at)):
            name, sign = found["name"], found["sign"]
            at = found.end()
            key = name or sign or ""
            if key in _ACCENTS and (sign or name in _ACCENTS):
                accent = _ACCENTS[key]
                continue
            out.append(_COMMANDS.get(key, "") if name else sign)
        elif character in "{}":
            at += 1
            continue
        else:
            out.append("\u00a0" if character == "~" else character)
            at += 1
        if accent:
            out[-1] = unicodedata.normalize("NFC", out[-1].replace("ı", "i") + accent)
            accent = ""
    return " ".join("".join(out).split(" ")).strip()
