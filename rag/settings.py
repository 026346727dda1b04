"""What can be set, from where, and to which values: one frozen model."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import InputError
from index.names import DEFAULT_EMBEDDER

PREFIX = "PINCITE_"


class Settings(BaseModel):
    """Pincite's settings; each is read from the variable ``PINCITE_`` + its name in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    store: Annotated[
        Path, Field(description="Folder that holds documents and index; made if it is missing.")
    ] = Path(platformdirs.user_data_dir("pincite", appauthor=False))
    host: Annotated[str, Field(description="Address that the server listens on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port that the server listens on.")] = (
        8000
    )
    allowed_hosts: Annotated[
        tuple[str, ...],
        Field(description="Further host names that requests may be addressed to, by commas."),
    ] = ()
    seeds: Annotated[
        bool, Field(description="Fill an empty store with the documents of `seeds/`.")
    ] = True
    embedder: Annotated[
        str,
        Field(
            description="Embedding model: a sentence-transformers name or path. "
            "A store keeps the one it was built with."
        ),
    ] = DEFAULT_EMBEDDER
    read_seconds: Annotated[
        float, Field(ge=1, le=600, description="Most seconds that the reading of a file may take.")
    ] = 60.0
    k: Annotated[int, Field(ge=1, le=50, description="Passages that an answer is made from.")] = 8
    max_body_bytes: Annotated[
        int, Field(ge=1024, description="Largest upload that the server accepts, in bytes.")
    ] = 25 * 1024 * 1024
    max_upload_bytes: Annotated[
        int,
        Field(ge=1024, description="Largest upload that it adds in the background, in bytes."),
    ] = 512 * 1024 * 1024
    max_spool_bytes: Annotated[
        int,
        Field(ge=1024, description="Most bytes of uploads that wait to be added, all together."),
    ] = 2 * 1024 * 1024 * 1024
    requests_at_once: Annotated[
        int | None,
        Field(
            ge=1,
            le=64,
            description="Answers that are worked on at the same time, and as many checks and as "
            "many uploads; else one more than there are processors.",
        ),
    ] = None
    requests_waiting: Annotated[
        int,
        Field(
            ge=0,
            le=200,
            description="Most that wait for their turn, of each; more are told to come back (503).",
        ),
    ] = 64
    fetch_urls: Annotated[
        bool, Field(description="Fetch the pages whose http(s) addresses are to be added.")
    ] = False
    keep_history: Annotated[
        bool,
        Field(
            description="Keep the answers of whoever asks for it, as the page does; "
            "off, none is kept."
        ),
    ] = True
    log_format: Annotated[
        Literal["text", "json"],
        Field(description="How the server logs: lines for people, or JSON, also each request."),
    ] = "text"
    llm_model: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=200,
            description="Language model that writes answers, at the endpoint of `OPENAI_BASE_URL`. "
            "Without it none is asked, and nothing leaves this machine.",
        ),
    ] = None
    llm_stream: Annotated[
        bool, Field(description="Ask the language model to answer piece by piece.")
    ] = True
    llm_restate: Annotated[
        bool,
        Field(description="Give sentences that were not borne out back to the model, once."),
    ] = True
    llm_seconds: Annotated[
        float, Field(ge=1, le=600, description="Most seconds that the model has for an answer.")
    ] = 120.0
    llm_first_seconds: Annotated[
        float, Field(ge=0.5, le=600, description="Most seconds until its first word.")
    ] = 60.0
    llm_idle_seconds: Annotated[
        float, Field(ge=0.5, le=600, description="Most seconds between two of its words.")
    ] = 20.0
    llm_context_tokens: Annotated[
        int, Field(ge=1000, le=100_000, description="Most tokens sent to it, about.")
    ] = 3_000
    llm_answer_tokens: Annotated[
        int, Field(ge=100, le=20_000, description="Most tokens of its answer.")
    ] = 1_000
    llm_at_once: Annotated[
        int, Field(ge=1, le=32, description="Requests to it at the same time; more do without it.")
    ] = 4
    llm_requests_per_minute: Annotated[
        int, Field(ge=1, le=10_000, description="Questions a minute that one client may ask it.")
    ] = 20

    @classmethod
    def from_env(cls, environ: Mapping[str, str], **overrides: object) -> "Settings":
        """Read the settings from ``environ``; overrides that are not None win.

        Raises:
            InputError: an unknown ``PINCITE_`` variable, or a value out of range.
        """
        values: dict[str, object] = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in environ.items()
            if name.startswith(PREFIX)
        }
        if isinstance(hosts := values.get("allowed_hosts"), str):
            values["allowed_hosts"] = tuple(host.strip() for host in hosts.split(",") if host)
        values |= {name: value for name, value in overrides.items() if value is not None}
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise InputError(_complaint(error)) from None


def _complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = PREFIX + "_".join(str(part) for part in first["loc"][:1]).upper()
    if first["type"] == "extra_forbidden":
        known = ", ".join(PREFIX + field.upper() for field in Settings.model_fields)
        return f"There is no setting {name}; the settings are {known}."
    return f"The setting {name} is not usable: {first['msg']}."
