import json
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from tests.api.commands import CommandLine
from tests.index.word.drafts import FOOTNOTES, WordFile, paragraph, run

SOURCE = "The lamp was lit in 1874. It burned 53 litres of oil in a night. Ada Byrne kept it."


@pytest.fixture
def library(pincite: CommandLine, tmp_path: Path) -> CommandLine:
    source = tmp_path / "lamp.txt"
    source.write_text(SOURCE, encoding="utf-8")
    assert pincite("add", str(source)).code == 0
    return pincite


def test_a_sound_draft_leaves_with_zero(library: CommandLine, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("# Lamps\n\nThe lamp was lit in 1874.\n", encoding="utf-8")
    done = library("check", str(draft))
    assert done.code == 0
    assert "supported       The lamp was lit in 1874." in done.out
    assert "“The lamp was lit in 1874.”" in done.out


def test_a_draft_with_a_wrong_figure_leaves_with_one(library: CommandLine, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("The lamp was lit in 1847. Ada Byrne kept it.", encoding="utf-8")
    done = library("check", str(draft), "--show", "problems")
    assert done.code == 1
    assert "the source says 1874, not 1847" in done.out
    assert "Ada Byrne kept it." not in done.out
    assert "1 contradicted, 1 supported" in done.out


def test_json_is_the_check_object(library: CommandLine, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("The lamp was lit in 1874. It is “lit in 1847”.", encoding="utf-8")
    done = library("check", str(draft), "--json")
    assert done.code == 1
    check = json.loads(done.out)
    assert check["sentences"][0]["verdict"] == "supported"
    assert check["quotations"][0]["verdict"] == "altered"
    assert check.keys() == {"sentences", "quotations", "index"}


def test_citations_are_printed_in_the_format_asked_for(
    library: CommandLine, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("The lamp was lit in 1874.", encoding="utf-8")
    done = library("check", str(draft), "--format", "pandoc")
    assert done.code == 0
    assert "                “The lamp was lit in 1874.” [@lamp, para. 1]\n" in done.out
    as_json = library("check", str(draft), "--format", "pandoc", "--json").json
    (citation,) = as_json["sentences"][0]["citations"]
    assert citation["formatted"] == "“The lamp was lit in 1874.” [@lamp, para. 1]"
    unknown = library("check", str(draft), "--format", "papyrus")
    assert (unknown.code, unknown.out) == (2, "")
    assert "choose one of text, markdown, pandoc" in unknown.err


def test_a_draft_that_is_not_there_is_wrong_use(library: CommandLine) -> None:
    done = library("check", "nowhere.md")
    assert done.code == 2
    assert "nowhere.md cannot be read" in done.err


def test_footnotes_are_written_and_removed_again(library: CommandLine, tmp_path: Path) -> None:
    draft, noted, again = (tmp_path / name for name in ("draft.md", "noted.md", "again.md"))
    draft.write_bytes("\ufeffThe lamp was lit in 1874.\r\nPenguins fly.\r\n".encode())
    assert library("check", str(draft), "--write", str(noted), "--remarks").code == 1
    text = noted.read_bytes().decode()
    assert text.startswith("\ufeffThe lamp was lit in 1874.[^pincite-1]\r\nPenguins fly.<!-- ")
    assert "[^pincite-1]: “The lamp was lit in 1874.” lamp" in text
    assert library("check", str(noted), "--remove", str(again)).code == 0
    assert again.read_bytes() == draft.read_bytes()


def test_the_draft_itself_is_never_written_over(library: CommandLine, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("The lamp was lit in 1874.", encoding="utf-8")
    done = library("check", str(draft), "--write", str(draft))
    assert (done.code, "Name another file" in done.err) == (2, True)
    assert draft.read_text(encoding="utf-8") == "The lamp was lit in 1874."


def test_a_saved_check_is_verified(library: CommandLine, tmp_path: Path) -> None:
    draft, saved = tmp_path / "draft.txt", tmp_path / "check.json"
    draft.write_text("The lamp was lit in 1874. It burned “53 litres of oil”.", encoding="utf-8")
    saved.write_text(library("check", str(draft), "--json").out, encoding="utf-8")
    assert library("verify", str(saved)).code == 0
    source = tmp_path / "lamp.txt"
    source.write_text(SOURCE.replace("1874", "1875"), encoding="utf-8")
    library("add", str(source))
    done = library("verify", str(saved))
    assert done.code == 1
    assert "changed" in done.out


def test_a_pandoc_draft_gets_keys_and_a_bibliography_beside_it(
    library: CommandLine, tmp_path: Path
) -> None:
    draft, out, again = (tmp_path / name for name in ("draft.md", "out.md", "again.md"))
    draft.write_text("The lamp was lit in 1874. Ada Byrne kept it.\n", encoding="utf-8")
    done = library("check", str(draft), "--write", str(out), "--cite-as", "pandoc")
    assert done.code == 0
    assert out.read_text(encoding="utf-8") == (
        "The lamp was lit in 1874 [@pincite-lamp, para. 1]. "
        "Ada Byrne kept it [@pincite-lamp, para. 1].\n"
    )
    works = (tmp_path / "out.bib").read_text(encoding="utf-8")
    assert works.startswith("@misc{pincite-lamp,\n  title = {{lamp}},")
    assert library("check", str(out), "--remove", str(again)).code == 0
    assert again.read_bytes() == draft.read_bytes()


def test_what_is_there_is_replaced_only_when_told(library: CommandLine, tmp_path: Path) -> None:
    draft, out, works = (tmp_path / name for name in ("draft.md", "out.md", "mine.bib"))
    draft.write_text("The lamp was lit in 1874.", encoding="utf-8")
    works.write_text("mine", encoding="utf-8")
    asked = ("check", str(draft), "--write", str(out), "--cite-as", "pandoc")
    refused = library(*asked, "--bibliography", str(works))
    assert (refused.code, out.exists(), works.read_text(encoding="utf-8")) == (2, False, "mine")
    assert "mine.bib is there already. Name another file, or give --overwrite." in refused.err
    assert library(*asked, "--bibliography", str(works), "--overwrite").code == 0
    assert "pincite-lamp" in works.read_text(encoding="utf-8")


def test_citations_that_do_not_fit_the_draft_are_wrong_use(
    library: CommandLine, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.csv"
    draft.write_text("a,b\nThe lamp was lit in 1874.,1\n", encoding="utf-8")
    done = library("check", str(draft), "--write", str(tmp_path / "out.csv"))
    assert (done.code, done.out) == (2, "")
    assert "draft.csv is none of these" in done.err


def test_a_word_file_is_given_footnotes_and_freed_of_them(
    library: CommandLine, tmp_path: Path
) -> None:
    draft, noted, again = (tmp_path / name for name in ("draft.docx", "noted.docx", "again.docx"))
    own = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    text = run("The lamp was lit in 1874."), own, run(" Penguins fly.")
    draft.write_bytes(WordFile(paragraph(*text), {"footnotes": FOOTNOTES}).data)
    assert library("check", draft, "--write", noted, "--cite-as", "pandoc").code == 2
    done = library("check", draft, "--write", noted, "--remarks")
    assert (done.code, "supported       The lamp was lit in 1874." in done.out) == (1, True)
    document = docx.Document(str(noted))
    assert document.paragraphs[0].text == "The lamp was lit in 1874. Penguins fly."
    (remark,) = document.comments
    assert remark.text.startswith("not in the sources (")
    notes = etree.fromstring(zipfile.ZipFile(noted).read("word/footnotes.xml"))
    told = "".join(notes[1].itertext())
    assert told.startswith(" “The lamp was lit in 1874.” lamp, para. 1. http://127.0.0.1:8000/d/")
    freed = library("check", noted, "--remove", again)
    assert (freed.code, "byte for byte" in freed.err) == (0, True)
    assert again.read_bytes() == draft.read_bytes()
    document.save(str(noted))
    freed = library("check", noted, "--remove", again, "--overwrite")
    assert (freed.code, "2 notes were taken out" in freed.err) == (0, True)
    assert b"Pincite" not in zipfile.ZipFile(again).read("word/document.xml")


def test_the_draft_s_own_citations_are_told_and_count(library: CommandLine, tmp_path: Path) -> None:
    draft, references = tmp_path / "draft.md", tmp_path / "refs.bib"
    references.write_text("@misc{byrne, title = {Lamp}}\n@misc{doe, title = {Oil}}\n")
    draft.write_text("The lamp was lit in 1874 [@byrne].\n", encoding="utf-8")
    sound = library("check", str(draft), "--references", str(references))
    assert sound.code == 0
    assert "                cited [@byrne]: supported\n" in sound.out
    assert "1 supported, 1 citation supported" in sound.out
    draft.write_text("The lamp was lit in 1874 [@doe].\n", encoding="utf-8")
    unsound = library("check", str(draft), "--references", str(references), "--show", "problems")
    assert unsound.code == 1
    assert "cited [@doe]: unknown source (the source “doe” is not in the library)" in unsound.out
    missing = library("check", str(draft), "--references", str(tmp_path / "no.bib"))
    assert missing.code == 2
    assert "no.bib cannot be read" in missing.err


def test_a_saved_check_is_verified_with_the_places_of_its_citations(
    library: CommandLine, tmp_path: Path
) -> None:
    draft, saved = tmp_path / "draft.md", tmp_path / "saved.json"
    draft.write_text("The lamp was lit in 1847 [@lamp].\n", encoding="utf-8")
    saved.write_text(library("check", str(draft), "--json").out, encoding="utf-8")
    whole = json.loads(saved.read_text(encoding="utf-8"))
    assert whole["sentences"][0]["cited"][0]["verdict"] == "contradicted"
    assert library("verify", str(saved)).code == 0
    whole["sentences"][0]["cited"][0]["citations"][0]["quote"]["exact"] = "The lamp went out."
    saved.write_text(json.dumps(whole), encoding="utf-8")
    assert library("verify", str(saved)).code == 1


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "draft.tex",
            "\\emph{The lamp} was lit in $1874$.\r\n",
            "\\emph{The lamp} was lit in $1874$~\\cite[para.~1]{pincite-lamp}.\r\n",
        ),
        (
            "draft.html",
            "<p>The <b>lamp</b> was lit in 1874.</p>",
            '<p>The <b>lamp</b> was lit in 1874.<sup class="pincite"><a href="#pincite-1">1</a>',
        ),
    ],
)
def test_a_draft_is_cited_in_as_its_form_usually_is(
    library: CommandLine, tmp_path: Path, name: str, text: str, expected: str
) -> None:
    draft, out, again = tmp_path / name, tmp_path / f"out-{name}", tmp_path / f"again-{name}"
    draft.write_bytes(text.encode())
    assert library("check", str(draft), "--write", str(out)).code == 0
    assert out.read_bytes().decode().startswith(expected)
    assert out.with_suffix(".bib").exists() is (draft.suffix == ".tex")
    assert library("check", str(out), "--remove", str(again)).code == 0
    assert again.read_bytes() == draft.read_bytes()


def test_what_the_draft_uses_of_a_source_is_told(library: CommandLine, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("It burned 53 litres of oil in a night. Who kept it?", encoding="utf-8")
    done = library("check", str(draft), "--coverage")
    assert "lamp: 1 of 3 sentences used, 9 of 12 words word for word (0 quoted)" in done.out
    assert (
        "  copied without quotation marks at 0-37: It burned 53 litres of oil in a night\n"
        in done.out
    )
    told = json.loads(library("check", str(draft), "--coverage", "--json").out)["coverage"]
    assert [each["used_sentences"] for each in told["documents"]] == [1]
    draft.write_text("Penguins breed on ice.", encoding="utf-8")
    assert "The draft rests on no document." in library("check", str(draft), "--coverage").out
