"""``posapp event correct``: what went wrong, what will be done about it, and doing it."""

from typing import Annotated, Any

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command
from posapp.cli.correction_json import outlook_document
from posapp.cli.distribution_rules import DetailOption, detail_of
from posapp.cli.event_json import event_document
from posapp.cli.inputs import bank_of, day_of, id_of, match_or_none
from posapp.cli.options import (
    BankAccountOption,
    Change,
    ChangeOption,
    CommentsOption,
    MatchOption,
    NameOption,
    ReasonOption,
    ReferenceOption,
)
from posapp.cli.plain import Document
from posapp.cli.secrets import approver_password
from posapp.domain.corrections import CorrectionOrder, Fault
from posapp.domain.event_views import EventView
from posapp.domain.ids import ControlId, EventId, PaymentId, TenderId, long_id
from posapp.domain.money import Money
from posapp.services.approvals import Secret

_EXAMPLE = (
    "posapp event correct 001000000312 --what tender-type --tender-type CARD --dry-run --user kim"
)


def register(app: typer.Typer) -> None:
    """Add the command to the group of events."""
    command(app, "correct", writes=True, sees=True, example=_EXAMPLE)(correct)


def correct(
    call: Call,
    event: Annotated[str, typer.Argument(metavar="ID", help="Payment event.")],
    what: Annotated[Fault, typer.Option(help="What went wrong.")],
    tender: Annotated[
        str | None, typer.Option(metavar="ID", help="Which tender, where there are several.")
    ] = None,
    payment: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Which payment, or whose amount follows."),
    ] = None,
    to: Annotated[
        str | None, typer.Option(metavar="ACCOUNT", help="The right account (account).")
    ] = None,
    payor: Annotated[
        bool | None,
        typer.Option("--payor/--no-payor", help="Whether the payor is wrong as well (account)."),
    ] = None,
    match: MatchOption = None,
    detail: DetailOption = None,
    amount: Annotated[
        str | None, typer.Option(metavar="A", help="What was really handed over (amount).")
    ] = None,
    tender_type: Annotated[
        str, typer.Option(metavar="TYPE", help="What was really handed over (tender-type).")
    ] = "",
    check_number: Annotated[
        str | None, typer.Option(metavar="N", help="Check number of the right tender.")
    ] = None,
    date: Annotated[
        str | None, typer.Option(metavar="D", help="The right payment date (date).")
    ] = None,
    change: ChangeOption = None,
    reason: ReasonOption = "",
    bank_account: BankAccountOption = "",
    drawer: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="Open tender control for money of a balanced one; default: yours."
        ),
    ] = None,
    name: NameOption = None,
    reference: ReferenceOption = None,
    comments: CommentsOption = None,
    approver: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Who approves what your role may not. Password from POSAPP_APPROVER_PASSWORD or "
            "a prompt on a terminal.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be done.")
    ] = False,
) -> Document:
    """Put right what went wrong: the steps follow from payments, drawer and deposit.

    One transaction: what is not posted is edited, what is posted is canceled and made again.
    """
    event_id = EventId(id_of(event, field="event"))
    view = None
    if amount is not None or detail:
        view = call.services.payment_events.show(event_id, call.actor)
        call.currency = view.currency
    order = CorrectionOrder(
        event_id,
        what,
        tender_id=None if tender is None else TenderId(id_of(tender, field="tender")),
        payment_id=None if payment is None else PaymentId(id_of(payment, field="payment")),
        account_id=None
        if to is None
        else call.services.accounts.resolve(to, call.actor, field="account"),
        match=None if match is None else match_or_none(match),
        payor_too=payor,
        details=tuple(
            detail_of(text, call.setup.currencies[call.currency]) for text in detail or ()
        ),
        amount=None if amount is None else _amount(call, amount, view, tender),
        tender_type=tender_type.upper(),
        check_number=check_number,
        day=None if date is None else day_of(date, field="payment_date"),
        reason=reason.upper(),
        bank=bank_of(bank_account)[0],
        bank_account=bank_of(bank_account)[1],
        change_returned=None if change is None else change is Change.RETURNED,
        drawer=None if drawer is None else ControlId(id_of(drawer, field="drawer")),
        non_cis_name=name or "",
        reference=reference or "",
        comments=comments or "",
        confirmed=call.confirmed,
    )
    if dry_run:
        outlook = call.services.corrections.preview(order, call.actor)
        call.currency = outlook.before.currency
        return outlook_document(outlook, call.setup)
    secret = None if approver is None else Secret(approver, approver_password(approver))
    return _done(call, order, secret)


def _done(call: Call, order: CorrectionOrder, secret: Secret | None) -> dict[str, Any]:
    saved = call.services.corrections.correct(
        order, call.request_id, call.actor, seen=call.seen, secret=secret
    )
    done = saved.value
    if done.deleted:
        return replayed({"id": long_id(done.event_id), "deleted": True}, saved)
    events = call.services.payment_events
    document = event_document(events.show(done.event_id, call.actor), call.setup)
    if done.taken_again is not None:
        again = events.show(done.taken_again, call.actor)
        document["taken_again"] = event_document(again, call.setup)
    return replayed(document, saved)


def _amount(call: Call, text: str, event: EventView | None, tender: str | None) -> Money:
    """An amount in the currency of the tender that it is of; the event's where that is open."""
    currency = call.currency
    if event is not None and tender is not None:
        found = [t for t in event.tenders if t.id == id_of(tender, field="tender")]
        currency = found[0].control_currency if found else currency
    elif event is not None:
        handed = {t.control_currency for t in event.tenders if not t.flagged}
        currency = handed.pop() if len(handed) == 1 else currency
    return call.setup.currencies[currency].parse(text, field="amount_tendered")
