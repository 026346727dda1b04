"""Which files of a folder are read, and what is said of the others."""

import os
from pathlib import Path

import pytest

from api.folders import Walk, key_of, walk
from index.errors import InputError


def write(folder: Path, *names: str) -> Path:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"The file {name}.")
    return folder


def sources(found: Walk) -> list[str]:
    return [file.source for file in found.files]


def test_files_are_found_below_in_the_order_of_names_under_their_path(tmp_path: Path) -> None:
    folder = write(tmp_path, "b.txt", "a.md", "z/c.txt", "m/deep/er/d.md")
    assert sources(walk(folder)) == ["a.md", "b.txt", "m/deep/er/d.md", "z/c.txt"]
    assert walk(folder).summary == ""


def test_hidden_files_and_what_programs_keep_are_left_out(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        "a.txt",
        ".hidden.txt",
        ".git/b.txt",
        "node_modules/c/README.md",
        "lib/__pycache__/d.txt",
        "~$letter.txt",
        "draft.txt~",
    )
    found = walk(folder)
    assert sources(found) == ["a.txt"]
    assert found.summary == "2 hidden, 4 ignored"


def test_patterns_are_those_of_gitignore_and_the_last_that_matches_decides(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        "a.txt",
        "a.log.txt",
        "build/b.txt",
        "src/build/c.txt",
        "keep.log.txt",
        "venv/d.txt",
        "docs/old/e.txt",
        "docs/old/deep/f.txt",
        "docs/new/g.txt",
    )
    (folder / ".pinciteignore").write_text(
        "\ufeff# a comment\n\n/build/\n*.log.txt\n!keep.log.txt\n!venv/\r\ndocs/**/deep\n"
    )
    found = walk(folder, ["new"])
    assert sources(found) == [
        "a.txt",
        "keep.log.txt",
        "docs/old/e.txt",
        "src/build/c.txt",
        "venv/d.txt",
    ]
    assert found.summary == "4 ignored"


def test_other_formats_are_counted_with_their_endings(tmp_path: Path) -> None:
    folder = write(tmp_path, "a.txt", "b.PNG", "c.png", "d.xyz", "Makefile")
    found = walk(folder)
    assert found.summary == "4 of other formats (.png, Makefile, .xyz)"


@pytest.mark.parametrize(
    ("pattern", "told"), [("*a*a*a*a*a*a", "stars"), ("a\\", "cannot be understood")]
)
def test_a_pattern_that_cannot_be_used_is_told(tmp_path: Path, pattern: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        walk(write(tmp_path, "a.txt"), [pattern])


def test_a_huge_ignore_file_is_told(tmp_path: Path) -> None:
    (tmp_path / ".pinciteignore").write_text("a\n" * 50_000)
    with pytest.raises(InputError, match="64 KiB"):
        walk(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_links_out_of_the_folder_and_in_circles_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", "secret.txt")
    folder = write(tmp_path / "folder", "a.txt", "sub/b.txt", ".store/big.txt", ".store/c/d.txt")
    (folder / "out.txt").symlink_to(outside / "secret.txt")
    (folder / "out").symlink_to(outside)
    (folder / "sub/circle").symlink_to(folder)
    (folder / "again.txt").symlink_to("a.txt")
    (folder / "self").symlink_to("self")
    (folder / "big.txt").symlink_to(".store/big.txt")
    (folder / "c").symlink_to(".store/c")
    found = walk(folder)
    assert sources(found) == ["a.txt", "sub/b.txt", "c/d.txt", "big.txt"]
    assert found.summary == (
        "1 hidden, 2 links out of the folder, 2 links to what is read already, "
        "1 of other formats (self)"
    )


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_sibling_whose_name_begins_alike_is_outside(tmp_path: Path) -> None:
    write(tmp_path / "folder-two", "secret.txt")
    folder = write(tmp_path / "folder", "a.txt")
    (folder / "b.txt").symlink_to(tmp_path / "folder-two/secret.txt")
    assert sources(walk(folder)) == ["a.txt"]


def test_a_file_is_the_same_document_from_wherever_its_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "folder", "sub/a.txt")
    monkeypatch.chdir(folder)
    assert walk(Path()).files[0].identity == walk(folder).files[0].identity
    assert walk(Path("sub/..")).files[0].source == "sub/a.txt"
    assert key_of(Path()) == key_of(folder)
    assert key_of(folder) != key_of(folder / "sub")
