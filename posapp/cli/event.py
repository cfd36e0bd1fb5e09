"""``posapp event``: add a payment event, look at it, and what may be done to it."""

from typing import Annotated

import typer

from posapp.cli import correct_event, distribution_rules, event_log, event_search
from posapp.cli.answers import canceled, event_after, event_now
from posapp.cli.autopay_inputs import BlockTexts, EntityOption, ExpiresOption, SourceOption
from posapp.cli.call import Call, replayed
from posapp.cli.cash_drawer import taken
from posapp.cli.commands import command, noun
from posapp.cli.control_inputs import ApproverOption, secret_of
from posapp.cli.distribution_rules import DetailOption, TransferTexts, transfer_of
from posapp.cli.entry_fields import PayFieldOption, TenderFieldOption
from posapp.cli.event_order import AddTexts, order_of
from posapp.cli.inputs import bank_of, day_of, drawer_of, id_of
from posapp.cli.options import (
    AuthorizationOption,
    BankAccountOption,
    Change,
    ChangeDrawerOption,
    ChangeOption,
    CommentsOption,
    MatchOption,
    NameOption,
    NoFreezeOption,
    ReasonOption,
    ReferenceOption,
    ToOption,
)
from posapp.cli.plain import Document
from posapp.domain.codes import DistributeAction
from posapp.domain.ids import ControlId, EventId, long_id
from posapp.domain.tender_cancels import CancelEvent
from posapp.domain.transfers import TransferByRules

app = noun(
    "Payment events: what was handed over and what it pays.",
    "posapp event add --payor 1000000210 --amount 25 --tender CASH:100 --user kim",
)

PayorOption = Annotated[
    str, typer.Option(metavar="ID", help="Who hands over: account, plate, bill or item number.")
]
TendersOption = Annotated[
    list[str],
    typer.Option(
        metavar="TYPE:AMOUNT[:CHECKNO[:CURRENCY[:PAYOR]]]",
        help="What was handed over, and by whom if not the payor.",
    ),
]
PaysOption = Annotated[
    list[str] | None,
    typer.Option(metavar="ACCOUNT:AMOUNT[:MATCH:VALUE]", help="In place of --payee and --amount."),
]
PaidOption = Annotated[
    str | None, typer.Option(metavar="TYPE:VALUE", help="What it pays: ITEM-ID:1234, BILL-ID:77.")
]
EventArgument = Annotated[str, typer.Argument(metavar="ID", help="Payment event.")]


@command(
    app,
    "add",
    writes=True,
    example="posapp event add --payor 'GZH7067 NY' --tender CHEC:25.00:1047 --tender CASH:5 "
    "--amount 30 --user kim --json",
)
def add(
    call: Call,
    payor: PayorOption,
    tender: TendersOption,
    payee: Annotated[
        str | None, typer.Option(metavar="ID", help="Whose debt is paid; default: the payor's.")
    ] = None,
    amount: Annotated[
        str | None, typer.Option(metavar="A", help="To pay; default: what the payee owes now.")
    ] = None,
    pay: PaysOption = None,
    match: PaidOption = None,
    control: Annotated[
        str | None, typer.Option(metavar="ID", help="Tender control; default: your open drawer.")
    ] = None,
    date: Annotated[
        str | None, typer.Option(metavar="D", help="Payment date; default: the drawer's day.")
    ] = None,
    action: Annotated[
        DistributeAction, typer.Option(help="How far to take it.")
    ] = DistributeAction.FREEZE,
    name: Annotated[str, typer.Option(help="Who it is for, on accounts without customer.")] = "",
    reference: Annotated[
        str, typer.Option(help="Reference, required on accounts without customer.")
    ] = "",
    comments: Annotated[str, typer.Option(help="Remarks on the payment.")] = "",
    autopay_source: SourceOption = None,
    expires: ExpiresOption = None,
    entity_name: EntityOption = None,
    authorization: AuthorizationOption = None,
    detail: DetailOption = None,
    tender_field: TenderFieldOption = None,
    pay_field: PayFieldOption = None,
    approver: ApproverOption = None,
) -> Document:
    """Take a payment: tenders in, debts paid, change worked out."""
    texts = AddTexts(
        payor=payor,
        payee=payee,
        amount=amount,
        tenders=tuple(tender),
        pays=tuple(pay or ()),
        match=match,
        control=control,
        day=date,
        action=action,
        non_cis_name=name,
        reference=reference,
        comments=comments,
        block=BlockTexts(autopay_source, expires, entity_name),
        authorization=authorization,
        details=tuple(detail or ()),
        tender_fields=tuple(tender_field or ()),
        pay_fields=tuple(pay_field or ()),
    )
    return taken(call, order_of(texts, call), secret_of(approver))


@command(app, "show", example="posapp event show 001000000312 --user kim --json")
def show(call: Call, event: EventArgument) -> Document:
    """Show an event with its tenders, payments and segments."""
    return event_now(call, EventId(id_of(event, field="event")))


