"""``posapp autopay``: bills that mandates pay."""

from typing import Annotated

import typer

from posapp.cli.autopay_json import debit_document
from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inputs import id_of
from posapp.cli.plain import Document
from posapp.domain.ids import BillId
from posapp.errors import Refused

app = noun(
    "Automatic payments of bills: what will be debited when, and taking it back.",
    "posapp autopay bill 1000000377 --user kim --json",
)

BillArgument = Annotated[str, typer.Argument(metavar="BILL", help="Bill, by its id.")]


@command(app, "bill", example="posapp autopay bill 1000000377 --user kim --json")
def bill(call: Call, bill: BillArgument) -> Document:
    """Show what will be debited for a bill, and when."""
    bill_id = BillId(id_of(bill, field="bill"))
    debit = call.services.bill_debits.of_bill(bill_id, call.actor)
    if debit is None:
        raise Refused("M-55", field="bill", value=bill)
    return debit_document(debit, call.setup.currencies[call.setup.installation.currency])


@command(app, "reopen", writes=True, example="posapp autopay reopen 1000000377 --user sam --json")
def reopen(call: Call, bill: BillArgument) -> Document:
    """Reopen a bill: its automatic payment is taken back unless it was sent."""
    bill_id = BillId(id_of(bill, field="bill"))
    saved = call.services.bill_debits.reopen(bill_id, call.request_id, call.actor)
    currency = call.setup.currencies[call.setup.installation.currency]
    return replayed(debit_document(saved.value, currency), saved)


@command(
    app, "complete", writes=True, example="posapp autopay complete 1000000377 --user sam --json"
)
def complete(call: Call, bill: BillArgument) -> Document:
    """Complete a bill again: it is stamped with amount and dates."""
    bill_id = BillId(id_of(bill, field="bill"))
    saved = call.services.bill_debits.complete(bill_id, call.request_id, call.actor)
    currency = call.setup.currencies[call.setup.installation.currency]
    return replayed(debit_document(saved.value, currency), saved)
