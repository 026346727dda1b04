"""Which "models" a client may name, and what each stands for."""

from dataclasses import dataclass
from typing import Any

from index.errors import NotFoundError
from index.names import DEFAULT

PLAIN, LINKED = "pincite", "pincite-links"
MODELS = {
    PLAIN: "Answers with markers such as [1]; the citations come beside the text.",
    LINKED: "The same with Markdown links in the text, for clients that show no citations.",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A model as a client names it: ``pincite``, ``pincite-links``, ``pincite:COLLECTION``."""

    name: str
    linked: bool
    collection: str


def named(model: str) -> Named:
    """Return what a model's name stands for.

    Raises:
        NotFoundError: there is no such model.
    """
    kind, _, collection = model.partition(":")
    if kind not in MODELS:
        raise NotFoundError(
            f"There is no such model: name one of {', '.join(MODELS)}, and for another collection "
            f"than the default one “{PLAIN}:COLLECTION”."
        )
    return Named(model, kind == LINKED, collection or DEFAULT)


def model_json(name: str, created: int) -> dict[str, Any]:
    """Return a model as OpenAI lists them; ``created`` is in seconds since 1970."""
    return {"id": name, "object": "model", "created": created, "owned_by": "pincite"}
