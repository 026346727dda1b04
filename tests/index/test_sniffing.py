import time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from index.errors import UnreadableDocumentError, UnsupportedFormatError
from index.reading.formats import FORMATS, KNOWN, LISTED
from index.reading.sniffing import format_of

OFFICE = "application/vnd.openxmlformats-officedocument."
PAGE = "<html><body><h1>Mill</h1><p>The mill opened in 1912.</p></body></html>"
SENT = (
    "Return-Path: <ann@example.org>\nReceived: from mail.example.org\n\tby mx; Mon\n"
    "From: Ann <ann@example.org>\nSubject: Mill\n\nThe mill opened in 1912.\n"
)


def archive(**members: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return file.getvalue()


def office(main: str) -> bytes:
    types = f'<Types><Override PartName="/x.xml" ContentType="{main}+xml"/></Types>'
    return archive(**{"[Content_Types].xml": types, "x.xml": "<x/>"})


def old_office(stream: str) -> bytes:
    entry = stream.encode("utf-16-le").ljust(64, b"\0") + (len(stream) * 2 + 2).to_bytes(
        2, "little"
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + entry + bytes(62)


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(UnsupportedFormatError) as raised:
        format_of(data, name)
    message = str(raised.value)
    assert message.endswith(LISTED)
    assert len(message.splitlines()) == 1
    return message.removesuffix(LISTED).strip()


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.docx", "a", "a.jpg"])
@pytest.mark.parametrize(
    ("data", "module"),
    [
        (b"%PDF-1.7\n1 0 obj", "pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-1.4\n", "pdf"),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n1 0 obj\nstartxref\n9\n%%EOF\n", "pdf"),
        (b"{\\rtf1 Hello}", "rtf"),
        (office(OFFICE + "wordprocessingml.document.main"), "docx"),
        (office("application/vnd.ms-word.document.macroEnabled.main"), "docx"),
        (office(OFFICE + "presentationml.presentation.main"), "pptx"),
        (office(OFFICE + "presentationml.slideshow.main"), "pptx"),
        (office(OFFICE + "spreadsheetml.sheet.main"), "xlsx"),
        (office("application/vnd.ms-excel.sheet.macroEnabled.main"), "xlsx"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        (archive(mimetype="application/epub+zip\n"), "epub"),
        (archive(**{"META-INF/container.xml": "<container/>"}), "epub"),
        (PAGE.encode(), "html"),
        (PAGE.encode("utf-16"), "html"),
        (PAGE.encode("utf-16-le"), "html"),
        (b"\xef\xbb\xbf\n<!-- saved -->\n<!-- twice -->\n<!DOCTYPE HTML><title>M</title>", "html"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html/>', "html"),
        (b'<?xml version="1.0"?><html xmlns="x"><head><title>M</title>', "html"),
        (SENT.encode(), "eml"),
        (SENT.replace("\n", "\r\n").encode(), "eml"),
    ],
)
def test_the_content_tells_the_format_whatever_the_name(
    data: bytes, module: str, name: str
) -> None:
    assert format_of(data, name).module == module


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("a.txt", "plain_text"),
        ("A.TXT", "plain_text"),
        ("README", "plain_text"),
        ("report.2024", "plain_text"),
        ("a.docx", "plain_text"),
        ("a.log", "plain_text"),
        ("a.md", "markdown"),
        ("a.rst", "rst"),
        ("a.csv", "delimited"),
        ("a.tsv", "delimited"),
        ("a.json", "json_text"),
        ("a.html", "html"),
        ("a.eml", "eml"),
    ],
)
def test_the_name_tells_which_kind_of_text_a_text_is(name: str, module: str) -> None:
    assert format_of(b"The mill opened in 1912.", name).module == module


@pytest.mark.parametrize(
    "text",
    [
        "<p align=center><img src=logo.png></p>\n\n# Mill\n\nOpened in 1912.",
        "<!-- a comment -->\n# Mill\n<html>",
        "<html> is the element that all others of a page stand in.",
        "<header>Mill</header>\n\nText",
        "# Mill\n\n<!DOCTYPE html>\n<html><body>",
        "A PDF starts with %PDF-1.7 and ends with %%EOF.",
        "From: Ann\nTo: Bob\nDate: 3 May\nSubject: Mill\n\nThe mill opened in 1912.",
        "Received: 30 sacks\nThe mill opened.",
        "BMW and MZ made motorcycles.",
        "PK stands for Phil Katz. {\\rtf1 stands for nothing.",
        "GIF89a is a format of pictures.",
    ],
)
def test_a_text_about_a_format_is_a_text(text: str) -> None:
    assert format_of(text.encode(), "a.md").module == "markdown"
    assert format_of(text.encode(), "a.txt").module == "plain_text"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "a PNG image, which cannot be read."),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(60), "a JPEG image, which cannot be read."),
        (b"ID3\x03\0\0\0\0" + bytes(60), "a sound recording, which cannot be read."),
        (b"\0\0\0\x18ftypmp42" + bytes(60), "a video, which cannot be read."),
        (b"\x1f\x8b\x08\0\0\0\0\0", "a gzip archive, which cannot be read."),
        (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(60), "a 7-Zip archive, which cannot be read."),
        (b"\x7fELF\2\1\1\0" + bytes(60), "a program, which cannot be read."),
        (b"MZ" + bytes(70) + b"PE\0\0", "a program, which cannot be read."),
        (b"SQLite format 3\0" + bytes(60), "an SQLite database, which cannot be read."),
        (archive(**{"../../x.txt": "x"}), "a ZIP archive: unpack it and add the files in it."),
        (b"PK\x05\x06" + bytes(18), "a ZIP archive: unpack it and add the files in it."),
        (
            archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "an OpenDocument spreadsheet: save it as .xlsx and add that.",
        ),
        (
            office("application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
            "a binary Excel workbook (.xlsb): save it as .xlsx and add that.",
        ),
        (
            archive(**{"Index/Document.iwa": "x"}),
            "a Pages, Numbers or Keynote document: export it as .docx, .xlsx, .pptx or PDF "
            "and add that.",
        ),
        (old_office("WordDocument"), "an old Word document (.doc): save it as .docx and add that."),
        (old_office("Workbook"), "an old Excel workbook (.xls): save it as .xlsx and add that."),
        (
            old_office("PowerPoint Document"),
            "an old PowerPoint presentation (.ppt): save it as .pptx and add that.",
        ),
        (
            old_office("__properties_version1.0"),
            "an Outlook message (.msg): save it as .eml and add that.",
        ),
        (old_office("Contents"), "a file of an old Office program: save it in a newer format."),
        (b"%!PS-Adobe-3.0\n", "a PostScript document: save it as PDF and add that."),
    ],
)
def test_a_file_of_another_kind_is_refused_with_the_way_out(data: bytes, message: str) -> None:
    for name in ("a.txt", "a.pdf", "a"):
        assert refusal(data, name) == f"{name} is {message}"


