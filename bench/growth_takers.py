"""Whatever takes a text that a user controls, with the most characters that it is given."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count

from api.console import clean, excerpt, harmless
from api.document_page import document_page, parse_spans
from api.negotiation import accepts_gzip, preferred_language, prefers_events
from api.unseen import spelled_out
from bench.growth_packed import packed
from bench.growth_texts import Text, texts
from index.chunking import chunk, count_tokens
from index.errors import PinciteError
from index.export import row_of
from index.reading import from_text, read, read_rows
from index.reading.sniffing import format_of
from index.segmentation import LONGEST, split_sentences
from index.spelling import doubtful
from index.terms import term_spans
from index.types import Document, Span
from rag.attribution import attributed, in_first_person
from rag.chatter import reply
from rag.checking import claims_anything
from rag.citing.authors import Author
from rag.citing.bibtex import escape
from rag.citing.bibtex_reading import read_bibtex
from rag.citing.csl_json import read_csl_json
from rag.citing.references import Reference, stated_reference
from rag.citing.ris import read_ris
from rag.decisive import decisive
from rag.drafts.catalogue import Catalogue, Work
from rag.drafts.cited import cited_draft
from rag.drafts.quoted import named_for
from rag.drafts.reading import draft_of
from rag.drafts.writing import without_citations
from rag.gate import quantities
from rag.language_model.commands import is_command
from rag.language_model.parsing import Parser
from rag.language_model.plain_text import addresses, plain, without_thoughts
from rag.noted import verify_draft
from rag.questions import asks_for_several, parts, understand
from rag.quoting.comparing import compare
from rag.quoting.folding import folded
from rag.quoting.surroundings import Surroundings
from rag.relocating import Selector, find, nearest_text
from rag.superlatives import superlative
from rag.types import Turn
from rag.verbatim import Words, runs

DOCUMENT, DRAFT, WORKS, QUESTION, HEADER = 5_000_000, 500_000, 2_000_000, 4_000, 60_000
"""The most characters of each that are taken."""
_PIECE = 16
"""Characters that a model sends at once: a few tokens."""
LONGEST_AGAIN = 4_000
"""The most of a sentence that is verified again."""
_PROSE = "The mill of Olm was built in 1912 by Ada Byrne. It burned 53 litres of oil, he said. "
_FRESH = count()
_LAMPS = tuple(
    Work(
        f"d{n}",
        f"{n}.txt",
        Reference(
            f"k{n}", f"The lamp of harbour {n}", (Author("Byrne", "Ada"),), date=str(1900 + n)
        ),
    )
    for n in range(100)
)


@dataclass(frozen=True, slots=True)
class Taker:
    """A function that takes a text."""

    name: str
    take: Callable[[str], object]
    most: int
    """Characters that it is given at most."""
    kind: str = ""
    """What texts are its own."""
    made: Mapping[str, Text] | None = None
    """The only texts that it is given, where others would be none for it."""

    def __call__(self, text: str) -> None:
        """Give it a text; that it may refuse it does not matter here."""
        with suppress(PinciteError):
            self.take(text)

    @property
    def texts(self) -> Mapping[str, Text]:
        """What it is given."""
        return self.made or texts(self.kind)


def takers() -> Iterator[Taker]:
    """Yield all of them."""
    yield from _documents()
    yield from _packed()
    yield from _drafts()
    yield from _works()
    yield from _questions()
    yield from _places()
    yield from _shown()


def _file(name: str, before: str = "", behind: str = "") -> Callable[[str], object]:
    return lambda text: _whole(read((before + text + behind).encode(), name))


def _whole(document: Document) -> None:
    chunk(document)
    row_of(document)


def _documents() -> Iterator[Taker]:
    for name, take in (
        ("split_sentences", split_sentences),
        ("count_tokens", count_tokens),
        ("term_spans", lambda text: list(term_spans(text))),
        ("format_of", lambda text: format_of(text.encode(), "a")),
        ("a text", lambda text: _whole(from_text(text, source="a"))),
        ("a .txt", _file("a.txt")),
        ("a .txt in UTF-16", lambda text: read(text.encode("utf-16"), "a.txt")),
        (
            "a .txt in Latin-1",
            lambda text: read(text.encode("cp1252", "replace") + b"\xe9", "a.txt"),
        ),
        ("rows", lambda text: list(read_rows([json.dumps({"text": text}).encode()], "a.jsonl"))),
    ):
        yield Taker(name, take, DOCUMENT)
    yield Taker("a .md", _file("a.md"), DOCUMENT, "markdown")
    yield Taker(
        "front matter", _file("a.md", "---\ntitle: ", "\n---\nmill\n"), DOCUMENT, "markdown"
    )
    yield Taker("a .html", _file("a.html", "<html><body>mill "), DOCUMENT, "html")
    yield Taker("a head", _file("a.html", "<html><head><title>", "<body>mill"), DOCUMENT, "html")
    yield Taker("a style sheet", _file("a.html", "<style>", "</style>mill"), DOCUMENT, "html")
    yield Taker("a style", _file("a.html", '<p style="', '">mill'), DOCUMENT, "html")
    for name, take in (
        ("a .rst", _file("a.rst")),
        ("a .csv", _file("a.csv")),
        ("a cell", _file("a.csv", 'a,b\n"', '",2\n')),
        ("a .json", _file("a.json")),
        ("a value", lambda text: read(json.dumps({"a": text}).encode(), "a.json")),
        ("a .rtf", _file("a.rtf", "{\\rtf1 ")),
        ("a .eml", _file("a.eml", "From: a@b.c\nSubject: mill\n\n")),
        ("a header", lambda text: _file("a.eml", "From: a@b.c\nSubject: ")(text + "\n\nmill")),
        ("a mail of HTML", _file("a.eml", "From: a@b.c\nContent-Type: text/html\n\nmill ")),
    ):
        yield Taker(name, take, DOCUMENT, "other")


def _packed() -> Iterator[Taker]:
    for name, file, pack, made in packed():
        yield Taker(name, partial(_unpacked, file=file, pack=pack), DOCUMENT, made=made)


def _unpacked(text: str, file: str, pack: Callable[[str], bytes]) -> None:
    _whole(read(pack(text), file))


def _checked(text: str, form: str) -> None:
    """Do with a draft all that checking does but searching and comparing sentences."""
    cited = cited_draft(draft_of(text, form), lambda: Catalogue(_LAMPS))
    spans = [span for span, _ in cited.draft.sentences()]
    marked = cited.by_sentence(spans)
    for span in spans:
        cited.draft.words(span)
        cited.is_listed(span)
    beside = Surroundings.of(cited.draft.plain)
    for quoted in beside.quotations:
        named_for(quoted.span, cited, spans, marked)
        beside.names(quoted, ("The lamp of harbour 3", "3.txt"))


def _drafts() -> Iterator[Taker]:
    for form in ("plain", "markdown", "latex", "html"):
        yield Taker(f"a draft: {form}", partial(_checked, form=form), DRAFT, form)
        yield Taker(f"cited: {form}", without_citations, DRAFT, form)
    prose = Words.of(_PROSE * 20)
    yield Taker("words in common", lambda text: list(runs(Words.of(text), prose, 6, [])), DRAFT)
    yield Taker("words of its own", lambda text: _in_common(Words.of(text)), DRAFT)
    yield Taker("footnotes", lambda text: verify_draft(_footnote(text), lambda _: _PROSE), DRAFT)
    source = folded(_PROSE * 20)
    yield Taker("a quotation", lambda text: compare(text, source), DRAFT)
    yield Taker("a part", lambda text: compare(text[len(text) // 3 :], folded(text)), DRAFT)
    yield Taker("an altered part", lambda text: compare(f"{text} zebra", folded(text)), DRAFT)


def _in_common(words: Words) -> None:
    list(runs(words, words, 6, []))


def _footnote(text: str) -> str:
    line = " ".join(text.splitlines())[:40_000]
    return f"[^1]: “{line}” Lamps. <http://a/d/d1?c=5-30>"


def _works() -> Iterator[Taker]:
    for name, take in (
        ("BibTeX", read_bibtex),
        ("a field of BibTeX", lambda text: read_bibtex(_bibtex(text))),
        ("RIS", read_ris),
        ("a field of RIS", lambda text: read_ris(_ris(text))),
        ("CSL-JSON", read_csl_json),
        ("a field of CSL-JSON", lambda text: read_csl_json(_csl(text))),
        ("metadata", lambda text: stated_reference("d1", text, text, _metadata(text))),
        ("escape", escape),
    ):
        yield Taker(name, take, WORKS, "bibliography")


def _bibtex(text: str) -> str:
    names = ("author", "title", "file", "pages", "url", "doi", "year", "month")
    return "@book{k, " + ", ".join(f"{name} = {{{text}}}" for name in names) + "}"


def _ris(text: str) -> str:
    line = " ".join(text.splitlines())
    return "TY  - BOOK\n" + "".join(f"{tag}  - {line}\n" for tag in ("AU", "TI", "DA", "DO", "L1"))


def _csl(text: str) -> str:
    names = ("id", "title", "DOI", "URL", "page", "publisher")
    return json.dumps([dict.fromkeys(names, text) | {"author": [{"literal": text}]}])


def _metadata(text: str) -> dict[str, object]:
    names = ("author", "date", "url", "pages", "doi", "type")
    return dict.fromkeys(names, text)


def _questions() -> Iterator[Taker]:
    before = [Turn("When was the old mill opened?", "Ada Byrne opened it.")]
    for name, take in (
        ("a question", lambda text: parts(understand(text, before))),
        ("turns", lambda text: understand("And in 2019?", [Turn("and it", text)] * 5)),
        ("signs of a question", lambda text: (asks_for_several(text), superlative(text))),
        ("chatter", reply),
        ("spelling", doubtful),
    ):
        yield Taker(name, take, QUESTION)
    yield Taker("a sentence", lambda text: (claims_anything(text), decisive(text, _PROSE)), LONGEST)
    yield Taker("figures", lambda text: quantities.objection(text, [text]), QUESTION)
    yield Taker("figures of a kind", _figures, LONGEST_AGAIN, "figures")
    yield Taker("a speaker", lambda text: (attributed(text), in_first_person(text)), LONGEST)


def _figures(text: str) -> None:
    fresh = f"{text} in hall {next(_FRESH)}"  # what was compared before is remembered
    quantities.objection(fresh, [f"{fresh} It did.", _PROSE])


def _places() -> Iterator[Taker]:
    yield Taker("found again", lambda text: find(_selector(text), text), DOCUMENT)
    yield Taker("nearest", lambda text: nearest_text(_selector(text), text), DOCUMENT)


def _selector(text: str) -> Selector:
    third = len(text) // 3
    return Selector(text[third : 2 * third], third - 9, 2 * third, text[:40], text[-40:])


def _shown() -> Iterator[Taker]:
    yield Taker("a model's words", _written, 100_000, "markdown")
    yield Taker("a model's answer", _streamed, 100_000, "model")
    yield Taker("the console", lambda text: (clean(text), harmless(text), excerpt(text)), DOCUMENT)
    yield Taker("spelled out", spelled_out, DOCUMENT)
    yield Taker("a page", lambda text: document_page(from_text(text), [Span(0, 1)]), DOCUMENT)
    yield Taker("places", lambda text: parse_spans(text, 100), HEADER)
    yield Taker(
        "headers",
        lambda text: (
            prefers_events(text),
            preferred_language(text, ("en", "de")),
            accepts_gzip(text),
        ),
        HEADER,
    )


def _streamed(text: str) -> None:
    parser = Parser()
    for start in range(0, len(text), _PIECE):
        parser.feed(text[start : start + _PIECE])
    parser.end()


def _written(text: str) -> None:
    plain(without_thoughts(text))
    addresses(text)
    is_command(text)
