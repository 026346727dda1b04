"""What a shell offers where a document, a collection or a format is to be named.

It runs at each press of the key, so nothing that loads slowly is imported.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer

from index import glance
from index.errors import InputError
from index.names import DEFAULT
from rag.settings import Settings

FORMATS = (
    "text markdown pandoc latex bibtex ris csl-json web-annotation apa mla chicago ieee harvard "
    "link text-fragment"
).split()
"""Those of ``pincite cite``."""
LISTS = "bibtex ris csl-json apa mla chicago ieee harvard".split()
"""Those of ``pincite bibliography``."""
EXPORTS = "bibtex ris csl-json".split()
"""Those of a reference manager."""
_MOST_OF_TITLE = 60


def document(context: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Yield ids of documents, each with its title beside it."""
    collection = context.params.get("collection") or DEFAULT
    for identifier, title in glance.documents(_store(context), str(collection), incomplete):
        if re.fullmatch(r"[\w.-]+", identifier, re.ASCII):  # no other comes out of a shell whole
            shown = " ".join("".join(c if c.isprintable() else " " for c in title).split())
            yield identifier, shown[:_MOST_OF_TITLE]


def collection(context: typer.Context, incomplete: str) -> list[str]:
    """Return names of collections."""
    return [name for name in glance.collections(_store(context), incomplete) if _is_plain(name)]


def citation_format(incomplete: str) -> list[str]:
    """Return formats of a citation."""
    return _beginning(FORMATS, incomplete)


def list_format(incomplete: str) -> list[str]:
    """Return formats of a list of works."""
    return _beginning(LISTS, incomplete)


def export_format(incomplete: str) -> list[str]:
    """Return formats of a reference manager's export."""
    return _beginning(EXPORTS, incomplete)


def _beginning(words: Iterable[str], incomplete: str) -> list[str]:
    return [word for word in words if word.startswith(incomplete)]


def _is_plain(name: str) -> bool:
    return name.isprintable() and not set(name) & set("\"'`$\\;|&<>()*?[]{}!")


def _store(context: typer.Context) -> Path:
    given = context.params.get("store")
    try:
        return Settings.from_env(os.environ, store=given).store
    except InputError:
        return Path(os.devnull)
