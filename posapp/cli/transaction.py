"""``posapp transaction``: look at a financial transaction."""

from typing import Annotated

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command, noun
from posapp.cli.inputs import id_of
from posapp.cli.plain import Document
from posapp.cli.record_json import transaction_document
from posapp.domain.ids import FtId

app = noun(
    "Financial transactions: what changed a balance and the ledger.",
    "posapp transaction show 001000000415 --user kim",
)


@command(app, "show", example="posapp transaction show 001000000415 --user kim --json")
def show(
    call: Call,
    transaction: Annotated[str, typer.Argument(metavar="ID", help="Financial transaction.")],
) -> Document:
    """Show a financial transaction: amounts, dates, ledger lines, and what it hangs on."""
    ft_id = FtId(id_of(transaction, field="transaction"))
    return transaction_document(call.services.inquiry.transaction(ft_id, call.actor), call.setup)
