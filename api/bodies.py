"""What comes in over HTTP: with limits, and no field that is not named here."""

import re
from collections.abc import Mapping
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from rag.questions import MAX_CHARACTERS
from rag.types import Turn

MAX_K = 50
MAX_DEPTH = 20
MAX_DRAFT = 500_000
"""Characters of a draft."""
MAX_SAVED = 200
"""Citations that are looked for in one request."""


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


def _plain_name(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise PydanticCustomError("name", "must be ASCII letters, digits, _ and - only")
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


# Limits stand before the validators, or they would count items instead of characters.
Text = Annotated[str, Field(min_length=1), AfterValidator(_whole_characters)]
Asked = Annotated[
    str, Field(min_length=1, max_length=MAX_CHARACTERS), AfterValidator(_whole_characters)
]
Bibliography = Annotated[
    Annotated[str, Field(max_length=2_000_000), AfterValidator(_whole_characters)] | None,
    Field(
        description="The draft's own bibliography as BibTeX, RIS or CSL-JSON: what the keys that "
        "it cites by stand for."
    ),
]
DraftText = Annotated[
    str, Field(min_length=1, max_length=MAX_DRAFT), AfterValidator(_whole_characters)
]
Label = Annotated[
    str, Field(max_length=2_000), AfterValidator(_whole_characters), AfterValidator(_one_line)
]
Collection = Annotated[
    Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(_whole_characters)] | None,
    Field(description="The collection to work in, instead of the default one."),
]
AddedTo = Annotated[
    Collection, Field(description="The collection to add to; made if there is none yet.")
]


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
    answer: Annotated[str, Field(max_length=20_000), AfterValidator(_whole_characters)] = ""


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
    collection: Collection = None
    writer: Annotated[
        Literal["extractive", "llm"] | None,
        Field(description="Who writes; without it the language model, where one is configured."),
    ] = None

    keep: Annotated[
        bool, Field(description="Keep the answer, to be found again under `GET /v1/answers`.")
    ] = False
    conversation: Annotated[
        str,
        AfterValidator(_plain_name),
        Field(
            max_length=64,
            description="What answers that are kept have in common: any name of the client's.",
            examples=["conv_7f3a"],
        ),
    ] = ""

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
    collection: Collection = None


DraftForm = Annotated[
    Literal["plain", "markdown", "latex", "html"] | None,
    Field(description="The form of the text; without it the form that it shows signs of."),
]


class Draft(_In):
    """A draft whose sentences and quotations are to be checked."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"text": "The first version took three days to build. It was “a toy”."}]
        }
    )

    text: DraftText
    collection: Collection = None
    bibliography: Bibliography = None
    form: DraftForm = None
    coverage: Annotated[
        bool,
        Field(
            description="Tell also what the draft takes from each source, which sections of it not "
            "at all, and what stands in the draft word for word."
        ),
    ] = False


class DraftToCite(Draft):
    """A draft that is to be given citations."""

    cite_as: Annotated[
        Literal["footnotes", "pandoc", "latex", "html"] | None,
        Field(description="How to cite; without it as the form of the draft usually does."),
    ] = None
    remarks: Annotated[
        bool, Field(description="Put a comment behind each sentence that is not borne out.")
    ] = False


class CitedDraft(_In):
    """A draft that was given citations, to be freed of them."""

    text: DraftText


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

    text: Text
    title: Label | None = None
    source: Annotated[
        Label | None, Field(description="A name or URL: the same source again replaces.")
    ] = None
    metadata: Annotated[dict[str, Any], AfterValidator(_json_values)] = {}
    collection: AddedTo = None


Url = Annotated[
    str,
    Field(min_length=1, max_length=2_000, examples=["https://example.org/the-mill"]),
    AfterValidator(_one_line),
]


class NewPage(_In):
    """A page of the web to be fetched and stored, where that is switched on."""

    url: Url
    title: Label | None = None
    metadata: Annotated[dict[str, Any], AfterValidator(_json_values)] = {}
    collection: AddedTo = None


class NewPages(_In):
    """Pages of the web, to be fetched and stored in the background."""

    urls: Annotated[list[Url], Field(min_length=1, max_length=1_000)]
    collection: AddedTo = None


class Edit(_In):
    """What is to be shown instead of what a file says of itself."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"title": "The lighthouse of 1874", "metadata": {"author": "Ada Byrne"}}]
        }
    )

    title: Annotated[Label | None, Field(description="Null takes the file's own back.")] = None
    metadata: Annotated[
        dict[str, Any],
        AfterValidator(_json_values),
        Field(description="Keys to set; a null value takes the file's own back."),
    ] = {}


