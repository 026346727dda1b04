"""Reading data sets: which layout a folder has, and what is in its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import InputError
from index.types import Span
from rag.evaluation.files import Fields, identity, json_records, table_records, text_of
from rag.evaluation.halves import Half, deciding_document, half_of

RETRIEVAL, ANSWERS, CLAIMS, SENTENCES = "retrieval", "question answering", "claims", "sentences"
LAYOUTS: Mapping[str, tuple[str, ...]] = {
    RETRIEVAL: ("corpus.jsonl", "queries.jsonl", "qrels.tsv"),
    ANSWERS: ("docs.jsonl", "questions.jsonl"),
    CLAIMS: ("pairs.jsonl",),
    SENTENCES: ("sentences.jsonl",),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A document of a data set under the set's own id."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """A search with the documents that are relevant to it, graded."""

    id: str
    text: str
    relevant: Mapping[str, float]

    @property
    def half(self) -> Half:
        """The half that it belongs to."""
        return half_of(self.id)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the answer stands: spans of a document, or anywhere in it if there are none."""

    document: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its gold answers and evidence."""

    id: str
    text: str
    answerable: bool
    answers: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    context: str | None = None
    """The document that it was written about, also if that does not answer it."""

    @property
    def half(self) -> Half:
        """The half that it belongs to."""
        return half_of(deciding_document(self.context, self.documents, self.id))

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that hold evidence, each once."""
        return tuple(dict.fromkeys(each.document for each in self.evidence))

    @property
    def relevant(self) -> Mapping[str, float]:
        """The grade of each document that helps to answer: 1, or none if it is unanswerable."""
        return dict.fromkeys(self.documents, 1.0) if self.answerable else {}


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with the one source that it is checked against, and people's verdict."""

    id: str
    text: str
    source_id: str
    """The id of the row that holds the source."""
    source: str
    label: str

    @property
    def half(self) -> Half:
        """The half that its source belongs to, told by the source's text.

        Not by an id: those of a data set may all be of one half, being drawn by the same rule.
        """
        return half_of(self.source)


def layouts_of(folder: Path) -> list[str]:
    """Return the layouts that the files of ``folder`` make.

    Raises:
        InputError: there is none.
    """
    found = [
        layout
        for layout, names in LAYOUTS.items()
        if all((folder / name).is_file() for name in names)
    ]
    if not found:
        known = "; ".join(f"{layout}: {', '.join(names)}" for layout, names in LAYOUTS.items())
        raise InputError(f"“{folder.name}” is no data set that can be scored. Expected {known}.")
    return found


def read_texts(path: Path) -> list[Text]:
    """Return the documents of ``corpus.jsonl`` or ``docs.jsonl``."""
    return json_records(
        path, lambda row: Text(identity(row), str(row.get("title") or ""), text_of(row, "text"))
    )


def read_queries(folder: Path) -> list[Query]:
    """Return the queries that have judgements."""
    relevant: dict[str, dict[str, float]] = {}
    columns = ("query-id", "corpus-id", "score")

    def judged(row: Fields) -> tuple[str, str, float]:
        return str(row["query-id"]), str(row["corpus-id"]), float(row["score"])

    for query, document, grade in table_records(folder / "qrels.tsv", columns, judged):
        relevant.setdefault(query, {})[document] = grade
    queries = json_records(
        folder / "queries.jsonl",
        lambda row: Query(identity(row), text_of(row, "text"), relevant.get(identity(row), {})),
    )
    return [query for query in queries if query.relevant]


def read_questions(folder: Path) -> list[Asked]:
    """Return the questions with their evidence as spans of the documents' text."""
    texts = {text.id: text.text for text in read_texts(folder / "docs.jsonl")}
    return json_records(folder / "questions.jsonl", lambda row: _asked(row, texts))


def read_claims(folder: Path) -> list[Claim]:
    """Return the claims of ``pairs.jsonl``, each beside its source."""
    return json_records(folder / "pairs.jsonl", lambda row: _claim(row, row))


def read_sentences(folder: Path) -> list[Claim]:
    """Return the claims of ``sentences.jsonl``; their sources may stand in ``pairs.jsonl``."""
    pairs: dict[str, Fields] = {}
    if (folder / "pairs.jsonl").is_file():
        pairs = dict(json_records(folder / "pairs.jsonl", lambda row: (identity(row), row)))
    return json_records(folder / "sentences.jsonl", lambda row: _claim(row, _source(row, pairs)))


def _asked(row: Fields, texts: Mapping[str, str]) -> Asked:
    context = row.get("context_id")
    return Asked(
        id=identity(row),
        text=text_of(row, "question"),
        answerable=bool(row.get("answerable", True)),
        answers=tuple(str(answer) for answer in row.get("answers") or ()),
        evidence=tuple(_evidence(e, texts) for e in row.get("evidence") or ()),
        context=None if context is None else str(context),
    )


def _evidence(row: Fields, texts: Mapping[str, str]) -> Evidence:
    document = identity(row, "doc_id")
    if "start" in row:
        return Evidence(document, (Span(int(row["start"]), int(row["end"])),))
    text = texts.get(document, "")
    starts = ((text.find(sentence), len(sentence)) for sentence in row.get("sentences") or ())
    return Evidence(document, tuple(Span(at, at + n) for at, n in starts if at >= 0))


def _source(row: Fields, pairs: Mapping[str, Fields]) -> Fields:
    if "source" in row:
        return row
    reference = identity(row, "source_ref")
    if reference not in pairs:
        raise ValueError(f"“{reference}” is no _id of pairs.jsonl")
    return pairs[reference]


def _claim(row: Fields, beside: Fields) -> Claim:
    source = text_of(beside, "source")
    if not source.strip():
        raise ValueError("“source” is blank")
    return Claim(
        id=identity(row),
        text=text_of(row, "claim"),
        source_id=identity(beside),
        source=source,
        label=text_of(row, "label"),
    )
