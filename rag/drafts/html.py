"""A draft in HTML: what a reader sees of it, in its place.

The text is walked once from left to right. Tags and comments are filled, entities become their
characters, as long as they were; what is seen of one stands where it ends.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.types import Block, BlockKind, Span
from rag.drafts.draft import FILLER, Draft, Form, Mark
from rag.drafts.html_elements import (
    BLOCKS,
    CELLS,
    HEADINGS,
    HIDDEN,
    INLINE,
    KINDS,
    RAW,
    UNNESTED,
)
from rag.drafts.seen import seen_block

# No quantifier gives back what it took, and a tag ends at the next "<" outside of quotation marks:
# from no more than three places can a search go far and find nothing.
_TAG = r"<(?P<slash>/?)(?P<name>[A-Za-z][\w:-]*+)(?P<rest>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
_TOKEN = re.compile(
    rf"(?P<comment><!--)|(?P<declaration><[!?][^<>]*+>)|{_TAG}"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
)
_REFERENCE = re.compile(
    r"<sup\b[^<>]{0,300}>\s{0,20}(?:<a\b[^<>]{0,500}?\bhref\s*=\s*[\"']?#(?P<target>[^\"'\s<>]{1,200})"
    r"[^<>]{0,500}>)[^<>]{0,20}</a>\s{0,20}</sup\s*>",
    re.IGNORECASE,
)
_ID = re.compile(r"(?<![\w-])id\s*=\s*[\"']?([^\"'\s<>]{1,200})", re.IGNORECASE)
_END_OF_NOTE = re.compile(r"</(?:li|p|div|aside|section|dd|td)\s*>", re.IGNORECASE)
_ENDS = {
    name: re.compile(rf"</{name}\s*+>" + (r"|(?=<body\b)" if name == "head" else ""), re.IGNORECASE)
    for name in HIDDEN
}
_CLOSING = re.compile(rf"(?:</(?:{'|'.join(sorted(INLINE))})\s*+>)+", re.IGNORECASE)
_OPENING_MARKS = "“„«‹‘‚\"'「『"
_SHOWN = {"br": "\n", "q": "“"}
_KEPT = frozenset({"cite", "a"})
_QUOTED = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_LONGEST_NOTE = 2_000
_DEEPEST = 20
"""Open elements that are looked at: what stands deeper is what it is by these."""


@dataclass(slots=True)
class _Walk:
    text: str
    at: int = 0
    seen: list[str] = field(default_factory=list)
    regions: list[Block] = field(default_factory=list)
    targets: list[tuple[Span, str]] = field(default_factory=list)
    """References to notes, each with the id of its note."""
    titles: list[Span] = field(default_factory=list)
    """What stands in elements of the kind ``cite``."""
    ids: dict[str, int] = field(default_factory=dict)
    begun: int = 0
    opened: list[str] = field(default_factory=list)
    """Elements that are blocks, the innermost last."""
    quotations: list[Span] = field(default_factory=list)
    """Blocks of quotations that are set apart."""
    links: list[Span] = field(default_factory=list)
    body_end: int | None = None
    missing: set[str] = field(default_factory=set)
    """Elements that are closed nowhere further on."""
    inline_begun: dict[str, int] = field(default_factory=dict)
    """Where a title or a link was opened."""
    is_first_cell: bool = True

    def run(self) -> None:
        """Walk over the whole text."""
        while found := _TOKEN.search(self.text, self.at):
            self.show(found.start())
            if found["comment"]:
                end = self.text.find("-->", found.end())
                self.hide(end + 3 if end >= 0 else len(self.text))
            elif found["entity"]:
                self.entity(found)
            elif found["name"]:
                self.tag(found)
            else:
                self.hide(found.end())
        self.show(len(self.text))
        self.end_block()

    def show(self, end: int) -> None:
        """Let the text up to ``end`` be seen as it is."""
        self.seen.append(self.text[self.at : end])
        self.at = end

    def hide(self, end: int) -> None:
        """Let nothing of the text up to ``end`` be seen."""
        self.put(end, "")

    def put(self, end: int, shown: str) -> None:
        """Let ``shown`` be seen at the end of the text up to ``end``."""
        self.seen.append(shown.rjust(end - self.at, FILLER))
        self.at = end

    def end_block(self) -> None:
        """End a block here, of the kind of the elements that are open."""
        if self.at > self.begun:
            kind, level = self.kind()
            self.regions.append(Block(Span(self.begun, self.at), kind, level=level))
            if "blockquote" in self.opened[-_DEEPEST:] and kind in _QUOTED:
                self.quotations.append(self.regions[-1].span)
        self.begun = self.at

    def kind(self) -> tuple[BlockKind, int | None]:
        """Return what a block is in the elements that are open, and the level of a heading."""
        for name in reversed(self.opened[-_DEEPEST:]):
            if name in HEADINGS:
                return BlockKind.HEADING, int(name[1])
            if name in KINDS:
                return KINDS[name], None
        return BlockKind.PARAGRAPH, None

    def entity(self, found: re.Match[str]) -> None:
        """Take an entity."""
        shown = html.unescape(found.group())
        self.put(found.end(), shown if len(shown) <= len(found.group()) else "")

    def tag(self, found: re.Match[str]) -> None:
        """Take a tag, and all of an element that shows no words."""
        name = found["name"].lower()
        if identifier := _ID.search(found["rest"][:_LONGEST_NOTE]):
            self.ids.setdefault(identifier[1], found.start())
        if found["slash"]:
            self.end(found, name)
        elif name in HIDDEN:
            self.hidden(found, name)
        elif reference := _REFERENCE.match(self.text, found.start()) if name == "sup" else None:
            self.targets.append((Span(*reference.span()), reference["target"]))
            self.hide(reference.end())
        else:
            self.begin(found, name)

    def hidden(self, found: re.Match[str], name: str) -> None:
        """Take an element of which no reader sees anything; its tag alone where it never ends."""
        ended = None if name in self.missing else _ENDS[name].search(self.text, found.end())
        if ended:
            self.hide(ended.end())
        elif name in RAW:
            self.hide(len(self.text))
        else:
            self.missing.add(name)
            self.hide(found.end())

    def begin(self, found: re.Match[str], name: str) -> None:
        """Take the tag that opens an element."""
        if name in BLOCKS:
            self.end_block()
            self.is_first_cell = True
            if name not in UNNESTED:
                self.opened.append(name)
            self.tag_of_block(found)
        elif name in CELLS:
            self.put(found.end(), "" if self.is_first_cell else "|")
            self.is_first_cell = False
        else:
            self.put(found.end(), _SHOWN.get(name, ""))
            if name in _KEPT:
                self.inline_begun.setdefault(name, found.end())

    def end(self, found: re.Match[str], name: str) -> None:
        """Take the tag that closes an element."""
        if name in BLOCKS:
            self.end_block()
            self.tag_of_block(found)
            if name in {"body", "html"} and self.body_end is None:
                self.body_end = found.start()
            if name in self.opened[-_DEEPEST:]:
                while self.opened.pop() != name:
                    pass
            return
        if name in _KEPT and (begun := self.inline_begun.pop(name, None)) is not None:
            kept = self.titles if name == "cite" else self.links
            kept.append(Span(begun, found.start() if name == "cite" else found.end()))
        self.put(found.end(), "”" if name == "q" else "")

    def tag_of_block(self, found: re.Match[str]) -> None:
        """Take a tag at a block's border, in which nothing is said."""
        self.hide(found.end())
        self.regions.append(Block(Span(*found.span()), BlockKind.FURNITURE))
        self.begun = self.at


