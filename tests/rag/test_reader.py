"""How passages are laid out for the reader, and what is said when there is none."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.chunking import chunk
from index.errors import ModelError
from index.reading import from_text
from rag import models
from rag.models import READER
from rag.reader import load_reader
from rag.reader_windows import MOST_TOKENS, Windows, arrays, context_of

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    ":",
    *"one two three four five six seven eight nine ten".split(),
]


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Windows:
    """A tokenizer that knows ten words and makes one token of each word."""
    file = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    file.write_text(
        json.dumps(
            {
                "version": "1.0",
                "truncation": None,
                "padding": None,
                "added_tokens": [],
                "normalizer": None,
                "pre_tokenizer": {"type": "WhitespaceSplit"},
                "post_processor": None,
                "decoder": None,
                "model": {
                    "type": "WordLevel",
                    "vocab": {word: at for at, word in enumerate(WORDS)},
                    "unk_token": "[UNK]",
                },
            }
        ),
        encoding="utf-8",
    )
    return Windows(file)


def words(ids: tuple[int, ...]) -> str:
    return " ".join(WORDS[at] for at in ids)


def test_question_headings_and_sentences_stand_in_one_row(windows: Windows) -> None:
    (window,) = windows.of("one two", "three", ["four five", "six"])
    assert words(window.ids) == "[CLS] one two [SEP] three : four five six [SEP]"
    assert window.asked == 4
    texts = [words(window.ids[piece.start : piece.end]) for piece in window.pieces]
    assert texts == ["four five", "six"]


def test_without_headings_there_is_no_colon(windows: Windows) -> None:
    (window,) = windows.of("one", "", ["two"])
    assert words(window.ids) == "[CLS] one [SEP] two [SEP]"


def test_a_passage_too_long_is_read_in_windows_that_share_a_sentence(windows: Windows) -> None:
    found = windows.of("one", "", ["two " * 90, "three " * 90, "four " * 90])
    assert [[piece.sentence for piece in window.pieces] for window in found] == [[0, 1], [1, 2]]


def test_a_sentence_too_long_comes_in_pieces_and_loses_no_token(windows: Windows) -> None:
    found = windows.of("one", "", ["two", "three " * 600, "four"])
    held = {
        (number, at)
        for number, window in enumerate(found)
        for piece in window.pieces
        if piece.sentence == 1
        for at in range(piece.start, piece.end)
    }
    assert len(held) >= 600
    assert all(len(window.ids) <= MOST_TOKENS for window in found)
    assert {piece.sentence for window in found for piece in window.pieces} == {0, 1, 2}


@pytest.mark.parametrize("lengths", [[251], [252], [253], [1] * 300, [100, 200, 300, 1, 600, 2]])
def test_every_sentence_is_read_whatever_the_lengths(windows: Windows, lengths: list[int]) -> None:
    found = windows.of("one two", "three", ["four " * length for length in lengths])
    read = {
        sentence: sum(
            piece.end - piece.start
            for window in found
            for piece in window.pieces
            if piece.sentence == sentence
        )
        for sentence in range(len(lengths))
    }
    assert all(read[sentence] >= length for sentence, length in enumerate(lengths))
    assert max(len(window.ids) for window in found) <= MOST_TOKENS


def test_a_sentence_without_known_signs_still_has_a_place(windows: Windows) -> None:
    (window,) = windows.of("one", "", [" ", "two"])
    assert [piece.sentence for piece in window.pieces] == [0, 1]


def test_a_question_longer_than_its_room_leaves_room_for_the_passage(windows: Windows) -> None:
    (window,) = windows.of("one " * 900, "two " * 900, ["three four"])
    assert window.asked == 66
    assert words(window.ids[-3:]) == "three four [SEP]"


def test_the_arrays_point_at_each_sentences_tokens(windows: Windows) -> None:
    given = arrays([*windows.of("one", "", ["two three", "four"]), *windows.of("one", "", ["six"])])
    laid = given["ids"].ravel()
    members = [[WORDS[laid[int(at)]] for at in row] for row in given["members"]]
    assert members == [["two", "three"], ["four", "four"], ["six", "six"]]
    assert given["shares"].tolist() == [[0.5, 0.5], [1.0, 0.0], [1.0, 0.0]]
    assert given["rows"].tolist() == [0, 0, 1]
    assert given["mask"].sum(1).tolist() == [7, 5]
    assert given["types"].sum(1).tolist() == [4, 2]


def test_the_context_names_title_and_headings_once() -> None:
    document = from_text("# Bread\n\nIt rose.\n\n## Ovens\n\nTwo stood there.", title="A bakery")
    texts = [context_of(passage) for passage in chunk(document)]
    assert all(text.startswith("A bakery") for text in texts)
    same = from_text("It rose.", title="Bread").passage(0, 8)
    assert context_of(same) == "Bread"


def test_missing_weights_leave_no_reader_and_say_why(tmp_path: Path) -> None:
    missing = replace(READER, file=tmp_path / "reader.onnx")
    assert load_reader(missing) is None
    assert "cannot be read (No such file or directory)" in (missing.problem() or "")


def test_damaged_weights_leave_no_reader_and_say_why(tmp_path: Path) -> None:
    damaged = replace(READER, file=tmp_path / "reader.onnx")
    damaged.file.write_bytes(b"not a model")
    assert load_reader(damaged) is None
    assert "are not the published ones" in (damaged.problem() or "")


def test_without_the_runtime_there_is_no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "find_spec", lambda _: None)
    assert load_reader() is None
    assert "pip install openvino" in (READER.problem() or "")


def test_weights_that_the_runtime_cannot_run_are_a_model_error(tmp_path: Path) -> None:
    broken = replace(READER, file=tmp_path / "reader.onnx")
    broken.file.write_bytes(b"not a model")
    with pytest.raises(ModelError, match="The reader cannot be loaded"):
        broken.network()
