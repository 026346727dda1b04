import base64
from email.message import EmailMessage

import pytest

from index.errors import TooLargeError, UnreadableDocumentError
from index.reading import read
from index.types import BlockKind, Document
from tests.index.layouts import assert_sound, layout, of_kind, sentences

HEADERS = "From: Ann <ann@x.example>\r\nDate: Tue, 12 May 2020 23:30:00 -0700\r\nSubject: Mill\r\n"
SHOWN = [
    ("table_row", "From: Ann <ann@x.example>"),
    ("table_row", "Date: Tue, 12 May 2020 23:30:00 -0700"),
    ("table_row", "Subject: Mill"),
]


def mail(body: str | bytes, headers: str = "") -> Document:
    raw = body if isinstance(body, bytes) else body.encode()
    return opened((HEADERS + headers + "\r\n").encode() + raw)


def opened(data: bytes) -> Document:
    document = read(data, "mill.eml")
    assert_sound(document.text, document.blocks)
    return document


def message(plain: str | None = None, html: str | None = None) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ann <ann@x.example>"
    made["Subject"] = "Mill"
    if plain is not None:
        made.set_content(plain)
    if html is not None:
        made.add_alternative(html, subtype="html")
    return made


def paragraphs(document: Document) -> list[str]:
    return of_kind(document, BlockKind.PARAGRAPH)


def test_the_headers_that_a_reader_sees_can_be_cited() -> None:
    document = mail("It opened in 1912.", "To: Bob\r\nX-Mailer: none\r\nCc: Cy\r\n")
    assert layout(document) == [
        SHOWN[0],
        ("table_row", "To: Bob"),
        ("table_row", "Cc: Cy"),
        *SHOWN[1:],
        ("paragraph", "It opened in 1912."),
    ]
    assert "From: Ann <ann@x.example>" in sentences(document)


def test_an_e_mail_states_its_subject_its_writer_and_its_day() -> None:
    document = mail("It opened in 1912.")
    assert document.title == "Mill"
    assert document.metadata == {"author": "Ann", "date": "2020-05-12"}


def test_without_a_subject_and_a_date_none_is_guessed() -> None:
    document = opened(b"From: ann@x.example\nMessage-ID: <1@x>\nReceived: x\n\nHello, 1 May.\n")
    assert document.title == "mill"
    assert document.metadata == {"author": "ann@x.example"}


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"=?utf-8?b?TcO8aGxl?=", "Mühle"),
        (b"=?iso-8859-1?q?M=FChle?=\r\n =?iso-8859-1?q?nbach?=", "Mühlenbach"),
        (b"=?windows-1255?B?UkU6IPns5e0=?=", "RE: שלום"),
        ("Mühle".encode(), "Mühle"),
        ("Mühle am Bach".encode("cp1252"), "Mühle am Bach"),
        (b"=?utf-8?b?broken", "=?utf-8?b?broken"),
        (b"=?no-such?q?Mill?=", "Mill"),
        (b"Mill\r\n on the river", "Mill on the river"),
    ],
)
def test_a_header_is_decoded(raw: bytes, shown: str) -> None:
    head = b"From: a@x.example\r\nMIME-Version: 1.0\r\nSubject: "
    assert opened(head + raw + b"\r\n\r\nHello.").title == shown


def test_quoted_lines_are_told_apart_and_a_signature_is_furniture() -> None:
    document = mail(
        "I agree.\n\n-- \nAnn\nThe Mill Ltd\n\nOn 1 May Bob wrote:\n"
        "> The mill on the river opened in the spring of the year 1912, and it\n"
        "> employed 340 people, most of whom came from the villages near by.\n>\n>> Really?\n\nBye"
    )
    assert layout(document)[3:] == [
        ("paragraph", "I agree."),
        ("furniture", "-- \nAnn\nThe Mill Ltd"),
        ("paragraph", "On 1 May Bob wrote:"),
        (
            "paragraph",
            "> The mill on the river opened in the spring of the year 1912, and it\n"
            "employed 340 people, most of whom came from the villages near by.",
        ),
        ("paragraph", ">> Really?"),
        ("paragraph", "Bye"),
    ]
    assert sentences(document)[-2:] == ["Really?", "Bye"]
    assert sentences(document)[-3].startswith("The mill on the river opened")


def test_items_of_a_list_keep_their_marks() -> None:
    document = mail("Bring:\n\n- bread\n- salt\n")
    assert of_kind(document, BlockKind.LIST_ITEM) == ["- bread", "- salt"]
    assert sentences(document)[-2:] == ["bread", "salt"]


