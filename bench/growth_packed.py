"""Files that are packed: what repeats inside them, and how a text becomes one of them."""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

from bench.growth_texts import Text

_OFFICE = "http://schemas.openxmlformats.org"
_KIND = f"{_OFFICE}/officeDocument/2006/relationships"
_W = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main"'
_S = f'xmlns="{_OFFICE}/spreadsheetml/2006/main"'
_R = f'xmlns:r="{_KIND}"'
_SLIDE = f'xmlns:p="{_OFFICE}/presentationml/2006/main" xmlns:a="{_OFFICE}/drawingml/2006/main"'
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_RELATED = f"{_OFFICE}/package/2006/relationships"

_DOCX = (
    "<w:p><w:r><w:t>a</w:t></w:r></w:p>",
    "<w:p/>",
    "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>",
    "<w:p><w:pPr><w:numPr><w:ilvl w:val='8'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>a"
    "</w:t></w:r></w:p>",
    "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r></w:p>",
    "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>",
    "<w:p><w:del><w:r><w:delText>a</w:delText></w:r></w:del></w:p>",
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "<w:sdt><w:sdtContent><w:p><w:r><w:t>a</w:t></w:r></w:p></w:sdtContent></w:sdt>",
)
_RUNS = (
    "<w:r><w:t>a</w:t></w:r>",
    "<w:r><w:t>a. </w:t></w:r>",
    "<w:r><w:br/></w:r>",
    "<w:r><w:tab/></w:r>",
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r>",
    "<w:bookmarkStart w:id='1' w:name='a'/>",
    "<w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink>",
    "<w:r><w:fldChar w:fldCharType='begin'/></w:r>",
    "<w:r><w:lastRenderedPageBreak/></w:r>",
)
_ROWS = (
    "<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>",
    "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>",
    "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='9'/></w:tcPr><w:p/></w:tc></w:tr>",
)
_CELLS = (
    "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>",
    "<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr><w:p/></w:tc>",
)
_ODT = (
    "<text:p>a</text:p>",
    "<text:h text:outline-level='2'>a</text:h>",
    "<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list>",
    "<text:p>a<text:note><text:note-body><text:p>b</text:p></text:note-body></text:note></text:p>",
    "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
    "</table:table-row></table:table>",
    "<text:section><text:p>a</text:p></text:section>",
)
_SPANS = (
    "<text:span>a</text:span>",
    "<text:s/>",
    "<text:tab/>",
    "<text:line-break/>",
    "<text:a>a</text:a>",
    "<text:soft-page-break/>",
)
_ODF_ROWS = (
    "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>",
    "<table:table-row><table:table-cell table:number-columns-repeated='99'/></table:table-row>",
    "<table:table-row><table:table-cell table:number-rows-spanned='9'><text:p>a</text:p>"
    "</table:table-cell></table:table-row>",
)
_ITEMS = ("<text:list-item><text:p>a</text:p></text:list-item>",)
_SHAPES = (
    "<p:sp><p:txBody><a:p><a:r><a:t>a</a:t></a:r></a:p></p:txBody></p:sp>",
    "<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>a"
    "</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></a:graphicData></a:graphic>"
    "</p:graphicFrame>",
    "<p:grpSp><p:sp><p:txBody><a:p><a:r><a:t>a</a:t></a:r></a:p></p:txBody></p:sp></p:grpSp>",
)
_PARAGRAPHS = ("<a:p><a:r><a:t>a</a:t></a:r></a:p>", "<a:p><a:pPr lvl='8'/></a:p>")
_BOOK_ROWS = (
    "<row><c t='inlineStr'><is><t>a</t></is></c><c><v>1</v></c></row>",
    "<row><c><v>45000</v></c></row>",
    "<row/>",
    "<row><c t='s'><v>0</v></c></row>",
)
_BOOK_CELLS = ("<c t='inlineStr'><is><t>a</t></is></c>", "<c><v>1</v></c>", "<c/>")
_CHAPTER = (
    "<p>a</p>",
    "<h2>a</h2>",
    "<p>a<a href='#b'>1</a></p>",
    "<table><tr><td>a</td></tr></table>",
    "<aside><p>a</p></aside>",
)
_PAGE = (
    "(a) Tj\n",
    "(mill ) Tj 0 -12 Td\n",
    "3 0 Td (a) Tj\n",
    "200 0 Td (a) Tj -200 -12 Td (b) Tj\n",
    "1 0 0 rg (a) Tj\n",
    "ET 0 0 9 9 re f BT /F 9 Tf (a) Tj\n",
    "ET 0 0 m 9 9 l S BT /F 9 Tf (a) Tj\n",
    "3 Tr (a) Tj 0 Tr\n",
    "0 0 Td (a) Tj\n",
)


