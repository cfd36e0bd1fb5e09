"""``posapp tender``: what may be done to one tender of an event."""

from enum import StrEnum
from typing import Annotated

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.event_json import event_document
from posapp.cli.failures import told
from posapp.cli.inputs import id_of
from posapp.cli.plain import Document
from posapp.domain.ids import ControlId, TenderId
from posapp.domain.tender_cancels import CancelTender

app = noun(
    "Tenders: what was handed over.",
    "posapp tender cancel 001000000313 --reason NSF --user sam",
)

TenderArgument = Annotated[str, typer.Argument(metavar="ID", help="Tender.")]


class Change(StrEnum):
    """What became of the change that was given for a cancelled tender (D-11)."""

    RETURNED = "returned"
    KEPT = "kept"


@command(
    app,
    "cancel",
    writes=True,
    example="posapp tender cancel 001000000313 --reason NSF --bank-account FNB:MAIN --user sam",
)
def cancel(
    call: Call,
    tender: TenderArgument,
    reason: Annotated[str, typer.Option(metavar="R", help="Cancel reason.")] = "",
    bank_account: Annotated[
        str,
        typer.Option(metavar="[BANK:]B", help="Our account that is charged; default: as taken."),
    ] = "",
    change: Annotated[
        Change | None, typer.Option(help="Did the customer bring the change back?")
    ] = None,
    drawer: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Tender control that the money goes back from."),
    ] = None,
) -> Document:
    """Cancel a tender that is not good, with every payment of its event."""
    bank, colon, key = bank_account.partition(":")
    order = CancelTender(
        TenderId(id_of(tender, field="tender")),
        reason.upper(),
        bank if colon else "",
        key if colon else bank,
        change_returned=None if change is None else change is Change.RETURNED,
        drawer=None if drawer is None else ControlId(id_of(drawer, field="drawer")),
        confirmed=call.confirmed,
    )
    saved = call.services.canceling.cancel_tender(order, call.request_id, call.actor)
    view = call.services.payment_events.show(saved.value.event_id, call.actor)
    setup = call.setup
    notes = [
        told(note.code, note.fields, setup.currencies, view.currency) for note in saved.value.notes
    ]
    return replayed(event_document(view, setup) | {"notes": notes}, saved)
