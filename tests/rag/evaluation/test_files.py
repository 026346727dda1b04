from pathlib import Path

import pytest

from index.errors import InputError
from rag.evaluation.files import json_records, table_records, text_of
from rag.evaluation.layouts import (
    read_claims,
    read_queries,
    read_questions,
    read_sentences,
    read_texts,
)

GOOD = '{"_id": "a", "text": "x"}\n'


def texts(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "docs.jsonl"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_blank_lines_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    path = texts(tmp_path, f"\ufeff{GOOD}\n  \n" + '{"_id": 7, "text": "y", "title": null}\n')
    assert [(t.id, t.title, t.text) for t in read_texts(path)] == [("a", "", "x"), ("7", "", "y")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "it is no JSON."),
        ("[" * 100_000, "it is no JSON."),
        ("[1]", "it is no JSON object."),
        ('{"text": "x"}', "the field “_id” is missing."),
        ('{"_id": "b"}', "the field “text” is missing."),
        ('{"_id": "b", "text": 7}', "“text” is no text."),
        ('{"_id": null, "text": "x"}', "“_id” is no id."),
    ],
)
def test_a_damaged_line_is_told_with_file_and_number(
    tmp_path: Path, line: str, reason: str
) -> None:
    path = texts(tmp_path, GOOD + "\n" + line + "\n")
    with pytest.raises(InputError) as error:
        read_texts(path)
    assert str(error.value) == f"docs.jsonl, line 3: {reason}"


def test_bytes_that_are_no_text_are_told_with_file_and_number(tmp_path: Path) -> None:
    path = texts(tmp_path, GOOD.encode() + b'{"_id": "\xff"}\n')
    with pytest.raises(InputError, match=r"^docs\.jsonl, line 2: it is not UTF-8\.$"):
        read_texts(path)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^docs\.jsonl cannot be read"):
        json_records(tmp_path / "docs.jsonl", lambda row: text_of(row, "x"))


def test_judgements_without_a_column_or_with_a_bad_grade_are_told(tmp_path: Path) -> None:
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "x"}\n')
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\nq\td\n")
    with pytest.raises(InputError, match=r"^qrels\.tsv, line 1: there is no column “score”\.$"):
        read_queries(tmp_path)
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\td\t1\nq\te\tgood\n")
    with pytest.raises(InputError, match=r"^qrels\.tsv, line 3: could not convert"):
        read_queries(tmp_path)
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\td\n")
    with pytest.raises(InputError, match=r"^qrels\.tsv, line 2: a field has a value"):
        read_queries(tmp_path)


def test_a_row_of_a_table_is_made_of_its_columns(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text('a\tb\n1\t"2\n')
    made = table_records(tmp_path / "t.tsv", ("a",), lambda row: (row["a"], row["b"]))
    assert made == [("1", '"2')]


def test_evidence_that_ends_before_it_starts_is_told(tmp_path: Path) -> None:
    texts(tmp_path, GOOD)
    (tmp_path / "questions.jsonl").write_text(
        '{"_id": "q", "question": "?", "evidence": [{"doc_id": "a", "start": 9, "end": 3}]}\n'
    )
    with pytest.raises(InputError, match=r"^questions\.jsonl, line 1: a span needs 0 <= start"):
        read_questions(tmp_path)


def test_sentences_take_their_source_from_the_pair_that_they_refer_to(tmp_path: Path) -> None:
    (tmp_path / "pairs.jsonl").write_text(
        '{"_id": "p", "source": "A fox ran.", "claim": "A fox ran. It hid.", "label": "partly"}\n'
    )
    (tmp_path / "sentences.jsonl").write_text(
        '{"_id": "p-0", "source_ref": "p", "claim": "A fox ran.", "label": "supported"}\n'
        '{"_id": "own", "source": "It hid.", "claim": "It hid.", "label": "supported"}\n'
    )
    assert [(c.id, c.source) for c in read_claims(tmp_path)] == [("p", "A fox ran.")]
    found = [(c.id, c.source_id, c.source) for c in read_sentences(tmp_path)]
    assert found == [("p-0", "p", "A fox ran."), ("own", "own", "It hid.")]


def test_a_reference_to_no_pair_and_a_blank_source_are_told(tmp_path: Path) -> None:
    (tmp_path / "sentences.jsonl").write_text(
        '{"_id": "s", "source_ref": "p", "claim": "A fox ran.", "label": "supported"}\n'
    )
    with pytest.raises(InputError, match=r"^sentences\.jsonl, line 1: “p” is no _id of pairs"):
        read_sentences(tmp_path)
    (tmp_path / "pairs.jsonl").write_text(
        '{"_id": "p", "source": " ", "claim": "A fox ran.", "label": "supported"}\n'
    )
    with pytest.raises(InputError, match=r"^pairs\.jsonl, line 1: “source” is blank\.$"):
        read_claims(tmp_path)
