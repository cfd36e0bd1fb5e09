"""``posapp payment``: what may be done to one payment of an event."""

from typing import TYPE_CHECKING, Annotated

import typer

from posapp.cli import payment_search
from posapp.cli.answers import event_after
from posapp.cli.call import Call
from posapp.cli.commands import command, noun
from posapp.cli.distribution_rules import DetailOption, TransferTexts, transfer_of
from posapp.cli.draft_inputs import lines_of_texts
from posapp.cli.event_json import payment_document
from posapp.cli.inputs import id_of, match_or_none, pay_of, split_of
from posapp.cli.options import (
    CommentsOption,
    LineOption,
    LongCommentOption,
    MatchOption,
    NameOption,
    NoFreezeOption,
    ReasonOption,
    ReferenceOption,
    ToOption,
)
from posapp.cli.plain import Document
from posapp.cli.record_json import transactions_document
from posapp.domain.ids import AgreementId, EventId, PaymentId
from posapp.domain.money import Currency
from posapp.domain.payment_edits import PaymentChange
from posapp.domain.payment_events import PaymentDraft
from posapp.domain.transfers import TransferByRules

if TYPE_CHECKING:
    from posapp.domain.event_views import EventView

app = noun(
    "Payments: whose debt an event's money pays.",
    "posapp payment cancel 001000000314 --reason WRAC --user sam",
)

PaymentArgument = Annotated[str, typer.Argument(metavar="ID", help="Payment.")]


@command(
    app,
    "add",
    writes=True,
    sees=True,
    example="posapp payment add 001000000312 'GZH7067 NY:20.00:ITEM-ID:4646117890' --user kim",
)
def add(
    call: Call,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="Payment event.")],
    payment: Annotated[
        str,
        typer.Argument(metavar="ACCOUNT:AMOUNT[:MATCH:VALUE]", help="Whose debt, how much of it."),
    ],
    name: NameOption = None,
    reference: ReferenceOption = None,
    comments: CommentsOption = None,
    comment: LongCommentOption = None,
    line: LineOption = None,
) -> Document:
    """Add a payment to an event, not distributed yet; the event is unbalanced until tenders fit."""
    event_id = EventId(id_of(event, field="event"))
    given = pay_of(payment, hint="payment")
    currency = _currency(call, call.services.payment_events.show(event_id, call.actor))
    draft = PaymentDraft(
        call.services.accounts.resolve(given.account, call.actor, field="payee"),
        currency.parse(given.amount),
        given.match_type,
        given.match_value,
        name or "",
        reference or "",
        comments or "",
        lines=lines_of_texts(line or (), currency),
        long_comment=comment or "",
    )
    saved = call.services.payment_edits.add(
        event_id, draft, call.request_id, call.actor, seen=call.seen
    )
    return event_after(call, saved.value, saved)


@command(
    app,
    "set",
    writes=True,
    sees=True,
    example="posapp payment set 001000000314 --amount 12.50 --user kim",
)
def set_(
    call: Call,
    payment: PaymentArgument,
    account: Annotated[
        str | None, typer.Option(metavar="ID", help="Whose debt is paid; default: as it is.")
    ] = None,
    amount: Annotated[
        str | None, typer.Option(metavar="A", help="To pay; default: as it is.")
    ] = None,
    match: MatchOption = None,
    name: NameOption = None,
    reference: ReferenceOption = None,
    comments: CommentsOption = None,
    comment: LongCommentOption = None,
    line: LineOption = None,
) -> Document:
    """Change an unfrozen payment; what is not named stays. Account, amount, match: no segments."""
    payment_id, event = _found(call, payment, "payment.set")
    currency = _currency(call, event)
    change = PaymentChange(
        None
        if account is None
        else call.services.accounts.resolve(account, call.actor, field="payee"),
        None if amount is None else currency.parse(amount),
        None if match is None else match_or_none(match),
        name,
        reference,
        comments,
        comment,
        None if line is None else lines_of_texts(line, currency),
    )
    saved = call.services.payment_edits.adjust(
        payment_id, change, call.request_id, call.actor, seen=call.seen
    )
    return event_after(call, saved.value, saved)


@command(app, "show", example="posapp payment show 001000000314 --user kim --json")
def show(call: Call, payment: PaymentArgument) -> Document:
    """Show one payment with its segments, and the event it is of."""
    payment_id = PaymentId(id_of(payment, field="payment"))
    event = call.services.payment_events.of_payment(payment_id, call.actor)
    return payment_document(event, payment_id, call.setup)


@command(app, "transactions", example="posapp payment transactions 001000000314 --user kim --json")
def transactions(call: Call, payment: PaymentArgument) -> Document:
    """List what a payment posted, and what its cancellation reversed, with the ledger lines."""
    payment_id = PaymentId(id_of(payment, field="payment"))
    found = call.services.history.transactions_of_payment(payment_id, call.actor)
    return {"transactions": transactions_document(found, call.setup)}


