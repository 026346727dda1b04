"""Imports run api -> rag -> index, never back; what only one place may do, only it does."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("index", "rag", "api")
FILES = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))


def room_of(file: Path) -> str:
    return file.relative_to(ROOT).parts[0]


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            yield node.module or ""


def calls(file: Path, name: str) -> bool:
    return any(
        isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == name
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    )


def test_all_rooms_are_looked_at() -> None:
    assert {room_of(file) for file in FILES} == set(ROOMS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_never_run_back(file: Path) -> None:
    above = ROOMS[ROOMS.index(room_of(file)) + 1 :]
    wrong = [name for name in imported(file) if name.partition(".")[0] in above]
    assert wrong == []


@pytest.mark.parametrize("room", ["index", "rag"])
def test_only_the_api_knows_http(room: str) -> None:
    web = {"fastapi", "starlette", "uvicorn", "typer", "rich"}
    found = [
        (file.name, name)
        for file in FILES
        if room_of(file) == room
        for name in imported(file)
        if name.partition(".")[0] in web
    ]
    assert found == []


def test_the_index_reads_no_environment() -> None:
    readers = [
        file.name
        for file in FILES
        if room_of(file) == "index"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    assert readers == []


def test_only_the_gate_makes_statements() -> None:
    makers = {str(file.relative_to(ROOT)) for file in FILES if calls(file, "Statement")}
    assert makers == {"rag/gate/__init__.py"}


def test_only_a_document_makes_passages() -> None:
    makers = {str(file.relative_to(ROOT)) for file in FILES if calls(file, "Passage")}
    assert makers == {"index/types.py"}


def test_nothing_that_runs_foreign_code_is_used() -> None:
    for file in FILES:
        assert not {"pickle", "shelve", "marshal", "joblib"} & set(imported(file)), file
        assert not calls(file, "eval"), file
        assert not calls(file, "exec"), file
        assert "trust_remote_code=True" not in file.read_text(encoding="utf-8"), file
