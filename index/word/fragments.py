"""The XML that is inserted into Word documents: footnotes, comments, and what refers to them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from unicodedata import bidirectional
from xml.sax.saxutils import escape, quoteattr

BOOKMARK = "_Pincite"
"""What the names of the bookmarks round our footnotes begin with; Word hides those with "_"."""
AUTHOR = "Pincite"
"""Who signs our comments."""
_USUAL = "http://schemas.openxmlformats.org"
_STRICT = "http://purl.oclc.org/ooxml"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = dict.fromkeys(map(ord, "\t\n\r"), " ")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LINK = re.compile(r"https?://\S+")
_SMALL = '<w:sz w:val="20"/><w:szCs w:val="20"/>'
_BLUE = '<w:color w:val="0563C1"/>'
_LINE = '<w:u w:val="single"/>'
_RAISED = '<w:vertAlign w:val="superscript"/>'


@dataclass(frozen=True, slots=True)
class Inline:
    """Words of a footnote, which may lead somewhere."""

    text: str
    link: str = ""
    """An address of http or https; anything else is no link."""

    @property
    def leads(self) -> bool:
        """Whether it is a link."""
        return _LINK.fullmatch(self.link) is not None


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a part of a document writes: by which namespaces, and which styles there are."""

    is_strict: bool = False
    """By the namespaces of ISO 29500's strict form."""
    styles: Mapping[str, str] = field(default_factory=dict)
    """Ids of styles by their English names in small letters."""
    declares: bool = False
    """Its root gives the namespace of the text the prefix that is used here."""

    @property
    def words(self) -> str:
        """The namespace of the text."""
        strict, usual = "/wordprocessingml/main", "/wordprocessingml/2006/main"
        return _STRICT + strict if self.is_strict else _USUAL + usual

    @property
    def relations(self) -> str:
        """The namespace of relations and of their ids."""
        strict, usual = "/officeDocument/relationships", "/officeDocument/2006/relationships"
        return _STRICT + strict if self.is_strict else _USUAL + usual

    @property
    def space(self) -> str:
        """What the start tag of a fragment declares."""
        return "" if self.declares else f' xmlns:w="{self.words}"'

    def within(self, root: bytes) -> "Dialect":
        """Return the dialect for a part whose root has this start tag."""
        declared = re.compile(rf"""\sxmlns:w\s*=\s*["']{re.escape(self.words)}["']""".encode())
        return replace(self, declares=declared.search(root) is not None)

    def style(self, kind: str, name: str, otherwise: str) -> str:
        """Return the properties that give a run or paragraph a style, if there is one."""
        known = self.styles.get(name)
        return f"<w:{kind} w:val={quoteattr(known)}/>" if known else otherwise


def reference(dialect: Dialect, note: int) -> str:
    """Return the reference to a footnote."""
    style = dialect.style("rStyle", "footnote reference", _RAISED)
    return f'<w:r{dialect.space}><w:rPr>{style}</w:rPr><w:footnoteReference w:id="{note}"/></w:r>'


def bookmarked(dialect: Dialect, content: str, bookmark: int, name: str) -> str:
    """Return runs in a bookmark."""
    return (
        f'<w:bookmarkStart{dialect.space} w:id="{bookmark}" w:name="{name}"/>{content}'
        f'<w:bookmarkEnd{dialect.space} w:id="{bookmark}"/>'
    )


def footnote(
    dialect: Dialect, note: int, inlines: Iterable[Inline], links: Mapping[str, str]
) -> str:
    """Return a footnote; ``links`` gives the id of the relation that leads to an address."""
    paragraph = dialect.style("pStyle", "footnote text", "")
    sign = dialect.style("rStyle", "footnote reference", _RAISED)
    words = "".join(_inline(dialect, each, links) for each in inlines)
    return (
        f'<w:footnote{dialect.space} w:id="{note}"><w:p><w:pPr>{paragraph}</w:pPr>'
        f"<w:r><w:rPr>{sign}</w:rPr><w:footnoteRef/></w:r>{_run(dialect, ' ')}"
        f"{words}</w:p></w:footnote>"
    )


def _inline(dialect: Dialect, inline: Inline, links: Mapping[str, str]) -> str:
    if not inline.leads:
        return _run(dialect, inline.text)
    style = dialect.style("rStyle", "hyperlink", "")
    run = _run(dialect, inline.text, style or _BLUE, "" if style else _LINE)
    linked = f'xmlns:r="{dialect.relations}" r:id="{links[inline.link]}"'
    return f"<w:hyperlink {linked}>{run}</w:hyperlink>"


def _run(dialect: Dialect, text: str, first: str = "", last: str = "") -> str:
    """Return a run of a note; where there is no style for notes it is small by itself."""
    size = "" if dialect.styles.get("footnote text") else _SMALL
    right = "<w:rtl/>" if is_right_to_left(text) else ""
    properties = f"<w:rPr>{first}{size}{last}{right}</w:rPr>"
    return f'<w:r>{properties}<w:t xml:space="preserve">{shown(text)}</w:t></w:r>'


def comment_start(dialect: Dialect, comment: int) -> str:
    """Return where the words that a comment is about begin."""
    return f'<w:commentRangeStart{dialect.space} w:id="{comment}"/>'


def comment_end(dialect: Dialect, comment: int) -> str:
    """Return where they end, with the reference to the comment."""
    style = dialect.style("rStyle", "annotation reference", "")
    return (
        f'<w:commentRangeEnd{dialect.space} w:id="{comment}"/>'
        f'<w:r{dialect.space}><w:rPr>{style}</w:rPr><w:commentReference w:id="{comment}"/></w:r>'
    )


def comment(dialect: Dialect, number: int, text: str) -> str:
    """Return a comment of ours."""
    style = dialect.style("pStyle", "annotation text", "")
    return (
        f'<w:comment{dialect.space} w:id="{number}" w:author="{AUTHOR}" w:initials="P">'
        f"<w:p><w:pPr>{style}</w:pPr>"
        f'<w:r><w:t xml:space="preserve">{shown(text)}</w:t></w:r></w:p></w:comment>'
    )


def new_footnotes(dialect: Dialect) -> str:
    """Return a part for footnotes with the two lines that Word wants in each."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{sign}/></w:r></w:p>'
        "</w:footnote>"
        for kind, number, sign in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    return f'{_XML}<w:footnotes xmlns:w="{dialect.words}">{lines}</w:footnotes>'


def new_comments(dialect: Dialect) -> str:
    """Return a part for comments."""
    return f'{_XML}<w:comments xmlns:w="{dialect.words}"></w:comments>'


def shown(text: str) -> str:
    """Return text on one line as XML has it, without characters that XML cannot hold."""
    return escape(_NO_XML.sub(" ", text).translate(_BREAKS))


def is_right_to_left(text: str) -> bool:
    """Tell whether the first letter of a text is of a script that runs from right to left."""
    directions = (bidirectional(character) for character in text)
    return next((each for each in directions if each in ("L", "R", "AL")), "L") != "L"
