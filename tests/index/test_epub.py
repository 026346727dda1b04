from io import BytesIO
from zipfile import ZipFile

import pytest

from index.errors import TooLargeError, UnreadableDocumentError
from index.reading import limits, read
from index.types import BlockKind, Document
from tests.index.layouts import assert_sound, layout, of_kind

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>"""
OPF = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"
 xmlns:opf="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata>{metadata}</metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="two" href="text/two%20.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="a.css" media-type="text/css"/>
<item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/>
<item id="pic" href="pic.png" media-type="image/png"/></manifest>
<spine>{spine}</spine></package>"""
SPINE = "".join(f'<itemref idref="{each}"/>' for each in "one pic two gone one nav".split())
METADATA = """<dc:title>The mill</dc:title><dc:creator id="a">Ann Smith</dc:creator>
<dc:creator id="b">Bob Jones</dc:creator><dc:creator id="c">Cy</dc:creator>
<meta refines="#c" property="role">ill</meta><dc:publisher>The Press</dc:publisher>
<dc:date opf:event="modification">2024-01-01</dc:date><dc:date>2020-05-12T00:00:00Z</dc:date>
<dc:language>en-GB</dc:language><dc:identifier>urn:x</dc:identifier>"""
NAV = """<html xmlns="http://www.w3.org/1999/xhtml"><body><nav epub:type="toc"><ol>
<li><a href="text/one.xhtml">The opening</a>
<ol><li><a href="text/two%20.xhtml#s">Later</a></li></ol>
</li></ol></nav></body></html>"""
ONE = """<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>
<title/><script src="x.js"/><link rel="stylesheet" href="../a.css"/></head><body>
<p>It opened in 1912.<a id="p1"/><a epub:type="noteref" href="#n">1</a>
It&#160;grew &mdash; fast.</p>
<p class="secret">Unseen.</p><aside epub:type="footnote" id="n"><p>Smith, 1990.</p></aside>
</body></html>"""
TWO = '<html><body><section id="s"><p>It closed in 1990.</p></section></body></html>'


def book(
    metadata: str = METADATA, spine: str = SPINE, opf: str = OPF, **more: str | bytes
) -> bytes:
    files: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": opf.format(metadata=metadata, spine=spine),
        "OEBPS/nav.xhtml": NAV,
        "OEBPS/text/one.xhtml": ONE,
        "OEBPS/text/two .xhtml": TWO,
        "OEBPS/a.css": ".secret { display: none }",
    }
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in {**files, **more}.items():
            archive.writestr(name, content)
    return stream.getvalue()


def opened(data: bytes) -> Document:
    document = read(data, "mill.epub")
    assert_sound(document.text, document.blocks)
    return document


def test_chapters_come_in_the_order_of_the_spine_with_their_names() -> None:
    assert layout(opened(book())) == [
        ("heading1", "The opening"),
        ("paragraph", "It opened in 1912. It\u00a0grew — fast."),
        ("hidden", "Unseen."),
        ("footnote", "Smith, 1990."),
        ("heading2", "Later"),
        ("paragraph", "It closed in 1990."),
        ("furniture", "The opening"),
        ("furniture", "Later"),
    ]


def test_a_chapter_with_a_heading_keeps_its_own() -> None:
    one = "<html><body><p>Before.</p><h3>Work</h3><p>It opened in 1912.</p></body></html>"
    document = opened(book(**{"OEBPS/text/one.xhtml": one}))
    assert of_kind(document, BlockKind.HEADING) == ["Work", "Later"]


def test_a_book_states_facts_of_itself() -> None:
    document = opened(book())
    assert document.title == "The mill"
    assert document.metadata == {
        "author": "Ann Smith; Bob Jones",
        "date": "2020-05-12",
        "publisher": "The Press",
        "language": "en-GB",
    }
    assert document.boxes.page_count == 0


def test_the_older_form_states_roles_dates_and_contents_too() -> None:
    metadata = (
        '<dc:creator opf:role="ill">Cy</dc:creator><dc:creator opf:role="aut">Ann</dc:creator>'
        '<dc:date opf:event="conversion">2024-01-01</dc:date>'
        '<dc:date opf:event="publication">1999-07</dc:date>'
        "<dc:identifier>https://x.example/mill</dc:identifier>"
    )
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel>'
        '<text>First</text></navLabel><content src="text/one.xhtml"/></navPoint></navMap></ncx>'
    )
    opf = OPF.replace(
        'href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"',
        'href="toc.ncx" media-type="application/x-dtbncx+xml"',
    )
    document = opened(book(metadata, opf=opf, **{"OEBPS/toc.ncx": ncx}))
    assert document.metadata == {
        "author": "Ann",
        "date": "1999-07",
        "url": "https://x.example/mill",
    }
    assert of_kind(document, BlockKind.HEADING) == ["First"]


ENCRYPTION = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
 xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>
<enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData>
<enc:CipherReference URI="{file}"/></enc:CipherData></enc:EncryptedData></encryption>"""
AES = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"


def test_a_copy_protected_book_is_refused_with_the_way_out() -> None:
    stated = ENCRYPTION.format(algorithm=AES, file="OEBPS/text/one.xhtml")
    with pytest.raises(UnreadableDocumentError, match=r"copy-protected.*without protection"):
        opened(book(**{"META-INF/encryption.xml": stated}))


@pytest.mark.parametrize(
    ("algorithm", "file"),
    [("http://www.idpf.org/2008/embedding", "OEBPS/f.otf"), (AES, "OEBPS/pic.png")],
)
def test_a_book_with_scrambled_fonts_is_read(algorithm: str, file: str) -> None:
    stated = ENCRYPTION.format(algorithm=algorithm, file=file)
    assert "It opened in 1912." in opened(book(**{"META-INF/encryption.xml": stated})).text


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("META-INF/container.xml", "<container/>"),
        ("META-INF/container.xml", "no XML"),
        ("OEBPS/book.opf", "<package>"),
        ("OEBPS/book.opf", "<package/>"),
    ],
)
def test_a_broken_book_is_refused(file: str, content: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=r"mill\.epub is broken"):
        opened(book(**{file: content}))


def test_a_book_that_would_be_endless_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits.MOST_PIECES == 100_000
    monkeypatch.setattr(limits, "MOST_PIECES", 1_000)
    one = "<html><body>" + "<p>x</p>" * 1_001 + "</body></html>"
    with pytest.raises(TooLargeError, match="more than 1,000 paragraphs"):
        opened(book(**{"OEBPS/text/one.xhtml": one}))
