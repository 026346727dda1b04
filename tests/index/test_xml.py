from io import BytesIO

import pytest

from index.errors import TooLargeError, UnreadableDocumentError
from index.reading.xml import parse_xml, release, stream_xml


def test_an_external_entity_is_not_read() -> None:
    root = parse_xml(b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>host: &x;</d>', "a")
    assert root.text == "host: "
    assert "root" not in "".join(text for text in root.itertext() if isinstance(text, str))


def test_entities_that_multiply_are_not_expanded() -> None:
    levels = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    data = f'<!DOCTYPE l [<!ENTITY a0 "ha">{levels}]><l>&a9;</l>'.encode()
    for bomb in (data, data.replace(b"<l>&a9;</l>", b'<l b="&a9;"/>')):
        with pytest.raises(UnreadableDocumentError):
            parse_xml(bomb, "a")
        with pytest.raises(UnreadableDocumentError):
            list(stream_xml(BytesIO(bomb), "a", "l"))


@pytest.mark.parametrize("data", [b"", b"text", b"<a>", b"<a></b>", b"<a>&b;</a>", b"\xff\xfe<"])
def test_what_is_not_well_formed_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableDocumentError, match=r"^a\.xml is broken"):
        parse_xml(data, "a.xml")
    with pytest.raises(UnreadableDocumentError, match=r"^a\.xml is broken"):
        list(stream_xml(BytesIO(data), "a.xml", "a"))


@pytest.mark.parametrize(
    "data", [b"<a>" * 2000 + b"</a>" * 2000, b"<a>" + b"A" * 20_000_000 + b"</a>"]
)
def test_what_is_too_deep_or_too_long_is_told(data: bytes) -> None:
    with pytest.raises(TooLargeError, match="Split it"):
        parse_xml(data, "a.xml")
    with pytest.raises(TooLargeError, match="Split it"):
        list(stream_xml(BytesIO(data), "a.xml", "b"))


def test_a_stream_gives_elements_in_order_and_lets_them_go() -> None:
    seen = []
    for element in stream_xml(BytesIO(b"<a><b>1</b><!-- - --><c/><b>2</b></a>"), "a", "b"):
        seen.append((element.text, element.getprevious() is None))
        release(element)
    assert seen == [("1", True), ("2", False)]
