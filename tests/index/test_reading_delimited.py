import time
from contextlib import suppress

import pytest

from index.errors import EmptyDocumentError, TooLargeError
from index.reading import read
from index.reading.delimited import MOST_COLUMNS, delimiter_of
from index.types import BlockKind
from tests.index.layouts import assert_sound, layout, of_kind, sentences

WORKERS = "name,year,town\nMill,1912,Ely\nBarn,1930,Ware\n"


def rows(text: str | bytes, name: str = "a.csv") -> list[str]:
    document = read(text.encode() if isinstance(text, str) else text, name)
    assert_sound(document.text, document.blocks)
    return of_kind(document, BlockKind.TABLE_ROW)


def test_a_row_is_a_line_that_names_its_columns() -> None:
    document = read(WORKERS.encode(), "works.csv")
    assert (document.title, document.text) == (
        "works",
        "name; year; town\nname: Mill; year: 1912; town: Ely\nname: Barn; year: 1930; town: Ware",
    )
    assert sentences(document) == document.text.splitlines()[1:]  # the names say nothing


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        (WORKERS, ","),
        (WORKERS.replace(",", ";"), ";"),
        (WORKERS.replace(",", "\t"), "\t"),
        (WORKERS.replace(",", "|"), "|"),
        ("Datum;Betrag;Text\n01.02.2024;1.234,50;Miete, warm\n02.02.2024;3,50;Brot\n", ";"),
        ("1,5;2,7;3,1\n2,5;2,7;3,1\n", ";"),
        ("id,tags,n\n1,a; b,3\n2,c; d,4\n", ","),
        ('name,said\nAnn,"a; b; c; d"\nBob,"x; y"\n', ","),
        ("place\tsaid\nEly\tno, never, no\nWare\tyes, yes, yes\n", "\t"),
        (
            "Lorem, ipsum; dolor sit; amet\nsed, do; eiusmod; tempor\nut labore; et, dolore; a\n",
            ";",
        ),
    ],
)
def test_the_delimiter_is_the_one_that_cuts_alike_and_cleanly(text: str, delimiter: str) -> None:
    assert delimiter_of(text) == delimiter


def test_a_delimiter_that_the_file_declares_is_used() -> None:
    assert rows("sep=^\r\nname^year^town\r\nMill^1912^Ely\r\n") == [
        "name; year; town",
        "name: Mill; year: 1912; town: Ely",
    ]


def test_quoted_fields_keep_their_delimiters_and_are_one_line() -> None:
    text = 'name,note,year\n"Mill, old","It ""ran"".\nThen it\r\nstopped; for good.",1912\n'
    assert rows(text)[1:] == [
        'name: Mill, old; note: It "ran". Then it stopped; for good.; year: 1912'
    ]


def test_rows_of_any_length_keep_their_values() -> None:
    assert rows("name,year,town\nMill\nBarn,1930,Ware,red,big\n,,\n\nDam,,Ely\n")[1:] == [
        "name: Mill",
        "name: Barn; year: 1930; town: Ware; red; big",
        "name: Dam; town: Ely",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mill,340,Ely\nBarn,25,Ware\n", ["Mill; 340; Ely", "Barn; 25; Ware"]),
        ("Mill,Mill,Ely\nMill,Barn,Ware\n", ["Mill; Mill; Ely", "Mill; Barn; Ware"]),
        ("Mill,Ely\nMill,Ware\n", ["Mill: Ely", "Mill: Ware"]),
        (
            "It ran well.,It was red.\nIt burnt.,It was old.\n",
            ["It ran well.: It was red.", "It burnt.: It was old."],
        ),
    ],
)
def test_a_first_row_of_values_names_no_column(text: str, found: list[str]) -> None:
    assert rows(text) == found


def test_two_columns_of_words_have_names() -> None:
    assert rows("name,town\nAnn,Ely\nBob,Ware\n") == [
        "name; town",
        "name: Ann; town: Ely",
        "name: Bob; town: Ware",
    ]


def test_a_list_of_single_values_stays_a_list() -> None:
    assert rows("Mill\nBarn\nDam\n") == ["Mill", "Barn", "Dam"]


def test_a_line_above_the_names_is_a_caption() -> None:
    document = read("Mills of Ely,,\nname,year,town\nMill,1912,Ely\n".encode("utf-16"), "a.csv")
    assert layout(document) == [
        ("caption", "Mills of Ely"),
        ("table_row", "name; year; town"),
        ("table_row", "name: Mill; year: 1912; town: Ely"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "shift_jis"])
def test_each_encoding_gives_the_same_rows(encoding: str) -> None:
    text = "名前,年齢,住所\r\n佐藤太郎,30,東京\r\n三木英子,25,大阪\r\n斎藤淳,35,名古屋\r\n"
    assert rows(text.encode(encoding))[:2] == [
        "名前; 年齢; 住所",
        "名前: 佐藤太郎; 年齢: 30; 住所: 東京",
    ]


def test_a_quotation_mark_that_nothing_closes_is_a_character() -> None:
    assert rows('name,size,town\nPipe,"5 inches,Ely\nRod,7,Ware\n')[1:] == [
        'name: Pipe; size: "5 inches; town: Ely',
        "name: Rod; size: 7; town: Ware",
    ]
    assert rows('name,size,town\nPipe,5" wide,Ely\n')[1:] == [
        'name: Pipe; size: 5" wide; town: Ely'
    ]


def test_too_much_is_refused() -> None:
    with pytest.raises(TooLargeError, match=r"a row of 20,001 fields, the limit is 20,000"):
        rows("a" + ",a" * MOST_COLUMNS)
    with pytest.raises(TooLargeError, match="more than 100,000 paragraphs and rows"):
        rows("a,1\n" * 100_001)
    long_names = ",".join(f"{'n' * 50}{chr(97 + place)}" for place in range(26))
    with pytest.raises(TooLargeError, match="more than 5,000,000 characters"):
        rows(f"{long_names}\n" + ("1" + ",1" * 25 + "\n") * 90_000)


@pytest.mark.parametrize("text", ["", "\n\n", " \n"])
def test_a_file_without_a_value_is_empty(text: str) -> None:
    with pytest.raises(EmptyDocumentError):
        rows(text)


def test_a_file_of_delimiters_alone_is_empty() -> None:
    with pytest.raises(EmptyDocumentError, match="is empty"):
        rows(",,,\n,,,\n")


@pytest.mark.parametrize(
    "unit",
    ['"', '",', 'a,"\n', ",\n", ",", "a,b\n", '"a\n";', "\t;|,\n", "sep=", '""""\n'],
)
def test_odd_files_take_no_more_than_their_time(unit: str) -> None:
    started = time.process_time()
    with suppress(TooLargeError, EmptyDocumentError):
        rows(unit * (200_000 // len(unit)))
    assert time.process_time() - started < 8  # measured below 1 s
