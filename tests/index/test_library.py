"""Collections: found again, opened late, closed when idle, removed whole, never mixed."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import GoneError, InputError, NameTakenError, NotFoundError, StoreLockedError
from index.library import Library
from index.names import key_of, name_of
from index.passage_index import PassageIndex
from index.reading import from_text
from tests.fakes import WordHashEmbedder

ROOT = Path(__file__).parents[2]
LAMP = "The lamp burned 53 litres of oil."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "store", WordHashEmbedder()) as opened:
        yield opened


def add(library: Library, name: str, text: str, source: str = "notes.txt") -> str:
    with library.collection(name, create=True) as index:
        return index.add(from_text(text, source=source)).document_id


def texts(library: Library, name: str) -> list[str]:
    with library.collection(name) as index:
        return [index.document(each.id).text for each in index.summaries()]


def test_a_store_from_before_is_the_default_collection(tmp_path: Path) -> None:
    with PassageIndex.open(tmp_path, WordHashEmbedder()) as index:
        index.add(from_text(LAMP, source="notes.txt"))
    with Library(tmp_path, WordHashEmbedder()) as library:
        assert library.names() == ["default"]
        assert texts(library, "default") == [LAMP]
    assert not (tmp_path / "collections").exists()


def test_collections_are_found_again_with_their_names_and_documents(tmp_path: Path) -> None:
    with Library(tmp_path, WordHashEmbedder()) as library:
        add(library, "Straße 9", LAMP)
        library.create("../../etc/passwd")
        assert library.names() == ["default", "../../etc/passwd", "Straße 9"]
    with Library(tmp_path, WordHashEmbedder()) as library:
        assert library.names() == ["default", "../../etc/passwd", "Straße 9"]
        assert texts(library, "STRASSE 9") == [LAMP]
        counted = [(each.name, each.documents, each.passages) for each in library.describe()]
    assert counted == [("default", 0, 0), ("../../etc/passwd", 0, 0), ("Straße 9", 1, 1)]
    assert {path.name for path in tmp_path.iterdir()} <= {
        *("lock", "collections", "pincite.db", "passages.faiss")
    }


def test_nothing_is_opened_that_is_not_used(tmp_path: Path) -> None:
    with Library(tmp_path, WordHashEmbedder()) as library:
        add(library, "notes", LAMP)
        library.create("other")
    with Library(tmp_path, WordHashEmbedder()) as library:
        assert texts(library, "notes") == [LAMP]
    assert not (tmp_path / "pincite.db").exists()


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 101, "a\nb", "a\0b", "\u202ea", "\ud800", "..", "."]
)
def test_a_name_that_cannot_be_shown_is_refused_and_nothing_is_made(
    library: Library, name: str
) -> None:
    with pytest.raises(InputError):
        library.create(name)
    with pytest.raises(NotFoundError):
        library.delete(name)
    with pytest.raises(InputError), library.collection(name, create=True):
        pass
    assert library.names() == ["default"]


def test_names_are_normalised_and_compared_without_regard_to_case() -> None:
    assert name_of(" Cafe\u0301 ") == "Café"
    assert key_of("CAFE\u0301") == key_of("café") == key_of(" Café ")
    assert key_of("notes") != key_of("note")
    assert len(name_of("é" * 100)) == 100


def test_a_name_is_given_once(library: Library) -> None:
    library.create("Notes")
    for name in ("notes", "NOTES ", "Default"):
        with pytest.raises(NameTakenError, match="Choose another name"):
            library.create(name)


def test_there_are_at_most_so_many_collections(tmp_path: Path) -> None:
    with Library(tmp_path, WordHashEmbedder(), most_collections=2) as library:
        library.create("one")
        library.create("two")
        with pytest.raises(InputError, match="Remove one"):
            library.create("three")
        library.delete("one")
        assert library.create("three") == "three"


def test_an_unknown_collection_is_not_made_by_asking(library: Library) -> None:
    with pytest.raises(NotFoundError, match="`pincite collections`"), library.collection("nowhere"):
        pass
    assert library.names() == ["default"]
    with pytest.raises(NotFoundError):
        library.rename("nowhere", "somewhere")


def test_the_same_source_in_two_collections_is_two_documents(library: Library) -> None:
    one = add(library, "one", "The first lamp.")
    two = add(library, "two", "The second lamp.")
    assert one == two
    with library.collection("one") as index:
        index.remove(one)
    assert (texts(library, "one"), texts(library, "two")) == ([], ["The second lamp."])


def test_a_renamed_collection_keeps_its_documents_also_after_a_restart(tmp_path: Path) -> None:
    with Library(tmp_path, WordHashEmbedder()) as library:
        identifier = add(library, "old", LAMP)
        with library.collection("old") as index:
            assert index.document(identifier).collection == "old"
            generation = index.generation
        assert library.rename("old", " New ") == "New"
        with library.collection("new") as index:
            assert index.document(identifier).collection == "New"
            assert index.generation == generation + 1  # so that no answer from before is given
        library.create("old")  # the name is free, and so is a folder
        assert texts(library, "old") == []
        assert library.rename("new", "NEW") == "NEW"
        with pytest.raises(NameTakenError):
            library.rename("NEW", "old")
        with pytest.raises(InputError, match="keeps its name"):
            library.rename("default", "x")
        with pytest.raises(InputError):
            library.rename("NEW", "a\tb")
    with Library(tmp_path, WordHashEmbedder()) as library:
        assert library.names() == ["default", "NEW", "old"]
        assert texts(library, "new") == [LAMP]


def test_a_deleted_collection_leaves_nothing_on_the_disk(library: Library) -> None:
    add(library, "keep", LAMP)
    before = everything(library.folder)
    add(library, "secret", "The quarry of Xyzzyquux closed.")
    library.delete("Secret")
    assert everything(library.folder).keys() == before.keys()
    assert not any(b"yzzyquux" in data.lower() for data in everything(library.folder).values())
    assert library.names() == ["default", "keep"]
    with pytest.raises(NotFoundError):
        library.delete("secret")
    add(library, "secret", LAMP)
    assert texts(library, "secret") == [LAMP]


def test_the_default_collection_is_emptied_and_stays(library: Library) -> None:
    add(library, "default", "The quarry of Xyzzyquux closed.")
    add(library, "other", LAMP)
    library.delete("default")
    assert not any(b"yzzyquux" in data.lower() for data in everything(library.folder).values())
    assert library.names() == ["default", "other"]
    assert (texts(library, "default"), texts(library, "other")) == ([], [LAMP])
    add(library, "default", LAMP)
    assert texts(library, "default") == [LAMP]


def everything(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_who_uses_a_collection_while_it_is_deleted_is_told(library: Library) -> None:
    add(library, "notes", LAMP)
    with library.collection("notes") as index:
        library.delete("notes")
        with pytest.raises(GoneError, match="was removed"):
            index.search("lamp")
        with pytest.raises(GoneError):
            index.add(from_text("More.", source="more.txt"))
    assert library.names() == ["default"]


def test_only_those_used_last_stay_open_and_none_is_closed_on_its_user(tmp_path: Path) -> None:
    with Library(tmp_path, WordHashEmbedder(), most_open=2) as library:
        for number in range(6):
            add(library, f"c{number}", f"The lamp number {number}.")
        assert opened(library) == {"c4", "c5"}
        with library.collection("c0") as held:
            for number in range(1, 6):
                assert texts(library, f"c{number}") == [f"The lamp number {number}."]
            assert held.search("lamp")[0].passage.text == "The lamp number 0."
            assert "c0" in opened(library)
        assert len(opened(library)) == 2


def opened(library: Library) -> set[str]:
    return {shelf.name for shelf in library._listed() if shelf._index is not None}


def test_a_second_process_is_kept_out_of_every_collection(library: Library) -> None:
    add(library, "notes", LAMP)
    with pytest.raises(StoreLockedError):
        Library(library.folder, WordHashEmbedder())
    with pytest.raises(StoreLockedError):
        PassageIndex.open(library.folder, WordHashEmbedder())


def test_what_a_crash_left_half_made_or_half_removed_is_cleared_away(tmp_path: Path) -> None:
    with Library(tmp_path, WordHashEmbedder()) as library:
        add(library, "notes", LAMP)
    place = tmp_path / "collections"
    for name in (".new-1234", ".gone-5678"):
        (place / name).mkdir()
        (place / name / "pincite.db").write_bytes(b"half")
    with Library(tmp_path, WordHashEmbedder()) as library:
        assert library.names() == ["default", "notes"]
    assert len(list(place.iterdir())) == 1


def test_a_damaged_or_foreign_folder_is_left_out_and_harms_no_other(tmp_path: Path) -> None:
    with Library(tmp_path, WordHashEmbedder()) as library:
        add(library, "notes", LAMP)
        add(library, "broken", LAMP)
        broken = next(s.folder for s in library._listed() if s.name == "broken")
    (broken / "pincite.db").write_bytes(b"no database at all" * 100)
    foreign = broken.with_name("c" + "0" * 20)
    foreign.mkdir()
    connection = sqlite3.connect(foreign / "pincite.db")
    connection.execute("CREATE TABLE other (x)")
    connection.close()
    broken.with_name("c" + "1" * 20).symlink_to(tmp_path)
    broken.with_name("mine").mkdir()
    with Library(tmp_path, WordHashEmbedder()) as library:
        assert library.names() == ["default", "notes"]
        assert texts(library, "notes") == [LAMP]
        assert len(library.unreadable) == 2


def test_a_collection_whose_process_died_is_found_and_counted(tmp_path: Path) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from index.library import Library\nfrom tests.fakes import WordHashEmbedder\n"
        "from index.reading import from_text\n"
        f"library = Library(Path({str(tmp_path)!r}), WordHashEmbedder())\n"
        "with library.collection('notes', create=True) as index:\n"
        f"    index.add(from_text({LAMP!r}, source='notes.txt'))\n"
        "os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 9
    with Library(tmp_path, WordHashEmbedder()) as library:
        assert [each.documents for each in library.describe()] == [0, 1]
        assert texts(library, "notes") == [LAMP]


def test_a_folder_that_cannot_be_removed_is_told_and_the_collection_stays(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(library, "notes", LAMP)

    def fail(_source: Path, _target: Path) -> None:
        raise PermissionError(13, "not allowed")

    monkeypatch.setattr("index.collection_folders.move", fail)
    with pytest.raises(Exception, match="cannot be written"):
        library.delete("notes")
    monkeypatch.undo()
    assert texts(library, "notes") == [LAMP]


def test_sixteen_threads_in_forty_collections_find_only_what_is_in_theirs(tmp_path: Path) -> None:
    """While one thread adds and another removes and makes anew, eight of forty stay open."""
    rounds = 25
    stop = threading.Event()

    with Library(tmp_path, WordHashEmbedder(), most_open=8) as library:
        for number in range(40):
            add(library, f"c{number}", f"The lamp of canary{number} burned oil.", "lamp.txt")

        def ask(seed: int) -> int:
            asked = 0
            for turn in range(rounds):
                number = (seed * 7 + turn * 11) % 40
                try:
                    with library.collection(f"c{number}") as index:
                        found = [hit.passage.text for hit in index.search("lamp oil burned", 5)]
                        found += [index.document(each.id).text for each in index.summaries()]
                except (NotFoundError, GoneError):
                    assert number >= 30, "only the last ten are ever removed"
                    continue
                wrong = [text for text in found if f"canary{number} " not in text]
                assert wrong == []
                assert found or number >= 30
                asked += 1
            return asked

        def write() -> None:
            turn = 0
            while not stop.is_set():
                number = turn % 30
                add(library, f"c{number}", f"More of canary{number} burned.", f"more{turn}.txt")
                turn += 1

        def remove() -> None:
            turn = 0
            while not stop.is_set():
                number = 30 + turn % 10
                library.delete(f"c{number}")
                add(library, f"c{number}", f"The lamp of canary{number} burned oil.", "lamp.txt")
                turn += 1

        with ThreadPoolExecutor(18) as pool:
            changing = [pool.submit(write), pool.submit(remove)]
            asking = [pool.submit(ask, seed) for seed in range(16)]
            try:
                asked = sum(each.result() for each in asking)
            finally:
                stop.set()
            for each in changing:
                each.result()
        assert asked >= 16 * rounds * 3 // 4
        assert len(opened(library)) <= 8 + 1
        for number in range(40):
            with library.collection(f"c{number}") as index:
                assert index.check() == []


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are counted on Linux")
def test_many_collections_keep_few_files_open(tmp_path: Path) -> None:
    with Library(tmp_path, WordHashEmbedder(), most_open=8) as library:
        before = len(list(Path("/proc/self/fd").iterdir()))
        for number in range(40):
            add(library, f"c{number}", LAMP)
        assert len(list(Path("/proc/self/fd").iterdir())) - before <= 8 * 6
