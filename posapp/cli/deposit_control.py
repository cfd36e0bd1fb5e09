"""``posapp deposit-control``: the drawers of an office that go to the bank together (controls 4)."""

from typing import Annotated, Any

import typer

from posapp.cli import deposit_rows
from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.control_inputs import control_of
from posapp.cli.deposit_inputs import DepositArgument, deposit_control_of
from posapp.cli.deposit_json import (
    day_document,
    deposit_control_document,
    listed_deposit_control,
)
from posapp.cli.inputs import day_of
from posapp.cli.options import LimitOption
from posapp.cli.plain import Document
from posapp.domain.codes import ControlStatus, SourceType
from posapp.domain.control_life import ChangeControl
from posapp.domain.deposit_controls import DepositChange
from posapp.domain.deposit_rows import DepositFigure, DepositPart, rows_behind
from posapp.domain.ids import DepositControlId, short_id
from posapp.domain.listing import PageRequest
from posapp.domain.money import Currency, Money, total
from posapp.domain.rights import Right
from posapp.domain.tender_controls import OpenDepositControl
from posapp.domain.topics import Saved

app = noun(
    "Deposit controls: the drawers of an office that go to the bank together.",
    "posapp deposit-control open --user sam",
)
deposit_rows.register(app)


@command(app, "open", writes=True, example="posapp deposit-control open --user sam --json")
def open_deposit_control(
    call: Call,
    source_type: Annotated[
        SourceType, typer.Option(help="Kind of the drawers under it.", case_sensitive=False)
    ] = SourceType.CASHIERING,
    currency: Annotated[
        str, typer.Option(metavar="CODE", help="Currency; default: the office's.")
    ] = "",
    comments: Annotated[str, typer.Option(help="Remarks.")] = "",
) -> Document:
    """Open a deposit control in your office."""
    actor = call.actor
    order = OpenDepositControl(call.request_id, source_type, currency.upper(), comments)
    saved = call.services.deposit_controls.open(order, actor)
    return _after(call, saved.value, saved)


@command(app, "show", example="posapp deposit-control show 1000000041 --user sam")
def show(call: Call, control: DepositArgument) -> Document:
    """Show a deposit control with its figures, drawers, turn-ins and deposits."""
    return _shown(call, deposit_control_of(control))


@command(app, "rows", example="posapp deposit-control rows 1000000041 expected --user sam")
def rows(
    call: Call,
    control: DepositArgument,
    figure: Annotated[
        DepositFigure, typer.Argument(help="The figure to open.", case_sensitive=False)
    ],
    tender_type: Annotated[
        str, typer.Option("--type", metavar="CODE", help="Of one tender type only.")
    ] = "",
) -> Document:
    """The rows that a figure sums up, whole or of one tender type (4.2)."""
    view = call.services.deposit_controls.show(deposit_control_of(control), call.actor)
    call.actor.require(Right.SEE_EXPECTED)
    cash = call.setup.installation.starting_balance_tender_type
    kind = call.setup.tender_type(tender_type.upper()).code if tender_type else ""
    currency = call.setup.currencies[view.control.currency]
    found = rows_behind(view, figure, cash, kind)
    return {
        "deposit_control_id": short_id(view.control.id),
        "figure": figure.value,
        "tender_type": kind or None,
        "currency": currency.code,
        "rows": [_row(one, currency) for one in found],
        "total": currency.text(total(one.amount for one in found)),
    }


def _row(row: DepositPart, currency: Currency) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "id": short_id(row.id),
        "amount": currency.text(row.amount),
        "name": row.name or None,
        "source": row.source or None,
        "tender_type": row.tender_type or None,
    }


@command(app, "search", example="posapp deposit-control search --status OPEN --user sam")
def search(
    call: Call,
    status: Annotated[
        ControlStatus | None, typer.Option(help="In this status.", case_sensitive=False)
    ] = None,
    office: Annotated[str, typer.Option(metavar="CODE", help="Of this office.")] = "",
    currency: Annotated[str, typer.Option(metavar="CODE", help="In this currency.")] = "",
    date: Annotated[str, typer.Option(metavar="DATE", help="Of this business date.")] = "",
    limit: LimitOption = 20,
) -> Document:
    """List deposit controls, newest first."""
    wanted = {
        "status": status,
        "office": office.upper(),
        "currency": currency.upper(),
        "business_date": day_of(date, field="business_date") if date else None,
    }
    filters = {name: value for name, value in wanted.items() if value}
    page = call.services.deposit_controls.search(
        PageRequest(filters=filters, limit=limit), call.actor
    )
    currencies = call.setup.currencies
    found = [listed_deposit_control(one, currencies[one.currency]) for one in page.rows]
    return {"deposit_controls": found, "more": page.next is not None}


@command(app, "day", example="posapp deposit-control day 2026-11-20 --user sam")
def day(
    call: Call,
    date: Annotated[str, typer.Argument(metavar="DATE", help="Business date.")],
    office: Annotated[str, typer.Option(metavar="CODE", help="Default: yours.")] = "",
) -> Document:
    """Roll all deposit controls of a day up to one for each currency, with the proof of the day."""
    when = day_of(date, field="business_date")
    found = call.services.deposit_controls.day(when, call.actor, office.upper())
    strips = call.services.proof.of_day(when, call.actor, office.upper())
    return day_document(found, strips, call.setup)


