"""The `zhangju` command: parse the arguments, call the engine once, print."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from rag.cli.asking import ask, evaluate, search
from rag.cli.citing import check, cite, export
from rag.cli.output import ANSWERED, BAD_INPUT, INTERRUPTED, discard_output, fail, say
from rag.cli.shelf import add, index, ledger, serve, show
from rag.types import RagError

app = typer.Typer(
    name="zhangju",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (index, add, ask, search, show, cite, check, ledger, export):
    app.command()(command)
app.command("eval")(evaluate)
app.command()(serve)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; every error is one line, on standard error."""
    try:
        status = app(arguments, prog_name="zhangju", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        return fail(f"{error.format_message().rstrip('.')}. See: {_command_of(error)} --help")
    except RagError as error:
        return fail(str(error))
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever was reading has gone: say nothing.
        discard_output()
        return ANSWERED
    except UnicodeEncodeError as error:
        discard_output()
        sign = error.object[error.start]
        return fail(f"cannot print {sign!a} in {error.encoding}; set PYTHONUTF8=1 to print UTF-8")
    except OSError as error:
        if error.filename is not None:
            raise  # of some file: only output has no name
        discard_output()
        return fail(f"cannot write the output: {error.strerror}; write it elsewhere")
    return int(status or ANSWERED)


@app.callback(invoke_without_command=True)
def help_without_command(
    context: typer.Context,
    shows_version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.")
    ] = False,
) -> None:
    """Ask Chinese policy texts, in any writing; every sentence of the answer is proved."""
    if shows_version:
        say(f"zhangju {version('zhangju')}")
        raise typer.Exit(ANSWERED)
    if context.invoked_subcommand is None:
        say(context.get_help())
        raise typer.Exit(BAD_INPUT)


def _command_of(error: typer.TyperException) -> str:
    """The command, with its subcommand, that was used wrongly."""
    context = getattr(error, "ctx", None)
    return context.command_path if context is not None else "zhangju"
