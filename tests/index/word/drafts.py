"""Word files made here, of every shape that drafts come in; the same seed makes the same file."""

import random
import struct
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape

USUAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
STRICT = {
    USUAL: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
SPACES = (
    f'xmlns:w="{USUAL}" xmlns:r="{OFFICE}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
SENTENCES = (
    "The lamp was lit in 1874.",
    "It burned 53 litres & more of oil in a <short> night.",
    "Its keeper, Ada Byrne, was “well known”!",
    "Der Leuchtturm wurde 1874 in Betrieb genommen.",
    "灯塔于1874年启用。",
    "أُضيئت المنارة في عام 1874.",
    "Was it seen for 21 miles?",
    "Nobody knows 😀 why.",
)


@dataclass
class WordFile:
    """A Word document made of XML; ``parts`` are further ones of ``word/``, by kind."""

    body: str
    parts: dict[str, str] = field(default_factory=dict)
    spaces: str = SPACES
    strict: bool = False
    prefix: str = "w"
    """The prefix that the text's namespace has, "" for none: attributes keep "w"."""
    encoding: str = "utf-8"
    zipped: str = "deflated"
    """"deflated", "stored", "streamed" (sizes behind the members) or "odd" (folders, a comment)."""

    @property
    def data(self) -> bytes:
        """The file."""
        listed = "".join(
            f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
            for n, kind in enumerate(self.parts, 1)
        )
        typed = "".join(
            f'<Override PartName="/word/{kind}.xml" ContentType="{WORD.format(kind)}"/>'
            for kind in self.parts
        )
        members = {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            'ContentType="application/xml"/><Override PartName="/word/document.xml" '
            f'ContentType="{WORD.format("document.main")}"/>{typed}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": self._part("document", f"<w:body>{self.body}</w:body>"),
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{listed}'
            "</Relationships>"
            if listed
            else f'<Relationships xmlns="{PACKAGE}"/>',
        }
        for kind, content in self.parts.items():
            members[f"word/{kind}.xml"] = self._part(kind, content)
        return zipped({name: self._written(xml) for name, xml in members.items()}, self.zipped)

    def _part(self, name: str, content: str) -> str:
        xml = f"<w:{name} {self.spaces}>{content}</w:{name}>"
        return xml if self.prefix == "w" else reprefixed(xml, self.prefix)

    def _written(self, xml: str) -> bytes:
        if self.strict:
            for usual, strict in STRICT.items():
                xml = xml.replace(usual, strict)
        head = f'<?xml version="1.0" encoding="{self.encoding}" standalone="yes"?>\r\n'
        return (head + xml).encode(self.encoding)


def reprefixed(xml: str, prefix: str) -> str:
    """Return XML whose elements have another prefix; "" makes it the default namespace."""
    colon = f"{prefix}:" if prefix else ""
    declared = f'xmlns:{prefix}="{USUAL}"' if prefix else f'xmlns="{USUAL}"'
    xml = xml.replace("<w:", f"<{colon}").replace("</w:", f"</{colon}")
    return xml.replace(f'xmlns:w="{USUAL}"', f'{declared} xmlns:w="{USUAL}"', 1)


def zipped(members: dict[str, bytes], way: str) -> bytes:
    """Return an archive of members, packed in one of the ways that programs do."""
    buffer = _Stream() if way == "streamed" else BytesIO()
    method = zipfile.ZIP_STORED if way == "stored" else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(buffer, "w", method) as archive:
        if way == "odd":
            archive.writestr("word/", b"")
            archive.comment = b"made by hand"
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2024, 2, 29, 13, 37, 58))
            info.compress_type = method
            info.extra = struct.pack("<HH4s", 0xCAFE, 4, b"odd!") if way == "odd" else b""
            archive.writestr(info, content)
    return buffer.getvalue()


class _Stream(BytesIO):
    """Takes what is written and goes back nowhere, as a socket does."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError


def run(text: str, properties: str = "") -> str:
    """Return a run."""
    shown = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{shown}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """Return a paragraph."""
    stated = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{stated}{''.join(content)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table of cells with one paragraph each."""
    cells = ("".join(f"<w:tc>{paragraph(each)}</w:tc>" for each in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{each}</w:tr>' for each in cells)}</w:tbl>"


def text_box(*blocks: str) -> str:
    """Return a run with a text box, in the two forms that Word writes it in."""
    held = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        f"{held}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{held}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r>"
    )


def complex_field(instruction: str, *result: str) -> str:
    """Return the runs of a field with its result."""
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{sign.format('begin')}<w:r><w:instrText> {instruction} </w:instrText></w:r>"
        f"{sign.format('separate')}{''.join(result)}{sign.format('end')}"
    )


