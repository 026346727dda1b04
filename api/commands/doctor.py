"""What keeps Pincite from working."""

from typing import Annotated

import typer

from api.commands.app import FAILED, Json, Store, settings_of


def doctor(
    store: Store = None,
    model: Annotated[
        bool, typer.Option("--model/--no-model", help="Load the embedding model too (seconds).")
    ] = True,
    as_json: Json = False,
) -> None:
    """Find what keeps Pincite from working, and the way out."""
    from api.console import clean, print_json, say
    from api.doctor import examine

    checks = []
    for check in examine(settings_of(store), load_model=model):
        checks.append(check)
        if not as_json:
            say(f"{check.level:<8} {clean(check.name):<22} {clean(check.detail)}")
    if as_json:
        print_json({"checks": [check.as_json() for check in checks]})
    if any(check.level == "problem" for check in checks):
        raise typer.Exit(FAILED)
