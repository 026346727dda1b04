"""Word files with our notes opened by LibreOffice, where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from index.word.fragments import Inline
from index.word.notes import Note, Remark, with_notes
from index.word.removing import without_notes
from tests.index.word.drafts import FOOTNOTES, WordFile, paragraph, run, table
from tests.index.word.test_notes import draft_in, sentences

OFFICE = shutil.which("soffice")


def converted(file: Path, form: str) -> Path:
    """Return a file as LibreOffice saves it in another form."""
    profile = file.parent / "profile"
    subprocess.run(
        [
            *(str(OFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless"),
            *("--convert-to", form, "--outdir", str(file.parent / form), str(file)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return file.parent / form / file.with_suffix(f".{form}").name


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_the_notes_and_they_are_found_in_what_it_saves(tmp_path: Path) -> None:
    own = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    data = WordFile(
        paragraph(run("One he"), run("re. Two. Thr", "<w:b/>"), run("ee."), own, run(" Four."))
        + table((run("Year"), run("1912"))),
        {"footnotes": FOOTNOTES},
    ).data
    one, two, three, four, row = sentences(data)
    cited = [(one, "“Wörter” 灯塔"), (three, "“third” Lamps"), (row, "“nineteen” Mills")]
    link = "http://127.0.0.1:8000/d/x?c=1-2"
    notes = [Note(each.end, (Inline(f"{told} "), Inline(link, link))) for each, told in cited]
    remarks = [Remark(each.start, each.end, "not in the sources") for each in (two, four)]
    file = tmp_path / "draft.docx"
    file.write_bytes(with_notes(data, "a.docx", notes, remarks))

    with pypdfium2.PdfDocument(converted(file, "pdf")) as pdf:
        shown = pdf[0].get_textpage().get_text_range().splitlines()
    at = next(number for number, line in enumerate(shown) if line.startswith("1 "))
    assert [line.strip() for line in shown[at:]] == [
        f"1 “Wörter” 灯塔 {link}",
        f"2 “third” Lamps {link}",
        "3The keeper’s log, p. 3.",
        f"4 “nineteen” Mills {link}",
    ]
    assert "One here.1" in " ".join(shown[:at])

    saved = converted(file, "docx").read_bytes()
    assert len(draft_in(saved).notes) == 4
    freed = without_notes(saved, "a.docx")
    assert (freed.is_original, freed.notes) == (False, 5)
    left = draft_in(freed.data)
    assert left.text == "One here. Two. Three. Four.\n\nYear\t1912"
    assert [(each.at, each.text) for each in left.notes] == [(21, "The keeper’s log, p. 3.")]
