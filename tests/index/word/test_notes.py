"""Footnotes and comments in Word files: nothing else of a file changes, and all comes back."""

import zipfile
from io import BytesIO

import docx
import pytest
from lxml import etree

from index.errors import InputError, UnreadableDocumentError
from index.reading.archives import open_archive
from index.spans import Span
from index.word.draft import WordDraft, read_draft
from index.word.fragments import Inline
from index.word.notes import Note, Remark, with_notes
from index.word.packing import ORIGIN
from index.word.removing import without_notes
from tests.index.word.drafts import (
    COMMENTS,
    FOOTNOTES,
    STRICT,
    STYLES,
    USUAL,
    WordFile,
    complex_field,
    paragraph,
    random_file,
    run,
    table,
    text_box,
)

W = f"{{{USUAL}}}"
LINK = "http://127.0.0.1:8000/d/lamp?c=1-9&collection=x"


def draft_in(data: bytes) -> WordDraft:
    return read_draft(open_archive(data, "a.docx"))


def sentences(data: bytes) -> list[Span]:
    return [span for block in draft_in(data).blocks for span in block.sentences]


def note(at: int, text: str = "“It burned.” Lamps.") -> Note:
    return Note(at, (Inline(f"{text} "), Inline(LINK, LINK)))


def noted(data: bytes, remarked: bool = False) -> bytes:
    """Return a file with a footnote behind each sentence, or a comment on each."""
    spans = sentences(data)
    if remarked:
        return with_notes(data, "a.docx", [], [Remark(s.start, s.end, "not so") for s in spans])
    notes = [note(span.end, f"Note {number}.") for number, span in enumerate(spans)]
    return with_notes(data, "a.docx", notes)


def part(data: bytes, name: str = "word/document.xml") -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


def body(data: bytes) -> str:
    return part(data).decode().partition("<w:body>")[2].partition("</w:body>")[0]


REFERENCE = (
    '<w:bookmarkStart w:id="{n}" w:name="_Pincite{n}"/><w:r><w:rPr><w:vertAlign '
    'w:val="superscript"/></w:rPr><w:footnoteReference w:id="{n}"/></w:r><w:bookmarkEnd '
    'w:id="{n}"/>'
)


def referred(number: int) -> str:
    return REFERENCE.format(n=number)


# Where a note goes


def test_a_run_is_parted_where_its_sentence_ends() -> None:
    file = WordFile(paragraph(run("One here. Two & more. Thr", "<w:b/>"), run("ee.")))
    start, between = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">', "</w:t></w:r>"
    assert body(noted(file.data)) == paragraph(
        f"{start}One here.{between}{referred(1)}"
        f"{start} Two &amp; more.{between}{referred(2)}"
        f"{start} Thr{between}",
        run("ee."),
        referred(3),
    )


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ('<w:hyperlink w:anchor="x">' + run("See. Here.") + "</w:hyperlink>", ""),
        (complex_field("REF x", run("See. Here.")), ""),
        ('<w:fldSimple w:instr="REF x">' + run("See. Here.") + "</w:fldSimple>", ""),
        (run("See") + "<m:oMath><m:r><m:t>x. Y.</m:t></m:r></m:oMath>", ""),
        (f"<w:sdt><w:sdtContent>{run('See. Here.')}</w:sdtContent></w:sdt>", ""),
        (run("See.") + text_box(paragraph(run("In a box."))), run(" Here.")),
        ("<w:r><w:t><![CDATA[See. Here.]]></w:t></w:r>", ""),
        ("<w:r><w:t>Here</w:t><w:noBreakHyphen/></w:r>", ""),
    ],
    ids=["link", "field", "simple field", "formula", "control", "box", "CDATA", "sign"],
)
def test_what_stays_in_one_piece_has_its_notes_behind(before: str, behind: str) -> None:
    file = WordFile(paragraph(before, behind))
    written = body(noted(file.data))
    expected = paragraph(before) if not behind else f"<w:p>{before}"
    at = expected.removesuffix("</w:p>")
    if behind:  # the first sentence ends before the box
        assert written.replace(referred(1), "", 1).startswith(at + referred(3)[:18])
    else:
        assert written.startswith(at + referred(1))


def test_a_note_in_tracked_insertions_is_inserted_text_too() -> None:
    added = f'<w:ins w:id="9" w:author="B">{run("New here. Newer.")}</w:ins>'
    written = body(noted(WordFile(paragraph(added)).data))
    opened = (
        '<w:p><w:ins w:id="9" w:author="B"><w:r><w:t xml:space="preserve">New here.</w:t></w:r>'
    )
    assert written.startswith(f'{opened}<w:bookmarkStart w:id="10" w:name="_Pincite1"/>')
    assert written.endswith('<w:bookmarkEnd w:id="11"/></w:ins></w:p>')


