"""HTML that shows text exactly as it is."""

from html import escape

HOME = '<a class="home" href="/">Pin<span>cite</span></a>'
"""The way back to the chat page, as every page without a program begins."""


def exact(text: str) -> str:
    """Return HTML whose text content is ``text``, character for character.

    A parser would turn a carriage return into a line feed unless it is written as a reference.
    """
    return escape(text).replace("\r", "&#13;")


def page(title: str, body: str) -> str:
    """Return a whole page in the style of the pages that need no program to be read."""
    return f"""<!doctype html>
<html lang="en">
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
