"""Distribution rules on the command line: details of an event, and transfers to an account or by rules."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from posapp.cli.answers import event_after
from posapp.cli.call import Call
from posapp.cli.commands import command
from posapp.cli.inputs import id_of, match_or_none
from posapp.cli.options import CommentsOption, NameOption, ReferenceOption
from posapp.cli.plain import Document
from posapp.domain.distribution_rules import DetailDraft, Remitter
from posapp.domain.ids import EventId
from posapp.domain.money import Currency
from posapp.domain.transfers import Transfer, TransferByRules
from posapp.errors import Refused

if TYPE_CHECKING:
    from posapp.domain.event_views import EventView

DetailOption = Annotated[
    list[str] | None,
    typer.Option(
        "--detail",
        metavar="RULE:VALUE:AMOUNT",
        help="What it pays, by distribution rule; repeatable.",
    ),
]


@dataclass(frozen=True, slots=True)
class TransferTexts:
    """What a transfer command was given, still as text."""

    to: str | None
    details: list[str] | None
    reason: str
    match: str | None
    no_freeze: bool
    name: str | None
    reference: str | None
    comments: str | None


def detail_of(text: str, currency: Currency) -> DetailDraft:
    """A detail as given after ``--detail``; the value may hold colons.

    Raises:
        Refused: ``M-50``, ``M-93`` for the amount.
        typer.BadParameter: wrong shape.
    """
    rule, colon, rest = text.partition(":")
    value, second, amount = rest.rpartition(":")
    if not (colon and second and rule.strip()):
        raise typer.BadParameter(f"{text!r} is not RULE:VALUE:AMOUNT.", param_hint="'--detail'")
    cents = currency.parse(amount.strip(), field="detail_amount")
    return DetailDraft(rule.strip().upper(), value.strip(), cents)


def transfer_of(texts: TransferTexts, event: "EventView", call: Call) -> Transfer | TransferByRules:
    """The transfer that was asked for: to an account, or by rules.

    Raises:
        Refused: ``M-01``, ``M-56`` for the account, ``M-50``, ``M-93`` for an amount.
        typer.BadParameter: neither ``--to`` nor ``--detail``, or both.
    """
    call.currency = event.currency
    remitter = (texts.name or "", texts.reference or "", texts.comments or "")
    if bool(texts.details) == (texts.to is not None):
        raise typer.BadParameter("give --to or --detail.", param_hint="'--to'")
    if texts.to is None:
        currency = call.setup.currencies[event.currency]
        details = tuple(detail_of(text, currency) for text in texts.details or ())
        return TransferByRules(details, texts.reason.upper(), not texts.no_freeze, *remitter)
    return Transfer(
        call.services.accounts.resolve(texts.to, call.actor, field="account"),
        texts.reason.upper(),
        None if texts.match is None else match_or_none(texts.match),
        not texts.no_freeze,
        *remitter,
    )


def register(app: typer.Typer) -> None:
    """Add the commands to the group of events."""
    command(
        app,
        "add-details",
        writes=True,
        sees=True,
        example="posapp event add-details 001000000312 BILL:77:25.00 MEMO:'at the desk':0 "
        "--user kim",
    )(add_details)


def add_details(
    call: Call,
    event: Annotated[str, typer.Argument(metavar="ID", help="Payment event.")],
    details: Annotated[
        list[str], typer.Argument(metavar="RULE:VALUE:AMOUNT...", help="What it pays, by rule.")
    ],
    name: NameOption = None,
    reference: ReferenceOption = None,
    comments: CommentsOption = None,
) -> Document:
    """Add distribution details to an event, with the payments that their rules make."""
    event_id = EventId(id_of(event, field="event"))
    view = call.services.payment_events.show(event_id, call.actor)
    currency = call.setup.currencies[view.currency]
    call.currency = view.currency
    wanted = [detail_of(text, currency) for text in details]
    if not wanted:
        raise Refused("M-70", reason="no detail was given")
    saved = call.services.distribution_rules.add(
        event_id,
        wanted,
        call.request_id,
        call.actor,
        remitter=Remitter(name or "", reference or "", comments or ""),
        seen=call.seen,
    )
    return event_after(call, saved.value, saved)