FOOTNOTES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="7"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>The keeper’s log, p. 3.'
    "</w:t></w:r></w:p></w:footnote>"
)
COMMENTS = (
    '<w:comment w:id="7" w:author="Ada" w:initials="A"><w:p><w:r><w:t>Sure?</w:t></w:r></w:p>'
    "</w:comment>"
)
STYLES = (
    '<w:style w:type="character" w:styleId="Funotenzeichen"><w:name w:val="footnote reference"/>'
    '</w:style><w:style w:type="paragraph" w:styleId="Funotentext"><w:name w:val="footnote text"/>'
    "</w:style>"
)


def random_file(seed: int) -> WordFile:
    """Return a draft of a random shape."""
    chance = random.Random(seed)
    blocks = [_block(chance) for _ in range(chance.randint(2, 6))]
    parts = {}
    if chance.random() < 0.4:
        parts["footnotes"] = FOOTNOTES
        noted = '<w:r><w:footnoteReference w:id="7"/></w:r>'
        blocks.append(paragraph(run("A sentence with a note."), noted, run(" And one without.")))
    if chance.random() < 0.4:
        parts["comments"] = COMMENTS
        blocks.append(
            paragraph(
                '<w:commentRangeStart w:id="7"/>',
                run("It is doubted. "),
                '<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>',
            )
        )
    if chance.random() < 0.4:
        parts["styles"] = STYLES
    if chance.random() < 0.3:
        parts["header"] = paragraph(run("A page of the log. It is no draft."))
    strict = chance.random() < 0.2
    return WordFile(
        "".join(blocks),
        parts,
        strict=strict,
        prefix=chance.choice(["w", "w", "w", "", "ns0"]),
        encoding="utf-8" if strict else chance.choice(["utf-8", "utf-8", "utf-8", "UTF-16"]),
        zipped=chance.choice(["deflated", "stored", "streamed", "odd"]),
    )


def _block(chance: random.Random) -> str:
    kind = chance.choice(["paragraph"] * 5 + ["table", "box", "control", "joined"])
    if kind == "table":
        rows = [(_prose(chance, 1), run(str(chance.randint(1, 99)))) for _ in range(2)]
        return table(*rows, (_prose(chance, 3), _prose(chance, 1)))
    if kind == "box":
        inner = paragraph(run("In a box. "), _prose(chance, 2))
        return paragraph(_prose(chance, 1), text_box(inner), _prose(chance, 1))
    if kind == "control":
        return f"<w:sdt><w:sdtContent>{paragraph(_prose(chance, 2))}</w:sdtContent></w:sdt>"
    if kind == "joined":
        deleted = "<w:rPr><w:del w:id='3' w:author='B'/></w:rPr>"
        return paragraph(run("The end of it "), properties=deleted) + paragraph(
            run("was deleted. "), _prose(chance, 1)
        )
    return paragraph(_prose(chance, chance.randint(1, 4)))


def _prose(chance: random.Random, count: int) -> str:
    """Return runs that together hold sentences, cut at random places."""
    text = " ".join(chance.choice(SENTENCES) for _ in range(count)) + chance.choice(["", " "])
    cuts = sorted(chance.sample(range(1, len(text)), min(len(text) - 1, chance.randint(0, 6))))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return "".join(_dressed(chance, piece) for piece in pieces)


def _dressed(chance: random.Random, text: str) -> str:
    """Return some text as a run, or in one of the things that hold runs."""
    bold = run(text, "<w:b/><w:lang w:val='en-GB'/>")
    kinds = [
        run(text),
        run(text),
        bold,
        f'<w:hyperlink w:anchor="x">{run(text)}</w:hyperlink>',
        f'<w:ins w:id="5" w:author="B">{bold}</w:ins>',
        f'<w:del w:id="6" w:author="B"><w:r><w:delText>gone. </w:delText></w:r></w:del>{run(text)}',
        f"<w:r><w:t>{escape(text[:1])}</w:t><w:tab/><w:t xml:space='preserve'>"
        f"{escape(text[1:])}</w:t><w:br/></w:r>",
        f"<w:r>\n  <w:rPr><w:i/></w:rPr>\n  <w:t xml:space='preserve'>{escape(text)}</w:t>\n</w:r>",
        complex_field("REF x", run(text)),
        f'<w:fldSimple w:instr="REF x">{run(text)}</w:fldSimple>',
        f"<w:smartTag w:element='place'>{run(text)}</w:smartTag>",
        f"<w:r><w:t><![CDATA[{text}]]></w:t></w:r>",
        f"<w:r><!-- here --><w:t xml:space='preserve'>{escape(text)}<!-- there --></w:t></w:r>",
        f'{run(text)}<w:r><w:sym w:font="Symbol" w:char="F0B0"/></w:r>',
        f"{run(text)}<m:oMath><m:r><m:t>x²</m:t></m:r></m:oMath>",
        f"<w:sdt><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>",
    ]
    return chance.choice(kinds)
