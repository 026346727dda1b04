"""New Word documents: paragraphs and headings with real footnotes, nothing else."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import quoteattr

from index.word.fragments import (
    Dialect,
    Inline,
    footnote,
    is_right_to_left,
    new_footnotes,
    reference,
    shown,
)

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DAY = (1980, 1, 1, 0, 0, 0)  # the same content makes the same file
_STYLES = {
    "Normal": ("paragraph", "Normal", '<w:pPr><w:spacing w:after="160"/></w:pPr>', ""),
    "Heading1": (
        *("paragraph", "heading 1"),
        '<w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="0"/></w:pPr>',
        '<w:rPr><w:b/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr>',
    ),
    "Heading2": (
        *("paragraph", "heading 2"),
        '<w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="1"/></w:pPr>',
        '<w:rPr><w:b/><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr>',
    ),
    "FootnoteText": (
        *("paragraph", "footnote text"),
        '<w:pPr><w:spacing w:after="0"/></w:pPr>',
        '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>',
    ),
    "FootnoteReference": (
        *("character", "footnote reference", ""),
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>',
    ),
    "Hyperlink": (
        *("character", "Hyperlink", ""),
        '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr>',
    ),
}  # by id: kind, name, properties of the paragraph and of its runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, with one footnote at its end if that says anything."""

    text: str
    style: str = "Normal"
    """"Normal", "Heading1" or "Heading2"."""
    note: tuple[Inline, ...] = ()


def word_document(title: str, paragraphs: Sequence[Paragraph]) -> bytes:
    """Return a Word document."""
    usual = Dialect(styles={name.lower(): key for key, (_, name, *_) in _STYLES.items()})
    dialect = Dialect(styles=usual.styles, declares=True)
    notes = [each.note for each in paragraphs if each.note]
    targets = sorted({each.link for note in notes for each in note if each.leads})
    links = {target: f"rId{number}" for number, target in enumerate(targets, 1)}
    told = (footnote(dialect, n, note, links) for n, note in enumerate(notes, 1))
    footnotes = new_footnotes(usual).replace("</w:footnotes>", f"{''.join(told)}</w:footnotes>")
    document = f'<w:document xmlns:w="{usual.words}"><w:body>{_body(dialect, paragraphs)}</w:body>'
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            ("rId1", f"{usual.relations}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/document.xml": f"{_HEAD}{document}</w:document>",
        "word/_rels/document.xml.rels": _relations(
            ("rId1", f"{usual.relations}/styles", "styles.xml"),
            ("rId2", f"{usual.relations}/footnotes", "footnotes.xml"),
        ),
        "word/styles.xml": _styles(usual),
        "word/footnotes.xml": footnotes,
        "word/_rels/footnotes.xml.rels": _relations(
            *((links[each], f"{usual.relations}/hyperlink", each) for each in targets),
            mode=' TargetMode="External"',
        ),
        "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{shown(title)}</dc:title></cp:coreProperties>",
    }
    return _zipped(parts)


def _body(dialect: Dialect, paragraphs: Sequence[Paragraph]) -> str:
    return "".join(_paragraphs(dialect, paragraphs))


def _paragraphs(dialect: Dialect, paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    number = 0
    for each in paragraphs:
        number += bool(each.note)
        referred = reference(dialect, number) if each.note else ""
        turned, right = ("<w:bidi/>", "<w:rtl/>") if is_right_to_left(each.text) else ("", "")
        yield (
            f'<w:p><w:pPr><w:pStyle w:val="{each.style}"/>{turned}</w:pPr>'
            f'<w:r><w:rPr>{right}</w:rPr><w:t xml:space="preserve">{shown(each.text)}</w:t></w:r>'
            f"{referred}</w:p>"
        )


def _styles(dialect: Dialect) -> str:
    made = "".join(
        f'<w:style w:type="{kind}" w:styleId="{key}"{_default(key)}><w:name w:val="{name}"/>'
        f"{paragraph}{run}</w:style>"
        for key, (kind, name, paragraph, run) in _STYLES.items()
    )
    return f'{_HEAD}<w:styles xmlns:w="{dialect.words}">{made}</w:styles>'


def _default(style: str) -> str:
    return ' w:default="1"' if style == "Normal" else ""


def _types() -> str:
    kinds = {"document": "document.main", "styles": "styles", "footnotes": "footnotes"}
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    package = "application/vnd.openxmlformats-package"
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{package}.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/docProps/core.xml" ContentType="{package}.core-properties+xml"/>'
        "</Types>"
    )


def _relations(*listed: tuple[str, str, str], mode: str = "") -> str:
    made = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target={quoteattr(target)}{mode}/>'
        for key, kind, target in listed
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _zipped(parts: Mapping[str, str]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            member = zipfile.ZipInfo(name, _DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, xml.encode())
    return buffer.getvalue()
