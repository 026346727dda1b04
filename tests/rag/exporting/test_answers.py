"""Answers as files, each parsed back by a library of its own format."""

import json
import re
import zipfile
from io import BytesIO

import docx
import pytest
from lxml import etree, html
from markdown_it import MarkdownIt

from index.errors import UnknownFormatError
from index.reading import from_text
from index.types import Document
from rag.exporting.answers import FORMS, form_of
from rag.gate import Gate
from rag.recalling import Recalled, unkept
from rag.types import Answer, Draft, IndexState, Quote, Statement, Timing

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BASE = "http://127.0.0.1:8000"
HOSTILE = (
    "1. *Bold* [^1] <script>alert(1)</script> & &lt; `x` | ~~y~~ $z$ ![a](javascript:1) # \\n.",
    "- A line that looks like an item costs 5 % & more.",
    "أُضيئت المنارة في عام 1874.",
    "“灯塔”于1874年启用。",
)
TITLE = 'A <b>title</b> & "quotes" ]] --> *x*'
WORKS = ("Byrne, A. (2019). *The* <lamp>.", "1. Nobody & sons.")


def document(texts: tuple[str, ...], identifier: str = "lamp") -> Document:
    return from_text("\n\n".join(texts), title=TITLE, source="lamp.txt", id=identifier)


def stated(source: Document, text: str) -> Statement:
    start = source.text.index(text)
    passage = source.passage(start, start + len(text))
    quotes = (Quote(text, 0, passage.span),)
    made = Gate(lambda _id: source, ()).verify(Draft(text, quotes), [passage])
    assert isinstance(made, Statement)
    return made


def answered(
    *statements: Statement, missing: tuple[str, ...] = (), question: str = "What <b>is</b> it?"
) -> Recalled:
    state = IndexState(1, "words")
    answer = Answer(
        *("ans_1", question, statements, missing, (), (), "extractive", None, state),
        timing=Timing(),
    )
    return unkept(answer)


@pytest.fixture(scope="module")
def hostile() -> Recalled:
    source = document(HOSTILE)
    return answered(*(stated(source, text) for text in HOSTILE), missing=("who *paid* & why",))


def written(recalled: Recalled, form: str, works: tuple[str, ...] = ()) -> bytes:
    return form_of(form).write(recalled, works, BASE)


def links_of(recalled: Recalled) -> list[str]:
    return [BASE + citation.url for citation in recalled.answer.citations]


def test_markdown_shows_every_word_as_it_is(hostile: Recalled) -> None:
    text = written(hostile, "markdown", WORKS).decode()
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    main = re.sub(r"(?m)^\[\^\d+\]: .*\n?", "", text)
    tokens = parser.parse(main)
    kinds = {token.type for token in tokens if token.nesting == 1}
    assert kinds == {"paragraph_open", "heading_open"}
    shown = [token for token in tokens if token.type == "inline"]
    inner = {child.type for token in shown for child in token.children or []}
    assert inner == {"text", "strong_open", "strong_close"}
    lines = ["".join(c.content for c in token.children or []) for token in shown]
    assert lines == [
        "What <b>is</b> it?",
        *(f"{said}[^{n}]" for n, said in enumerate(HOSTILE, 1)),
        "Your sources do not answer this part: who *paid* & why",
        "Bibliography",
        *WORKS,
    ]


def test_each_footnote_of_markdown_tells_words_work_place_and_link(hostile: Recalled) -> None:
    text = written(hostile, "markdown").decode()
    notes = re.findall(r"(?m)^\[\^(\d+)\]: (.*)$", text)
    assert [number for number, _ in notes] == ["1", "2", "3", "4"]
    parser = MarkdownIt("commonmark")
    for (_, note), said, link, number in zip(
        notes, HOSTILE, links_of(hostile), range(1, 5), strict=True
    ):
        (inline,) = (token for token in parser.parse(note) if token.type == "inline")
        words = "".join(child.content for child in inline.children or [])
        assert words == f"“{said}” {TITLE}, para. {number}. {link}"
        (opened,) = (c for c in inline.children or [] if c.type == "link_open")
        assert opened.attrs == {"href": link}


