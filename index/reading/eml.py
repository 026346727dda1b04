"""E-mails: the headers that a reader sees, the text, the names of attachments."""

import re
from email.parser import BytesParser
from email.policy import compat32

from index.errors import TooLargeError
from index.reading.eml_headers import Mail, header_pieces, mail_metadata, subject
from index.reading.eml_parts import Parts
from index.reading.limits import limited
from index.reading.pieces import Layout, lay_out

MOST_CONTAINERS = 200
"""Parts that hold parts: each may be inside the one before, and the parser goes down with them."""

_LONGEST_HEADER = 20_000
"""Bytes of a header with parameters: they are parsed in quadratic time."""

_HEADER = re.compile(rb"^content-[a-z-]+:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_CONTAINER = re.compile(rb"content-type:\s*(?:multipart|message)/", re.IGNORECASE)


def read_layout(data: bytes, name: str) -> Layout:
    """Return the text of an e-mail with its layout; its title is the subject.

    Of a text in several forms the one that says most is taken, of equal ones the plain one.

    Raises:
        UnreadableDocumentError: encrypted, or in an encoding that cannot be told.
        TooLargeError: more parts than any e-mail has.
    """
    message = _parsed(data, name)
    parts = Parts(name)
    pieces = [*header_pieces(message), *limited(parts.pieces(message), name)]
    parts.check()
    return lay_out(pieces, title=subject(message), metadata=mail_metadata(message))


def _parsed(data: bytes, name: str) -> Mail:
    containers = 0
    for found in _HEADER.finditer(data):
        containers += _CONTAINER.match(found.group()) is not None
        if containers > MOST_CONTAINERS or len(found.group()) > _LONGEST_HEADER:
            raise TooLargeError(
                f"{name} has more than {MOST_CONTAINERS} parts that hold others, or a header "
                "without end. Save the messages in it one by one and add them."
            )
    # The newer policies parse headers in quadratic time.
    return BytesParser(policy=compat32).parsebytes(data)
