"""``posapp tender``: what may be done to one tender of an event."""

from dataclasses import replace
from typing import Annotated

import typer

from posapp.cli import canceled as canceled_command
from posapp.cli import tender_search
from posapp.cli.answers import canceled, event_after
from posapp.cli.autopay_inputs import (
    BlockTexts,
    EntityOption,
    ExpiresOption,
    SourceOption,
    changed_block,
    with_block,
)
from posapp.cli.call import Call
from posapp.cli.commands import command, noun
from posapp.cli.control_json import history_document
from posapp.cli.draft_inputs import draft_of, with_authorization
from posapp.cli.inputs import bank_of, id_of, tender_of
from posapp.cli.options import (
    AuthorizationOption,
    BankAccountOption,
    Change,
    ChangeDrawerOption,
    ChangeOption,
    ReasonOption,
)
from posapp.cli.plain import Document
from posapp.domain.ids import ControlId, EventId, TenderId
from posapp.domain.listing import PageRequest
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_edits import TenderChange

app = noun(
    "Tenders: what was handed over.",
    "posapp tender cancel 001000000313 --reason NSF --user sam",
)

TenderArgument = Annotated[str, typer.Argument(metavar="ID", help="Tender.")]
MicrOption = Annotated[
    str | None, typer.Option(metavar="LINE", help="MICR line; its last four signs are kept.")
]
CustomerIdOption = Annotated[str | None, typer.Option(metavar="T", help="The customer's own id.")]
ExternalOption = Annotated[
    str | None,
    typer.Option(
        "--external-reference",
        "--authorization",
        metavar="T",
        help="Reference elsewhere; of a type that needs an authorization, its code.",
    ),
]
ReferenceElsewhereOption = Annotated[
    str | None, typer.Option("--external-reference", metavar="T", help="Reference elsewhere.")
]
PayerOption = Annotated[str | None, typer.Option("--name", metavar="T", help="Name on it.")]


@command(app, "list", example="posapp tender list --user kim --json")
def list_(
    call: Call,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Most lines.")] = 200,
) -> Document:
    """List the tenders of the open controls that the user may use, newest first."""
    page = call.services.browse.tender_history(PageRequest(limit=limit), call.actor)
    currencies = call.setup.currencies
    return {
        "tenders": [history_document(one, currencies[one.currency]) for one in page.rows],
        "more": page.next is not None,
    }


@command(
    app,
    "add",
    writes=True,
    sees=True,
    example="posapp tender add 001000000312 CHEC:20.00:1047 --user kim",
)
def add(
    call: Call,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="Payment event.")],
    tender: Annotated[
        str,
        typer.Argument(metavar="TYPE:AMOUNT[:CHECKNO[:CURRENCY]]", help="What was handed over."),
    ],
    payor: Annotated[
        str | None, typer.Option(metavar="ID", help="Who hands over; default: the first tender's.")
    ] = None,
    control: Annotated[
        str | None, typer.Option(metavar="ID", help="Tender control; default: your open drawer.")
    ] = None,
    autopay_source: SourceOption = None,
    expires: ExpiresOption = None,
    entity_name: EntityOption = None,
    authorization: AuthorizationOption = None,
    micr: MicrOption = None,
    customer_id: CustomerIdOption = None,
    external_reference: ReferenceElsewhereOption = None,
    name: PayerOption = None,
) -> Document:
    """Add a tender to an event; it is unbalanced until payments fit."""
    event_id = EventId(id_of(event, field="event"))
    given = tender_of(tender, hint="tender")
    view = call.services.payment_events.show(event_id, call.actor)
    call.currency = view.currency
    stated = (
        replace(
            draft_of(given, view.currency, call.setup.currencies),
            micr=micr or "",
            customer_id=customer_id or "",
            external_reference=external_reference or "",
            name=name or "",
        ),
    )
    (draft,) = with_block(
        with_authorization(stated, authorization, call.setup.tender_types),
        BlockTexts(autopay_source, expires, entity_name),
        call,
    )
    saved = call.services.tender_edits.add(
        event_id,
        draft,
        call.request_id,
        call.actor,
        payor=None
        if payor is None
        else call.services.accounts.resolve(payor, call.actor, field="payor"),
        control_id=None if control is None else _control(control),
        confirmed=call.confirmed,
        seen=call.seen,
    )
    return event_after(call, saved.value, saved)