def test_a_web_page_shows_every_word_as_it_is(hostile: Recalled) -> None:
    page = html.fromstring(written(hostile, "html", WORKS))
    assert {each.tag for each in page.iter()} == {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "sup", "a"),
        *("section", "ol", "li"),
    }
    assert page.findtext(".//title") == page.findtext(".//h1") == "What <b>is</b> it?"
    said = [each.xpath("string()") for each in page.xpath("body/p")]
    assert said == [
        *(f"{text}[{n}]" for n, text in enumerate(HOSTILE, 1)),
        "Your sources do not answer this part: who *paid* & why",
    ]
    assert all(each.get("dir") == "auto" for each in page.xpath("//p | //li | //h1"))
    notes = page.xpath("//li")
    for note, text, link, number in zip(
        notes, HOSTILE, links_of(hostile), range(1, 5), strict=True
    ):
        told = f"“{text}” {TITLE}, para. {number}. {link} ↩"
        assert note.xpath("string()").strip() == told
        assert [a.get("href") for a in note.iter("a")] == [link, f"#ref-{number}"]
    anchors = set(page.xpath("//@id"))
    assert {href[1:] for href in page.xpath("//a/@href") if href[0] == "#"} <= anchors
    entries = page.xpath("//section[@role='doc-bibliography']/p")
    assert tuple(each.text for each in entries) == WORKS


def test_a_word_file_has_real_footnotes(hostile: Recalled) -> None:
    data = written(hostile, "docx", WORKS)
    opened = docx.Document(BytesIO(data))
    assert [(each.style and each.style.name, each.text) for each in opened.paragraphs] == [
        ("Heading 1", "What <b>is</b> it?"),
        *(("Normal", text) for text in HOSTILE),
        ("Normal", "Your sources do not answer this part: who *paid* & why"),
        ("Heading 2", "Bibliography"),
        *(("Normal", text) for text in WORKS),
    ]
    assert opened.core_properties.title == "What <b>is</b> it?"
    body = opened.element.body
    references = [each.get(f"{W}id") for each in body.iter(f"{W}footnoteReference")]
    assert references == ["1", "2", "3", "4"]
    turned = [each.find(f"{W}pPr/{W}bidi") is not None for each in body.iter(f"{W}p")][:5]
    assert turned == [False, False, False, True, False]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/footnotes.xml"))
        relations = etree.fromstring(archive.read("word/_rels/footnotes.xml.rels"))
    notes = ["".join(each.itertext()) for each in root][2:]
    for note, text, link, number in zip(
        notes, HOSTILE, links_of(hostile), range(1, 5), strict=True
    ):
        assert note == f" “{text}” {TITLE}, para. {number}. {link}"
    assert {each.get("Target") for each in relations} == set(links_of(hostile))


def test_json_is_the_answer_object(hostile: Recalled) -> None:
    told = json.loads(written(hostile, "json", WORKS))
    assert [each["text"] for each in told["statements"]] == list(HOSTILE)
    assert (told["status"], told["bibliography"]) == ("partial", list(WORKS))
    assert "bibliography" not in json.loads(written(hostile, "json"))


def test_two_places_of_a_sentence_share_one_footnote_in_word() -> None:
    source = document(("It burned. Really.", "It burned."))
    first, second = stated(source, "It burned."), stated(source, "Really.")
    both = Gate(lambda _id: source, ()).verify(
        Draft("It burned.", (Quote("It burned.", 0, first.citations[0].span),
                             Quote("Really.", 1, second.citations[0].span))),
        [source.passage(0, 10), source.passage(11, 18)],
    )  # fmt: skip
    assert isinstance(both, Statement)
    data = written(answered(both), "docx")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/footnotes.xml"))
    told = "".join(root[2].itertext())
    assert len(root) == 3
    assert re.sub(r"http\S+", "URL", told) == (
        f" “It burned.” {TITLE}, para. 1. URL “Really.” {TITLE}, para. 1. URL"
    )


@pytest.mark.parametrize("form", FORMS)
def test_an_answer_that_is_not_in_the_sources_says_so(form: str) -> None:
    data = written(answered(question="Who paid?"), form)
    if form == "docx":
        text = "\n".join(each.text for each in docx.Document(BytesIO(data)).paragraphs)
    else:
        text = data.decode()
    if form == "json":
        assert json.loads(text)["status"] == "not_in_sources"
        return
    assert "Who paid?" in text
    assert "No sentence in your sources clearly answers this." in text
    assert "Sources" not in text


def test_words_of_the_first_person_are_those_of_their_author() -> None:
    said = stated(document(("I kept the lamp.",)), "I kept the lamp.")
    for form in ("markdown", "html"):
        assert "The author says: “I kept the lamp.”" in written(answered(said), form).decode()


def test_an_unknown_form_is_told_which_there_are() -> None:
    with pytest.raises(UnknownFormatError, match="one of markdown, html, docx, json"):
        form_of("pdf")
