"""The same draft in every form: the same sentences, the same verdicts, in linear time."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest

from index.passage_index import PassageIndex
from index.reading import from_text
from rag.draft_checking import DraftChecker
from rag.drafts.reading import draft_of
from rag.drafts.writing import Way, without_citations
from tests.fakes import WordHashEmbedder
from tests.rag.drafts.test_writing import cited

SOURCE = (
    "The harbour lamp was lit on 3 May 1874. It burned whale oil for twenty years. "
    "Captain Moreau kept it until the storm of 1894. It used 5,000 litres, 12% of the oil."
)
FORMS = {
    "plain": (
        "The harbour lamp was lit on 3 May 1874. It burned whale oil for thirty years. "
        "Captain Müller kept it – until 1894. It used 5,000 litres, 12% of the oil. "
        "Penguins breed on ice. He said “whale oil for twenty years”. Who kept it?"
    ),
    "markdown": (
        "The **harbour lamp** was lit on *3 May* 1874. It burned [whale oil](x.md) for `thirty` "
        "years. Captain M&uuml;ller kept it – until 1894.[^1] It used $5{,}000$ litres, 12% of "
        "the oil [@a]. Penguins <!-- no. --> breed on ice. He said “whale *oil* for twenty "
        "years”. Who kept it?\n\n[^1]: A note. Of two.\n"
    ),
    "latex": (
        "The \\textbf{harbour lamp} was lit on \\emph{3 May} $1874$. It burned whale oil % so\n"
        ' for \\textit{thirty} years. Captain M\\"{u}ller kept it -- until 1894\\footnote{A note. '
        "Of two.}. It used $5{,}000$ litres, $12\\%$ of the oil~\\cite[p.~3]{a}. Penguins breed "
        "on ice. He said ``whale \\emph{oil} for twenty years''. Who kept it?"
    ),
    "html": (
        "<p>The <b>harbour lamp</b> was lit on <i>3 May</i> 1874. It burned whale\noil for thirty "
        "years. Captain M&uuml;ller kept it &ndash; until 1894. It used 5,000 litres, 12% of the "
        "oil. Penguins <!-- no. --> breed on ice. He said <q>whale <i>oil</i> for twenty "
        "years</q>. Who kept it?</p>"
    ),
}


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DraftChecker]:
    with PassageIndex.open(tmp_path_factory.mktemp("store"), WordHashEmbedder()) as index:
        index.add(from_text(SOURCE, title="The harbour lamp", source="harbour.txt"))
        yield DraftChecker(index)


@pytest.mark.parametrize("form", ["markdown", "latex", "html"])
def test_a_draft_gets_the_same_verdicts_in_every_form(checker: DraftChecker, form: str) -> None:
    plain = checker.check(draft_of(FORMS["plain"], "plain"))
    other = checker.check(draft_of(FORMS[form], form))
    assert [str(each.check.verdict) for each in plain.sentences] == [
        "supported", "contradicted", "contradicted", "supported", "not_in_sources", "supported",
        "no_claim",
    ]  # fmt: skip
    assert [each.check for each in other.sentences] == [each.check for each in plain.sentences]
    assert [(q.text, q.verdict) for q in other.quotations] == [
        (q.text, q.verdict) for q in plain.quotations
    ]


UNITS = {
    "markdown": ("**a", "[", "](", "![", "<!--", "``a`", "_a ", "$a", "~~a"),
    "latex": (
        "{", "\\emph{", "\\[", "\\(x", "\\cite[", "\\footnote{", "\\begin{quote}", "[", "$",
        "\\begin{equation}", "%\n", "\\hl{",
    ),
    "html": ("<p>", "<a '", "<a \"'", "<svg>", "<blockquote>", "<sup><a href=#a>1</a></sup>", "&a"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("form", "unit"), [(form, unit) for form, units in UNITS.items() for unit in units]
)
def test_a_hostile_draft_takes_linear_time(form: str, unit: str) -> None:
    def seconds(length: int) -> float:
        text = ("a. " + unit * length)[:length]
        before = time.process_time()
        assert len(draft_of(text, form).plain) == length
        without_citations(text)
        return time.process_time() - before

    least = min(seconds(32_000) for _ in range(3))  # the others clean up after other tests
    assert least < 10 * seconds(8_000) + 0.5


PANDOC = shutil.which("pandoc")


@pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")
@pytest.mark.parametrize(
    ("form", "way", "reader"),
    [
        ("markdown", Way.PANDOC, "markdown"),
        ("latex", Way.LATEX, "latex"),
        ("html", Way.HTML, "html"),
    ],
)
def test_pandoc_sees_the_citations_and_the_same_words(form: str, way: Way, reader: str) -> None:
    text = FORMS[form]
    before, after = (_pandoc(each, reader) for each in (text, cited(text, form, way).text))
    count = len(list(draft_of(text, form).sentences()))
    if way is Way.HTML:
        assert after.count('"#pincite-1"') == count
    else:
        assert after.count('"citationId": "pincite-lamps"') == count
        assert after.count("p.\\u00a03") + after.count('"p."') >= count
    assert json.loads(before)["meta"] == json.loads(after)["meta"]


def _pandoc(text: str, reader: str) -> str:
    done = subprocess.run(
        [str(PANDOC), "--from", reader, "--to", "json"],
        input=text.encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == b""
    return json.dumps(json.loads(done.stdout), ensure_ascii=True)
