"""``posapp rate``: the exchange rate in force, and the currency converter (AC-03, AC-04)."""

from datetime import date
from typing import Annotated, Any

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command, noun
from posapp.cli.inputs import day_of
from posapp.cli.plain import Document
from posapp.domain.converter import RateQuote
from posapp.errors import Refused

app = noun(
    "Exchange rates in force; they are set with 'setup set exchange_rate' or imported.",
    "posapp rate show EUR USD --user kim --json",
)

FromArgument = Annotated[str, typer.Argument(metavar="FROM", help="Currency handed over.")]
ToArgument = Annotated[
    str | None, typer.Argument(metavar="[TO]", help="Currency of the account; default: ours.")
]
DayOption = Annotated[
    str | None, typer.Option("--date", metavar="D", help="Payment date; default: today.")
]


@command(app, "show", example="posapp rate show EUR USD --date 2026-11-20 --user kim --json")
def show(
    call: Call, source: FromArgument, target: ToArgument = None, on: DayOption = None
) -> Document:
    """Show the rate of a day: the one of the last day that has one."""
    actor = call.actor
    source, home = source.strip().upper(), _home(call, target)
    found = call.services.converter.quote(source, home, _day(on), actor)
    return _rate(source, home, found)


@command(app, "convert", example="posapp rate convert 50.00 EUR USD --user kim --json")
def convert(
    call: Call,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="Amount handed over.")],
    source: FromArgument,
    target: ToArgument = None,
    on: DayOption = None,
) -> Document:
    """Say what an amount of another currency is worth, rounded half up once."""
    actor = call.actor
    source, home = source.strip().upper(), _home(call, target)
    currencies = call.setup.currencies
    if source not in currencies:
        raise Refused("M-55", field="source", value=source)
    call.currency = source
    given = currencies[source].parse(amount, field="amount_tendered")
    found = call.services.converter.convert(given, source, home, _day(on), actor)
    return _rate(source, home, found.quote) | {
        "amount": currencies[source].text(found.amount),
        "worth": currencies[home].text(found.worth),
    }


def _rate(source: str, target: str, found: RateQuote) -> dict[str, Any]:
    return {
        "source": source,
        "target": target,
        "rate": found.rate.text,
        "day": found.day.isoformat(),
    }


def _home(call: Call, target: str | None) -> str:
    return target.strip().upper() if target else call.setup.installation.currency


def _day(text: str | None) -> date | None:
    return None if text is None else day_of(text, field="date")
