"""What the user sets of a document: it wins over what the file says, and outlives a new reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import EllipsisType

from index.errors import InputError
from index.types import Metadata, title_text


@dataclass(frozen=True, slots=True)
class Edits:
    """What the user set over what was read."""

    title: str | None = None
    metadata: Metadata = field(default_factory=dict)

    def applied(self, title: str, metadata: Metadata) -> tuple[str, Metadata]:
        """Return title and metadata as they are shown."""
        return self.title or title, {**metadata, **self.metadata}

    def changed(
        self, title: str | EllipsisType | None, metadata: Mapping[str, object | None]
    ) -> "Edits":
        """Return the edits with these set anew; None takes one back, ``...`` leaves the title.

        Raises:
            InputError: the title is blank.
        """
        kept = {**self.metadata, **metadata}
        return Edits(
            self.title if isinstance(title, EllipsisType) else _title(title),
            {key: value for key, value in kept.items() if value is not None},
        )


def _title(given: str | None) -> str | None:
    if given is None:
        return None
    title = title_text(given)
    if not title:
        raise InputError("The title is blank. Give it a word, or none to use the file's own.")
    return title
