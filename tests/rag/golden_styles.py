"""What Pandoc's citeproc makes of the works in tests/data/citing, to hold our styles against."""

import html
import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data" / "citing"
STYLES = Path("/usr/share/citation-style-language/styles")
FILES = {
    "apa": "apa",
    "mla": "modern-language-association",
    "chicago": "chicago-author-date",
    "ieee": "ieee",
    "harvard": "harvard-cite-them-right",
}
TRIED_WITH = "pandoc 2.17.1.1"
"""The version that the golden output was made with; others differ in details."""
_TITLES = ("title", "container-title")

Golden = Mapping[str, Mapping[str, Mapping[str, str]]]
"""By style: "in_text" and "list", each with a text for a key; the list in its order."""


def works() -> list[dict[str, object]]:
    """Return the works as CSL-JSON."""
    found: list[dict[str, object]] = json.loads((FOLDER / "works.json").read_text("utf-8"))
    return found


def golden() -> Golden:
    """Return what was recorded."""
    found: Golden = json.loads((FOLDER / "golden.json").read_text("utf-8"))
    return found


def made(style: str, folder: Path) -> dict[str, dict[str, str]]:
    """Return what Pandoc makes of the works now."""
    # Case is left as the titles have it: Pincite changes no letter of one.
    kept = [
        {
            key: f'<span class="nocase">{value}</span>' if key in _TITLES else value
            for key, value in work.items()
        }
        for work in works()
    ]
    bibliography = folder / "works.json"
    bibliography.write_text(json.dumps(kept), "utf-8")
    keys = [str(work["id"]) for work in works()]
    draft = "\n\n".join(f"[@{key}, p. 3]\n\n[@{key}, para. 4]\n\n[@{key}]" for key in keys)
    page = subprocess.run(
        ["pandoc", "--citeproc", f"--csl={STYLES / FILES[style]}.csl",
         f"--bibliography={bibliography}", "--from=markdown", "--to=html", "--wrap=none"],
        input=draft, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    cited, _, listed = page.partition('<div id="refs"')
    cites = [_plain(each) for each in re.findall(r"<p>(.*)</p>", cited)]
    entries = {}
    for piece in listed.split('<div id="ref-')[1:]:
        key, _, rest = piece.partition('"')
        entries[key] = _plain(rest.partition(">")[2])
    return {
        "page": dict(zip(keys, cites[0::3], strict=True)),
        "paragraph": dict(zip(keys, cites[1::3], strict=True)),
        "whole": dict(zip(keys, cites[2::3], strict=True)),
        "list": entries,
    }


def _plain(markup: str) -> str:
    text = re.sub(r"</div>\s*<div[^>]*>", " ", markup)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


def record(folder: Path) -> None:
    """Record the golden output anew."""
    text = json.dumps({style: made(style, folder) for style in FILES}, ensure_ascii=False, indent=1)
    (FOLDER / "golden.json").write_text(text + "\n", "utf-8")
