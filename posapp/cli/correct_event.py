"""``posapp event correct``: what went wrong, what will be done about it, and doing it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from posapp.cli.answers import event_now
from posapp.cli.call import Call, replayed
from posapp.cli.commands import command
from posapp.cli.correction_json import outlook_document
from posapp.cli.distribution_rules import DetailOption, detail_of
from posapp.cli.inputs import bank_of, day_of, id_of, match_or_none
from posapp.cli.options import (
    AuthorizationOption,
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
from posapp.domain.approvals import Secret
from posapp.domain.corrections import CorrectionOrder, Fault
from posapp.domain.ids import ControlId, EventId, PaymentId, TenderId, long_id
from posapp.domain.money import Money

if TYPE_CHECKING:
    from posapp.domain.event_views import EventView

WhatOption = Annotated[Fault, typer.Option(help="What went wrong.")]
TenderOption = Annotated[
    str | None, typer.Option(metavar="ID", help="Which tender, where there are several.")
]
PaymentOption = Annotated[
    str | None,
    typer.Option(metavar="ID", help="Which payment, or whose amount follows."),
]
RightOption = Annotated[
    str | None, typer.Option(metavar="ACCOUNT", help="The right account (account).")
]
PayorOption = Annotated[
    bool | None,
    typer.Option("--payor/--no-payor", help="Whether the payor is wrong as well (account)."),
]
AmountOption = Annotated[
    str | None, typer.Option(metavar="A", help="What was really handed over (amount).")
]
TypeOption = Annotated[
    str, typer.Option(metavar="TYPE", help="What was really handed over (tender-type).")
]
CheckOption = Annotated[
    str | None, typer.Option(metavar="N", help="Check number of the right tender.")
]
DayOption = Annotated[str | None, typer.Option(metavar="D", help="The right payment date (date).")]
DrawerOption = Annotated[
    str | None,
    typer.Option(
        metavar="ID", help="Open tender control for money of a balanced one; default: yours."
    ),
]
ApproverOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Who approves what your role may not. Password from POSAPP_APPROVER_PASSWORD or "
        "a prompt on a terminal.",
    ),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")]
EventArgument = Annotated[str, typer.Argument(metavar="ID", help="Payment event.")]

_EXAMPLE = (
    "posapp event correct 001000000312 --what tender-type --tender-type CARD --dry-run --user kim"
)


Id = TypeVar("Id", TenderId, PaymentId, ControlId)


def register(app: typer.Typer) -> None:
    """Add the command to the group of events."""
    command(app, "correct", writes=True, sees=True, example=_EXAMPLE)(correct)


def correct(
    call: Call,
    event: EventArgument,
    what: WhatOption,
    tender: TenderOption = None,
    payment: PaymentOption = None,
    to: RightOption = None,
    payor: PayorOption = None,
    match: MatchOption = None,
    detail: DetailOption = None,
    amount: AmountOption = None,
    tender_type: TypeOption = "",
    check_number: CheckOption = None,
    authorization: AuthorizationOption = None,
    date: DayOption = None,
    change: ChangeOption = None,
    reason: ReasonOption = "",
    bank_account: BankAccountOption = "",
    drawer: DrawerOption = None,
    name: NameOption = None,
    reference: ReferenceOption = None,
    comments: CommentsOption = None,
    approver: ApproverOption = None,
    dry_run: DryRunOption = False,
) -> Document:
    """Put right what went wrong: the steps follow from payments, drawer and deposit.

    One transaction: what is not posted is edited, what is posted is canceled and made again.
    """
    texts = _Texts(
        event, what, tender, payment, to, payor, match, tuple(detail or ()), amount, tender_type,
        check_number, authorization, date, change, reason, bank_account, drawer, name, reference, comments,
    )  # fmt: skip
    order = _order_of(texts, call)
    if dry_run:
        outlook = call.services.corrections.preview(order, call.actor)
        call.currency = outlook.before.currency
        return outlook_document(outlook, call.setup, call.today)
    secret = None if approver is None else Secret(approver, approver_password(approver))
    return _done(call, order, secret)


@dataclass(frozen=True, slots=True)
class _Texts:
    """Everything that the command was given, still as text."""

    event: str
    what: Fault
    tender: str | None
    payment: str | None
    to: str | None
    payor: bool | None
    match: str | None
    details: tuple[str, ...]
    amount: str | None
    tender_type: str
    check_number: str | None
    authorization: str | None
    day: str | None
    change: Change | None
    reason: str
    bank_account: str
    drawer: str | None
    name: str | None
    reference: str | None
    comments: str | None


def _order_of(texts: _Texts, call: Call) -> CorrectionOrder:
    """The order with ids, amounts and accounts read.

    Raises:
        Refused: ``M-01``, ``M-50``, ``M-55``, ``M-56``, ``M-93``, ``M-94`` for what is none.
    """
    event_id = EventId(id_of(texts.event, field="event"))
    view = None
    if texts.amount is not None or texts.details:
        view = call.services.payment_events.show(event_id, call.actor)
        call.currency = view.currency
    bank, bank_account = bank_of(texts.bank_account)
    resolve, setup = call.services.accounts.resolve, call.setup
    return CorrectionOrder(
        event_id,
        texts.what,
        tender_id=_maybe(texts.tender, TenderId, "tender"),
        payment_id=_maybe(texts.payment, PaymentId, "payment"),
        account_id=None if texts.to is None else resolve(texts.to, call.actor, field="account"),
        match=None if texts.match is None else match_or_none(texts.match),
        payor_too=texts.payor,
        details=tuple(detail_of(one, setup.currencies[call.currency]) for one in texts.details),
        amount=None if texts.amount is None else _amount(call, texts.amount, view, texts.tender),
        tender_type=texts.tender_type.upper(),
        check_number=texts.check_number,
        external_reference=texts.authorization,
        day=None if texts.day is None else day_of(texts.day, field="payment_date"),
        reason=texts.reason.upper(),
        bank=bank,
        bank_account=bank_account,
        change_returned=None if texts.change is None else texts.change is Change.RETURNED,
        drawer=_maybe(texts.drawer, ControlId, "drawer"),
        non_cis_name=texts.name or "",
        reference=texts.reference or "",
        comments=texts.comments or "",
        confirmed=call.confirmed,
    )


def _maybe(text: str | None, kind: Callable[[int], Id], field: str) -> Id | None:
    """An id, where one was given."""
    return None if text is None else kind(id_of(text, field=field))


def _done(call: Call, order: CorrectionOrder, secret: Secret | None) -> dict[str, Any]:
    saved = call.services.corrections.correct(
        order, call.request_id, call.actor, seen=call.seen, secret=secret
    )
    done = saved.value
    if done.deleted:
        return replayed({"id": long_id(done.event_id), "deleted": True}, saved)
    document = event_now(call, done.event_id)
    if done.taken_again is not None:
        document["taken_again"] = event_now(call, done.taken_again)
    return replayed(document, saved)


def _amount(call: Call, text: str, event: "EventView | None", tender: str | None) -> Money:
    """An amount in the currency of the tender that it is of; the event's where that is open."""
    currency = call.currency
    if event is not None and tender is not None:
        found = [t for t in event.tenders if t.id == id_of(tender, field="tender")]
        currency = found[0].control_currency if found else currency
    elif event is not None:
        handed = {t.control_currency for t in event.tenders if not t.flagged}
        currency = handed.pop() if len(handed) == 1 else currency
    return call.setup.currencies[currency].parse(text, field="amount_tendered")
