"""``posapp control book-over-under / over-under-log / no-sale``: differences and their reasons (8)."""

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.cash_drawer import open_cash_drawer
from posapp.cli.commands import command
from posapp.cli.control_inputs import (
    ApproverOption,
    ControlArgument,
    control_of,
    currency_of,
    secret_of,
)
from posapp.cli.control_json import control_document
from posapp.cli.inputs import day_of
from posapp.cli.plain import Document
from posapp.domain.ids import long_id, short_id
from posapp.domain.messages import sentence
from posapp.domain.over_unders import BookOverUnder, totals_of

if TYPE_CHECKING:
    from posapp.domain.over_unders import OverUnderEntry, OverUnderTotal

_THEFT: Final = "M-229"


def register(app: typer.Typer) -> None:
    """Add the commands to the group of tender controls."""
    command(
        app,
        "book-over-under",
        writes=True,
        example="posapp control book-over-under 1000000042 --reason CHANGE "
        '--comments "wrong change" --user kim',
    )(_book)
    command(
        app,
        "over-under-log",
        example="posapp control over-under-log --from 2026-11-01 --user sam --json",
    )(_log)
    command(
        app,
        "no-sale",
        writes=True,
        example='posapp control no-sale 1000000042 --reason "change for the customer" --user kim',
    )(_no_sale)
    command(app, "openings", example="posapp control openings 1000000042 --user aud --json")(
        _openings
    )


def _book(
    call: Call,
    control: ControlArgument,
    reason: Annotated[str, typer.Option(metavar="CODE", help="Reason code of the set-up.")] = "",
    comments: Annotated[str, typer.Option(metavar="TEXT", help="What happened.")] = "",
    approver: ApproverOption = None,
) -> Document:
    """Book what the submitted count differs by; the drawer agrees with it afterwards.

    Suspected theft is no over or under: report it to your department head and finance officer.
    """
    control_id = control_of(control)
    currency = currency_of(call, control_id)
    order = BookOverUnder(call.request_id, control_id, reason, comments)
    saved = call.services.over_unders.book(order, call.actor, secret=secret_of(approver))
    done = saved.value
    view = call.services.tender_controls.show(control_id, call.actor)
    document = control_document(view, call.setup) | {
        "event_id": long_id(done.event_id),
        "booked": [
            {"type": kind, "amount": currency.text(amount)} for kind, amount in done.amounts
        ],
        "net": currency.text(done.net),
        "notes": [{"code": _THEFT, "message": sentence(_THEFT, {})}],
    }
    return replayed(document, saved)


def _log(
    call: Call,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="D", help="Earliest business date.")
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="D", help="Latest business date.")] = None,
    control: Annotated[
        str | None, typer.Option(metavar="ID", help="Of one tender control only.")
    ] = None,
    of_user: Annotated[
        str | None,
        typer.Option("--of-user", "--cashier", metavar="NAME", help="Of one cashier."),
    ] = None,
    reason: Annotated[str, typer.Option(metavar="CODE", help="Booked for this reason.")] = "",
) -> Document:
    """List booked differences with the running total of each cashier."""
    found = call.services.over_unders.log(
        call.actor,
        first=None if from_ is None else day_of(from_, field="from"),
        last=None if to is None else day_of(to, field="to"),
        control_id=None if control is None else control_of(control),
        user_id=(
            None
            if of_user is None
            else call.services.tender_controls.user_named(of_user, call.actor)
        ),
        reason=reason.strip().upper(),
    )
    return {
        "count": len(found),
        "entries": [_entry(call, one) for one in found],
        "totals": [_total(call, one) for one in totals_of(found)],
    }


def _total(call: Call, one: "OverUnderTotal") -> dict[str, Any]:
    currency = call.setup.currencies[one.currency]
    return {
        "currency": one.currency,
        "over": currency.text(one.over),
        "under": currency.text(one.under),
        "net": currency.text(one.net),
        "count": one.count,
    }


def _entry(call: Call, one: "OverUnderEntry") -> dict[str, Any]:
    currency = call.setup.currencies[one.currency]
    return {
        "event_id": long_id(one.event_id),
        "tender_control_id": short_id(one.control_id),
        "tender_source": one.tender_source,
        "business_date": one.business_date.isoformat(),
        "booked_at": one.booked_at.isoformat(),
        "cashier": one.cashier or None,
        "type": one.tender_type,
        "currency": one.currency,
        "amount": currency.text(one.amount),
        "reason": one.reason,
        "comments": one.comments,
        "booked_by": one.booked_by,
        "approved_by": one.approved_by or None,
        "running_total": currency.text(one.running_total),
        "running_count": one.running_count,
    }


def _no_sale(
    call: Call,
    control: ControlArgument,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why the drawer is opened.")] = "",
) -> Document:
    """Log that the drawer is opened without a sale."""
    control_id = control_of(control)
    openings = call.services.drawer_openings
    saved = openings.open_without_sale(control_id, reason, call.request_id, call.actor)
    if not saved.replayed:
        open_cash_drawer(call)
    found = openings.openings(control_id, call.actor)
    (one,) = (opening for opening in found if opening.id == saved.value)
    document = {
        "id": short_id(control_id),
        "reason": one.reason,
        "opened_at": one.opened_at.isoformat(),
        "opened_by": one.opened_by,
        "count": len(found),
    }
    return replayed(document, saved)


def _openings(call: Call, control: ControlArgument) -> Document:
    """List when a drawer was opened without a sale, by whom and why, the newest first."""
    control_id = control_of(control)
    found = call.services.drawer_openings.openings(control_id, call.actor)
    return {
        "id": short_id(control_id),
        "count": len(found),
        "openings": [
            {
                "reason": one.reason,
                "opened_at": one.opened_at.isoformat(),
                "opened_by": one.opened_by,
            }
            for one in found
        ],
    }
