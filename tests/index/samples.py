"""A good file of each format, made here, small, with some of all that its format has."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping

from docx import Document as WordDocument
from openpyxl import Workbook
from pptx import Presentation

MILL = "The mill opened in 1912. It employed 340 people until the flood of 1931."
_NOW = re.compile(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")
MORE = "Its owner, Ada Byrne, sold it for £1,250 — “a bargain”, as she said."


def samples() -> dict[str, bytes]:
    """Return the files by name."""
    return {
        "mill.txt": text().encode(),
        "wide.txt": text().encode("utf-16"),
        "latin.txt": text().replace("—", "-").encode("cp1252"),
        "mill.md": markdown().encode(),
        "mill.rst": restructured().encode(),
        "mill.html": html().encode(),
        "mill.csv": csv().encode(),
        "mill.json": json.dumps(facts(), indent=1).encode(),
        "mill.eml": mail().encode(),
        "mill.rtf": rtf().encode("ascii"),
        "mill.docx": word(),
        "mill.pptx": slides(),
        "mill.xlsx": workbook(),
        "mill.odt": open_document(),
        "mill.epub": book(),
        "mill.pdf": pdf(compressed=False),
        "packed.pdf": pdf(compressed=True),
    }


def text() -> str:
    return f"The mill\n========\n\n{MILL}\n\n- wheels\n- stones\n\n{MORE}\n\n1. Opening\n2. Flood\n"


def markdown() -> str:
    return (
        f"---\ntitle: The mill\n---\n# The mill\n\n{MILL}\n\n## Owners\n\n* Ada\n* Bo\n\n"
        f"| year | people |\n|---|---|\n| 1912 | 340 |\n\n```python\nprint('mill')\n```\n\n"
        f"> {MORE}\n\n"
        "See [the archive](https://example.org/mill) and ![a wheel](wheel.png).[^1]\n\n"
        "[^1]: A note.\n"
    )


def restructured() -> str:
    return (
        f"The mill\n========\n\n:Author: Ada\n\n{MILL}\n\nOwners\n------\n\n* Ada\n* Bo\n\n"
        "====  ======\nyear  people\n====  ======\n1912  340\n====  ======\n\n"
        f".. note:: {MORE}\n\n.. code:: python\n\n   print('mill')\n\n"
        "A note [1]_.\n\n.. [1] Below.\n"
    )


def html() -> str:
    return (
        "<!DOCTYPE html><html lang='en'><head><title>The mill</title>"
        "<meta name='author' content='Ada Byrne'><style>.x{display:none}</style></head><body>"
        f"<nav><a href='/'>Home</a></nav><h1>The mill</h1><p>{MILL}</p>"
        "<ul><li>wheels<li>stones</ul>"
        "<table><tr><th>year<th>people<tr><td>1912<td>340</table>"
        f"<p class='x'>hidden</p><blockquote>{MORE}</blockquote><pre>print()</pre>"
        "<p>R&eacute;sum&eacute; &#8364; 5 &amp; more</p></body></html>"
    )


def csv() -> str:
    return f'year,people,remark\n1912,340,"{MORE}"\n1931,0,"the ""flood"""\n1932,12,\n'


def facts() -> object:
    return {"title": "The mill", "text": MILL, "owners": [{"name": "Ada", "years": [1912, 1931]}]}


def mail() -> str:
    return (
        "From: Ada Byrne <ada@example.org>\nTo: Bo <bo@example.org>\n"
        "Subject: =?utf-8?q?The_m=C3=ADll?=\n"
        "Date: Tue, 01 Oct 2024 12:34:56 -0500\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="b"\n\n--b\n'
        f"Content-Type: text/plain; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\n{MILL}\n\n> quoted\n"
        f"--b\nContent-Type: text/html; charset=utf-8\n\n<p>{MILL}</p>\n--b--\n"
    )


def rtf() -> str:
    return (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title The mill}{\author Ada}}"
        rf"\f0\fs24 {MILL}\par\b Owners\b0\par caf\'e9 \u8364? \{{braces\}}\par"
        r"\trowd\cellx1000\cellx2000 1912\cell 340\cell\row}"
    )


