"""What the documents say is true of the code."""

import re
from pathlib import Path
from typing import get_args

from api.jobs.state import FileState, JobState
from api.problems import KINDS
from api.schemas import Answer, Citation
from rag.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_settings_table_equals_the_settings() -> None:
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = {"store": "the platform's folder"}.get(name) or f"`{default!r}`".replace("'", '"')
        rows.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    table = "\n".join(["| setting | default | |", "|---|---|---|", *rows])
    assert table in README, f"expected in README.md:\n{table}"


def test_links_between_documents_lead_somewhere() -> None:
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_files_that_documents_name_exist() -> None:
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for path in re.findall(r"`((?:index|rag|api|tests|docs|seeds|bench)/[\w./-]*)`", text):
            assert (ROOT / path).exists(), f"{document.name}: {path}"


def test_the_make_targets_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+(?:-[a-z]+)*)", README)) <= targets | {"and"}


def test_every_package_is_shipped() -> None:
    listed = re.search(
        r"packages = \[\n(.*?)\n\]\n\n\[tool.setuptools.package-data",
        (ROOT / "pyproject.toml").read_text(),
        re.DOTALL,
    )
    assert listed
    packages = set(re.findall(r'"([\w.]+)"', listed.group(1)))
    found = {
        ".".join(file.parent.relative_to(ROOT).parts)
        for room in ("index", "rag", "api", "seeds")
        for file in (ROOT / room).rglob("__init__.py")
    }
    assert packages == found


def test_the_page_about_http_names_every_status_and_every_key_of_an_answer() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for kind in KINDS.values():
        assert re.search(rf"\b{kind.status}\b", page) or kind.status == 500, kind
    beside = {"note", "dropped", "degraded", "usage", "status"}
    assert beside <= Answer.model_fields.keys()
    for key in beside | (Citation.model_fields.keys() & {"copies", "highlights"}):
        assert f"| `{key}`" in page, key
    for state in (*get_args(JobState), *get_args(FileState)):
        assert f"`{state}`" in page, state
