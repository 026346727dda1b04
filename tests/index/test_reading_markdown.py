import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.chunking import chunk
from index.errors import InputError
from index.preparing import searched_text
from index.reading import read
from index.reading.markdown import plain_heading
from index.reading.markdown_tables import read_rows_alone
from index.types import BlockKind, Document
from tests.index.layouts import assert_sound, layout, of_kind, sentences

PROSE = "The committee met on Monday and agreed to open the new bridge in the spring."
PIECES = st.sampled_from(
    "# A,- b,  - c,> d,> - e,```,    f,|a|b|,|-|-|,|1|2|,,g,===,---,<!-- h,-->,[i]: j,1. k,\t,*,"
    "<div>,  ,\u2028,\x0c,+++".split(",")
)
MARKDOWN = st.lists(PIECES, max_size=14).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(lines))
) | st.text(max_size=200)


def markdown(text: str) -> Document:
    return read(text.encode(), "notes.md")


@given(MARKDOWN)
def test_any_markdown_is_laid_out_soundly_and_kept_as_it_is(text: str) -> None:
    try:
        document = markdown(text)
    except (InputError, UnicodeEncodeError):
        return
    assert text.removeprefix("\ufeff") == document.text
    assert document.title
    assert_sound(document.text, document.blocks)


def test_a_page_of_markdown_has_its_layout() -> None:
    text = (
        "# The Bridge\n\nIt opened in *1904*.\nThe mayor came.\n\n## Costs ##\n\n"
        "- stones\n  - of granite\n  - of chalk\n- steel\n\n  from the north\n\n"
        "> He said: build it.\n> They did.\n\n```python\nprint(1)\n\nprint(2)\n```\n\n"
        "| Year | Cost |\n|------|------|\n| 1904 | 30 |\n| 1905 | 40 |\n\n---\n\n"
        "<!-- hidden -->\n\n[home]: https://example.org\n"
    )
    assert layout(markdown(text)) == [
        ("heading1", "# The Bridge"),
        ("paragraph", "It opened in *1904*.\nThe mayor came."),
        ("heading2", "## Costs ##"),
        ("list_item", "- stones"),
        ("list_item", "- of granite"),
        ("list_item", "- of chalk"),
        ("list_item", "- steel"),
        ("paragraph", "from the north"),
        ("paragraph", "> He said: build it.\n> They did."),
        ("code", "```python\nprint(1)\n\nprint(2)\n```"),
        ("table_row", "| Year | Cost |\n|------|------|"),
        ("table_row", "| 1904 | 30 |"),
        ("table_row", "| 1905 | 40 |"),
        ("furniture", "---"),
        ("furniture", "<!-- hidden -->"),
        ("furniture", "[home]: https://example.org"),
    ]
    assert sentences(markdown(text)) == [
        "It opened in *1904*.",
        "The mayor came.",
        "stones",
        "of granite",
        "of chalk",
        "steel",
        "from the north",
        "He said: build it.",
        "They did.",
        "print(1)",
        "print(2)",
        "| 1904 | 30 |",
        "| 1905 | 40 |",
    ]


def test_underlined_headings_leave_their_rule_out() -> None:
    document = markdown(f"The Bridge\n==========\n\nCosts\n-----\n\n{PROSE}")
    assert layout(document) == [
        ("heading1", "The Bridge"),
        ("furniture", "=========="),
        ("heading2", "Costs"),
        ("furniture", "-----"),
        ("paragraph", PROSE),
    ]
    passage = document.passage(document.text.index("The committee"), len(document.text))
    assert passage.heading == "The Bridge > Costs"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_the_same_layout(end: str) -> None:
    text = "# A\n\nOne two.\n\n    code\n\n- b\n- c\n"
    expected = [
        ("heading1", "# A"),
        ("paragraph", "One two."),
        ("code", "code"),
        ("list_item", "- b"),
        ("list_item", "- c"),
    ]
    assert layout(markdown(text.replace("\n", end))) == expected


def test_marks_of_a_list_in_a_quote_are_in_no_sentence() -> None:
    document = markdown("> 1. First [x] thing\n> 2. [ ] Second thing\n")
    assert of_kind(document, BlockKind.LIST_ITEM) == [
        "> 1. First [x] thing",
        "> 2. [ ] Second thing",
    ]
    assert sentences(document) == ["First [x] thing", "Second thing"]


@pytest.mark.parametrize(
    ("front", "title", "metadata"),
    [
        (
            "---\ntitle: The mill # of Ely\nauthor: Ann Lee\ndate: 2024-05-01 10:00\nlang: de\n---",
            "The mill",
            {"author": "Ann Lee", "date": "2024-05-01", "language": "de"},
        ),
        ("---\nauthors:\n  - Ann\n  - 'Bob'\ntags: [a]\n---", "a", {"author": "Ann; Bob"}),
        ("---\nauthors:\n- Ann\nlayout: x\n- y\n---", "a", {"author": "Ann"}),
        ('---\nauthors: ["Lee, Ann", Bob]\n---', "a", {"author": "Lee, Ann; Bob"}),
        (
            '+++\ntitle = "The \\"old\\" mill"\ndate = 2024-05-01T10:00:00Z\n+++',
            'The "old" mill',
            {"date": "2024-05-01"},
        ),
        ("---\ntitle: >-\n  Folded\nauthor:\n  name: Ann\n---", "a", {}),
        ("---\ntitle: ''\ndate: soon\nurl: ftp://x\nlang: 'no such'\n---", "a", {}),
        ("---\nTitle: It''s 'fine'\nTITLE: Two\n---", "It''s 'fine'", {}),
        ("---\ntitle: 'It''s fine'\n...", "It's fine", {}),
        (
            "---\nauthor: !!python/name:os\n---",
            "a",
            {"author": "!!python/name:os"},
        ),
    ],
)
def test_front_matter_states_title_and_metadata(
    front: str, title: str, metadata: dict[str, str]
) -> None:
    document = read(f"{front}\n\n{PROSE}\n".encode(), "a.md")
    assert (document.title, document.metadata) == (title, metadata)
    assert layout(document) == [("furniture", front), ("paragraph", PROSE)]


