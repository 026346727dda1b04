"""Citations that a draft has already: does that source support the sentence?"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.boxes import NO_BOXES
from index.passage_index import PassageIndex
from index.reading import from_text
from index.types import Span
from rag.checking import Verdict
from rag.citing.bibtex import write_bibtex
from rag.citing.bibtex_reading import read_bibtex
from rag.citing.references import Author, Reference
from rag.draft_checking import CheckedSentence, DraftCheck, DraftChecker
from rag.drafts.draft import Form, Mark
from rag.drafts.reading import draft_of
from rag.mark_checking import CheckedMark, MarkVerdict
from rag.quoting.comparing import QuoteVerdict
from tests.fakes import WordHashEmbedder

DATA = Path(__file__).parents[1] / "data" / "checking"
HARBOUR = (
    "The harbour lamp was lit on 3 May 1874. It burned whale oil for twenty years. "
    "Captain Moreau kept it until the storm of 1894."
)
MILL = "The mill stood on the hill. Its owner never lived there. Its wheel was made of red oak."
QUARRY = "The quarry of Vell gave grey slate. Forty men worked in it until 1931."
FLOOD = "The flood of 1910 took the bridge away. Nobody was hurt. The ferry went on the next day."
BYRNE = {"author": "Ada Byrne", "date": "2019", "url": "https://lamps.example/harbour"}
PAGED = "The pier is 90 metres long.", "Its planks are of larch."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageIndex]:
    folder: Path = tmp_path_factory.mktemp("store")
    with PassageIndex.open(folder, WordHashEmbedder()) as index:
        index.add(
            from_text(HARBOUR, title="The harbour lamp", source="lamp.pdf", id="h", metadata=BYRNE)
        )
        index.add(
            from_text(
                MILL, title="The mill on the hill", source="mill.txt", id="m",
                metadata={"author": "Leo van Dorp; Ada Byrne", "date": "1998-02"},
            )
        )  # fmt: skip
        index.add(from_text(QUARRY, title="Slate", source="quarry.txt", id="q"))
        index.add(from_text(FLOOD, title="Annals", source="one.txt", id="f1"))
        index.add(from_text("The annals of Olm begin in 1802.", title="Annals", id="f2"))
        paged = from_text("\n\n".join(PAGED), title="Of the pier", source="pier.pdf", id="p")
        pages = [replace(block, page=number) for number, block in enumerate(paged.blocks, start=4)]
        index.add(replace(paged, blocks=tuple(pages), boxes=NO_BOXES))
        yield index


@pytest.fixture
def checker(index: PassageIndex) -> DraftChecker:
    return DraftChecker(index)


def checked(checker: DraftChecker, text: str) -> DraftCheck:
    return checker.check(draft_of(text))


def told(sentence: CheckedSentence) -> list[tuple[str, str | None, str]]:
    return [(mark.text, mark.document_id, mark.verdict.value) for mark in sentence.cited]


def only(check: DraftCheck) -> CheckedMark:
    (mark,) = [mark for sentence in check.sentences for mark in sentence.cited]
    return mark


LIT = "The harbour lamp was lit on 3 May 1874"
WHEEL = "The wheel of the mill was made of red oak"


@pytest.mark.parametrize(
    ("text", "document"),
    [
        (f"{LIT}.[^1]\n\n[^1]: Byrne, *The Harbour Lamp*, p. 3.\n", "h"),
        (f"{LIT}.[^1]\n\n[^1]: See lamp.pdf.\n", "h"),
        (f"{LIT}.[^1]\n\n[^1]: <http://www.lamps.example/harbour/#oil>.\n", "h"),
        (f"{LIT}.[^1]\n\n[^1]: Ada Byrne (2019), p. 5.\n", "h"),
        (f"{LIT}.^[<http://127.0.0.1:8000/d/h?c=0-39>]", "h"),
        (f"{LIT} [@byrne2019harbour, p. 1].", "h"),
        ("# L\n\nAs @byrne2019harbour [p. 1] tells, the harbour lamp was lit on 3 May 1874.", "h"),
        (f"{LIT} [@pincite-byrne2019harbour].", "h"),
        (f"{LIT} (Byrne, 2019).", "h"),
        (f"{LIT} (see Byrne 2019: 3).", "h"),
        ("Byrne (2019) says that the harbour lamp was lit on 3 May 1874.", "h"),
        (f"{WHEEL} (van Dorp & Byrne, 1998).", "m"),
        (f"{WHEEL} (van Dorp et al., 1998, p. 2).", "m"),
        (f"{LIT} [2].\n\nReferences\n\n[1] L. van Dorp, The mill on the hill, 1998.\n"
         "[2] A. Byrne, The harbour lamp, 2019.\n", "h"),
        (f"{LIT}. [1]\n\n# Literatur\n\n1. Byrne, A.: The harbour lamp. Olm 2019.\n", "h"),
        ("Grey slate came from the quarry of Vell.[^1]\n\n[^1]: “Slate”, p. 2.\n", "q"),
    ],
)  # fmt: skip
def test_the_named_document_is_found_and_supports_its_sentence(
    checker: DraftChecker, text: str, document: str
) -> None:
    mark = only(checked(checker, text))
    assert (mark.document_id, mark.verdict) == (document, MarkVerdict.SUPPORTED)
    assert mark.span.of(text) == mark.text
    assert {each.document_id for each in mark.citations} == {document}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{LIT} [@smith2019].", "the source “smith2019” is not in the library"),
        (f"{LIT} (Smith, 2019).", "the source “Smith, 2019” is not in the library"),
        (f"{LIT}.[^1]", "this footnote has no text"),
        (
            f"{LIT}.[^1]\n\n[^1]: Doe, Of oil, pp. 3–4.\n",
            "the source “Doe, Of oil, pp. 3–4.” is not in the library",
        ),
        (
            f"{LIT}.[^1]\n\n[^1]: *Annals*, p. 3.\n",
            "“*Annals*, p. 3.” may be any of these: “Annals” (one.txt), “Annals” (pasted-text-",
        ),
        (
            f"{LIT} [7].\n\n[1] A. Byrne, The harbour lamp, 2019.\n",
            "the source “[7]” is not in the library",
        ),
        (
            f"{LIT}.[^1]\n\n[^1]: Byrne, A history of the harbour lamp keepers, 2004.\n",
            "the source “Byrne, A history of the harbour lamp keepers, 2004.” is not in the",
        ),
    ],
)
def test_a_source_that_is_not_known_or_not_sure_is_told_and_not_guessed(
    checker: DraftChecker, text: str, reason: str
) -> None:
    check = checked(checker, text)
    mark = only(check)
    assert (mark.document_id, mark.verdict) == (None, MarkVerdict.UNKNOWN_SOURCE)
    assert mark.reason.startswith(reason)
    assert mark.citations == ()
    assert check.sentences[0].check.verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    "text",
    [
        f"{LIT}.[^1]\n\n[^1]: I owe this to the kindness of a neighbour.\n",
        f"{LIT} (London, 1874).",
        f"In Lisbon (2007) nobody knew. {LIT} (May 2019).",
        f"{LIT} [12].",
        f"{LIT}, as @lamplighters say.",
        f"# Lamps [@byrne2019harbour]\n\n{LIT}.",
    ],
)
def test_remarks_years_accounts_and_headings_are_no_citations(
    checker: DraftChecker, text: str
) -> None:
    assert [mark for each in checked(checker, text).sentences for mark in each.cited] == []


def test_a_source_that_does_not_say_it_is_told_with_the_one_that_does(
    checker: DraftChecker,
) -> None:
    check = checked(checker, f"{WHEEL} [@byrne2019harbour].")
    mark = only(check)
    assert mark.verdict is MarkVerdict.NOT_IN_SOURCES
    assert mark.reason == "“The harbour lamp” does not say this; “The mill on the hill” says it"
    assert check.sentences[0].check.verdict is Verdict.SUPPORTED


def test_a_source_that_says_something_else_contradicts(checker: DraftChecker) -> None:
    mark = only(checked(checker, "It burned whale oil for thirty years (Byrne, 2019)."))
    assert mark.verdict is MarkVerdict.CONTRADICTED
    assert "twenty" in mark.reason
    assert [each.exact for each in mark.citations] == ["It burned whale oil for twenty years."]


def test_each_mark_of_a_sentence_stands_for_the_part_before_it(checker: DraftChecker) -> None:
    text = (
        f"{LIT} [@byrne2019harbour], and the mill stood on the hill [@m]. "
        f"{LIT} [@m], and the mill stood on the hill [@byrne2019harbour; @m]."
    )
    first, second = checked(checker, text).sentences
    assert told(first) == [("[@byrne2019harbour]", "h", "supported"), ("[@m]", "m", "supported")]
    assert told(second) == [
        ("[@m]", "m", "not_in_sources"),
        ("@byrne2019harbour", "h", "not_in_sources"),
        ("@m", "m", "supported"),
    ]


def test_a_mark_behind_the_full_stop_belongs_to_the_sentence_before(
    checker: DraftChecker,
) -> None:
    text = (
        f"{LIT}. [@byrne2019harbour] {WHEEL}.[^1] [1] says that grey slate came from Vell.\n\n"
        "[^1]: The mill on the hill.\n\n[1] Slate. https://slate.example, quarry.txt\n"
    )
    sentences = checked(checker, text).sentences
    assert [[mark[:2] for mark in told(each)] for each in sentences[:3]] == [
        [("[@byrne2019harbour]", "h")],
        [("[^1]", "m")],
        [("[1]", "q")],
    ]


def test_a_note_of_several_sources_names_each_and_ibid_the_last_one(
    checker: DraftChecker,
) -> None:
    text = (
        f"{LIT}.[^1] The mill stood on the hill.[^2]\n\n"
        "[^1]: Byrne 2019, p. 1; Doe 2020, p. 2; The mill on the hill.\n[^2]: Ebd., p. 2.\n"
    )
    first, second = checked(checker, text).sentences
    assert told(first) == [
        ("[^1]", "h", "supported"),
        ("[^1]", None, "unknown_source"),
        ("[^1]", "m", "not_in_sources"),
    ]
    assert [mark.document_id for mark in second.cited] == ["h", None, "m"]


def test_the_list_of_references_is_no_prose(checker: DraftChecker) -> None:
    text = (
        f"{LIT} (Byrne, 2019).\n\n## References\n\n"
        "Byrne, A. (2019). “The harbour lamp”. Lamps 3, pp. 300–315.\n\n"
        "Dorp, L. van (1998). The mill on the hill.\n\n## Thanks\n\nThe mill stood on the hill.\n"
    )
    check = checked(checker, text)
    assert [each.check.verdict.value for each in check.sentences if each.text[0] != "#"] == [
        "supported", *["no_claim"] * (len(check.sentences) - 4), "supported",
    ]  # fmt: skip
    assert check.quotations == ()
    assert only(check).reason == ""


def test_a_page_that_differs_is_told(checker: DraftChecker) -> None:
    text = (
        "Its planks are of larch (Of the pier, p. 7). The pier is 90 metres long.[^1] "
        "The planks of the pier are of larch.[^2]\n\n"
        "[^1]: Of the pier, p. 4.\n[^2]: Of the pier, pp. 7–8.\n"
    )
    marks = [mark for each in checked(checker, text).sentences for mark in each.cited]
    assert [(mark.verdict.value, mark.reason) for mark in marks] == [
        ("supported", ""),
        ("supported", "cited as p. 7–8; the words stand on p. 5 of the file"),
    ]


def test_a_link_to_an_exact_place_is_held_to_it(checker: DraftChecker) -> None:
    elsewhere = only(checked(checker, f"{LIT}.^[http://localhost/d/h?collection=x&c=41-79]"))
    assert elsewhere.verdict is MarkVerdict.SUPPORTED
    assert elsewhere.reason == "it is said elsewhere in the document than where this links"


def test_a_bibliography_tells_what_the_keys_stand_for(index: PassageIndex) -> None:
    works = [
        Reference("lamp", "The Harbour Lamp: A History", (Author("Byrne", "Ada"),)),
        Reference("other", "The harbour lamp", (Author("Olsen", "Per"),)),
        Reference("site", "Something else", url="https://lamps.example/harbour?"),
        Reference("dorp", "", (Author("van Dorp", "Leo"),), date="1998"),
    ]
    checker = DraftChecker(index, bibliography=read_bibtex(write_bibtex(works)))
    text = f"{LIT} [@lamp; @other; @site]. {WHEEL} [@dorp]."
    first, second = checked(checker, text).sentences
    assert [mark.document_id for mark in first.cited] == ["h", None, "h"]
    assert told(second) == [("[@dorp]", "m", "supported")]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("It “burned whale oil for twenty years” [@byrne2019harbour].", QuoteVerdict.EXACT),
        ("It “burned whale oil for twenty years” [@m].", QuoteVerdict.WRONG_DOCUMENT),
        ("Byrne (2019) says it “burned whale oil for twenty years”.", QuoteVerdict.EXACT),
        ("It “burned whale oil for twenty years”.[^1]\n\n[^1]: mill.txt\n",
         QuoteVerdict.WRONG_DOCUMENT),
        ("> It burned whale oil for twenty years.\n> [@m]\n", QuoteVerdict.WRONG_DOCUMENT),
        ("As [@m] has it: it “burned whale oil for twenty years” [@byrne2019harbour].",
         QuoteVerdict.EXACT),
        ("It “burned whale oil for twenty years” [@nobody2001].", QuoteVerdict.EXACT),
    ],
)  # fmt: skip
def test_a_quotation_is_looked_for_in_the_document_that_its_citation_names(
    checker: DraftChecker, text: str, verdict: QuoteVerdict
) -> None:
    (quotation,) = checked(checker, text).quotations
    assert quotation.verdict is verdict
    assert [each.document_id for each in quotation.citations] == ["h"]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (
            "\\section{Lamps}\n" + LIT + "~\\citep[p.~3]{byrne2019harbour}, and the mill stood on "
            "the hill \\citep{m,nobody}.\nIt was lit.\\footnote{See mill.txt}\n",
            [
                ("\\citep[p.~3]{byrne2019harbour}", "h", "supported"),
                ("\\citep{m,nobody}", "m", "supported"),
                ("\\citep{m,nobody}", None, "unknown_source"),
                ("\\footnote{See mill.txt}", "m", "not_in_sources"),
            ],
        ),
        (
            f'<p>{LIT}.<sup><a href="#n">1</a></sup> The mill stood on the hill (Byrne, 2019).</p>'
            '<ol><li id="n">Byrne, <i>The harbour lamp</i>.</li></ol>',
            [
                ('<sup><a href="#n">1</a></sup>', "h", "supported"),
                ("(Byrne, 2019)", "h", "not_in_sources"),
            ],
        ),
    ],
)
def test_the_citations_of_every_form_are_checked(
    checker: DraftChecker, text: str, cited: list[tuple[str, str | None, str]]
) -> None:
    assert [mark for each in checked(checker, text).sentences for mark in told(each)] == cited


def test_a_footnote_that_stands_beside_the_text_is_told_by_its_words(
    checker: DraftChecker,
) -> None:
    draft = draft_of(f"{LIT}. The mill stood on the hill.")
    end = len(LIT) + 1
    note = Mark(Span(end, end), (), "The mill on the hill, p. 3.")
    first, second = checker.check(replace(draft, form=Form.DOCX, marks=(note,))).sentences
    assert told(first) == [("The mill on the hill, p. 3.", "m", "not_in_sources")]
    assert second.cited == ()


def test_sentences_in_other_words_are_supported_by_their_own_source_and_by_no_other(
    tmp_path: Path,
) -> None:
    """42 sentences about six texts, each citing its own one and then the next one."""
    sources = [json.loads(line) for line in _lines("sources.jsonl")]
    rows = [json.loads(line) for line in _lines("sentences.jsonl")]
    ids = [source["_id"] for source in sources]
    after = dict(zip(ids, ids[1:] + ids[:1], strict=True))
    wanted = [row for row in rows if row["label"] == "supported"]
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:
        for each in sources:
            index.add(from_text(each["text"], title=each["title"], id=each["_id"]))
        lines = [
            f"{row['text'][:-1]} [@{row['doc']}]. {row['text'][:-1]} [@{after[row['doc']]}]."
            for row in wanted
        ]
        sentences = checked(DraftChecker(index), "\n\n".join(lines)).sentences
    marks = [mark for sentence in sentences for mark in sentence.cited]
    own, other = ([mark.verdict for mark in marks[first::2]] for first in (0, 1))
    assert len(own) == len(other) == len(wanted) == 42
    assert own.count(MarkVerdict.SUPPORTED) >= 30
    assert set(other) == {MarkVerdict.NOT_IN_SOURCES}
    instead = [mark.reason for mark in marks[1::2] if mark.reason.endswith("” says it")]
    assert len(instead) >= 30


def _lines(name: str) -> list[str]:
    return (DATA / name).read_text(encoding="utf-8").splitlines()
