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
            "goal such as P1; all but growth by default.",
        ),
    ] = None,
    accounts: Annotated[
        int, typer.Option("--accounts", metavar="N", help="Accounts in the large database.")
    ] = ACCOUNTS,
    folder: Annotated[
        Path | None,
        typer.Option("--dir", metavar="DIR", help="Folder where that database is kept."),
    ] = None,
    growth: Annotated[
        bool, typer.Option("--growth", help="Also what needs years of payments; takes long.")
    ] = False,
    server: Annotated[
        str,
        typer.Option(
            "--server", metavar="URL", help="PostgreSQL whose user may make databases; else an own."
        ),
    ] = "",
    make: Annotated[
        str,
        typer.Option(
            "--make", metavar="FILE", help="Measure nothing: make such a database, with its time."
        ),
    ] = "",
    ledger: Annotated[
        int, typer.Option("--ledger", metavar="N", help="Ledger lines of what is made.")
    ] = 0,
) -> Document:
    """Measure the program on this machine; the exit code is 0 whatever the verdict."""
    if make:
        return _made(make, accounts, ledger)
    runner: Any = import_module("posapp.bench.run")
    shown: list[Any] = []
    try:
        wanted = runner.chosen(names or ())
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="'NAME'") from error
    found: list[dict[str, Any]] = []
    # Named ones are run as they are; without a name the ordinary ones.
    options = {"accounts": accounts, "folder": folder, "growth": growth, "server": server}
    for name, figures in runner.run(wanted if names else (), **options):
        shown += figures
        if not call.given.as_json:
            _show(runner.names()[name], figures)
        found += [{"benchmark": name, **figure.values()} for figure in figures]
    if not call.given.as_json:
        _show_goals(shown)
    return {"figures": found} if call.given.as_json else {"figures": len(found)}


def _made(where: str, accounts: int, ledger: int) -> Document:
    """Make a large office.

    Raises:
        typer.BadParameter: something is there already.
    """
    maker: Any = import_module("posapp.bench.making")
    try:
        return dict(maker.make(where, accounts, ledger))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="'--make'") from error


def _show_goals(figures: Sequence[Any]) -> None:
    lines: Any = import_module("posapp.bench.figures").goals(figures)
    for line in lines:
        typer.echo(printable(line))


def _show(title: str, figures: Sequence[Any]) -> None:
    """Figures of a benchmark as soon as they are there."""
    lines: Any = import_module("posapp.bench.figures").table(figures)
    for line in (title, *(f"  {line}" for line in lines), ""):
        typer.echo(printable(line))
