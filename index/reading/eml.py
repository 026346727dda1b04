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

_CONTAINER = re.compile(
    rb"^content-type:[ \t]*(?:\r?\n[ \t]+)*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE
)


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
    if sum(1 for _ in _CONTAINER.finditer(data)) > MOST_CONTAINERS:
        raise TooLargeError(
            f"{name} has more than {MOST_CONTAINERS} parts that hold others. Save the messages in "
            "it one by one and add them."
        )
    # The newer policies parse headers in quadratic time.
    return BytesParser(policy=compat32).parsebytes(data)
