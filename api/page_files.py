"""The files of the chat page as they are sent: packed, under an address that changes with them.

Modules are sent without their comments and indentation, on the same lines, so that what a browser
reports is found in the source. Nothing else of them is changed: there is no build step.
"""

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

HTML = "text/html; charset=utf-8"
MEDIA_TYPES = {
    "html": HTML,
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
}
LANGUAGES = ("en", "de")
"""The page is made for each; the first is for whoever reads none of them."""
PAGE = "index.html"
FIRST_MODULE = "main.js"
_VENDORED = "htm-preact.js"
_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
_COMMENT = re.compile(r"[ \t]*/\*\*.*?\*/|^[ \t]*//[^\n]*", re.DOTALL | re.MULTILINE)
_IMPORTED = re.compile(r'^(?:import|export) [^;]*?from "\./([a-z-]+\.js)";', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file as it is sent, and packed by gzip."""

    content: bytes
    packed: bytes
    media_type: str
    etag: str
    """Changes exactly when the content does."""


@dataclass(frozen=True, slots=True)
class PageFiles:
    """All that can ever be sent as a file of a page."""

    files: Mapping[str, PageFile]
    """By name."""
    pages: Mapping[str, PageFile]
    """The chat page by the language that a browser asks for."""
    version: str
    """Changes with any of the files."""


@cache
def load_page_files() -> PageFiles:
    """Read, strip and pack the files of the package, once; the page is made for each language."""
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in files("api.web").iterdir()
        if _suffix(file.name) in MEDIA_TYPES
    }
    sent = {name: _as_sent(name, text) for name, text in texts.items()}
    version = sha256("\0".join(map("\0".join, sorted(sent.items()))).encode()).hexdigest()[:16]
    return PageFiles(
        {name: _file(name, text) for name, text in sent.items() if name != PAGE},
        {each: _file(PAGE, _page(sent, version, each)) for each in LANGUAGES},
        version,
    )


def without_comments(module: str) -> str:
    r"""Return a module with an empty line for each line of a comment.

    Comments are those of this project: `/**` up to `*/`, and lines that begin with `//`.

    >>> without_comments("/** Two.\n */\nlet a = /** @type {A} */ (b);\n  // c\n")
    '\n\nlet a = (b);\n\n'
    """
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), module)


def imported(modules: Mapping[str, str], name: str = FIRST_MODULE) -> list[str]:
    """Return the modules that one needs before it runs, itself last."""
    found: dict[str, None] = {}

    def visit(name: str, seen: frozenset[str]) -> None:
        for other in _IMPORTED.findall(modules[name]):
            if other not in found and other not in seen:
                visit(other, seen | {name})
        found[name] = None

    visit(name, frozenset())
    return list(found)


def _as_sent(name: str, text: str) -> str:
    if _suffix(name) != "js" or name == _VENDORED:
        return text
    return _INDENTATION.sub("", without_comments(text))


def _page(sent: Mapping[str, str], version: str, language: str) -> str:
    """Return the page with the addresses of this version.

    It names every module that it needs, so that none of them waits until another one is read.
    """
    folder = f"/static/{version}/"
    page = sent[PAGE].replace('lang="en"', f'lang="{language}"').replace("/static/", folder)
    links = "".join(_preloads(sent, folder, language))
    return page.replace("</head>", f"{links}</head>")


def _preloads(sent: Mapping[str, str], folder: str, language: str) -> Iterator[str]:
    for name in (f"messages-{language}.js", *imported(sent)):
        if name != FIRST_MODULE:
            yield f'  <link rel="modulepreload" href="{folder}{name}">\n'


def _file(name: str, text: str) -> PageFile:
    content = text.encode()
    etag = sha256(content).hexdigest()[:32]
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    return PageFile(content, packed, MEDIA_TYPES[_suffix(name)], etag)


def _suffix(name: str) -> str:
    return name.rpartition(".")[2]