@command(
    app,
    "set",
    writes=True,
    example='posapp deposit-control set 1000000041 --comments "Bag 7" --user sam',
    sees=True,
)
def change(
    call: Call,
    control: DepositArgument,
    comments: Annotated[str | None, typer.Option(help="Remarks.")] = None,
    owner: Annotated[str, typer.Option(metavar="NAME", help="Hand it over to this user.")] = "",
    source_type: Annotated[
        SourceType | None, typer.Option(help="While it is empty.", case_sensitive=False)
    ] = None,
    currency: Annotated[str, typer.Option(metavar="CODE", help="While it is empty.")] = "",
) -> Document:
    """Change remarks or owner; type and currency while nothing hangs on it."""
    deposit_id = deposit_control_of(control)
    owner_id = None
    if owner:
        owner_id = call.services.deposit_controls.owner_named(owner, call.actor)
    values = DepositChange(comments, owner_id, source_type, currency.upper() or None)
    saved = call.services.deposit_controls.change(
        deposit_id, values, call.request_id, call.actor, seen=call.seen
    )
    return _after(call, deposit_id, saved)


@command(
    app,
    "start-balancing",
    writes=True,
    example="posapp deposit-control start-balancing 1000000041 --user sam",
    sees=True,
)
def start_balancing(call: Call, control: DepositArgument) -> Document:
    """Open -> Balancing: no more deposits or drawers come in."""
    deposit_id = deposit_control_of(control)
    saved = call.services.deposit_controls.start_balancing(
        deposit_id, call.request_id, call.actor, confirmed=call.confirmed, seen=call.seen
    )
    return _after(call, deposit_id, saved)


@command(
    app,
    "set-ending",
    writes=True,
    example="posapp deposit-control set-ending 1000000041 300.00 --user sam",
    sees=True,
)
def set_ending(
    call: Call,
    control: DepositArgument,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="What is left with you.")],
) -> Document:
    """Say what is left with the supervisor."""
    deposit_id = deposit_control_of(control)
    money = _money(call, deposit_id, amount)
    saved = call.services.deposit_controls.set_ending(
        deposit_id, money, call.request_id, call.actor, seen=call.seen
    )
    return _after(call, deposit_id, saved)


@command(
    app,
    "balance",
    writes=True,
    example="posapp deposit-control balance 1000000041 --ending 300.00 --user sam",
    sees=True,
)
def balance(
    call: Call,
    control: DepositArgument,
    ending: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="What is left with you.")
    ] = None,
) -> Document:
    """Balance it; every drawer must be balanced and the ending balance as expected."""
    deposit_id = deposit_control_of(control)
    currency = deposit_rows.currency_of(call, deposit_id)
    money = None if ending is None else currency.parse(ending, field="ending_balance")
    saved = call.services.deposit_controls.balance(
        deposit_id, call.request_id, call.actor, ending=money, seen=call.seen
    )
    return _after(call, deposit_id, saved)


@command(
    app,
    "reopen",
    writes=True,
    example='posapp deposit-control reopen 1000000041 --reason "Bag recounted" --user sam',
    sees=True,
)
def reopen(
    call: Call,
    control: DepositArgument,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.")] = "",
    to: Annotated[
        ControlStatus, typer.Option(help="OPEN or BALANCING.", case_sensitive=False)
    ] = ControlStatus.OPEN,
) -> Document:
    """Open it again, or go back to balancing."""
    deposit_id = deposit_control_of(control)
    saved = call.services.deposit_controls.reopen(
        deposit_id, call.request_id, call.actor, reason=reason, to=to, seen=call.seen
    )
    return _after(call, deposit_id, saved)


@command(
    app,
    "delete",
    writes=True,
    example="posapp deposit-control delete 1000000041 --user sam",
    sees=True,
)
def delete(call: Call, control: DepositArgument) -> Document:
    """Delete an open one with nothing in it."""
    deposit_id = deposit_control_of(control)
    saved = call.services.deposit_controls.delete(
        deposit_id, call.request_id, call.actor, seen=call.seen
    )
    return replayed({"id": control, "deleted": True}, saved)


@command(
    app,
    "move-control",
    writes=True,
    example="posapp deposit-control move-control 1000000042 1000000043 --user sam",
    sees=True,
)
def move_control(
    call: Call,
    control: Annotated[str, typer.Argument(metavar="CONTROL", help="Tender control.")],
    to: Annotated[str, typer.Argument(metavar="ID", help="Deposit control that takes it.")],
) -> Document:
    """Put a tender control under another deposit control."""
    deposit_id = deposit_control_of(to)
    order = ChangeControl(call.request_id, control_of(control), deposit_control_id=deposit_id)
    saved = call.services.control_life.change(order, call.actor, seen=call.seen)
    return _after(call, deposit_id, saved)


def _shown(call: Call, deposit_id: DepositControlId) -> dict[str, Any]:
    view = call.services.deposit_controls.show(deposit_id, call.actor)
    return deposit_control_document(view, call.setup)


def _after(call: Call, deposit_id: DepositControlId, saved: Saved[Any]) -> Document:
    return replayed(_shown(call, deposit_id), saved)


def _money(call: Call, deposit_id: DepositControlId, text: str) -> Money:
    return deposit_rows.currency_of(call, deposit_id).parse(text, field="ending_balance")