class Records(_In):
    """What a reference manager exported."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "text": "@report{byrne, title={The lighthouse}, author={Byrne, Ada}}",
                    "format": "bibtex",
                    "apply": True,
                }
            ]
        }
    )

    text: Annotated[
        str, Field(min_length=1, max_length=4_000_000), AfterValidator(_whole_characters)
    ]
    format: Annotated[
        Literal["bibtex", "ris", "csl-json"] | None,
        Field(description="Else it is told by how the text begins."),
    ] = None
    apply: Annotated[bool, Field(description="Set what would change.")] = False
    overwrite: Annotated[bool, Field(description="Also over what was set before.")] = False
    collection: Collection = None


class _Saved(BaseModel):
    # What an answer held: fields that are not needed to find the words again do not matter.
    model_config = ConfigDict(extra="ignore", frozen=True)


Place = Annotated[int, Field(ge=0, le=2**53)]


class SavedQuote(_Saved):
    """The cited words, with what stood before and after them."""

    exact: Text
    prefix: Annotated[str, AfterValidator(_whole_characters)] = ""
    suffix: Annotated[str, AfterValidator(_whole_characters)] = ""


class SavedPosition(_Saved):
    """Where they stood, in code points."""

    start: Place
    end: Place


class SavedCitation(_Saved):
    """A citation as an answer had it; what else it holds is passed over."""

    document_id: Text
    quote: SavedQuote
    position: SavedPosition


class SavedStatement(_Saved):
    """A sentence of an answer."""

    text: Asked
    citations: Annotated[list[SavedCitation], Field(min_length=1, max_length=50)]


class SavedAnswer(_Saved):
    """An answer as `POST /v1/answers` gave it; what else it holds is made anew or passed over."""

    id: Annotated[str, Field(max_length=100), AfterValidator(_whole_characters)] = ""
    question: Asked
    statements: Annotated[list[SavedStatement], Field(max_length=MAX_SAVED)]
    missing: Annotated[list[Asked], Field(max_length=20)] = []
    writer: Annotated[str, Field(max_length=200), AfterValidator(_whole_characters)] = ""


class AnswerFile(_In):
    """An answer that is wanted as a file."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "answer": {
                        "question": "Who kept the lighthouse?",
                        "statements": [
                            {
                                "text": "Its keeper was Ada Byrne.",
                                "citations": [
                                    {
                                        "document_id": "lighthouse",
                                        "quote": {"exact": "Its keeper was Ada Byrne."},
                                        "position": {"start": 41, "end": 66},
                                    }
                                ],
                            }
                        ],
                    },
                    "format": "docx",
                    "style": "apa",
                }
            ]
        }
    )

    answer: SavedAnswer
    format: Literal["markdown", "html", "docx", "json"] = "markdown"
    style: Annotated[
        Literal["apa", "mla", "chicago", "ieee", "harvard"] | None,
        Field(
            description="The house style of a bibliography at its end; without it there is none."
        ),
    ] = None
    collection: Collection = None


class SavedCitations(_In):
    """Citations out of saved answers."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "citations": [
                        {
                            "document_id": "lighthouse",
                            "quote": {
                                "exact": "Its keeper was Ada Byrne.",
                                "prefix": "was lit on 23 March 1874. ",
                                "suffix": "",
                            },
                            "position": {"start": 41, "end": 66},
                        }
                    ]
                }
            ]
        }
    )

    citations: Annotated[list[SavedCitation], Field(max_length=MAX_SAVED)]
    collection: Collection = None


class NewCollection(_In):
    """The name of a collection: printable text, told apart without regard to case."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Reports 2026"}]})

    name: Asked