def test_a_row_of_a_table_has_its_note_in_its_last_cell() -> None:
    file = WordFile(table((run("Year"), run("Workers")), (run("1912"), run("340"))))
    assert body(noted(file.data)) == table(
        (run("Year"), run("Workers") + referred(1)), (run("1912"), run("340") + referred(2))
    )


def test_a_comment_is_on_the_words_of_its_sentence() -> None:
    file = WordFile(paragraph(run("One here. Two.")))
    start, between = '<w:r><w:t xml:space="preserve">', "</w:t></w:r>"
    begun, ended = (
        '<w:commentRangeStart w:id="{0}"/>',
        '<w:commentRangeEnd w:id="{0}"/><w:r><w:rPr></w:rPr><w:commentReference w:id="{0}"/></w:r>',
    )
    assert body(noted(file.data, remarked=True)) == paragraph(
        f"{begun.format(1)}{start}One here.{between}{ended.format(1)}{start} {between}"
        f"{begun.format(2)}{start}Two.{between}{ended.format(2)}"
    )


# What a note says


def test_a_note_tells_its_words_and_links_to_its_place() -> None:
    data = WordFile(paragraph(run("One here."))).data
    words = Inline("“<b>&amp;\x0b\tq” ")
    made = with_notes(data, "a.docx", [Note(9, (words, Inline("read", LINK)))])
    (root,) = etree.fromstring(part(made, "word/footnotes.xml")).xpath("//*[@*='1']")
    assert "".join(root.itertext()) == " “<b>&amp;  q” read"
    (link,) = root.iter(f"{W}hyperlink")
    relations = etree.fromstring(part(made, "word/_rels/footnotes.xml.rels"))
    (relation,) = relations
    assert link.attrib.values() == [relation.get("Id")]
    assert (relation.get("Target"), relation.get("TargetMode")) == (LINK, "External")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "/d/x", "file:///etc/passwd", "http:// a"])
def test_what_is_no_address_of_the_web_is_no_link(link: str) -> None:
    data = WordFile(paragraph(run("One here."))).data
    made = with_notes(data, "a.docx", [Note(9, (Inline("read", link),))])
    assert b"hyperlink" not in part(made, "word/footnotes.xml")
    assert "word/_rels/footnotes.xml.rels" not in zipfile.ZipFile(BytesIO(made)).namelist()


def test_a_right_to_left_quote_is_marked_as_such() -> None:
    data = WordFile(paragraph(run("One here."))).data
    made = with_notes(data, "a.docx", [Note(9, (Inline("“المنارة” "), Inline("Lamps.")))])
    right, left = list(etree.fromstring(part(made, "word/footnotes.xml")).iter(f"{W}r"))[-2:]
    assert right.find(f"{W}rPr/{W}rtl") is not None
    assert left.find(f"{W}rPr/{W}rtl") is None


def test_notes_come_among_those_that_the_file_has() -> None:
    parts = {"footnotes": FOOTNOTES, "comments": COMMENTS, "styles": STYLES}
    own = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    data = WordFile(paragraph(run("One here."), own, run(" Two. Three here.")), parts).data
    made = with_notes(data, "a.docx", [note(9), note(26)], [Remark(10, 14, "not so")])
    footnotes = etree.fromstring(part(made, "word/footnotes.xml"))
    # Numbered in the order of their references, by which LibreOffice 7.4 goes.
    assert [each.get(f"{W}id") for each in footnotes] == ["-1", "1", "2", "3"]
    assert footnotes[2].xpath("string()") == "The keeper’s log, p. 3."
    references = etree.fromstring(part(made)).iter(f"{W}footnoteReference")
    assert [each.get(f"{W}id") for each in references] == ["1", "2", "3"]
    assert footnotes[1].xpath("string(.//@w:val)", namespaces={"w": USUAL}) == "Funotentext"
    comments = etree.fromstring(part(made, "word/comments.xml"))
    # No comment has the number of a footnote: LibreOffice 7.4 takes one for the other.
    assert [each.get(f"{W}id") for each in comments] == ["7", "8"]
    assert "".join(comments[1].itertext()) == "not so"
    assert without_notes(made, "a.docx").data == data


def test_a_strict_file_stays_strict() -> None:
    made = noted(WordFile(paragraph(run("One here.")), strict=True).data)
    for name in ("word/document.xml", "word/footnotes.xml", "word/_rels/document.xml.rels"):
        assert USUAL.encode() not in part(made, name)
    assert STRICT[USUAL].encode() in part(made, "word/footnotes.xml")


# What cannot be written


def test_a_file_with_our_notes_takes_no_more() -> None:
    data = WordFile(paragraph(run("One here."))).data
    for remarked in (False, True):
        made = noted(data, remarked)
        with pytest.raises(InputError, match="has citations of Pincite already"):
            noted(made, remarked)