def test_bytes_that_nobody_knows_are_refused_unless_the_name_says_text() -> None:
    data = b"\1\2\0\3\0\xff"
    assert refusal(data, "a.bin") == "a.bin is of another format, which cannot be read."
    assert format_of(data, "a.txt").module == "plain_text"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///x">]><d>&x;</d>', "a.xml"),
        ('<?xml version="1.0"?><note/>', "a.txt"),
        ("<!-- c --><!DOCTYPE note><note/>", "a.txt"),
        ("<feed><entry/></feed>", "a.xml"),
        ('<svg width="3"><path/></svg>', "a.svg"),
    ],
)
def test_xml_that_is_no_web_page_is_refused(text: str, name: str) -> None:
    assert refusal(text.encode(), name) == (
        f"{name} is XML, which is read only as a web page (XHTML): export it as a document, "
        "as CSV or as text and add that."
    )


def test_a_document_under_a_password_says_so() -> None:
    with pytest.raises(UnreadableDocumentError) as raised:
        format_of(old_office("EncryptedPackage"), "a.docx")
    assert str(raised.value) == (
        "a.docx is encrypted: save it without a password and add it again."
    )


def test_an_archive_that_is_cut_off_is_damaged() -> None:
    whole = office(OFFICE + "wordprocessingml.document.main")
    for cut in (whole[:-30], whole[: len(whole) // 2], b"PK\x03\x04"):
        with pytest.raises(UnreadableDocumentError, match=r"^a\.docx is broken or cut off"):
            format_of(cut, "a.docx")


def test_rows_of_json_are_added_in_another_way() -> None:
    with pytest.raises(UnsupportedFormatError, match="add it with `pincite add`"):
        format_of(b'{"text": "x"}', "a.jsonl")


def test_what_says_the_format_is_never_unpacked_whole() -> None:
    started = time.process_time()
    bomb = archive(mimetype="A" * 100_000_000)
    made = time.process_time() - started
    started = time.process_time()
    assert refusal(bomb, "a.epub").startswith("a.epub is a ZIP archive")
    assert time.process_time() - started < made / 5  # measured at 0.002 s of 0.4 s


@pytest.mark.parametrize(
    "text",
    [
        "<!-- -->" * 8000,
        " " * 60_000 + "x",
        "<!--" * 16_000,
        "<html " * 10_000,
        "From: a\n" * 8000,
        '<?xml version="1.0"?>' * 3000,
    ],
)
def test_a_look_takes_no_time(text: str) -> None:
    started = time.process_time()
    try:
        format_of(text.encode(), "a.txt")
    except UnsupportedFormatError:
        assert text.startswith("<?xml")
    assert time.process_time() - started < 0.5  # measured below 0.005 s


def test_every_suffix_is_of_one_format_and_told_in_the_messages() -> None:
    suffixes = [suffix for known in KNOWN for suffix in known.suffixes]
    assert sorted(suffixes) == sorted(set(suffixes))
    assert (*suffixes, ".jsonl") == FORMATS
    for (
        wanted
    ) in ".txt .md .rst .html .pdf .docx .pptx .xlsx .csv .json .epub .eml .odt .rtf".split():
        assert f" {wanted}," in LISTED