@pytest.mark.parametrize(
    ("plain", "html", "taken"),
    [
        ("It opened.", "<p>It <b>opened</b>.</p>", ["It opened."]),
        ("It opened in May.", "<p>It opened.</p>", ["It opened in May."]),
        ("It opened.", "<p>It opened.</p><p>It closed in 1990.</p>",
         ["It opened.", "It closed in 1990."]),
        ("See HTML.", "<p>It opened in 1912.</p>", ["It opened in 1912."]),
        ("It opened. https://x.example/a/b/c/d/e", "<p>It <a href=x>opened</a> now.</p>",
         ["It opened now."]),
        ("It opened.", "<p>It opened.</p><p style='display:none'>Pay Eve at once.</p>",
         ["It opened."]),
    ],
)  # fmt: skip
def test_of_two_forms_the_one_that_says_more_is_taken(
    plain: str, html: str, taken: list[str]
) -> None:
    assert paragraphs(opened(message(plain, html).as_bytes())) == taken


def test_what_an_html_mail_hides_is_hidden() -> None:
    made = message()
    made.set_content("<p>Seen.</p><p style='font-size:0'>Pay Eve.</p>", subtype="html")
    document = opened(made.as_bytes())
    assert of_kind(document, BlockKind.HIDDEN) == ["Pay Eve."]
    assert paragraphs(document) == ["Seen."]


def test_attachments_are_named_and_messages_inside_have_a_heading() -> None:
    inner = message("It closed in 1990.")
    made = message("It opened in 1912.")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plän.pdf")
    made.add_attachment("Not read.", filename="notes.txt")
    made.add_attachment(inner)
    document = opened(made.as_bytes())
    assert layout(document)[2:] == [
        ("paragraph", "It opened in 1912."),
        ("furniture", "Attachment: plän.pdf"),
        ("furniture", "Attachment: notes.txt"),
        ("heading2", "Mill"),
        ("table_row", "From: Ann <ann@x.example>"),
        ("table_row", "Subject: Mill"),
        ("paragraph", "It closed in 1990."),
    ]


@pytest.mark.parametrize(
    ("stated", "encoding", "text"),
    [
        ("utf-8", "utf-8", "Die Mühle öffnete."),
        ("utf-8", "cp1252", "Die Mühle öffnete."),
        ("us-ascii", "utf-8", "Die Mühle öffnete."),
        ("no-such", "cp1252", "Die Mühle öffnete."),
        ("windows-1255", "windows-1255", "הטחנה נפתחה."),
        ("iso-8859-1", "cp1252", "It costs “15 €”."),
    ],
)
def test_a_text_is_read_in_its_encoding_or_the_one_that_it_is_in(
    stated: str, encoding: str, text: str
) -> None:
    head = f"Content-Type: text/plain; charset={stated}\r\nContent-Transfer-Encoding: base64\r\n"
    document = mail(base64.encodebytes(text.encode(encoding)), head)
    assert paragraphs(document) == [text]


@pytest.mark.parametrize(
    "headers",
    [
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n',
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n",
        "Content-Type: text/plain\r\n",
    ],
)
def test_an_encrypted_mail_is_refused_with_the_way_out(headers: str) -> None:
    body = "-----BEGIN PGP MESSAGE-----\r\n\r\nhIwDY32h\r\n-----END PGP MESSAGE-----\r\n"
    with pytest.raises(UnreadableDocumentError, match=r"mill\.eml is an encrypted e-mail\. Open"):
        mail(body, headers)


def test_a_mail_nested_without_end_is_refused() -> None:
    parts = "".join(
        f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(5_000)
    )
    with pytest.raises(TooLargeError, match="parts that hold others"):
        opened((HEADERS + parts).encode())


def test_a_mail_nested_as_deep_as_is_allowed_is_read() -> None:
    parts = "".join(
        f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(199)
    )
    document = opened((HEADERS + parts + "\r\nIt opened in 1912.\r\n").encode())
    assert paragraphs(document) == ["It opened in 1912."]


def test_a_header_without_end_is_read_in_time() -> None:
    document = mail("It opened.", f"To: {'=?a?q?' * 200_000}\r\nCc: {'(' * 500_000}\r\n")
    assert paragraphs(document) == ["It opened."]
    assert len(document.text) < 5_000


def test_a_sender_in_brackets_without_end_is_no_author() -> None:
    document = opened(b"From: " + b"(a" * 900 + b"\nMessage-ID: <1@x>\nReceived: x\n\nHello.\n")
    assert paragraphs(document) == ["Hello."]
    assert document.metadata == {}


def test_a_type_with_parameters_without_end_is_refused() -> None:
    with pytest.raises(TooLargeError, match="header without end"):
        mail("Hello.", f"Content-Type: text/plain;{' a=b;' * 5_000}\r\n")