def html_draft(text: str) -> Draft:
    """Return a draft in HTML with its layout, its citations and what a reader sees of it."""
    walk = _Walk(text)
    walk.run()
    plain = _quoted("".join(walk.seen), walk.quotations)

    def closing(end: int) -> int:
        found = _CLOSING.match(text, end)
        return found.end() if found else end

    notes = {
        target: _note(text, walk.ids[target]) for _, target in walk.targets if target in walk.ids
    }
    marks = [
        Mark(span, (), _words(plain, notes[target]))
        for span, target in walk.targets
        if target in notes
    ]
    marks += [Mark(span, (), words) for span in walk.titles if (words := _words(plain, span))]
    blocks = [
        each
        for region in _without(walk.regions, list(notes.values()))
        for each in seen_block(text, plain, region, closing)
    ]
    marks.sort(key=lambda mark: mark.span)
    return Draft(text, plain, tuple(blocks), Form.HTML, tuple(marks))


def borders(text: str) -> tuple[list[Span], int]:
    """Return the links of a draft, and where its body ends: before its closing tag, if any."""
    walk = _Walk(text)
    walk.run()
    return walk.links, len(text) if walk.body_end is None else walk.body_end


def _quoted(plain: str, quotations: Sequence[Span]) -> str:
    """Return what is seen, with marks in the tags beside each quotation that has none itself."""
    parts, end = [], 0
    for span in quotations:
        shown = span.of(plain).replace(FILLER, "").strip()
        if not shown or shown[0] in _OPENING_MARKS or span.end == len(plain):
            continue
        parts += [plain[end : span.start - 1], "“", span.of(plain), "”"]
        end = span.end + 1
    return "".join([*parts, plain[end:]])


def _note(text: str, start: int) -> Span:
    last = min(len(text), start + _LONGEST_NOTE)
    found = _END_OF_NOTE.search(text, start, last)
    return Span(start, found.start() if found else last)


def _without(regions: Iterable[Block], notes: Sequence[Span]) -> Iterator[Block]:
    """Yield the regions; those of notes are furniture."""
    starts = sorted(notes)
    for each in regions:
        place = bisect_right(starts, each.span.start, key=lambda note: note.start) - 1
        is_note = place >= 0 and each.span.start < starts[place].end
        yield replace(each, kind=BlockKind.FURNITURE, level=None) if is_note else each


def _words(plain: str, span: Span) -> str:
    return " ".join(span.of(plain).replace(FILLER, "").split())
