"""Answers written as files."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import InputError

if TYPE_CHECKING:
    from index.passage_index import PassageIndex
    from rag.types import Answer


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that an answer is to be written as."""

    form: str
    path: Path | None
    """None for standard output."""
    style: str | None


def file_wanted(
    form: str | None, path: Path | None, style: str | None, *, as_json: bool, overwrite: bool
) -> Wanted | None:
    """Return which file is wanted, None if the answer is to be read here.

    Raises:
        InputError: the options do not go together, or the file is there already.
    """
    if form is None and path is None:
        if style:
            raise InputError("A bibliography is written into a file: give --format or --output.")
        return None
    if as_json:
        raise InputError("--json prints the answer object alone. Leave it or the file out.")
    from rag.exporting.answers import FORMS

    ends = {known.suffix: name for name, known in FORMS.items()}
    chosen = form or ends.get(path.suffix.lower() if path else "")
    if chosen is None:
        raise InputError(f"The end of FILE tells no format: {', '.join(ends)}. Give --format.")
    if path is None and chosen == "docx" and sys.stdout.isatty():
        raise InputError("A Word file is not shown on a terminal. Give --output FILE.")
    if path is not None and path.exists() and not overwrite:
        raise InputError(f"{path.name} is there already. Name another file, or give --overwrite.")
    return Wanted(chosen, path, style)


def write_answer(answer: "Answer", index: "PassageIndex", wanted: Wanted, base_url: str) -> None:
    """Write an answer where it is wanted.

    Raises:
        InputError: the file cannot be written.
    """
    from api.commands.draft_files import write_files
    from rag.exporting.answers import bibliography, form_of
    from rag.recalling import unkept

    recalled = unkept(answer)
    works = bibliography(recalled, index, wanted.style)
    content = form_of(wanted.form).write(recalled, works, base_url)
    if wanted.path is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    else:
        write_files({wanted.path: content})
