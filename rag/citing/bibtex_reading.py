"""References read from BibTeX and biblatex, as people and managers write it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from index.errors import UnreadableDocumentError
from rag.citing import kinds
from rag.citing.authors import Author
from rag.citing.references import Reference, doi_of, file_name, key_of, limited

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
_FIELD = re.compile(r"\s*+,?\s*+(?P<name>[\w-]++)\s*+=\s*+")
_COMMAND = re.compile(r"\\(?:(?P<name>[A-Za-z]+)[ \t]*(?:\{\})?|(?P<sign>[^A-Za-z]))")
_MACRO = re.compile(r"@\s*string\s*[{(]\s*(?P<name>[^\s={}]+)\s*=\s*", re.IGNORECASE)
_LONGEST_NAMED = 2_000
"""Characters of a value that names stand for: names of names could double it again and again."""
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))


def read_bibtex(text: str) -> list[Reference]:
    """Return the references of a BibTeX file; LaTeX's accents become letters.

    Raises:
        UnreadableDocumentError: there is no entry in it.
    """
    found = limited(_reference(*entry) for entry in _entries(text))
    if not found:
        raise UnreadableDocumentError("There is no BibTeX entry in it: @book{key, title = {…}}.")
    return found


def _entries(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    macros = _macros(text)
    position = 0
    while found := _ENTRY.search(text, position):
        fields, position = _fields(text, found.end(), macros)
        if found["kind"].lower() not in {"comment", "string", "preamble"}:
            yield found["kind"].lower(), found["key"], fields


def _macros(text: str) -> dict[str, str]:
    """Return what ``@string`` gives names to, by these names."""
    macros: dict[str, str] = {}
    position = 0
    while found := _MACRO.search(text, position):
        macros[found["name"].lower()], position = _value(text, found.end(), macros)
    return macros


def _fields(text: str, position: int, macros: Mapping[str, str]) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while found := _FIELD.match(text, position):
        value, position = _value(text, found.end(), macros)
        fields[found["name"].lower()] = value
    return fields, position


def _value(text: str, position: int, macros: Mapping[str, str]) -> tuple[str, int]:
    """Return a field's raw value and where it ends; pieces joined by # are put together."""
    pieces: list[str] = []
    room = _LONGEST_NAMED
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
            name = text[position : end + 1]
            known = macros.get(name.lower())
            pieces.append(name if known is None else known[:room])
            room -= 0 if known is None else len(pieces[-1])
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


def _reference(called: str, key: str, fields: Mapping[str, str]) -> Reference:
    def first(*names: str) -> str:
        return next((told for name in names if (told := unescape(fields.get(name, "")))), "")

    authors = tuple(map(_author, _names(fields.get("author", ""))))
    title = first("title")
    date = first("date") or _dated(fields)
    url = _address(fields.get("url", ""))
    subtype = fields.get("entrysubtype", "") if called == "article" else ""
    return Reference(
        key=key or key_of(authors, date, title) or "work",
        title=title,
        authors=authors,
        date=date,
        publisher=first("publisher", "institution", "school", "organization"),
        url=url,
        accessed=first("urldate"),
        language=first("langid", "language"),
        kind=kinds.kind_of(f"article-{subtype}", url) or kinds.kind_of(called, url),
        container=first("journal", "journaltitle", "booktitle"),
        volume=first("volume"),
        issue=first("number", "issue") if called in {"article", "periodical"} else "",
        pages=re.sub(r" ?[-–—]+ ?", "-", " ".join(first("pages").split())),
        doi=doi_of(_address(fields.get("doi", "")).replace("%7B", "{").replace("%7D", "}")),
        files=_files(fields.get("file", "")),
    )


def _address(raw: str) -> str:
    """Return an address or DOI, which some managers write with LaTeX's escapes."""
    return re.sub(r"\{?\\([_%&#$~])\}?", r"\1", "".join(raw.split()))


def _files(raw: str) -> tuple[str, ...]:
    r"""Return the names of the files of an entry: paths, or "name:path:type" of managers.

    >>> _files(r"Full Text:files/12/lamps.pdf:application/pdf;C\:\\old.pdf")
    ('lamps.pdf', 'old.pdf')
    """
    names = []
    for told in re.split(r"(?<!\\);", raw):
        parts = [part.replace("\\:", ":") for part in re.split(r"(?<!\\):", told.strip("{} \n"))]
        path = parts[1] if len(parts) == 3 and parts[1] else parts[0]
        names.append(file_name(path.replace("\\_", "_").replace("\\;", ";")))
    return tuple(filter(None, names))


def _dated(fields: Mapping[str, str]) -> str:
    year = unescape(fields.get("year", ""))
    month = unescape(fields.get("month", "")).lower()
    number = _MONTHS.get(month[:3]) or (int(month) if month.isdecimal() and len(month) <= 2 else 0)
    return f"{year}-{number:02}" if year and 1 <= number <= 12 else year


def _names(raw: str) -> list[str]:
    """Return the names between "and" outside braces."""
    raw = " ".join(raw.split())
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
    for written, meant in _LIGATURES:
        raw = raw.replace(written, meant)
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
