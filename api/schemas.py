"""What goes out over HTTP, as OpenAPI tells it; ``rag.serialization`` makes the values."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Position(_Out):
    """A half-open range in Unicode code points of the document's text."""

    start: int
    end: int


class Quote(_Out):
    """Exact words of a document, with what stands before and after them."""

    exact: str
    prefix: str
    suffix: str


class PageBox(_Out):
    """A rectangle on a page that holds words of the quote, in points from the upper left corner."""

    page: Annotated[int, Field(ge=1)]
    left: float
    top: float
    right: float
    bottom: float
    width: Annotated[float, Field(description="Of the page, in points.")]
    height: Annotated[float, Field(description="Of the page, in points.")]


class Locator(_Out):
    """Where a reader finds the words."""

    section: str | None
    paragraph: int | None
    page: int | None
    boxes: list[PageBox]


class Citation(_Out):
    """A cited place: ``text[position.start:position.end] == quote.exact``."""

    n: Annotated[int, Field(description="Number of the place, by first use in the answer.")]
    document_id: str
    title: str
    source: str
    quote: Quote
    position: Position
    locator: Locator
    url: Annotated[str, Field(examples=["/d/notes?c=120-181"])]
    copies: Annotated[int, Field(ge=1, description="Documents found that have these very words.")]
    highlights: Annotated[
        list[Position], Field(description="The decisive words of the quote, inside `position`.")
    ]


class Statement(_Out):
    """A sentence with the words that support it."""

    text: str
    citations: Annotated[list[Citation], Field(min_length=1)]


class Passage(_Out):
    """A slice of a document, with its rank score."""

    document_id: str
    title: str
    text: str
    position: Position
    score: Annotated[float, Field(description="Orders passages; does not tell how relevant.")]


class Dropped(_Out):
    """A sentence that was not let through, and why."""

    text: str
    reason: str


class IndexState(_Out):
    """The state of the store that the answer was made from."""

    generation: int
    embedder: str


class Timing(_Out):
    """Milliseconds."""

    retrieve: float
    write: float
    verify: float
    total: float


class Usage(_Out):
    """What the answer cost at a language model, in tokens; an estimate where none are told."""

    prompt_tokens: int
    completion_tokens: int
    cached: Annotated[bool, Field(description="Answered before, from the same documents.")]


class Conflict(_Out):
    """Two statements of one answer that cannot both be true: their sources disagree."""

    statements: Annotated[list[int], Field(description="Which two, counted from 0.")]
    citations: Annotated[list[int], Field(description="The number of the first place of each.")]


class Answer(_Out):
    """What the sources say; no statements mean that they do not say."""

    id: str
    question: str
    status: Literal["answered", "partial", "not_in_sources"]
    statements: list[Statement]
    missing: Annotated[list[str], Field(description="Parts that the sources do not answer.")]
    related: Annotated[list[Passage], Field(description="Nearest passages; not an answer.")]
    dropped: list[Dropped]
    writer: Annotated[str, Field(description='"extractive", or the language model\'s name.')]
    degraded: Annotated[
        str | None, Field(description="Why the language model did not write it, or not to its end.")
    ]
    conflicts: list[Conflict]
    note: Annotated[
        str | None, Field(description="Beside the answer: sources disagree, or nothing was asked.")
    ]
    index: IndexState
    timing_ms: Timing
    usage: Usage


class Withheld(_Out):
    """A statement of a kept answer that is not shown any more."""

    position: Annotated[int, Field(description="Where it stood among the statements, from 0.")]
    why: Literal["removed", "changed", "unsupported"]
    reason: Annotated[str, Field(description="The same in words.")]


class KeptAnswer(Answer):
    """An answer that was kept, verified anew: what its sources no longer say is withheld."""

    conversation: str
    kept_at: Annotated[str, Field(description="ISO 8601, UTC.")]
    withheld: list[Withheld]
    left_out: Annotated[
        int, Field(description="Sentences that were dropped at the time; `dropped` has those kept.")
    ]


class KeptSummary(_Out):
    """An answer that was kept, without its words."""

    id: str
    question: str
    status: Literal["answered", "partial", "not_in_sources"]
    conversation: str
    kept_at: Annotated[str, Field(description="ISO 8601, UTC.")]
    statements: Annotated[int, Field(description="Whose sources still have their words.")]
    withheld: Annotated[int, Field(description="Whose sources were changed or removed.")]


class KeptList(_Out):
    """Kept answers, the newest first; with `include=answers` whole."""

    object: Literal["list"]
    data: list[KeptAnswer | KeptSummary]
    has_more: bool
    first_id: str | None
    last_id: str | None


class Passages(_Out):
    """Ranked passages, best first."""

    passages: list[Passage]


