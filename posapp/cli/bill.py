"""``posapp bill``: look at one."""

from typing import Annotated

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command, noun
from posapp.cli.plain import Document
from posapp.cli.record_json import bill_document

app = noun("Bills: what they ask for and what paid them.", "posapp bill show B-2207 --user kim")


@command(app, "show", example="posapp bill show B-2207 --user kim --json")
def show(
    call: Call,
    bill: Annotated[str, typer.Argument(metavar="ID", help="Bill, or a number that is unique.")],
) -> Document:
    """Show a bill: its charge lines, the payments that name it, its match events."""
    bill_id = call.services.inquiry.resolve_bill(bill, call.actor)
    return bill_document(call.services.inquiry.bill(bill_id, call.actor), call.setup)
