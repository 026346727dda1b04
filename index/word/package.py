"""The parts of a Word document beside its text that a new note needs: relations and types."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from index.reading.archives import Archive, read_member
from index.reading.parts import main_part, part_xml, related
from index.reading.word_styles import W, value
from index.word.fragments import Dialect
from index.word.positions import Element, Part, appended, parse_part, without

TYPES = "[Content_Types].xml"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "</Relationships>"
)
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_OUR_ID = re.compile(r"rIdPincite(\d{1,9})")


@dataclass(slots=True)
class Package:
    """A Word document whose parts are changed one after the other."""

    archive: Archive
    changed: dict[str, bytes] = field(default_factory=dict)
    """New content of members by their names."""

    @property
    def main(self) -> str:
        """The name of the part that holds the text."""
        return self._member(main_part(self.archive, "word/document.xml"))

    @property
    def dialect(self) -> Dialect:
        """How the document writes."""
        is_strict = _STRICT in self.read(self.main)[:4096].replace(b"\0", b"")
        return Dialect(is_strict, self._styles())

    def read(self, name: str) -> bytes:
        """Return what a part holds by now.

        Raises:
            UnreadableDocumentError: there is none, or it is broken.
        """
        if name in self.changed:
            return self.changed[name]
        return read_member(self.archive, name)

    def parsed(self, name: str, *wanted: str) -> Part:
        """Return a part with those of its elements that are wanted."""
        return parse_part(self.read(name), self.archive.name, frozenset(wanted))

    def cut(self, name: str, part: Part, elements: list[Element]) -> None:
        """Take elements out of a part."""
        if elements:
            self.changed[self._member(name)] = part.encoded(without(part, elements))

    def append(self, name: str, part: Part, content: str) -> None:
        """Put XML at the end of a part."""
        self.changed[name] = part.encoded(appended(part, content.encode()))

    def part_of_kind(self, kind: str, empty: str, dialect: Dialect) -> str:
        """Return the name of the part that holds the notes of a kind; made if there is none."""
        known = next(related(self.archive, self.main, kind), None)
        if known is not None:
            return self._member(known)
        folder = posixpath.dirname(self.main)
        name = self._free(posixpath.join(folder, kind))
        self.changed[name] = empty.encode()
        self.add_relations(self.main, f"{dialect.relations}/{kind}", [posixpath.basename(name)])
        self.add_type(name, _WORD_TYPE.format(kind))
        return name

    def add_relations(
        self, source: str, kind: str, targets: list[str], *, is_external: bool = False
    ) -> Mapping[str, str]:
        """Let a part refer to several things, and return the id of each."""
        if not targets:
            return {}
        folder, base = posixpath.split(source)
        name = self._member(posixpath.join(folder, "_rels", f"{base}.rels"))
        if name not in self.changed and name not in self.archive:
            self.changed[name] = _RELATIONS.encode()
        part = self.parsed(name, "rel:Relationship")
        taken = [_OUR_ID.fullmatch(each.attributes.get("Id", "")) for each in part.found]
        first = max((int(found[1]) for found in taken if found), default=0) + 1
        ids = {target: f"rIdPincite{number}" for number, target in enumerate(targets, first)}
        tag = _sibling(part, "Relationship")
        mode = ' TargetMode="External"' if is_external else ""
        told = (
            f'<{tag} Id="{identifier}" Type="{kind}" Target={quoteattr(target)}{mode}/>'
            for target, identifier in ids.items()
        )
        self.append(name, part, "".join(told))
        return ids

    def add_type(self, name: str, media_type: str) -> None:
        """State the type of a new part."""
        part = self.parsed(self._member(TYPES), "ct:Override")
        if any(each.attributes.get("PartName") == f"/{name}" for each in part.found):
            return  # of a part of that name which the file had once
        tag, shown = _sibling(part, "Override"), quoteattr(f"/{name}")
        self.append(
            self._member(TYPES), part, f'<{tag} PartName={shown} ContentType="{media_type}"/>'
        )

    def _styles(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in related(self.archive, self.main, "styles"):
            for style in part_xml(self.archive, name).iterchildren(f"{W}style"):
                named = (value(style.find(f"{W}name")) or "").lower()
                found.setdefault(named, style.get(f"{W}styleId", ""))
        return found

    def _member(self, name: str) -> str:
        """Return a part's name as the archive writes it."""
        info = self.archive.members.get(name.lower())
        return info.filename if info else name

    def _free(self, stem: str) -> str:
        number, name = 1, f"{stem}.xml"
        while name in self.archive or name in self.changed:
            number += 1
            name = f"{stem}{number}.xml"
        return name


def _sibling(part: Part, name: str) -> str:
    """Return a name with the prefix that the root of a part has."""
    prefix, colon, _ = part.raw_name(part.root).decode().rpartition(":")
    return f"{prefix}{colon}{name}"