class CheckedMark(_Out):
    """A citation that the draft has already, beside the source that it names."""

    text: str
    position: Annotated[Position, Field(description="In the draft.")]
    document_id: Annotated[
        str | None, Field(description="The document that it names; null where that is not known.")
    ]
    verdict: Literal["supported", "contradicted", "partly", "not_in_sources", "unknown_source"]
    reason: Annotated[
        str,
        Field(description="Why the named source does not support it; or that the page differs."),
    ]
    citations: Annotated[list[Citation], Field(description="Places of the named document alone.")]


class CheckedSentence(_Out):
    """A sentence of a draft and what the sources say to it."""

    text: str
    position: Annotated[Position, Field(description="In the draft.")]
    verdict: Literal["supported", "contradicted", "partly", "not_in_sources", "no_claim"]
    reason: Annotated[str, Field(description="Why it is not simply supported.")]
    citations: Annotated[
        list[Citation],
        Field(description="What supports it; of a contradicted one, what the source says instead."),
    ]
    cited: Annotated[
        list[CheckedMark],
        Field(description="Its own citations: does the source that each one names support it?"),
    ]


class CheckedQuotation(_Out):
    """A quotation of a draft beside the words of the source."""

    text: str
    position: Annotated[Position, Field(description="In the draft, without its marks.")]
    verdict: Literal["exact", "elided", "altered", "not_found", "wrong_document"]
    difference: Annotated[str | None, Field(description="What the quotation changes.")]
    citations: list[Citation]


class Section(_Out):
    """A part of a document, from its heading to the next one."""

    heading: str
    position: Annotated[Position, Field(description="In the document.")]
    page: int | None
    sentences: Annotated[int, Field(description="Those that may be cited.")]
    used: Annotated[int, Field(description="Those of them that the draft rests on.")]


class VerbatimRun(_Out):
    """Words in a row that stand in the source as well; six at least, unless they are quoted."""

    position: Annotated[Position, Field(description="In the draft.")]
    source_position: Annotated[Position, Field(description="In the document.")]
    words: int
    quoted: Annotated[bool, Field(description="Whether they stand in quotation marks.")]


class CoveredDocument(_Out):
    """What a draft takes from one document."""

    document_id: str
    title: str
    source: str
    sentences: Annotated[int, Field(description="Those that may be cited.")]
    used_sentences: int
    used: Annotated[list[Position], Field(description="What the draft rests on or quotes.")]
    sections: list[Section]
    verbatim: list[VerbatimRun]


class Coverage(_Out):
    """What a draft takes from its sources."""

    words: Annotated[int, Field(description="Of the draft.")]
    documents: list[CoveredDocument]


class DraftCheck(_Out):
    """Every sentence and every quotation of a draft, in order."""

    sentences: list[CheckedSentence]
    quotations: list[CheckedQuotation]
    index: IndexState
    coverage: Annotated[
        Coverage | None, Field(description="Only where the request has `coverage`.")
    ] = None


class FileCheck(DraftCheck):
    """The check of a draft that came as a file."""

    text: Annotated[str, Field(description="What was read from the file; positions count in it.")]
    form: Literal["plain", "markdown", "latex", "html", "docx"]


class CitedDraft(_Out):
    """A draft with its citations; nothing else of it is changed."""

    text: str
    cite_as: Literal["footnotes", "pandoc", "latex", "html"]
    bibliography: Annotated[
        str, Field(description="The cited works as BibTeX, where keys are cited; else empty.")
    ]


class FreedDraft(_Out):
    """A draft as it was before it was given citations."""

    text: str


class StoredDocument(_Out):
    """A document without its text."""

    id: str
    title: str
    source: str
    status: Literal["added", "unchanged", "replaced", "stored"]
    passages: int
    metadata: dict[str, Any]
    added_at: Annotated[str, Field(description="ISO 8601, UTC.")]
    updated_at: Annotated[str, Field(description="When anything of it changed last.")]
    version: Annotated[int, Field(ge=1, description="Number of its present content.")]
    pages: Annotated[int | None, Field(description="Null where the format has no pages.")]
    characters: int


class MetadataChange(_Out):
    """A title or key of the metadata that a record states otherwise."""

    key: str
    before: Annotated[Any, Field(description="As it is shown; null where nothing is.")]
    after: str


class MatchedRecord(_Out):
    """A record that is about one document."""

    key: str
    document_id: str
    title: str
    by: Literal["doi", "url", "file", "title"]
    changes: list[MetadataChange]
    kept: Annotated[list[MetadataChange], Field(description="Left, for a user set them.")]


class DocumentName(_Out):
    """A document by its id and title."""

    id: str
    title: str


class UnsureRecord(_Out):
    """A record that may be about several documents, or shares one with another record."""

    key: str
    title: str
    by: Literal["doi", "url", "file", "title"]
    documents: list[DocumentName]


class UnknownRecord(_Out):
    """A record that is about no stored document."""

    key: str
    title: str


class MetadataImport(_Out):
    """What becomes of each record of a reference manager's export."""

    applied: bool
    matched: list[MatchedRecord]
    unsure: list[UnsureRecord]
    unknown: list[UnknownRecord]


