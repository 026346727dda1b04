"""A model's words without anything that could be rendered: no link, no image, no markup."""

import re

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_RULES = tuple(
    (re.compile(pattern, re.MULTILINE), new)
    for pattern, new in (
        (r"!\[[^\]]{0,1000}\](?:\([^)]{0,1000}\)|\[[^\]]{0,1000}\])?", ""),  # an image
        (r"\[([^\]]{0,1000})\]\([^)]{0,1000}\)", r"\1"),  # a link
        (r"^[ \t]*\[[^\]]{1,1000}\]:[ \t]*\S+.*$", ""),  # where a link leads
        (r"<!--.*?(?:-->|$)", ""),
        (r"</?[A-Za-z][^<>]*>", ""),  # a tag, or an address in angle brackets
        (r"^[ \t]*(?:#{1,6}|>)[ \t]+", ""),
        (r"^[ \t]*(?:[-*•+]|\d{1,2}[.)])[ \t]+(?=\S)", ""),  # an item of a list
        (r"(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\1", r"\2"),
        (r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])", r"\1"),
        (r"`([^`\n]+)`", r"\1"),
    )
)
_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]{0,30}://\S+|\b(?:mailto|javascript|data|tel):\S+|\bwww\.\S+|"
    r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|"
    r"\b(?:[a-z0-9-]{1,63}\.){1,8}(?:com|org|net|edu|gov|io|xyz|info|biz|co|ai|app|dev|me|ru|cn|de|fr|uk)\b"
    r"(?:/\S*)?",
    re.IGNORECASE,
)


def without_thoughts(text: str) -> str:
    """Return the text without what a model wrote to itself.

    >>> without_thoughts("<think>Hm.</think>The mill closed.")
    'The mill closed.'
    """
    return _THOUGHT.sub("", text)


def parted(text: str) -> tuple[str, str]:
    """Return the text without thoughts, and the one that has begun and not ended.

    >>> parted("<think>Hm.</think>The mill closed.<think>But")
    ('The mill closed.', '<think>But')
    """
    begins = next((each.start() for each in _THOUGHT.finditer(text) if not each[1]), len(text))
    return without_thoughts(text[:begins]), text[begins:]


def plain(text: str) -> str:
    """Return the text without markup.

    >>> plain("- The **mill** ![x](http://a.b/c) closed in [1931](http://a.b).")
    'The mill closed in 1931.'
    """
    for pattern, new in _RULES:
        text = pattern.sub(new, text)
    return " ".join(text.split())


def addresses(text: str) -> list[str]:
    """Return the web and mail addresses in a text.

    >>> addresses("Write to a@b.example or see www.mill.example/x.")
    ['a@b.example', 'www.mill.example/x']
    """
    return [match.group().rstrip(".,;:!?)”\"'") for match in _ADDRESS.finditer(text)]
