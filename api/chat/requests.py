"""Requests in OpenAI's shapes, read leniently: what Pincite has no use for is passed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from index.errors import InvalidQuestionError
from rag.questions import MAX_CHARACTERS
from rag.types import Turn

MOST_MESSAGES = 400
_LONGEST_ANSWER = 20_000


class _In(BaseModel):
    # Clients send temperatures, tools and much else that has no meaning here.
    model_config = ConfigDict(extra="ignore", frozen=True)


class Part(_In):
    """One part of a message: text, or something that is passed over."""

    type: str = "text"
    text: str = ""


class Message(_In):
    """One message of a conversation."""

    role: str
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """The message's text, its parts on lines of their own."""
        if isinstance(self.content, list):
            texts = (part.text for part in self.content if part.type.endswith("text"))
            return "\n".join(filter(None, texts))
        return self.content or ""


class StreamOptions(_In):
    """What a stream should tell besides."""

    include_usage: bool = False


class ChatRequest(_In):
    """A conversation to be answered."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "model": "pincite",
                    "messages": [{"role": "user", "content": "How long did it take to build?"}],
                }
            ]
        }
    )

    model: Annotated[str, Field(max_length=300)]
    messages: Annotated[list[Message], Field(min_length=1, max_length=MOST_MESSAGES)]
    stream: bool = False
    stream_options: StreamOptions | None = None


class InputItem(_In):
    """One item of a response's input: a message, or something that is passed over."""

    type: str = "message"
    role: str = ""
    content: str | list[Part] | None = None


class ResponseRequest(_In):
    """A question or a conversation for the newer interface."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"model": "pincite", "input": "How long did it take to build?"}]
        }
    )

    model: Annotated[str, Field(max_length=300)]
    input: str | Annotated[list[InputItem], Field(min_length=1, max_length=MOST_MESSAGES)]
    stream: bool = False
    previous_response_id: Annotated[
        Literal[None], Field(description="Nothing is kept: send the earlier turns as `input`.")
    ] = None

    @property
    def messages(self) -> list[Message]:
        """The input as messages."""
        if isinstance(self.input, str):
            return [Message(role="user", content=self.input)]
        return [
            Message(role=item.role, content=item.content)
            for item in self.input
            if item.type == "message"
        ]


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of a conversation, with the turns before it."""

    question: str
    history: tuple[Turn, ...]


def asked_in(messages: Sequence[Message]) -> Asked:
    """Return the last thing the user said as the question, and what was said before as turns.

    Instructions to the model ("system", "developer") have no say: the sources alone answer.

    Raises:
        InvalidQuestionError: the last message is not the user's, or too long.
    """
    spoken = [message for message in messages if message.role in {"user", "assistant"}]
    if not spoken or spoken[-1].role != "user":
        raise InvalidQuestionError("The last message must be the user's: it holds the question.")
    question = spoken[-1].text
    if len(question) > MAX_CHARACTERS:
        raise InvalidQuestionError(
            f"The question has {len(question):,} characters, the limit is {MAX_CHARACTERS:,}. "
            "Ask more briefly; documents are added with POST /v1/documents."
        )
    return Asked(question, tuple(_turns(spoken[:-1])))


def _turns(spoken: Sequence[Message]) -> list[Turn]:
    turns: list[Turn] = []
    for message in spoken:
        text = message.text
        if message.role == "user":
            turns.append(Turn(text[:MAX_CHARACTERS]))
        elif turns and not turns[-1].answer:
            turns[-1] = Turn(turns[-1].question, text[:_LONGEST_ANSWER])
    return [turn for turn in turns if turn.question.strip()]


Json = dict[str, Any]
Chunk = Mapping[str, Any]
