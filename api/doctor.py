"""What could keep Pincite from working here, each finding with the way out."""

import importlib.metadata
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal

from index.collection_folders import COLLECTIONS
from index.embedding import DEFAULT_EMBEDDER
from index.errors import PinciteError, StoreLockedError
from index.names import DEFAULT
from index.store import DATABASE
from rag.models import READER
from rag.settings import Settings

if TYPE_CHECKING:
    from index.library import Library

PACKAGES = (
    "pincite",
    "torch",
    "sentence-transformers",
    "faiss-cpu",
    "fastapi",
    "openai",
    "openvino",
)
ROOM = 100 * 2**20
"""Bytes; with less free space, adding documents may soon fail."""

Level = Literal["ok", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and how it was found."""

    name: str
    level: Level
    detail: str

    def as_json(self) -> dict[str, Any]:
        """Return the check as JSON values."""
        return {"name": self.name, "level": self.level, "detail": self.detail}


def examine(settings: Settings, *, load_model: bool) -> Iterator[Check]:
    """Yield what is found, one check after the other; nothing is made or changed."""
    yield Check("python", "ok", sys.version.split()[0])
    yield from _packages()
    yield _sqlite()
    yield from _store(settings)
    if load_model:
        yield _model(settings)
        if settings.llm_model:
            yield _language_model(settings)
    yield _reader()
    yield _port(settings)
    yield _network(settings)


def _packages() -> Iterator[Check]:
    for package in PACKAGES:
        try:
            yield _package(package, importlib.metadata.version(package))
        except importlib.metadata.PackageNotFoundError:
            yield Check(package, "problem", "Not installed. Install Pincite again: make install")


def _package(name: str, version: str) -> Check:
    wanted = _pins().get(name, version)
    if version.partition("+")[0] != wanted.partition("+")[0]:
        detail = f"{version}, but Pincite is made for {wanted}. Install it again: make install"
        return Check(name, "warning", detail)
    return Check(name, "ok", version)


def _pins() -> dict[str, str]:
    """Return the versions that Pincite asks for, by package."""
    asked = importlib.metadata.requires("pincite") or []
    pins = (each.partition("==") for each in asked if "extra" not in each)
    return {name: version for name, _, version in pins}


def _reader() -> Check:
    problem = READER.problem()
    if problem:
        return Check("reader", "warning", f"{problem} Until then rules alone decide.")
    return Check("reader", "ok", f"{READER.file.name}, sha256 {READER.sha256[:12]}…")


def _sqlite() -> Check:
    version = sqlite3.sqlite_version
    with_fts5 = sqlite3.connect(":memory:")
    try:
        with_fts5.execute("CREATE VIRTUAL TABLE probe USING fts5 (text)")
    except sqlite3.OperationalError:
        return Check("sqlite", "problem", f"{version} lacks FTS5. Use a Python that has it.")
    finally:
        with_fts5.close()
    return Check("sqlite", "ok", f"{version} with FTS5")


def _store(settings: Settings) -> Iterator[Check]:
    folder = settings.store
    if not folder.exists():
        yield _store_to_be(folder)
        return
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Check(
            "store", "problem", f"{folder} cannot be written. Change its rights, or use --store."
        )
        return
    yield _space(folder)
    if not any((folder / name).exists() for name in (DATABASE, COLLECTIONS)):
        yield Check("store", "ok", f"{folder} holds nothing yet; the first use fills it.")
        return
    yield from _content(settings)


def _store_to_be(folder: Path) -> Check:
    parent = next(parent for parent in folder.parents if parent.exists())
    if not os.access(parent, os.W_OK):
        return Check(
            "store", "problem", f"{folder} does not exist and cannot be made. Use --store."
        )
    return Check("store", "ok", f"{folder} does not exist yet; the first use makes it.")


def _space(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    detail = f"{free / 2**30:.1f} GiB free" if free >= 2**30 else f"{free // 2**20} MiB free"
    if free < ROOM:
        return Check("space", "warning", f"{detail}: free some before adding documents.")
    return Check("space", "ok", detail)


def _content(settings: Settings) -> Iterator[Check]:
    from rag.assembly import open_library

    try:
        with open_library(settings) as library:
            for line in library.unreadable:
                yield Check("collections", "problem", line)
            for name in library.names():
                yield from _collection(settings, library, name)
    except StoreLockedError as error:
        yield Check("store", "warning", f"Not looked into: {error}")
    except PinciteError as error:
        yield Check("store", "problem", str(error))


def _collection(settings: Settings, library: "Library", name: str) -> Iterator[Check]:
    where = "" if name == DEFAULT else f" {name}"
    try:
        with library.collection(name) as index:
            counted = f"{index.document_count} documents, {index.passage_count} passages"
            findings = index.check()
    except PinciteError as error:
        yield Check(f"store{where}", "problem", str(error))
        return
    place = name if where else str(settings.store)
    yield Check(f"store{where}", "ok", f"{place}: {counted} ({library.embedder.name})")
    for finding in findings:
        yield Check(f"integrity{where}", "problem", finding)
    if not findings:
        sound = "Documents, passages, vectors and full text fit together."
        yield Check(f"integrity{where}", "ok", sound)


def _model(settings: Settings) -> Check:
    from index.embedding import load_embedder

    started = perf_counter()
    try:
        rows = load_embedder(settings.embedder).embed(["Is the model there?"])
    except PinciteError as error:
        return Check("model", "problem", str(error))
    took = perf_counter() - started
    return Check(
        "model", "ok", f"{settings.embedder}: {rows.shape[1]} dimensions, loaded in {took:.1f} s"
    )


def _what_leaves(settings: Settings) -> str:
    from rag.language_model.transport import endpoint

    return (
        f"With each question, the question, the conversation before it and up to {settings.k} "
        f"passages of your documents with their titles are sent to {endpoint()} (model "
        f"{settings.llm_model}). Unset PINCITE_LLM_MODEL to send nothing."
    )


def _port(settings: Settings) -> Check:
    from api.serving import listen

    try:
        listen(settings.host, settings.port).close()
    except PinciteError as error:
        return Check("port", "warning", str(error))
    return Check("port", "ok", f"{settings.host}:{settings.port} is free")


def _language_model(settings: Settings) -> Check:
    from rag.assembly import build_client
    from rag.language_model.transport import endpoint

    try:
        took = build_client(settings).test()
    except PinciteError as error:
        detail = f"{error}. Until it does, answers are made of the sources' own sentences."
        return Check("language model", "problem", detail)
    return Check(
        "language model", "ok", f"{settings.llm_model} at {endpoint()} answered in {took:.1f} s"
    )


def _network(settings: Settings) -> Check:
    if settings.llm_model:
        return Check("network", "warning", _what_leaves(settings))
    if settings.embedder == DEFAULT_EMBEDDER or Path(settings.embedder).exists():
        detail = "Nothing leaves this machine: no language model is configured."
    else:
        detail = (
            "No text leaves this machine: no language model is configured. The embedding model "
            f"{settings.embedder!r} is downloaded if it is not here; HF_HUB_OFFLINE=1 prevents it."
        )
    return Check("network", "ok", detail)