def word() -> bytes:
    document = WordDocument()
    document.core_properties.author = "Ada Byrne"
    document.add_heading("The mill", 1)
    document.add_paragraph(MILL)
    document.add_paragraph("wheels", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ("year", "people", "1912", "340"), strict=True):
        cell.text = words
    document.sections[0].header.paragraphs[0].text = "Header"
    return saved(document)


def slides() -> bytes:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "The mill"
    slide.placeholders[1].text = MILL
    slide.notes_slide.notes_text_frame.text = MORE
    return saved(presentation)


def workbook() -> bytes:
    book = Workbook()
    sheet = book.create_sheet("People", 0)
    for row in (("year", "people"), (1912, 340), ("=A2+1", 12.5)):
        sheet.append(row)
    book.create_sheet("Owners").append(["Ada Byrne", MORE])
    return saved(book)


def saved(made: object) -> bytes:
    """Return the file, without the time at which it was made: it is to be the same each time."""
    data = io.BytesIO()
    made.save(data)  # type: ignore[attr-defined]
    with zipfile.ZipFile(data) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zipped({name: _NOW.sub(b"2024-01-02T03:04:05Z", each) for name, each in members.items()})


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, kind)
    return data.getvalue()


def open_document() -> bytes:
    names = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"'
        for each in ("office", "text", "table", "style", "meta")
    )
    content = (
        f"<office:document-content {names}><office:body><office:text>"
        f'<text:h text:outline-level="1">The mill</text:h>'
        f'<text:p>{MILL}<text:s text:c="3"/>x</text:p>'
        "<text:list><text:list-item><text:p>wheels</text:p></text:list-item></text:list>"
        '<table:table><table:table-row><table:table-cell table:number-columns-repeated="2">'
        "<text:p>1912</text:p></table:table-cell></table:table-row></table:table>"
        "</office:text></office:body></office:document-content>"
    )
    meta = (
        f'<office:document-meta {names} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
        "<dc:title>The mill</dc:title></office:meta></office:document-meta>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    kind = "application/vnd.oasis.opendocument.text"
    members = {"mimetype": kind, "content.xml": content, "meta.xml": meta}
    return zipped({**members, "META-INF/manifest.xml": manifest})


def book() -> bytes:
    container = (
        '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<rootfiles><rootfile full-path="b/package.opf" '
        'media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The mill</dc:title>'
        "<dc:creator>Ada Byrne</dc:creator><dc:language>en</dc:language></metadata><manifest>"
        '<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="c" href="two.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="c"/></spine></package>'
    )
    pages = {
        f"b/{name}.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head>'
        f"<body><h1>{name}</h1><p>{words}</p></body></html>"
        for name, words in (("one", MILL), ("two", MORE))
    }
    opening = {"mimetype": "application/epub+zip", "META-INF/container.xml": container}
    return zipped({**opening, "b/package.opf": package, **pages})


def pdf(*, compressed: bool) -> bytes:
    """Return two pages, with an outline, a link and what the file says of itself."""
    pages = [("The mill", MILL), ("Owners", "Its owner sold it for 1,250 pounds.")]
    contents = [
        f"BT /F1 20 Tf 72 720 Td ({head}) Tj ET BT /F1 11 Tf 72 680 Td ({words}) Tj "
        "0 -14 Td [(It ) -20 (closed)] TJ ET".encode()
        for head, words in pages
    ]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Outlines 9 0 R/Lang(en)>>",
        b"<</Type/Pages/Kids[4 0 R 5 0 R]/Count 2>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        *(_page(6 + number) for number in range(2)),
        *(_stream(content, compressed=compressed) for content in contents),
        b"<</Title(The mill)/Author(Ada Byrne)/CreationDate(D:20240102030405Z)>>",
        b"<</Type/Outlines/First 10 0 R/Last 10 0 R/Count 1>>",
        b"<</Title(Owners)/Parent 9 0 R/Dest[5 0 R/Fit]>>",
    ]
    return _pdf_of(objects)


def _page(content: int) -> bytes:
    return (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {content} 0 R"
        "/Resources<</Font<</F1 3 0 R>>>>>>"
    ).encode()


def _stream(content: bytes, *, compressed: bool) -> bytes:
    data = zlib.compress(content) if compressed else content
    kind = b"/Filter/FlateDecode" if compressed else b""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), kind, data)


def _pdf_of(objects: list[bytes]) -> bytes:
    made = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer<</Size %d/Root 1 0 R/Info 8 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )
    return bytes(made)