@command(
    app,
    "distribute",
    writes=True,
    sees=True,
    example="posapp payment distribute 001000000314 --user kim",
)
def distribute(call: Call, payment: PaymentArgument) -> Document:
    """Spread one payment over what is owed; asks (M-35) before a split by hand is thrown away."""
    payment_id = PaymentId(id_of(payment, field="payment"))
    saved = call.services.payment_edits.distribute(
        payment_id, call.request_id, call.actor, call.confirmed, seen=call.seen
    )
    return event_after(call, saved.value, saved)


@command(
    app, "freeze", writes=True, sees=True, example="posapp payment freeze 001000000314 --user kim"
)
def freeze(call: Call, payment: PaymentArgument) -> Document:
    """Post one payment that is ready; asks (M-89) while the event is unbalanced."""
    payment_id = PaymentId(id_of(payment, field="payment"))
    saved = call.services.payment_edits.freeze(
        payment_id, call.request_id, call.actor, call.confirmed, seen=call.seen
    )
    return event_after(call, saved.value, saved)


@command(
    app,
    "split",
    writes=True,
    sees=True,
    example="posapp payment split 001000000314 1000000220:10.00 1000000221:15.00 --user kim",
)
def split(
    call: Call,
    payment: PaymentArgument,
    parts: Annotated[
        list[str],
        typer.Argument(
            metavar="AGREEMENT:AMOUNT[:BILL]...",
            help="What each agreement gets; on an open-item account for which bill, if for one.",
        ),
    ],
) -> Document:
    """Spread an unfrozen payment by hand; it is ready once the parts make up its amount."""
    payment_id, event = _found(call, payment, "payment.split")
    currency = _currency(call, event)
    payee = next((one.account_id for one in event.payments if one.id == payment_id), None)
    lines = [
        (
            AgreementId(id_of(agreement, field="agreement")),
            call.services.inquiry.resolve_bill(bill, call.actor, payee) if bill else None,
            currency.parse(amount, field="distributed_amount"),
        )
        for agreement, amount, bill in map(split_of, parts)
    ]
    saved = call.services.payment_edits.split(
        payment_id, lines, call.request_id, call.actor, seen=call.seen
    )
    return event_after(call, saved.value, saved)


@command(
    app, "delete", writes=True, sees=True, example="posapp payment delete 001000000314 --user kim"
)
def delete(call: Call, payment: PaymentArgument) -> Document:
    """Remove an unfrozen payment; the tenders stay."""
    payment_id = PaymentId(id_of(payment, field="payment"))
    saved = call.services.payment_edits.delete(
        payment_id, call.request_id, call.actor, seen=call.seen
    )
    return event_after(call, saved.value, saved)


@command(
    app,
    "cancel",
    writes=True,
    sees=True,
    example="posapp payment cancel 001000000314 --reason WRAC --user sam --json",
)
def cancel(call: Call, payment: PaymentArgument, reason: ReasonOption = "") -> Document:
    """Cancel a frozen payment that another account should have had; the tenders stay."""
    payment_id = PaymentId(id_of(payment, field="payment"))
    saved = call.services.canceling.cancel_payment(
        payment_id, reason.upper(), call.request_id, call.actor, seen=call.seen
    )
    return event_after(call, saved.value.event_id, saved)


@command(
    app,
    "transfer",
    writes=True,
    sees=True,
    example="posapp payment transfer 001000000314 --to 1000000215 --reason WRAC --user kim",
)
def transfer(
    call: Call,
    payment: PaymentArgument,
    to: ToOption = None,
    detail: DetailOption = None,
    reason: ReasonOption = "",
    match: MatchOption = None,
    no_freeze: NoFreezeOption = False,
    name: NameOption = None,
    reference: ReferenceOption = None,
    comments: CommentsOption = None,
) -> Document:
    """Move a frozen payment to the account that should have had it; the tenders stay."""
    payment_id = PaymentId(id_of(payment, field="payment"))
    view = call.services.payment_events.of_payment(payment_id, call.actor)
    texts = TransferTexts(to, detail, reason, match, no_freeze, name, reference, comments)
    order, transfers = transfer_of(texts, view, call), call.services.transfers
    if isinstance(order, TransferByRules):
        saved = transfers.payment_by_rules(
            payment_id, order, call.request_id, call.actor, seen=call.seen
        )
    else:
        saved = transfers.payment(payment_id, order, call.request_id, call.actor, seen=call.seen)
    return event_after(call, saved.value, saved)


def _found(call: Call, text: str, kind: str) -> tuple[PaymentId, "EventView"]:
    """A payment and its event, also when it was deleted since this request (D-21)."""
    payment_id = PaymentId(id_of(text, field="payment"))
    events = call.services.payment_events
    return payment_id, events.of_payment(payment_id, call.actor, call.request_id, kind)


def _currency(call: Call, event: "EventView") -> Currency:
    """The event's currency, which amounts in messages are in as well."""
    call.currency = event.currency
    return call.setup.currencies[event.currency]


payment_search.register(app)
