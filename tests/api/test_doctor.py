import socket
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.passage_index import PassageIndex
from rag.models import READER
from tests.api.commands import CommandLine
from tests.fakes import WordHashEmbedder
from tests.index.documents import document_of


def levels(found: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {check["name"]: check["level"] for check in found["checks"]}


def details(found: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {check["name"]: check["detail"] for check in found["checks"]}


@pytest.fixture(autouse=True)
def _free_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_PORT", "0")


def test_all_is_well_where_nothing_is_yet_and_nothing_is_made(pincite: CommandLine) -> None:
    ran = pincite("doctor", "--no-model", "--json")
    assert ran.code == 0
    assert set(levels(ran.json).values()) == {"ok"}
    assert "does not exist yet" in details(ran.json)["store"]
    assert not pincite.store.exists()


def test_a_sound_store_is_counted(pincite: CommandLine) -> None:
    with PassageIndex.open(pincite.store, WordHashEmbedder()) as index:
        index.add(document_of("The quarry closed."))
    found = pincite("doctor", "--no-model", "--json").json
    assert "1 documents, 1 passages (word-hash)" in details(found)["store"]
    assert levels(found)["integrity"] == "ok"
    assert "Nothing leaves this machine" in details(found)["network"]


def test_damage_is_a_problem_with_its_finding(pincite: CommandLine) -> None:
    with PassageIndex.open(pincite.store, WordHashEmbedder()) as index:
        index.add(document_of("The quarry closed."))
        with index._store.writing() as connection:
            connection.execute("UPDATE documents SET title = 'forged'")
    ran = pincite("doctor", "--no-model")
    assert ran.code == 3
    assert "problem  integrity" in ran.out
    assert "is not what was added" in ran.out


def test_a_store_of_another_model_a_held_store_and_a_taken_port_are_told(
    pincite: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PassageIndex.open(pincite.store, WordHashEmbedder()) as index:
        index.add(document_of("The quarry closed."))
        held = pincite("doctor", "--no-model", "--json").json
        assert levels(held)["store"] == "warning"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("PINCITE_PORT", str(taken.getsockname()[1]))
        found = pincite("doctor", "--no-model", "--json").json
    assert levels(found)["port"] == "warning"
    monkeypatch.undo()
    monkeypatch.setenv("PINCITE_PORT", "0")
    ran = pincite("doctor", "--no-model", "--json")
    assert (ran.code, levels(ran.json)["store"]) == (3, "problem")
    assert "PINCITE_EMBEDDER" in details(ran.json)["store"]


def test_a_store_that_is_a_file_is_a_problem(pincite: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "store").write_text("not a folder")
    ran = pincite("doctor", "--no-model")
    assert ran.code == 3
    assert "problem  store" in ran.out


@pytest.mark.model
def test_the_model_is_loaded_when_wanted(pincite: CommandLine) -> None:
    found = pincite("doctor", "--json").json
    assert "384 dimensions" in details(found)["model"]


def test_nothing_is_made_in_a_folder_that_is_empty(pincite: CommandLine) -> None:
    pincite.store.mkdir()
    found = pincite("doctor", "--no-model", "--json").json
    assert "holds nothing yet" in details(found)["store"]
    assert list(pincite.store.iterdir()) == []


def test_a_package_of_another_version_is_a_warning(
    pincite: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.doctor._pins", lambda: {"openai": "0.1"})
    ran = pincite("doctor", "--no-model", "--json")
    assert (ran.code, levels(ran.json)["openai"], levels(ran.json)["torch"]) == (0, "warning", "ok")
    assert "made for 0.1" in details(ran.json)["openai"]


def test_a_missing_reader_is_a_warning_that_names_the_way_out(
    pincite: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("api.doctor.READER", replace(READER, file=tmp_path / "none.onnx"))
    found = pincite("doctor", "--no-model", "--json").json
    assert levels(found)["reader"] == "warning"
    assert "pip install --force-reinstall pincite" in details(found)["reader"]
    assert "rules alone decide" in details(found)["reader"]


def test_a_model_from_elsewhere_is_told_of(
    pincite: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_EMBEDDER", "somebody/some-model")
    found = pincite("doctor", "--no-model", "--json").json
    assert "HF_HUB_OFFLINE=1" in details(found)["network"]


def test_a_disk_that_is_nearly_full_is_told_in_a_unit_that_shows_what_is_left(
    pincite: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    pincite.store.mkdir()
    usage = SimpleNamespace(free=20 * 2**20)
    monkeypatch.setattr("api.doctor.shutil.disk_usage", lambda _folder: usage)
    found = pincite("doctor", "--no-model", "--json").json
    assert levels(found)["space"] == "warning"
    assert details(found)["space"] == "20 MiB free: free some before adding documents."
