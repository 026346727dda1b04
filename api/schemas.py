"""What goes in and out over HTTP. What comes in has limits, and no field that is not named here."""

from collections.abc import Mapping
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from rag.questions import MAX_CHARACTERS
from rag.types import Turn

MAX_K = 50
MAX_DEPTH = 20


def _whole_characters(text: str) -> str:
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise PydanticCustomError(
            "characters", "text must not hold the character NUL or half of a surrogate pair"
        )
    return text


def _one_line(text: str) -> str:
    if not text.strip() or any(ord(character) < 32 or character == "\x7f" for character in text):
        raise PydanticCustomError("label", "a name must be one line that is not blank")
    return text


def _json_values(value: dict[str, Any]) -> dict[str, Any]:
    # Checked as a whole: an error located inside would name keys of the client.
    try:
        _check_json(value, MAX_DEPTH)
    except ValueError:
        raise PydanticCustomError(
            "metadata", f"metadata must be JSON values, at most {MAX_DEPTH} deep, no NaN, no NUL"
        ) from None
    return value


def _check_json(value: object, depth: int) -> None:
    if depth == 0 or (isinstance(value, float) and not isfinite(value)):
        raise ValueError
    if isinstance(value, str):
        _whole_characters(value)
    children = [*value, *value.values()] if isinstance(value, dict) else value
    if isinstance(children, list):
        for child in children:
            _check_json(child, depth - 1)


Text = Annotated[str, AfterValidator(_whole_characters)]
Label = Annotated[Text, AfterValidator(_one_line)]
Asked = Annotated[Text, Field(min_length=1, max_length=MAX_CHARACTERS)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _only_known_fields(cls, value: object) -> object:
        # pydantic's own error would repeat the client's field name.
        if isinstance(value, Mapping) and not value.keys() <= cls.model_fields.keys():
            known = ", ".join(cls.model_fields)
            raise PydanticCustomError("unknown_field", f"unknown field; the fields are {known}")
        return value


class EarlierTurn(_In):
    """An earlier question of the same conversation."""

    question: Asked
    answer: Annotated[Text, Field(max_length=20_000)] = ""


class Ask(_In):
    """A question, with what was asked before it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"question": "How long did it take to build the first version?"},
                {
                    "question": "And who built it?",
                    "history": [{"question": "How long did it take to build the first version?"}],
                    "k": 12,
                },
            ]
        }
    )

    question: Asked
    history: Annotated[list[EarlierTurn], Field(max_length=100)] = []
    k: Annotated[
        int | None, Field(ge=1, le=MAX_K, description="Passages that the answer is made from.")
    ] = None
    collection: Annotated[Text, Field(description='Only "default" in this release.')] = "default"
    writer: Literal["extractive", "llm"] = "extractive"

    @property
    def turns(self) -> list[Turn]:
        """The history as the assistant takes it."""
        return [Turn(turn.question, turn.answer) for turn in self.history]


class Search(_In):
    """Words to find passages for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"query": "release of the first version", "k": 5}]}
    )

    query: Asked
    k: Annotated[int, Field(ge=1, le=MAX_K, description="The most passages to return.")] = 10


class NewDocument(_In):
    """A text to be stored exactly as it is given."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "text": "The lighthouse was lit on 3 May 1874. Its keeper was Ada Byrne.",
                    "title": "The lighthouse",
                    "source": "lighthouse-notes",
                    "metadata": {"author": "A. Writer", "language": "en"},
                }
            ]
        }
    )

    text: Annotated[Text, Field(min_length=1)]
    title: Annotated[Label | None, Field(max_length=1_000)] = None
    source: Annotated[
        Label | None,
        Field(max_length=2_000, description="A name or URL: the same source again replaces."),
    ] = None
    metadata: Annotated[dict[str, Any], AfterValidator(_json_values)] = {}


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


class Locator(_Out):
    """Where a reader finds the words."""

    section: str | None
    paragraph: int | None
    page: int | None
    boxes: list[Any]


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


class Answer(_Out):
    """What the sources say; no statements mean that they do not say."""

    id: str
    question: str
    status: Literal["answered", "partial", "not_in_sources"]
    statements: list[Statement]
    missing: Annotated[list[str], Field(description="Parts that the sources do not answer.")]
    related: Annotated[list[Passage], Field(description="Nearest passages; not an answer.")]
    dropped: list[Dropped]
    writer: str
    degraded: str | None
    index: IndexState
    timing_ms: Timing


class Passages(_Out):
    """Ranked passages, best first."""

    passages: list[Passage]


class StoredDocument(_Out):
    """A document without its text."""

    id: str
    title: str
    source: str
    status: Literal["added", "unchanged", "replaced", "stored"]
    passages: int
    metadata: dict[str, Any]


class Block(_Out):
    """A piece of the document's layout, in code points of its text."""

    start: int
    end: int
    kind: Literal["heading", "paragraph", "list_item", "table_row", "code", "furniture"]
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
    error: str | None


class UploadedDocuments(_Out):
    """What became of each document of an upload, in its order."""

    documents: list[UploadedDocument]


class DocumentList(_Out):
    """Documents in the order of adding."""

    object: Literal["list"]
    data: list[StoredDocument]
    has_more: bool
    first_id: str | None
    last_id: str | None


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
