"""``posapp autopay``: bills that mandates pay."""

from typing import Annotated

import typer

from posapp.cli.autopay_json import (
    batch_document,
    debit_document,
    sent_document,
    waiting_debit_document,
    waiting_document,
)
from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inputs import day_of, id_of
from posapp.cli.options import ReasonOption
from posapp.cli.plain import Document
from posapp.domain.clock import business_date
from posapp.domain.ids import BillId, ControlId, TenderId, long_id, short_id
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


@command(app, "batches", example="posapp autopay batches --user sam --json")
def batches(call: Call) -> Document:
    """List what waits to be sent on each route, and the batches that were sent."""
    found = call.services.autopay_batches.overview(call.actor)
    currencies = call.setup.currencies
    return {
        "waiting": [waiting_document(one, currencies) for one in found.waiting],
        "batches": [batch_document(one, currencies) for one in found.batches],
    }


@command(app, "waiting", example="posapp autopay waiting --account 1000000210 --user sam --json")
def waiting(
    call: Call,
    account: Annotated[
        str | None, typer.Option(metavar="ACCOUNT", help="Of one payor; of all by default.")
    ] = None,
    route: Annotated[str, typer.Option(metavar="ROUTE", help="Of one route type.")] = "",
) -> Document:
    """List the debits that were not sent yet, the next first."""
    actor = call.actor
    of = None if account is None else call.services.accounts.resolve(account, actor)
    found = call.services.autopay_batches.waiting.listing(actor, of, route.strip().upper())
    currencies = call.setup.currencies
    return {"debits": [waiting_debit_document(one, currencies[one.currency]) for one in found]}


@command(
    app,
    "cancel",
    writes=True,
    example="posapp autopay cancel 001000000377 001000000378 --reason DATA --user sam",
)
def cancel(
    call: Call,
    tender: Annotated[list[str], typer.Argument(metavar="TENDER...", help="Tenders that wait.")],
    reason: ReasonOption = "",
) -> Document:
    """Cancel debits before they are sent: unfrozen payments go, tenders stay as canceled."""
    tenders = [TenderId(id_of(one, field="tender")) for one in tender]
    saved = call.services.autopay_batches.waiting.cancel_all(
        tenders, reason.strip().upper(), call.request_id, call.actor
    )
    done = saved.value
    return replayed(
        {
            "canceled": [long_id(one) for one in done.canceled],
            "failed": [
                {"tender_id": long_id(one.tender_id), "code": one.code, "message": one.message}
                for one in done.failed
            ],
        },
        saved,
    )


@command(app, "send", writes=True, example="posapp autopay send DEBIT --user sam --json")
def send(
    call: Call,
    route: Annotated[str, typer.Argument(metavar="ROUTE", help="Route type.")],
    by: Annotated[
        str | None, typer.Option("--by", metavar="D", help="Due by this day; today by default.")
    ] = None,
) -> Document:
    """Send what is due on a route: a batch with a control of its own."""
    office = call.setup.offices[call.actor.office]
    today = business_date(call.services.clock(), office.zone, office.day_start)
    day = today if by is None else day_of(by, field="by")
    code = route.strip().upper()
    saved = call.services.autopay_sending.send(code, day, call.request_id, call.actor)
    currencies = call.setup.currencies
    return replayed({"sent": [sent_document(one, currencies) for one in saved.value]}, saved)


@command(app, "balance", writes=True, example="posapp autopay balance 1000000377 --user sam --json")
def balance(
    call: Call,
    control: Annotated[str, typer.Argument(metavar="CONTROL", help="Tender control of the batch.")],
) -> Document:
    """Balance a batch whose payments are all in the ledger: its tender and deposit control."""
    control_id = ControlId(id_of(control, field="tender_control"))
    saved = call.services.autopay_batches.balance(control_id, call.request_id, call.actor)
    return replayed({"balanced": [short_id(saved.value)]}, saved)
