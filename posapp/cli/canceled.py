"""``posapp tender canceled``: cancels by cashier, beside all that each one took (T1)."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from posapp.cli.call import Call
from posapp.cli.commands import command
from posapp.cli.inputs import day_of
from posapp.cli.plain import Document
from posapp.domain.ids import long_id
from posapp.domain.money import Currency

if TYPE_CHECKING:
    from posapp.domain.oversight import CanceledTender, CashierCancels


def register(app: typer.Typer) -> None:
    """Add the command to the group of tenders."""
    command(app, "canceled", example="posapp tender canceled --from 2026-11-01 --user sam --json")(
        _canceled
    )


def _canceled(
    call: Call,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="D", help="First business date; default: 30 days back."),
    ] = None,
    to: Annotated[
        str | None, typer.Option(metavar="D", help="Last business date; default: today.")
    ] = None,
    of_user: Annotated[str | None, typer.Option(metavar="NAME", help="Of one cashier.")] = None,
) -> Document:
    """Report canceled tenders by cashier: how many, what share, by whom, how soon, why."""
    services, actor = call.services, call.actor
    found = services.oversight.cancels(
        actor,
        first=None if from_ is None else day_of(from_, field="from"),
        last=None if to is None else day_of(to, field="to"),
        user_id=None if of_user is None else services.tender_controls.user_named(of_user, actor),
    )
    currencies = call.setup.currencies
    return {
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "cashiers": [_cashier(one, currencies[one.currency]) for one in found.cashiers],
        "tenders": [_tender(one, currencies[one.currency]) for one in found.tenders],
    }


def _cashier(one: "CashierCancels", currency: Currency) -> dict[str, Any]:
    return {
        "cashier": one.cashier,
        "currency": one.currency,
        "canceled": one.count,
        "amount": currency.text(one.amount),
        "taken": one.taken,
        "taken_amount": currency.text(one.taken_amount),
        "share": f"{one.share:.4f}",
    }


def _tender(one: "CanceledTender", currency: Currency) -> dict[str, Any]:
    return {
        "id": long_id(one.tender_id),
        "event_id": long_id(one.event_id),
        "receipt": one.receipt or None,
        "payment_date": one.day.isoformat(),
        "cashier": one.cashier,
        "tender_type": one.tender_type,
        "currency": one.currency,
        "amount": currency.text(one.amount),
        "reason": one.reason,
        "taken_at": one.taken_at.isoformat(),
        "canceled_at": one.canceled_at.isoformat(),
        "minutes": one.minutes,
        "canceled_by": one.canceled_by or None,
        "approved_by": one.approved_by or None,
    }
