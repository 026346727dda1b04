import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InputError
from index.reading import read
from index.reading.rst import MOST_LINES
from index.reading.rst_marks import plain_heading
from index.types import BlockKind, Document
from tests.index.layouts import assert_sound, layout, of_kind, sentences

PROSE = "The mill opened in 1912."
LINES = st.sampled_from(
    [
        "", "", "Title", "=====", "-----", "- item", "  - deeper", "#. one", "text", "  indented",
        "ends::", "::", ".. note:: so", ".. code:: sh", "   :opt: val", ".. [1] foot", "..",
        ".. comment", ":field: x", "| verse", ">>> 1", "+---+---+", "| a | b |", "=== ===", "a   b",
        ".. figure:: x", ".. csv-table:: t", "\t", "__ x", "\u2028",
    ]
)  # fmt: skip


def rst(text: str) -> Document:
    document = read(text.encode(), "guide.rst")
    assert document.text == text
    assert_sound(document.text, document.blocks)
    return document


@given(st.lists(LINES, max_size=16).map("\n".join))
def test_any_lines_are_laid_out_soundly_and_kept_as_they_are(text: str) -> None:
    try:
        rst(text)
    except InputError:
        assert not text.strip()


def test_titles_have_their_levels_by_the_order_of_their_styles() -> None:
    text = (
        f"======\n Mill\n======\n\n{PROSE}\n\nCosts\n=====\n\nStones\n------\n\n{PROSE}\n\n"
        "1. Steel\n--------\n\nWorkers\n=======\n"
    )
    document = rst(text)
    assert [(block.level, block.span.of(text)) for block in document.blocks if block.level] == [
        (1, "Mill"),
        (2, "Costs"),
        (3, "Stones"),
        (3, "1. Steel"),
        (2, "Workers"),
    ]
    assert document.title == "Mill"
    assert document.headings_at(text.rindex(PROSE)) == ("Mill", "Costs", "Stones")


def test_a_title_is_told_without_its_marks() -> None:
    assert rst(":mod:`mill` --- *the* ``old`` one\n=================================\n").title == (
        "mill --- the old one"
    )
    assert plain_heading("The `mill <https://example.org>`_ of **Ely**") == "The mill of Ely"


def test_lists_terms_and_code_are_told_apart() -> None:
    text = (
        "- corn\n  and flour\n- wheat::\n\n    grind it\n\n  Then rest.\n\n#. first\n#. second\n\n"
        "Mill\n  It grinds.\nDam\n  It holds.\n\nRun it::\n\n  $ mill\n\n  $ stop\n\nDone. See:\n\n"
        "::\n\n  bare\n\n>>> 1 + 1\n2\n"
    )
    assert layout(rst(text)) == [
        ("list_item", "- corn\n  and flour"),
        ("list_item", "- wheat::"),
        ("code", "grind it"),
        ("paragraph", "Then rest."),
        ("list_item", "#. first"),
        ("list_item", "#. second"),
        ("paragraph", "Mill\n  It grinds."),
        ("paragraph", "Dam\n  It holds."),
        ("paragraph", "Run it::"),
        ("code", "$ mill\n\n  $ stop"),
        ("paragraph", "Done. See:"),
        ("furniture", "::"),
        ("code", "bare"),
        ("code", ">>> 1 + 1\n2"),
    ]
    assert sentences(rst(text))[:3] == ["corn\n  and flour", "wheat::", "grind it"]


def test_comments_and_what_directives_are_told_are_furniture() -> None:
    text = (
        ".. a comment\n   of two lines\n\n.. _target: https://example.org\n.. |x| replace:: y\n\n"
        ".. code-block:: python\n   :linenos:\n\n   print(1)\n\n.. toctree::\n   :maxdepth: 2\n\n"
        f"   intro\n\n----\n\n..\n\n{PROSE}\n"
    )
    assert layout(rst(text)) == [
        ("furniture", ".. a comment\n   of two lines"),
        ("furniture", ".. _target: https://example.org"),
        ("furniture", ".. |x| replace:: y"),
        ("furniture", ".. code-block:: python\n   :linenos:"),
        ("code", "print(1)"),
        ("furniture", ".. toctree::\n   :maxdepth: 2\n\n   intro"),
        ("furniture", "----"),
        ("furniture", ".."),
        ("paragraph", PROSE),
    ]


