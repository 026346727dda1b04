import json
import time
from contextlib import suppress

import pytest

from index.errors import (
    EmptyDocumentError,
    InputError,
    TooLargeError,
    UnreadableDocumentError,
)
from index.reading import read
from index.reading.stated import stated_metadata
from index.types import Document
from tests.index.layouts import assert_sound, layout, sentences


def document_of(value: object) -> Document:
    written = value if isinstance(value, str) else json.dumps(value)
    document = read(written.encode(), "works.json")
    assert_sound(document.text, document.blocks)
    return document


def test_parts_are_headings_and_values_are_lines_with_their_names() -> None:
    document = document_of(
        {
            "mill": "Ely",
            "address": {"street": "Dam Road", "place": {"north": 52.4}},
            "year": 1912,
            "open": False,
            "closed": None,
            "kinds": ["corn", "flour"],
        }
    )
    assert layout(document) == [
        ("table_row", "mill: Ely"),
        ("table_row", "year: 1912"),
        ("table_row", "open: false"),
        ("table_row", "kinds: corn, flour"),
        ("heading1", "address"),
        ("table_row", "address.street: Dam Road"),
        ("heading2", "place"),
        ("table_row", "address.place.north: 52.4"),
    ]
    assert document.title == "works"
    street = document.text.index("street")
    assert document.headings_at(street) == ("address",)


def test_a_list_of_objects_is_a_table() -> None:
    document = document_of(
        {"mills": [{"name": "Ely", "owner": {"name": "Ann"}}, {"name": "Ware", "tags": ["a", "b"]}]}
    )
    assert layout(document) == [
        ("heading1", "mills"),
        ("table_row", "name: Ely; owner.name: Ann"),
        ("table_row", "name: Ware; tags: a, b"),
    ]
    assert sentences(document) == ["name: Ely; owner.name: Ann", "name: Ware; tags: a, b"]


def test_a_row_tells_which_objects_it_stands_in() -> None:
    ports = {"a": {"ports": {"http": 80, "ssh": 22}}, "b": {"ports": {"http": 81}}}
    assert sentences(document_of({"servers": ports})) == [
        "servers.a.ports.http: 80",
        "servers.a.ports.ssh: 22",
        "servers.b.ports.http: 81",
    ]


def test_a_row_of_a_nested_list_names_the_items_around_it() -> None:
    members = [{"name": "Ann", "age": 30}, {"name": "Bob", "age": 31}]
    teams = [{"name": "Red", "city": "Ware", "members": members}, {"id": 7, "members": members}]
    assert sentences(document_of({"teams": teams})) == [
        "name: Red; city: Ware",
        "name: Red; members.name: Ann; members.age: 30",
        "name: Red; members.name: Bob; members.age: 31",
        "id: 7; members.name: Ann; members.age: 30",
        "id: 7; members.name: Bob; members.age: 31",
    ]


def test_names_as_long_as_a_book_are_not_carried_into_every_row() -> None:
    document = document_of({"n" * 10_000: {str(number): number for number in range(1_000)}})
    assert len(document.text) < 200_000
    assert max(map(len, sentences(document))) < 200


def test_an_article_is_its_text_with_its_title_and_its_metadata() -> None:
    document = document_of(
        {
            "title": " The  mill ",
            "authors": ["Ann Lee", "Bob"],
            "date": "2024-05-01",
            "lang": "en-GB",
            "url": "https://example.org/mill",
            "price": 30,
            "text": "The mill opened in 1912. It ran.\n\n- corn\n- flour",
        }
    )
    assert document.title == "The mill"
    assert document.metadata == {
        "author": "Ann Lee; Bob",
        "date": "2024-05-01",
        "language": "en-GB",
        "url": "https://example.org/mill",
    }
    assert layout(document) == [
        ("paragraph", "The mill opened in 1912. It ran."),
        ("list_item", "- corn"),
        ("list_item", "- flour"),
        ("table_row", "price: 30"),
    ]
    assert sentences(document)[2] == "corn"


def test_a_list_of_articles_has_a_heading_for_each() -> None:
    articles = [{"title": "One", "body": "It ran."}, {"content": "It closed.", "year": 1990}]
    assert layout(document_of(articles)) == [
        ("heading1", "One"),
        ("paragraph", "It ran."),
        ("heading1", "2"),
        ("paragraph", "It closed."),
        ("table_row", "year: 1990"),
    ]


def test_numbers_are_kept_as_they_are_written() -> None:
    assert document_of('{"a": 1.10, "b": 1e400, "c": 12345678901234567890123, "d": NaN}').text == (
        "a: 1.10\nb: 1e400\nc: 12345678901234567890123\nd: NaN"
    )