@pytest.mark.parametrize(
    "document",
    [
        b'<!DOCTYPE w:document [<!ENTITY a "b">]><w:document xmlns:w="W"><w:body><w:p><w:r><w:t>A.'
        b"</w:t></w:r></w:p></w:body></w:document>",
        b'<?xml version="1.0" encoding="latin-1"?><w:document xmlns:w="W"><w:body><w:p><w:r><w:t>'
        b"\xe4.</w:t></w:r></w:p></w:body></w:document>",
    ],
)
def test_xml_that_no_word_writes_is_refused(document: bytes) -> None:
    file = WordFile(paragraph(run("One here."))).data
    with zipfile.ZipFile(BytesIO(file)) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            own = document.replace(b'"W"', f'"{USUAL}"'.encode())
            archive.writestr(name, own if name == "word/document.xml" else content)
    with pytest.raises(UnreadableDocumentError, match="Save it again"):
        with_notes(buffer.getvalue(), "a.docx", [note(2)])


# Back again


@pytest.mark.parametrize("seed", range(100))
def test_a_draft_comes_back_byte_for_byte(seed: int) -> None:
    data = random_file(seed).data
    draft = draft_in(data)
    spans = [span for block in draft.blocks for span in block.sentences]
    cited, doubted = spans[::2], spans[1::2]
    notes = [note(span.end, f"Note {number}.") for number, span in enumerate(cited)]
    remarks = [Remark(span.start, span.end, "not so") for span in doubted]
    made = with_notes(data, "a.docx", notes, remarks)
    assert_sound(made)
    again = draft_in(made)
    assert again.text == draft.text
    ours = [each for each in again.notes if each.text.startswith("Note ")]
    assert sorted(each.text.partition(".")[0] for each in ours) == sorted(
        f"Note {number}" for number in range(len(cited))
    )
    for number, span in enumerate(cited):
        (own,) = (each for each in ours if each.text.startswith(f"Note {number}."))
        (block,) = (each for each in draft.blocks if span in each.span)
        in_box = block.span.of(draft.text).startswith("In a box.")
        assert in_box or span.end <= own.at <= block.span.end
    freed = without_notes(made, "a.docx")
    assert (freed.is_original, freed.data == data) == (True, True)


def assert_sound(data: bytes) -> None:
    """Assert that every part of a file is whole, listed and typed, and python-docx opens it."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names))
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    if STRICT[USUAL].encode() not in part(data):  # which python-docx does not know
        docx.Document(BytesIO(data))


def test_a_file_saved_by_another_program_loses_our_notes_alone() -> None:
    parts = {"footnotes": FOOTNOTES, "comments": COMMENTS}
    own = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    data = WordFile(paragraph(run("One here."), own, run(" Two. Three here.")), parts).data
    spans = sentences(data)
    remarks = [Remark(spans[1].start, spans[1].end, "not so")]
    made = with_notes(data, "a.docx", [note(spans[0].end), note(spans[2].end)], remarks)
    document = docx.Document(BytesIO(made))
    document.paragraphs[0].add_run(" Written later.")
    saved = BytesIO()
    document.save(saved)
    freed = without_notes(saved.getvalue(), "a.docx")
    assert (freed.is_original, freed.notes) == (False, 3)
    assert_sound(freed.data)
    left = draft_in(freed.data)
    assert left.text == "One here. Two. Three here. Written later."
    assert [(each.at, each.text) for each in left.notes] == [(9, "The keeper’s log, p. 3.")]
    assert b"Pincite" not in part(freed.data) + part(freed.data, "word/comments.xml")
    again = with_notes(freed.data, "a.docx", [note(9)])
    assert without_notes(again, "a.docx").data == freed.data


def test_a_file_changed_inside_is_not_taken_for_the_original() -> None:
    made = noted(WordFile(paragraph(run("One here. Two."))).data)
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Two.", b"Six."))
    freed = without_notes(buffer.getvalue(), "a.docx")
    assert (freed.is_original, freed.notes) == (False, 2)
    assert draft_in(freed.data).text == "One here. Six."
    assert ORIGIN not in zipfile.ZipFile(BytesIO(freed.data)).namelist()


def test_a_file_without_our_notes_stays_as_it_is() -> None:
    data = WordFile(paragraph(run("One here."))).data
    freed = without_notes(data, "a.docx")
    assert (freed.data, freed.is_original, freed.notes) == (data, False, 0)


def test_members_that_overlap_are_refused() -> None:
    file = WordFile(paragraph(run("One here.")), {"never-read": "x"}, zipped="stored")
    data = bytearray(file.data)
    entries = [at for at in range(len(data)) if data[at : at + 4] == b"PK\x01\x02"]
    first, last = entries[0] + 42, entries[-1] + 42  # where an entry tells its place
    data[last : last + 4] = data[first : first + 4]
    with pytest.raises(UnreadableDocumentError, match="packed in an unusual way"):
        with_notes(bytes(data), "a.docx", [note(9)])
