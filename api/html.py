"""HTML that shows text exactly as it is."""

from html import escape
from urllib.parse import quote

from index.names import DEFAULT


def home(collection: str = DEFAULT) -> str:
    """Return the way back to the chat page, as every page without a program begins."""
    return f'<a class="home" href="/{query_of(collection)}">Pin<span>cite</span></a>'


def query_of(collection: str) -> str:
    """Return what an address needs behind it to work in a collection."""
    return "" if collection == DEFAULT else f"?collection={quote(collection, safe='')}"


def exact(text: str) -> str:
    """Return HTML whose text content is ``text``, character for character.

    A parser would turn a carriage return into a line feed unless it is written as a reference.
    """
    return escape(text).replace("\r", "&#13;")


def page(title: str, body: str, language: str = "en") -> str:
    """Return a whole page in the style of the pages that need no program to be read."""
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{exact(title)} · Pincite</title>
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/reading-page.css">
</head>
<body>
{body}
</body>
</html>
"""
