"""``posapp period``: open and close accounting periods."""

from typing import Annotated

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command, noun
from posapp.cli.plain import Document
from posapp.cli.setup import change_period

app = noun(
    "Accounting periods: months of the books (D-36).",
    "posapp period close 2026-10 --user setup",
)

PeriodArgument = Annotated[str, typer.Argument(metavar="PERIOD", help="Period, such as 2026-10.")]


@command(app, "open", writes=True, example="posapp period open 2026-10 --user setup")
def open_(call: Call, period: PeriodArgument) -> Document:
    """Open a period: payments may be dated in it again."""
    return change_period(call, period, is_open=True)


@command(app, "close", writes=True, example="posapp period close 2026-10 --user setup")
def close(call: Call, period: PeriodArgument) -> Document:
    """Close a period: no payment may be dated in it."""
    return change_period(call, period, is_open=False)
