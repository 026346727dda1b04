"""Pincite beside its peers: what a measurement does, with stand-ins for the peers."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest

from bench.peers import own
from bench.peers.__main__ import WARMING, _slices, _texts
from bench.peers.adapters import PEERS, Chroma, Haystack, LangChain, LlamaIndex, Rows, Txtai
from bench.peers.report import Measured, plotted, report, summary
from bench.peers.running import Added, Asked, Given, add, ask
from bench.peers.work import adding, asking
from index.reading import from_text
from tests.fakes import WordHashEmbedder


class Shelf:
    """A peer that finds what it was given last."""

    def __init__(self) -> None:
        self.given: list[tuple[list[str], Rows | None]] = []

    def add(self, texts: Sequence[str], rows: Rows | None = None) -> None:
        self.given.append((list(texts), rows))

    def search(self, question: str) -> list[str]:
        return [text for texts, _ in self.given for text in texts if question in text]


def test_what_warms_up_is_added_before_and_vectors_go_with_the_texts() -> None:
    shelf = Shelf()
    took = adding(shelf, {"texts": ["a lamp"], "warming": ["a mill"], "rows": [[1.0]]})
    assert shelf.given == [(["a mill"], None), (["a lamp"], [[1.0]])]
    assert set(took) == {"wall", "cores"}
    assert took["wall"] > 0


def test_the_first_answer_is_told_at_once_and_the_others_are_timed() -> None:
    shelf = Shelf()
    shelf.add(["a lamp", "a mill"])
    replies = asking(shelf, ["lamp", "mill", "a"])
    assert next(replies) == {"found": ["a lamp"]}
    last = next(replies)
    assert len(last["walls"]) == 2
    assert last["resident"] > 0


def test_a_peer_that_finds_nothing_is_not_measured() -> None:
    with pytest.raises(ValueError, match="Nothing"):
        next(asking(Shelf(), ["lamp"]))


class Collection:
    """A collection that takes no more than two texts at once."""

    def __init__(self) -> None:
        self.calls: list[dict[str, object]] = []
        self.ids: list[str] = []

    def count(self) -> int:
        return len(self.ids)

    def add(self, *, ids: list[str], documents: list[str], embeddings: Rows | None) -> None:
        assert len(ids) == len(documents) <= 2
        self.ids += ids
        self.calls.append({"documents": documents, "embeddings": embeddings})

    def query(self, *, query_texts: list[str], n_results: int) -> dict[str, list[list[str]]]:
        return {"documents": [[f"{query_texts[0]} {at}" for at in range(n_results)]]}


@pytest.fixture
def collection(monkeypatch: pytest.MonkeyPatch) -> Collection:
    kept = Collection()
    client = SimpleNamespace(
        get_or_create_collection=lambda _name, **_: kept, get_max_batch_size=lambda: 2
    )
    functions = SimpleNamespace(SentenceTransformerEmbeddingFunction=lambda **_: None)
    modules = {
        "chromadb": SimpleNamespace(PersistentClient=lambda **_: client),
        "chromadb.utils": SimpleNamespace(),
        "chromadb.utils.embedding_functions": functions,
    }
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    return kept


def test_chroma_is_given_no_more_at_once_than_it_takes(
    collection: Collection, tmp_path: Path
) -> None:
    chroma = Chroma(tmp_path, "model")
    chroma.add(["a", "b", "c"], [[1.0], [2.0], [3.0]])
    chroma.add(["d"])
    assert collection.ids == ["0", "1", "2", "3"]
    assert collection.calls == [
        {"documents": ["a", "b"], "embeddings": [[1.0], [2.0]]},
        {"documents": ["c"], "embeddings": [[3.0]]},
        {"documents": ["d"], "embeddings": None},
    ]
    assert chroma.search("lamp") == [f"lamp {at}" for at in range(10)]


def test_each_peer_of_the_extra_has_an_adapter() -> None:
    classes = {kind for kind, _ in PEERS.values()}
    assert classes == {Txtai, LlamaIndex, LangChain, Haystack, Chroma}
    pins = (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
    assert all(f'"{package}==' in pins for _, package in PEERS.values())


def test_pincite_cuts_documents_itself_and_answers_from_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "load_embedder", WordHashEmbedder)
    text = "The lamp on the pier was lit in 1874."
    pincite = own.OWN[own.RULES](tmp_path)
    pincite.add([json.dumps({"text": text, "title": "Pier", "source": "pier.txt"})])
    assert pincite.search("When was the lamp on the pier lit?") == [text]
    with pytest.raises(ValueError, match="itself"):
        pincite.add([text], [[1.0]])


def test_slices_have_enough_passages_after_those_that_warm_up_and_share_no_document() -> None:
    documents = [from_text(f"Lamp {n} was lit.", source=f"{n}.txt") for n in range(20)]
    slices = list(_slices(documents, 3))
    assert [len(each) for each in slices] == [WARMING + 3, WARMING + 3]
    assert all(len(_texts(each[WARMING:])) == 3 for each in slices)
    names = [document.source for each in slices for document in each]
    assert len(set(names)) == len(names)


def program(folder: Path, *lines: str) -> Path:
    """Return an executable that prints these lines, whatever it is asked."""
    file = folder / "python"
    told = "\n".join(f"echo '{line}'" for line in lines)
    file.write_text(f"#!/bin/sh\n{told}\n")
    file.chmod(0o755)
    return file


def test_greetings_of_a_peer_are_no_replies(tmp_path: Path) -> None:
    told = '{"wall": 2.0, "cores": 3.0, "version": "1.0"}'
    python = program(tmp_path, "Welcome!", told)
    took = add(python, "txtai", tmp_path / "store", Given(["a lamp"]), passages=1)
    assert took == Added(passages=1, wall=2.0, cores=3.0, version="1.0")


def test_starting_lasts_until_the_first_reply(tmp_path: Path) -> None:
    python = program(tmp_path, '{"found": ["a"]}', '{"walls": [0.5], "resident": 7.0}')
    took = ask(python, "txtai", tmp_path, ["lamp", "mill"])
    assert took.start > 0
    assert (took.walls, took.resident, took.found) == ([0.5], 7.0, ["a"])


def test_a_peer_that_ends_early_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="txtai ended without a reply"):
        ask(program(tmp_path, "Welcome!"), "txtai", tmp_path, ["lamp"])


@pytest.fixture
def measured() -> Measured:
    """Chroma adds half and a quarter as fast as Pincite, and txtai a quarter as fast."""
    held = Measured(2_000, {"txtai": 4_000_000, "Chroma": 9_000_000, own.ADDING: 20_000_000})
    for name, walls in {"txtai": (4, 4), "Chroma": (2, 4), own.ADDING: (1, 1)}.items():
        version = "" if name == own.ADDING else "1.0"
        held.added[name] = [Added(100, wall, 2.0 * wall, version) for wall in walls]
    names = {"txtai": 0.01, "Chroma": 0.03, own.SEARCHING: 0.01, own.RULES: 0.02, own.READING: 0.08}
    for name, wall in names.items():
        found = ["a", "b", name]
        held.asked[name] = [Asked(100 * wall, [wall, wall], 300.0, found)] * 2
    return held


def test_ratios_are_medians_of_those_of_the_rounds(measured: Measured) -> None:
    assert measured.peers == ["txtai", "Chroma"]
    assert (measured.times("txtai"), measured.times("Chroma")) == (4.0, 3.0)
    assert measured.rate(own.ADDING) == 100.0
    assert measured.common == 2


def test_the_report_has_a_row_for_each_and_tells_the_disk_for_1000_passages(
    measured: Measured,
) -> None:
    rows = {
        cells[0].strip(): [cell.strip() for cell in cells[1:-1]]
        for cells in (
            line.strip().split("|")[1:] for line in report(measured, "").splitlines() if "|" in line
        )
    }
    assert rows["txtai"] == ["1.00 (1.00–1.00)", "10.0", "10.0", "0.50", "300", "2.0"]
    assert rows[own.READING] == ["8.00 (8.00–8.00)", "80.0", "80.0", "4.00", "300", "10.0"]
    assert rows[own.ADDING] == ["100.0", "50.0", ""]


def test_the_paragraph_tells_what_speaks_against_pincite_too(measured: Measured) -> None:
    told = summary(measured)
    assert "Beside txtai and Chroma" in told
    assert "adds 3.0 to 4.0 times as fast" in told
    assert "20 ms by rules alone and 80 ms with the reader, their bare search 10 to 30 ms" in told


def test_the_plot_begins_with_the_fastest(measured: Measured) -> None:
    image = ET.fromstring(plotted(measured))  # noqa: S314 - ours
    texts = [each.text for each in image.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[::2] == [own.ADDING, "Chroma", "txtai"]