@command(
    app,
    "distribute",
    writes=True,
    sees=True,
    example="posapp event distribute 001000000312 --user kim",
)
def distribute(call: Call, event: EventArgument) -> Document:
    """Spread every unfrozen payment over what is owed; failures stay on the payment.

    Asks (M-35) before a split by hand is thrown away.
    """
    event_id = EventId(id_of(event, field="event"))
    saved = call.services.event_actions.distribute(
        event_id, call.request_id, call.actor, call.confirmed, seen=call.seen
    )
    return event_after(call, saved.value, saved)


@command(
    app, "freeze", writes=True, sees=True, example="posapp event freeze 001000000312 --user kim"
)
def freeze(call: Call, event: EventArgument) -> Document:
    """Post every payment that is ready; asks (M-89) while the event is unbalanced."""
    event_id = EventId(id_of(event, field="event"))
    saved = call.services.event_actions.freeze(
        event_id, call.request_id, call.actor, call.confirmed, seen=call.seen
    )
    return event_after(call, saved.value, saved)


@command(
    app,
    "recalculate-cash-back",
    writes=True,
    sees=True,
    example="posapp event recalculate-cash-back 001000000312 --user kim",
)
def recalculate_cash_back(call: Call, event: EventArgument) -> Document:
    """Make, change or take away the change so that the event balances."""
    event_id = EventId(id_of(event, field="event"))
    saved = call.services.event_actions.recalculate_cash_back(
        event_id, call.request_id, call.actor, seen=call.seen
    )
    return event_after(call, saved.value, saved)


@command(
    app,
    "set-date",
    writes=True,
    sees=True,
    example="posapp event set-date 001000000312 2026-11-20 --user kim",
)
def set_date(
    call: Call,
    event: EventArgument,
    day: Annotated[str, typer.Argument(metavar="DATE", help="New payment date, YYYY-MM-DD.")],
) -> Document:
    """Change the payment date while nothing is frozen."""
    event_id = EventId(id_of(event, field="event"))
    saved = call.services.event_actions.set_date(
        event_id,
        day_of(day, field="payment_date"),
        call.request_id,
        call.actor,
        call.confirmed,
        seen=call.seen,
    )
    return event_after(call, saved.value, saved)


@command(
    app,
    "transfer",
    writes=True,
    sees=True,
    example="posapp event transfer 001000000312 --to 1000000215 --reason WRAC --user sam",
)
def transfer(
    call: Call,
    event: EventArgument,
    to: ToOption = None,
    detail: DetailOption = None,
    reason: ReasonOption = "",
    match: MatchOption = None,
    no_freeze: NoFreezeOption = False,
    name: NameOption = None,
    reference: ReferenceOption = None,
    comments: CommentsOption = None,
) -> Document:
    """Move an event, payor and its one payment, to the account that should have been named."""
    event_id = EventId(id_of(event, field="event"))
    view = call.services.payment_events.show(event_id, call.actor)
    texts = TransferTexts(to, detail, reason, match, no_freeze, name, reference, comments)
    order, transfers = transfer_of(texts, view, call), call.services.transfers
    if isinstance(order, TransferByRules):
        saved = transfers.event_by_rules(
            event_id, order, call.request_id, call.actor, seen=call.seen
        )
    else:
        saved = transfers.event(event_id, order, call.request_id, call.actor, seen=call.seen)
    return event_after(call, saved.value, saved)


@command(
    app,
    "cancel",
    writes=True,
    sees=True,
    example="posapp event cancel 001000000312 --reason NSF --change kept --user sam",
)
def cancel(
    call: Call,
    event: EventArgument,
    reason: ReasonOption = "",
    bank_account: BankAccountOption = "",
    change: ChangeOption = None,
    drawer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TENDER:CONTROL", help="Where a tender's money goes back from; repeatable."
        ),
    ] = None,
    change_drawer: ChangeDrawerOption = None,
) -> Document:
    """Cancel every tender of an event, with its payments, for one reason."""
    order = CancelEvent(
        EventId(id_of(event, field="event")),
        reason.upper(),
        *bank_of(bank_account),
        change_returned=None if change is None else change is Change.RETURNED,
        drawers_of=tuple(map(drawer_of, drawer or ())),
        change_drawer=None
        if change_drawer is None
        else ControlId(id_of(change_drawer, field="tender_control")),
        confirmed=call.confirmed,
    )
    saved = call.services.canceling.cancel_event(order, call.request_id, call.actor, seen=call.seen)
    return canceled(call, saved)


@command(
    app,
    "delete",
    writes=True,
    sees=True,
    example="posapp event delete 001000000312 --user sam --confirm M-41",
)
def delete(call: Call, event: EventArgument) -> Document:
    """Delete an event that was never frozen or numbered; asks to confirm M-41."""
    event_id = EventId(id_of(event, field="event"))
    saved = call.services.event_actions.delete(
        event_id, call.request_id, call.actor, call.confirmed, seen=call.seen
    )
    return replayed({"id": long_id(saved.value), "deleted": True}, saved)


event_search.register(app)
event_log.register(app)
correct_event.register(app)
distribution_rules.register(app)