def test_no_other_file_is_read_and_nothing_raw_is_text(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The password is tulip.")
    text = (
        f".. include:: {secret}\n\n.. literalinclude:: {secret}\n\n"
        f".. raw:: html\n   :file: {secret}\n\n.. csv-table:: T\n   :file: {secret}\n\n"
        f".. raw:: html\n\n   <script>evil()</script>\n\n{PROSE}\n"
    )
    document = rst(text)
    assert "tulip" not in document.text
    assert sentences(document) == ["T", PROSE]


def test_words_of_directives_are_text_and_their_marks_are_in_no_sentence() -> None:
    text = (
        ".. note:: Beware of it.\n   It bites.\n\n   A second one.\n\n"
        ".. warning::\n\n   Do not.\n\n"
        ".. figure:: mill.png\n   :alt: a mill\n\n   The mill in 1912.\n\n   More on it.\n\n"
        ".. [1] It burnt. Twice.\n\n.. versionadded:: 3.2\n"
    )
    document = rst(text)
    assert layout(document) == [
        ("paragraph", ".. note:: Beware of it.\n   It bites."),
        ("paragraph", "A second one."),
        ("furniture", ".. warning::"),
        ("paragraph", "Do not."),
        ("furniture", ".. figure:: mill.png"),
        ("furniture", ":alt: a mill"),
        ("caption", "The mill in 1912."),
        ("paragraph", "More on it."),
        ("footnote", ".. [1] It burnt. Twice."),
        ("paragraph", ".. versionadded:: 3.2"),
    ]
    assert sentences(document) == [
        "Beware of it.", "It bites.", "A second one.", "Do not.", "The mill in 1912.",
        "More on it.", "It burnt.", "Twice.", "3.2",
    ]  # fmt: skip


def test_tables_are_rows_and_their_rules_furniture() -> None:
    rule = "+------+------+"
    grid = f"{rule}\n| Name | Year |\n{rule}\n| Mill | 1912 |\n|      | 1913 |\n{rule}"
    simple = "=====  =====\nA      B\n=====  =====\none    1\n       more\n\ntwo    2\n=====  ====="
    listed = '.. csv-table:: Mills\n   :header: a, b\n\n   "x", 1\n   "y", 2'
    document = rst(f"{grid}\n\n{simple}\n\n{listed}\n\n{PROSE}\n")
    assert of_kind(document, BlockKind.TABLE_ROW) == [
        "| Name | Year |",
        "| Mill | 1912 |\n|      | 1913 |",
        "A      B",
        "one    1\n       more",
        "two    2",
        '"x", 1',
        '"y", 2',
    ]
    assert sentences(document) == [
        "Name | Year", "Mill | 1912", "1913", "one    1", "more", "two    2", "Mills",
        '"x", 1', '"y", 2', PROSE,
    ]  # fmt: skip


def test_fields_state_title_and_metadata() -> None:
    document = rst(
        ":title: The mill\n:Author: Ann Lee\n:Date: 2024-05-01\n:orphan:\n\nHeading\n=======\n\n"
        f"{PROSE}\n\n:author: Bob\n"
    )
    assert document.title == "The mill"
    assert document.metadata == {"author": "Ann Lee", "date": "2024-05-01"}
    assert sentences(document)[1] == "Author: Ann Lee"
    assert of_kind(document, BlockKind.FURNITURE) == [":orphan:", "======="]


def test_a_role_at_the_start_of_a_line_is_no_field() -> None:
    assert layout(rst(":ref:`mill` is old.\n\n| A verse\n| of two\n")) == [
        ("paragraph", ":ref:`mill` is old."),
        ("paragraph", "| A verse\n| of two"),
    ]


@pytest.mark.parametrize(
    "unit",
    [
        "=", "== ==\n", "== ==\n\n", "- ", "- a::\n\n", ".. note::\n\n   ", ".. x\n", ":a: ", "`",
        "a::\n\n b\n",
        "+--+\n", "|\n", "Title\n=====\n", "T\n\u2028=\n", "..\n", " x\n", ">>> \n", "__ a\n",
    ],
)  # fmt: skip
def test_hostile_lines_take_seconds_at_most(unit: str) -> None:
    started = time.process_time()
    rst(unit * (200_000 // len(unit)) + PROSE)
    assert time.process_time() - started < 10  # measured below 2 s


def test_a_file_of_very_many_lines_is_read_as_plain_text() -> None:
    document = rst(".. x\n\n" * (MOST_LINES // 2 + 1) + PROSE)
    assert of_kind(document, BlockKind.FURNITURE) == []
    assert sentences(document)[-1] == PROSE


def test_ever_deeper_lines_take_seconds_at_most() -> None:
    started = time.process_time()
    rst("".join(f"{' ' * depth}.. note::\n\n" for depth in range(1000)) + PROSE)
    assert time.process_time() - started < 10  # measured below 1 s
