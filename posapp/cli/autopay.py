"""``posapp autopay``: what may be done to automatic payments before they are sent."""

from typing import Annotated

import typer

from posapp.cli.answers import event_after
from posapp.cli.autopay_inputs import (
    BlockTexts,
    EntityOption,
    ExpiresOption,
    SourceOption,
    block_of,
)
from posapp.cli.autopay_json import debit_document
from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inputs import id_of
from posapp.cli.plain import Document
from posapp.domain.ids import BillId, TenderId
from posapp.errors import Refused

app = noun(
    "Automatic payments: another account, another payor, reopened bills.",
    "posapp autopay set 001000000313 --entity-name 'Mary Okafor' --user kim",
)

TenderArgument = Annotated[str, typer.Argument(metavar="TENDER", help="Tender.")]
BillArgument = Annotated[str, typer.Argument(metavar="BILL", help="Bill, by its id.")]


@command(
    app,
    "set",
    writes=True,
    example="posapp autopay set 001000000313 --entity-name 'Mary Okafor' --user kim",
)
def set_(
    call: Call,
    tender: TenderArgument,
    autopay_source: SourceOption = None,
    expires: ExpiresOption = None,
    entity_name: EntityOption = None,
) -> Document:
    """Change what is debited; an account number comes from POSAPP_EXTERNAL_ACCOUNT."""
    block = block_of(BlockTexts(autopay_source, expires, entity_name), call)
    tender_id = TenderId(id_of(tender, field="tender"))
    saved = call.services.autopay.change(
        tender_id, block, call.request_id, call.actor, call.confirmed
    )
    return event_after(call, saved.value, saved)


@command(
    app, "payor", writes=True, example="posapp autopay payor 001000000313 1000000210 --user kim"
)
def payor(
    call: Call,
    tender: TenderArgument,
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="The new payor.")],
) -> Document:
    """Give a tender another payor; an automatic payment is removed and made anew."""
    tender_id = TenderId(id_of(tender, field="tender"))
    account_id = call.services.accounts.resolve(account, call.actor, field="payor")
    saved = call.services.autopay.set_payor(
        tender_id, account_id, call.request_id, call.actor, call.confirmed
    )
    return event_after(call, saved.value, saved)


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
