"""``posapp credit open``: open credits by age (AC2-6, CK-10)."""

from pathlib import Path
from typing import Annotated, Any

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command
from posapp.cli.credit import app
from posapp.cli.plain import Document
from posapp.domain.ids import short_id
from posapp.domain.open_credits import OpenCredit


@command(app, "open", example="posapp credit open -o credits.csv --user sam")
def open_(
    call: Call,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Also as a .csv file.")
    ] = None,
) -> Document:
    """List credits of which something is left, the oldest first, with sums by age."""
    credits_, currencies = call.services.open_credits, call.setup.currencies
    report = credits_.report(call.actor)
    if output is not None:
        credits_.write(report, output)

    def line(one: OpenCredit) -> dict[str, Any]:
        currency = currencies[one.currency]
        return {
            "account": short_id(one.account_id),
            "name": one.name,
            "date": one.day.isoformat(),
            "age_days": one.age,
            "method": one.method or None,
            "comment": one.comment,
            "amount": currency.text(one.amount),
            "used": currency.text(one.used),
            "reserved": currency.text(one.reserved),
            "left": currency.text(one.left),
            "currency": currency.code,
        }

    return {
        "date": report.day.isoformat(),
        "totals": [
            {
                "currency": one.currency,
                "credits": one.credits,
                "to_30_days": currencies[one.currency].text(one.by_age[0]),
                "to_60_days": currencies[one.currency].text(one.by_age[1]),
                "to_90_days": currencies[one.currency].text(one.by_age[2]),
                "older": currencies[one.currency].text(one.by_age[3]),
                "total": currencies[one.currency].text(one.total),
            }
            for one in report.ages
        ],
        "credits": [line(one) for one in report.credits],
    }
