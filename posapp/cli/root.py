"""The command line as a whole: every noun under ``posapp``, and the options before it."""

from typing import Annotated, Final

import typer

from posapp import __version__
from posapp.cli.commands import take_options, with_example
from posapp.cli.nouns import NounGroup
from posapp.cli.options import DbOption, Given, JsonOption, UserOption
from posapp.cli.window import open_window

app = typer.Typer(
    name="posapp",
    cls=NounGroup,
    help=with_example(
        "Counter program for cash desks. Without a command it opens the window.",
        "posapp event add --payor 1000000210 --amount 25 --tender CASH:100 --user kim --json",
    ),
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
ALONE: Final = Given(alone=True)
"""What the process of a command begins with."""


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"posapp {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    db: DbOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Say the version.", callback=_say_version, is_eager=True),
    ] = False,
) -> None:
    """Take the shared options; open the window when no command follows."""
    take_options(context, db, user, as_json)
    if context.invoked_subcommand is None:
        raise typer.Exit(open_window(context.obj.db, context.obj.user))
