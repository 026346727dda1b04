"""Figures in the README, put there by the programs that measure them."""

from pathlib import Path

from bench.speed import ROOT

README = ROOT / "README.md"


def put(name: str, text: str, file: Path = README) -> None:
    """Write a text between the marks ``<!-- name -->`` and ``<!-- /name -->`` of a file.

    Raises:
        ValueError: the file has not both marks, in this order.
    """
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, began, rest = file.read_text("utf-8").partition(begin)
    _, ended, after = rest.partition(end)
    if not began or not ended:
        raise ValueError(f"{file.name} has no place marked {begin} … {end}.")
    file.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", "utf-8")
