"""What stands under the help of each command: how it is called."""

_CALLS: dict[str, tuple[str, ...]] = {
    "serve": ("pincite serve", "pincite serve --port 9000 --no-seeds --watch notes/"),
    "mcp": ("pincite mcp --store ~/papers",),
    "add": ("pincite add notes.md reports/", "cat mill.md | pincite add - --name mill.md"),
    "sync": ("pincite sync notes/ --dry-run", "pincite sync notes/ --watch"),
    "documents": ("pincite documents", 'pincite documents --collection "Contracts 2026" --json'),
    "show": ("pincite show DOCUMENT_ID",),
    "edit": ('pincite edit DOCUMENT_ID --title "The mill" --set author="Jan Smit"',),
    "metadata": ("pincite metadata refs.bib", "pincite metadata refs.bib --apply"),
    "remove": ("pincite remove DOCUMENT_ID",),
    "search": ('pincite search "research directions" -k 5',),
    "ask": (
        'pincite ask "How long did the sprint take?"',
        'pincite ask "How long did the sprint take?" --output answer.docx --style apa',
    ),
    "check": (
        "pincite check draft.md --show problems",
        "pincite check draft.docx --write cited.docx",
    ),
    "verify": ("pincite verify answer.json draft.md",),
    "cite": ("pincite cite DOCUMENT_ID 120 181 --format apa",),
    "bibliography": ("pincite bibliography --format bibtex --output works.bib",),
    "eval": ("pincite eval data/ --limit 100 --json",),
    "doctor": ("pincite doctor",),
    "backup": ("pincite backup pincite-backup.zip",),
    "restore": ("pincite restore pincite-backup.zip --replace",),
    "export": ("pincite export library/",),
    "collections": ("pincite collections", 'pincite collections create "Contracts 2026"'),
}


def examples_of(command: str) -> str:
    """Return the lines that follow the options; the mark keeps them from being filled up."""
    return "\n".join(["\b", "Examples:", *(f"  {call}" for call in _CALLS[command])])
