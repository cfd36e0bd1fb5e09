"""``posapp bench``: speed goals beside their by-hand references, with a verdict.

Figures inform and decide nothing: the exit code is 0 whatever the verdict.
"""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command
from posapp.cli.plain import Document
from posapp.cli.text_output import printable

ACCOUNTS: Final = 1_000_000


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app, "bench", example="posapp bench P1 receipt")(bench)


def bench(
    call: Call,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...",
            help="payment, import, search, start, table, receipt, block, keys, pages, growth, or a "
            "goal such as P1; all by default.",
        ),
    ] = None,
    accounts: Annotated[
        int, typer.Option("--accounts", metavar="N", help="Accounts in the large database.")
    ] = ACCOUNTS,
    folder: Annotated[
        Path | None,
        typer.Option("--dir", metavar="DIR", help="Folder where that database is kept."),
    ] = None,
) -> Document:
    """Measure the program on this machine; the exit code is 0 whatever the verdict."""
    runner: Any = import_module("posapp.bench.run")
    try:
        wanted = runner.chosen(names or ())
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="'NAME'") from error
    found: list[dict[str, Any]] = []
    for name, figures in runner.run(wanted, accounts=accounts, folder=folder):
        if not call.given.as_json:
            _show(runner.names()[name], figures)
        found += [{"benchmark": name, **figure.values()} for figure in figures]
    return {"figures": found} if call.given.as_json else {"figures": len(found)}


def _show(title: str, figures: Sequence[Any]) -> None:
    """Figures of a benchmark as soon as they are there."""
    lines: Any = import_module("posapp.bench.figures").table(figures)
    for line in (title, *(f"  {line}" for line in lines), ""):
        typer.echo(printable(line))