def test_a_long_value_is_a_text_of_its_own() -> None:
    story = "The mill opened in 1912. " * 10
    assert layout(document_of({"story": story, "year": 1912})) == [
        ("table_row", "year: 1912"),
        ("heading1", "story"),
        ("paragraph", story.strip()),
    ]


def test_what_lies_deeper_than_headings_go_is_told_by_its_path() -> None:
    value: object = {"year": 1912, "rows": [{"x": 1}]}
    for name in "fedcba":
        value = {name: value}
    assert layout(document_of(value))[3:] == [
        ("heading4", "d"),
        ("table_row", "a.b.c.d.e.f.year: 1912"),
        ("table_row", "a.b.c.d.e.f.rows.1.x: 1"),
    ]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ('"The mill opened."', [("paragraph", "The mill opened.")]),
        ("1912", [("paragraph", "1912")]),
        ('["corn", "flour"]', [("list_item", "corn"), ("list_item", "flour")]),
        ("[[1, 2], [3, 4]]", [("table_row", "1, 2"), ("table_row", "3, 4")]),
        ('{"a": 1}\n\n{"a": 2}\n', [("table_row", "a: 1"), ("table_row", "a: 2")]),
        ('{"a\\n b": "c\\n d"}', [("heading1", "a b"), ("paragraph", "c"), ("paragraph", "d")]),
    ],
)
def test_any_value_is_read(written: str, found: list[tuple[str, str]]) -> None:
    assert layout(document_of(written)) == found


@pytest.mark.parametrize("written", ["[]", "{}", "null", '""', '{"a": [], "b": {"c": ""}}'])
def test_a_file_that_says_nothing_is_empty(written: str) -> None:
    with pytest.raises(EmptyDocumentError, match=r"^works\.json is empty"):
        document_of(written)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            '{"a": 1,\n "b": ',
            r"\(Expecting value, line 2\)\. Correct it, or name it \.txt",
        ),
        ("The mill opened.", r"is no JSON \(Expecting value, line 1\)"),
        ('{"a": 1} and more', r"is no JSON \(Extra data, line 1\)"),
        ("[" * 100_000 + "]" * 100_000, "is nested too deeply. Flatten it"),
        ("[" * 65 + "1" + "]" * 65, "is nested too deeply. Flatten it"),
        ('{"a": "\\ud800"}', "half of a surrogate pair"),
        ('{"a": "\\u0000"}', "NUL"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(written: str, message: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=message):
        document_of(written)


def test_too_many_values_are_refused() -> None:
    with pytest.raises(TooLargeError, match="more than 1,000,000 values"):
        document_of("[" + "0," * 1_000_000 + "0]")


@pytest.mark.parametrize(
    "written",
    [
        "[" + '{"a":1},' * 60_000 + "0]",
        "[" * 60 + "[]," * 60_000 + "0" + "]" * 60,
        '{"a":' * 60 + '"' + "x " * 200_000 + '"' + "}" * 60,
        json.dumps({str(a): {str(b): b for b in range(200)} for a in range(200)}),
        json.dumps([[["x" * 100] * 50] * 50] * 10),
    ],
)
def test_odd_files_take_no_more_than_their_time(written: str) -> None:
    started = time.process_time()
    with suppress(InputError):
        document_of(written)
    assert time.process_time() - started < 15  # measured below 3 s


@pytest.mark.parametrize(
    ("fields", "stated"),
    [
        ({"Author": "Ann\n Lee", "creator": "Bob"}, {"author": "Ann Lee"}),
        ({"author": ["Ann", 3]}, {}),
        ({"author": "", "authors": "Bob"}, {"author": "Bob"}),
        ({"date": "2024"}, {"date": "2024"}),
        ({"date_published": "2024-05-01T10:00:00Z"}, {"date": "2024-05-01"}),
        ({"date": "2024-13-01"}, {}),
        ({"date": "Wed, 01 May 2024 10:00:00 +0200"}, {"date": "2024-05-01"}),
        ({"date": "May 2024"}, {}),
        ({"date": 2024}, {}),
        ({"url": "javascript:alert(1)"}, {}),
        ({"lang": "English"}, {}),
        (
            {"canonical-url": "https://e.org/a", "lang": "de"},
            {"url": "https://e.org/a", "language": "de"},
        ),
        ({"name": "Ann", "published": True}, {}),
    ],
)
def test_metadata_is_what_fields_state(fields: dict[str, object], stated: dict[str, str]) -> None:
    assert stated_metadata(fields) == stated