@command(
    app,
    "set",
    writes=True,
    sees=True,
    example="posapp tender set 001000000313 --check-number 1048 --user kim",
)
def set_(
    call: Call,
    tender: TenderArgument,
    type_: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="Its form: CASH, CHEC, ...")
    ] = None,
    amount: Annotated[
        str | None, typer.Option(metavar="A", help="In the currency of its drawer.")
    ] = None,
    check_number: Annotated[str | None, typer.Option(metavar="N", help="Check number.")] = None,
    micr: MicrOption = None,
    customer_id: CustomerIdOption = None,
    external_reference: ExternalOption = None,
    name: PayerOption = None,
    payor: Annotated[
        str | None, typer.Option(metavar="ID", help="Who handed it over: account, plate, bill.")
    ] = None,
    autopay_source: SourceOption = None,
    expires: ExpiresOption = None,
    entity_name: EntityOption = None,
) -> Document:
    """Change a tender; what is not named stays."""
    tender_id = TenderId(id_of(tender, field="tender"))
    event = call.services.payment_events.of_tender(
        tender_id, call.actor, call.request_id, "tender.set"
    )
    own = next((one for one in event.tenders if one.id == tender_id), None)
    call.currency = event.currency if own is None else own.control_currency
    block = BlockTexts(autopay_source, expires, entity_name)
    currency = call.setup.currencies[call.currency]
    change = TenderChange(
        None if type_ is None else type_.strip().upper(),
        None if amount is None else currency.parse(amount, field="amount_tendered"),
        check_number,
        micr,
        customer_id,
        external_reference,
        name,
        None if payor is None else call.services.accounts.resolve(payor, call.actor, field="payor"),
        changed_block(block, own, call),
    )
    saved = call.services.tender_edits.adjust(
        tender_id,
        change,
        call.request_id,
        call.actor,
        confirmed=call.confirmed,
        seen=call.seen,
    )
    return event_after(call, saved.value, saved)


@command(
    app,
    "move",
    writes=True,
    sees=True,
    example="posapp tender move 001000000313 --control 1000000042 --user sam",
)
def move(
    call: Call,
    tender: TenderArgument,
    control: Annotated[
        str, typer.Option(metavar="C", help="The open tender control that it goes into.")
    ],
) -> Document:
    """Put a tender into another open drawer of the office."""
    tender_id = TenderId(id_of(tender, field="tender"))
    saved = call.services.tender_edits.move(
        tender_id, _control(control), call.request_id, call.actor, seen=call.seen
    )
    return event_after(call, saved.value, saved)


@command(
    app, "delete", writes=True, sees=True, example="posapp tender delete 001000000313 --user kim"
)
def delete(call: Call, tender: TenderArgument) -> Document:
    """Remove a tender while its drawer is open and nothing is frozen; never the last one."""
    tender_id = TenderId(id_of(tender, field="tender"))
    saved = call.services.tender_edits.delete(
        tender_id, call.request_id, call.actor, seen=call.seen
    )
    return event_after(call, saved.value, saved)


@command(
    app,
    "cancel",
    writes=True,
    sees=True,
    example="posapp tender cancel 001000000313 --reason NSF --bank-account FNB:MAIN --user sam",
)
def cancel(
    call: Call,
    tender: TenderArgument,
    reason: ReasonOption = "",
    bank_account: BankAccountOption = "",
    change: ChangeOption = None,
    drawer: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Tender control that the money goes back from."),
    ] = None,
    change_drawer: ChangeDrawerOption = None,
) -> Document:
    """Cancel a tender that is not good, with every payment of its event."""
    order = CancelTender(
        TenderId(id_of(tender, field="tender")),
        reason.upper(),
        *bank_of(bank_account),
        change_returned=None if change is None else change is Change.RETURNED,
        drawer=None if drawer is None else ControlId(id_of(drawer, field="drawer")),
        change_drawer=None if change_drawer is None else _control(change_drawer),
        confirmed=call.confirmed,
    )
    saved = call.services.canceling.cancel_tender(
        order, call.request_id, call.actor, seen=call.seen
    )
    return canceled(call, saved)


def _control(text: str) -> ControlId:
    return ControlId(id_of(text, field="tender_control"))


tender_search.register(app)
canceled_command.register(app)
