"""The command line: thin commands over the same objects that HTTP serves.

Exit codes: 0 done; 1 the answer is "no" (not in the sources, verification failed); 2 wrong use;
3 any other failure. Each command is a function of ``api.commands``.
"""

import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from api.commands import collections
from api.commands.add import add
from api.commands.app import FAILED, NO, WRONG_USE, told_of
from api.commands.asking import ask, search
from api.commands.checking import check
from api.commands.citing import bibliography, cite
from api.commands.doctor import doctor
from api.commands.documents import documents, remove
from api.commands.editing import edit, show
from api.commands.evaluate import evaluate
from api.commands.examples import examples_of
from api.commands.importing import metadata
from api.commands.keeping import backup, export, restore
from api.commands.mcp import mcp
from api.commands.serve import serve
from api.commands.sync import sync
from api.commands.verifying import verify
from api.logs import configure
from index.errors import InputError, PinciteError

COMMANDS: dict[str, Callable[..., None]] = {
    "serve": serve,
    "mcp": mcp,
    "add": add,
    "sync": sync,
    "documents": documents,
    "show": show,
    "edit": edit,
    "metadata": metadata,
    "remove": remove,
    "search": search,
    "ask": ask,
    "check": check,
    "verify": verify,
    "cite": cite,
    "bibliography": bibliography,
    "eval": evaluate,
    "doctor": doctor,
    "backup": backup,
    "restore": restore,
    "export": export,
}
"""In the order of the help."""
UNHEARD = 141
"""Whoever read the output has gone: what a shell tells of a program that a closed pipe ended."""

app = typer.Typer(
    help="Ask your documents; every sentence of an answer is backed by exact words, checked.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _name, _command in COMMANDS.items():
    app.command(_name, epilog=examples_of(_name))(_command)
app.add_typer(collections.app, name="collections")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    if debug:
        given.remove("--debug")
    configure("text")
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")
    try:
        code = app(given, prog_name="pincite", standalone_mode=False)
    except SystemExit as ended:  # typer's own; 1, when a pipe is closed, would say "no"
        code = UNHEARD if ended.code == NO else ended.code
    except typer.TyperException as error:
        code = _told_use(error)
    except PinciteError as error:
        if debug:
            raise
        code = told_of(str(error), WRONG_USE if isinstance(error, InputError) else FAILED)
    except Exception as error:
        if debug:
            raise
        reason = f"Unexpected {type(error).__name__}: {error}. Run again with --debug to see where."
        code = told_of(reason, FAILED)
    sys.exit(code)


def _told_use(error: typer.TyperException) -> int:
    """Print in one line what is wrong with the call; a bare call gets the whole help."""
    from api.console import note

    message = error.format_message()
    context = getattr(error, "ctx", None)
    if "\n" in message or context is None:
        note(message)
        return WRONG_USE
    return told_of(f"{message.rstrip('.')}. See `{context.command_path} --help`.", WRONG_USE)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"pincite {version('pincite')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Options before the command."""


if __name__ == "__main__":
    main()