def test_front_matter_is_furniture_and_gives_the_title() -> None:
    front = '---\ntitle: "The Old Bridge"\ndate: 2024-05-01\n---'
    document = markdown(f"{front}\n\n# Another\n\n{PROSE}")
    assert document.title == "The Old Bridge"
    assert layout(document) == [
        ("furniture", front),
        ("heading1", "# Another"),
        ("paragraph", PROSE),
    ]


def test_the_title_is_the_first_heading_without_its_marks() -> None:
    assert markdown(f"# The `read` **door** of [Pincite](x.md)\n\n{PROSE}").title == (
        "The read door of Pincite"
    )
    assert markdown(f"{PROSE}\n\n## Small\n\n{PROSE}\n\n# Large\n\n{PROSE}").title == "Large"
    assert markdown(PROSE).title == "notes"


def test_snake_case_in_a_heading_keeps_its_underscores() -> None:
    assert plain_heading("Using split_sentences_now and 2*3") == "Using split_sentences_now and 2*3"


def test_badges_are_furniture() -> None:
    badges = "[![Build](https://e.org/b.svg)](https://e.org) ![Docs](https://e.org/d.svg)"
    assert layout(markdown(f"# A\n\n{badges}\n\n{PROSE}"))[1] == ("furniture", badges)


def test_a_footnote_is_text() -> None:
    note = "[^1]: The mayor told it himself."
    assert layout(markdown(f"{PROSE}[^1]\n\n{note}"))[1] == ("paragraph", note)


N = 200_000
HOSTILE = {
    "brackets": "[" * N,
    "quotes": ">" * N,
    "pictures": "![" * (N // 2),
    "dashes": "- " * (N // 2) + "a",
    "numbers": "1. " * (N // 3) + "a",
    "nested lists": "\n".join("  " * depth + "- a" for depth in range(400)),
    "nested quotes": "\n".join(">" * depth + "a" for depth in range(400)),
    "backticks": "`" * N + "a",
    "table": "|a" * (N // 2) + "\n" + "|-" * (N // 2) + "\n",
    "rows that leave cells out": ("|a" * 250 + "\n" + "|-" * 250 + "\n" + "|b\n" * 250 + "\n")
    * 100,
    "comments": "<!-- " * (N // 5),
    "open links": "[a](" * (N // 4),
    "rules": "---\n" * (N // 10),
    "many lines": "- a\n" * 130_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_markdown_takes_seconds_at_most(text: str) -> None:
    started = time.process_time()
    document = markdown(text)
    assert time.process_time() - started < 12  # measured at 3 s for the slowest
    assert_sound(document.text, document.blocks)


def test_the_head_of_a_table_is_read_with_its_rows_but_never_cited() -> None:
    document = markdown("# Costs\n\n| Year | Cost |\n|---|---|\n| 1904 | 30 |\n| 1905 | |\n")
    assert sentences(document) == ["| 1904 | 30 |", "| 1905 | |"]
    (passage,) = chunk(document)
    assert passage.text == "| 1904 | 30 |\n| 1905 | |"
    assert passage.sentence_texts == ["Year: 1904; Cost: 30", "Year: 1905"]
    assert searched_text(passage) == "Costs\nYear: 1904; Cost: 30\nYear: 1905"


def test_a_table_of_one_row_is_cited() -> None:
    assert sentences(markdown("| Year | Cost |\n|---|---|\n")) == ["| Year | Cost |"]


ROWS = "|,|a|b|,a|b,a\\|b,\\,-,:,|-|-|,--|:-:,> ,- ,# a,```,<b>,===,\u00a0,\t, ,    ,\n,\n,\n,\n\n"
TABLES = st.lists(st.sampled_from(ROWS.split(",")), max_size=20).map("".join)


@settings(max_examples=400, deadline=None)
@given(TABLES)
def test_rows_read_alone_are_those_that_the_parser_reads_with_their_cells(text: str) -> None:
    def rows(parser: MarkdownIt) -> list[tuple[str, list[int] | None, int]]:
        tokens = parser.parse(text)
        return [
            (each.type, each.map, each.level)
            for each in tokens
            if each.type != "inline" and not each.type.startswith(("td_", "th_"))
        ]

    whole = MarkdownIt("commonmark").enable("table").disable("inline")
    assert rows(read_rows_alone(MarkdownIt("commonmark")).disable("inline")) == rows(whole)


def test_what_names_a_thousand_cells_or_passages_is_cut() -> None:
    names, heading = "a" * 5_000, "word " * 1_000
    document = markdown(f"# {heading}\n\n|{names}|b|\n|-|-|\n" + "|1|2|\n" * 3)
    (passage,) = chunk(document)
    assert passage.sentence_texts == [f"{'a' * 200}: 1; b: 2"] * 3
    assert passage.heading == heading[:500]
