"""``posapp db move``: an office from its file to a PostgreSQL server, by one command (D.2)."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from posapp.cli.call import Call, actor_of
from posapp.cli.commands import command
from posapp.cli.plain import Document
from posapp.cli.progress import ProgressLine
from posapp.domain.clock import system_clock
from posapp.domain.money import Currency, Money

if TYPE_CHECKING:
    from posapp.services.relocation import Relocation
    from posapp.storage.move_proof import Compared


def register(app: typer.Typer) -> None:
    """Add the command to the group of the database."""
    example = "posapp db move postgresql://posapp_owner@server/posapp --db office.db"
    command(app, "move", example=example)(_move)


def _move(
    call: Call,
    target: Annotated[
        str, typer.Argument(metavar="URL", help="An empty PostgreSQL database, as its owner.")
    ],
    give_up: Annotated[
        bool,
        typer.Option("--give-up", help="End a move that was killed before the server kept it."),
    ] = False,
) -> Document:
    """Move an office from its SQLite file to a PostgreSQL server, whole or not at all.

    Nobody may have the file open. Every table and total is compared before anything is kept; the
    file stays as it was, and whoever opens it is told where the office is now.
    """
    relocation: Relocation = import_module("posapp.services.relocation").Relocation(system_clock)
    actor = actor_of(call)
    if give_up:
        relocation.give_up(call.url, target, actor)
        return {"database": call.url, "given_up": True}
    progress = ProgressLine("Tables")
    try:
        moved, setup = relocation.move(call.url, target, actor, progress)
    finally:
        progress.end()
    return {
        "database": call.url,
        "moved_to": moved.address,
        "rows": moved.rows,
        "checks": moved.checks,
        "tables": [
            {"name": each.name, "source": each.source, "target": each.target, "equal": each.equal}
            for each in moved.tables
        ],
        "totals": [_total(each, setup.currencies) for each in moved.totals],
    }


def _total(figure: "Compared", currencies: Mapping[str, Currency]) -> dict[str, Any]:
    return {
        "name": figure.name,
        "currency": figure.currency or None,
        "source": _shown(figure.source, figure.currency, currencies),
        "target": _shown(figure.target, figure.currency, currencies),
        "equal": figure.equal,
    }


def _shown(value: str, currency: str, currencies: Mapping[str, Currency]) -> str:
    return currencies[currency].text(Money(int(value))) if currency and value else value
