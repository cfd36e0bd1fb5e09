"""``posapp scan``: what the scan line of a remittance stub says."""

from typing import Annotated

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command, noun
from posapp.cli.plain import Document
from posapp.domain.ids import short_id

app = noun(
    "Scan lines of remittance stubs; their layouts are set with 'setup set scan_layout'.",
    "posapp scan read 77100000021000000000842065 --user kim --json",
)


@command(app, "read", example="posapp scan read 77100000021000000000842065 --user kim --json")
def read(
    call: Call,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The line; spaces do no harm.")],
) -> Document:
    """Say rule, value and amount of a scan line, and the account; a wrong check digit is refused."""
    found = call.services.scan_lines.find(text, call.actor)
    card = call.services.accounts.card(found.account_id, call.actor)
    line, currency = found.line, call.setup.currencies[card.account.currency]
    amounts = {
        name: None if amount is None else currency.text(amount)
        for name, amount in (
            ("amount", line.amount),
            ("due_amount", line.due_amount),
            ("late_amount", line.late_amount),
        )
    }
    return {
        "layout": line.layout,
        "rule": line.rule,
        "value": line.value,
        **amounts,
        "currency": currency.code,
        "due_date": None if line.due_date is None else line.due_date.isoformat(),
        "account_id": short_id(found.account_id),
        "name": card.account.name,
    }