def packed() -> Iterator[tuple[str, str, Callable[[str], bytes], Mapping[str, Text]]]:
    """Yield what repeats where: a name, the file's, what packs a text into one, and the texts."""
    run = "<w:r><w:t>a</w:t></w:r>"
    p = f"<w:p>{run}</w:p>"
    yield "blocks of a .docx", "a.docx", _docx, _texts(_DOCX, p)
    yield "runs of a .docx", "a.docx", lambda text: _docx(f"<w:p>{run}{text}</w:p>"), _texts(_RUNS)
    rows = "<w:tbl><w:tr><w:tc>" + p + "</w:tc></w:tr>", "</w:tbl>"
    yield "rows of a .docx", "a.docx", lambda text: _docx(text.join(rows)), _texts(_ROWS)
    cells = "<w:tbl><w:tr>", "</w:tr></w:tbl>" + p
    yield "cells of a .docx", "a.docx", lambda text: _docx(text.join(cells)), _texts(_CELLS)
    yield "blocks of an .odt", "a.odt", _odt, _texts(_ODT)
    spans = "<text:p>a", "</text:p>"
    yield "spans of an .odt", "a.odt", lambda text: _odt(text.join(spans)), _texts(_SPANS)
    odf_rows = "<table:table>", "</table:table><text:p>a</text:p>"
    yield "rows of an .odt", "a.odt", lambda text: _odt(text.join(odf_rows)), _texts(_ODF_ROWS)
    items = "<text:list>", "</text:list>"
    yield "items of an .odt", "a.odt", lambda text: _odt(text.join(items)), _texts(_ITEMS)
    yield "shapes of a .pptx", "a.pptx", _pptx, _texts(_SHAPES)
    shape = "<p:sp><p:txBody>", "</p:txBody></p:sp>"
    yield (
        "paragraphs of a .pptx",
        "a.pptx",
        lambda t: _pptx(t.join(shape)),
        _texts(_PARAGRAPHS, _PARAGRAPHS[0]),
    )
    yield "rows of an .xlsx", "a.xlsx", _xlsx, _texts(_BOOK_ROWS, _BOOK_ROWS[0])
    row = "<row><c t='inlineStr'><is><t>a</t></is></c>", "</row>"
    yield "cells of an .xlsx", "a.xlsx", lambda text: _xlsx(text.join(row)), _texts(_BOOK_CELLS)
    yield "a chapter of an .epub", "a.epub", lambda text: _epub([text]), _texts(_CHAPTER)
    chapters = {"chapters": lambda length: "<h1>a</h1>\f" * (length // 100)}
    yield "chapters of an .epub", "a.epub", lambda text: _epub(text.split("\f")), chapters
    yield "a page of a .pdf", "a.pdf", lambda text: _pdf([text]), _texts(_PAGE)
    pages = {"pages": lambda length: "(mill) Tj\f" * (length // 100)}
    yield "pages of a .pdf", "a.pdf", lambda text: _pdf(text.split("\f")), pages


def _texts(units: tuple[str, ...], behind: str = "") -> Mapping[str, Text]:
    def repeated(unit: str) -> Text:
        return lambda length: unit * (length // len(unit)) + behind

    return {unit: repeated(unit) for unit in units}


def _zipped(members: Mapping[str, str]) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return data.getvalue()


def _office(kind: str, main: str, members: Mapping[str, str]) -> bytes:
    """Return an archive of Office with a main part of a kind: ``wordprocessingml.document``."""
    part = f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    types = f"{_OFFICE}/package/2006/content-types"
    declared = f'<Override PartName="/{main}" ContentType="{part}"/>'
    opening = {
        "[Content_Types].xml": f'<Types xmlns="{types}">{declared}</Types>',
        "_rels/.rels": _relations(("officeDocument", main)),
    }
    return _zipped(opening | dict(members))


def _relations(*targets: tuple[str, str]) -> str:
    lines = (
        f'<Relationship Id="r{n}" Type="{_KIND}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_RELATED}">{"".join(lines)}</Relationships>'


def _docx(body: str) -> bytes:
    main = "word/document.xml"
    document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    return _office("wordprocessingml.document", main, {main: document})


def _odt(body: str) -> bytes:
    names = "".join(f' xmlns:{n}="{_ODF}:{n}:1.0"' for n in ("office", "text", "table"))
    content = (
        f"<office:document-content{names}><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.text"
    return _zipped({"mimetype": mimetype, "content.xml": content})


def _pptx(shapes: str) -> bytes:
    main = "ppt/presentation.xml"
    slides = '<p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst>'
    members = {
        main: f"<p:presentation {_SLIDE} {_R}>{slides}</p:presentation>",
        "ppt/_rels/presentation.xml.rels": _relations(("slide", "slides/slide1.xml")),
        "ppt/slides/slide1.xml": (
            f"<p:sld {_SLIDE}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
        ),
    }
    return _office("presentationml.presentation", main, members)


def _xlsx(rows: str) -> bytes:
    main = "xl/workbook.xml"
    sheets = '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
    members = {
        main: f"<workbook {_S} {_R}>{sheets}</workbook>",
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {_S}><si><t>a</t></si></sst>",
    }
    return _office("spreadsheetml.sheet", main, members)


def _epub(chapters: list[str]) -> bytes:
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles>'
        "</container>"
    )
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>mill</p>', "</body></html>"
    return _zipped(
        {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "a.opf": package}
        | {f"c{n}.xhtml": chapter.join(page) for n, chapter in enumerate(chapters)}
    )


def _pdf(pages: list[str]) -> bytes:
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, text in enumerate(pages):
        stream = f"BT /F 9 Tf 72 720 Td {text} ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    parts, places = ["%PDF-1.7\n"], []
    at = len(parts[0])
    for n, each in enumerate(objects, start=1):
        places.append(at)
        parts.append(f"{n} 0 obj\n{each}\nendobj\n")
        at += len(parts[-1])
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    parts.append(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}")
    parts.append(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n")
    return "".join(parts).encode("latin-1")