class Version(_Out):
    """A content that a document has or had; its old text is gone."""

    number: Annotated[int, Field(ge=1)]
    content_hash: str
    characters: int
    read_at: Annotated[str, Field(description="ISO 8601, UTC.")]
    current: bool


class VersionList(_Out):
    """Every content that a document has or had, the first one first."""

    object: Literal["list"]
    data: list[Version]
    has_more: bool
    first_id: str | None
    last_id: str | None


class Nearest(_Out):
    """What stands where the cited words stood, or is most like them near there."""

    text: str
    position: Position


class CitationStatus(_Out):
    """What became of a saved citation."""

    status: Literal["same", "moved", "changed", "gone"]
    detail: Annotated[str, Field(description="The same in words; empty if nothing changed.")]
    position: Annotated[
        Position | None, Field(description="Where the very words stand now: same or moved.")
    ]
    nearest: Annotated[Nearest | None, Field(description="Only if changed; null if nothing is.")]
    url: Annotated[str | None, Field(examples=["/d/notes?c=120-181"])]


class CitationStatuses(_Out):
    """What became of each citation, in the order of the request."""

    citations: list[CitationStatus]


class Block(_Out):
    """A piece of the document's layout, in code points of its text."""

    start: int
    end: int
    kind: Literal[
        "heading", "paragraph", "list_item", "table_row", "code", "caption", "footnote",
        "furniture", "hidden",
    ]  # fmt: skip
    level: int | None
    page: int | None


class DocumentWithBlocks(StoredDocument):
    """A document without its text; with its blocks if they were asked for."""

    blocks: list[Block] | None = None


class UploadedDocument(_Out):
    """What became of one document of an upload."""

    id: str | None
    title: str | None
    source: str
    status: Literal["added", "unchanged", "replaced", "failed"]
    passages: int
    metadata: dict[str, Any]
    added_at: str | None
    updated_at: str | None
    version: int | None
    pages: int | None
    characters: int | None
    error: str | None


class UploadedDocuments(_Out):
    """What became of each document of an upload, in its order."""

    documents: list[UploadedDocument]


class Counts(_Out):
    """How many documents ended how."""

    added: int
    unchanged: int
    replaced: int
    failed: int


class JobProgress(_Out):
    """How many of a job's files are dealt with."""

    files_done: int
    files: int


class JobFile(_Out):
    """A file or page of a job, and what became of it."""

    source: str
    kind: Literal["file", "url"]
    size: Annotated[int, Field(description="Bytes; 0 for a page.")]
    state: Literal["waiting", "running", "done", "failed"]
    counts: Counts
    documents: Annotated[list[str], Field(description="Ids of its documents, the first hundred.")]
    errors: Annotated[list[str], Field(description="Why some failed, the first hundred.")]


class JobSummary(_Out):
    """An upload that is added in the background."""

    object: Literal["job"]
    id: str
    state: Literal["queued", "running", "done", "cancelled", "failed"]
    collection: str
    created_at: str
    finished_at: str | None
    progress: JobProgress
    counts: Counts
    note: Annotated[str | None, Field(description="Why it failed, or what a cancelled one leaves.")]


class Job(JobSummary):
    """A job with its files."""

    files: list[JobFile]


class JobList(_Out):
    """Jobs, the newest first."""

    object: Literal["list"]
    data: list[JobSummary]
    has_more: bool
    first_id: str | None
    last_id: str | None


class DocumentList(_Out):
    """Documents in the order of adding."""

    object: Literal["list"]
    data: list[StoredDocument]
    has_more: bool
    first_id: str | None
    last_id: str | None


class Collection(_Out):
    """A collection and how much it holds."""

    name: Annotated[str, Field(examples=["Reports 2026"])]
    documents: int
    passages: int


class Collections(_Out):
    """All collections, the default one first."""

    object: Literal["list"]
    data: list[Collection]
    has_more: bool
    first_id: str | None
    last_id: str | None


class LanguageModelFacts(_Out):
    """The language model that writes answers, unless a request does without."""

    name: str
    endpoint: Annotated[str, Field(description="Where it is asked; no user, key or path.")]
    is_local: Annotated[bool, Field(description="Whether that is the server's own machine.")]
    passages_sent: Annotated[
        int, Field(description="Passages of documents that go there with each question, at most.")
    ]


class ServerSettings(_Out):
    """What the server does with questions and documents; set where it is started."""

    version: str
    embedder: str
    language_model: Annotated[
        LanguageModelFacts | None,
        Field(description="Null where none is asked: then nothing leaves the server's machine."),
    ]
    keeps_history: bool
    fetches_pages: bool


class Health(_Out):
    """The server is alive, or ready."""

    status: Literal["alive", "ready"]


class Complaint(_Out):
    """What is wrong with one part of a request; never what was sent."""

    location: Annotated[str, Field(examples=["body.question"])]
    message: str


class Problem(BaseModel):
    """What went wrong (RFC 9457) and the way out."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None
    errors: list[Complaint] | None = None
