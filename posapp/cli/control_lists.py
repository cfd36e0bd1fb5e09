"""``posapp control set / search / stale / rows``: change a drawer, find drawers, open a figure."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command
from posapp.cli.control_inputs import (
    ApproverOption,
    CoinOption,
    ControlArgument,
    NoteOption,
    control_of,
    currency_of,
    pieces_of,
    secret_of,
)
from posapp.cli.control_json import control_document, listed_control
from posapp.cli.inputs import day_of, id_of
from posapp.cli.plain import Document
from posapp.domain.codes import ControlStatus
from posapp.domain.control_life import ChangeControl
from posapp.domain.control_lines import Figure
from posapp.domain.control_search import ControlSearch
from posapp.domain.ids import DepositControlId, long_id, short_id

if TYPE_CHECKING:
    from posapp.domain.control_search import FoundControl


def register(app: typer.Typer) -> None:
    """Add the commands to the group of tender controls."""
    command(
        app,
        "set",
        writes=True,
        example='posapp control set 1000000042 --comments "new till" --user kim',
    )(_set)
    command(app, "search", example="posapp control search --source CASH-A01 --user sam --json")(
        _search
    )
    command(app, "stale", example="posapp control stale --user kim --json")(_stale)
    command(
        app,
        "rows",
        example="posapp control rows 1000000042 --type CASH --figure expected --user sam --json",
    )(_rows)


def _set(
    call: Call,
    control: ControlArgument,
    float_: Annotated[
        str | None, typer.Option("--float", metavar="A", help="New starting balance.")
    ] = None,
    note: NoteOption = None,
    coin: CoinOption = None,
    comments: Annotated[str | None, typer.Option(help="Remarks.")] = None,
    to_user: Annotated[
        str | None, typer.Option(metavar="NAME", help="Give the drawer to one user.")
    ] = None,
    all_users: Annotated[bool, typer.Option("--all-users", help="Give it to everybody.")] = False,
    deposit_control: Annotated[
        str | None, typer.Option(metavar="D", help="Move it to another deposit control.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(metavar="S", help="Another tender source, before the first tender."),
    ] = None,
    approver: ApproverOption = None,
) -> Document:
    """Change starting balance, remarks, user, deposit control or tender source of a drawer."""
    control_id = control_of(control)
    currency = currency_of(call, control_id)
    order = ChangeControl(
        call.request_id,
        control_id,
        None if float_ is None else currency.parse(float_, field="starting_balance"),
        pieces_of(note, coin, currency),
        comments,
        None if to_user is None else call.services.tender_controls.user_named(to_user, call.actor),
        True if all_users else None,
        None if deposit_control is None else _deposit(deposit_control),
        source,
    )
    saved = call.services.control_life.change(order, call.actor, secret=secret_of(approver))
    view = call.services.tender_controls.show(saved.value, call.actor)
    return replayed(control_document(view, call.setup), saved)


def _deposit(text: str) -> DepositControlId:
    return DepositControlId(id_of(text, field="deposit_control"))


def _search(
    call: Call,
    id_: Annotated[str | None, typer.Option("--id", metavar="ID", help="Tender control.")] = None,
    source: Annotated[str, typer.Option(metavar="S", help="Tender source.")] = "",
    deposit_control: Annotated[
        str | None, typer.Option(metavar="D", help="Deposit control.")
    ] = None,
    of_user: Annotated[str | None, typer.Option(metavar="NAME", help="Of one user.")] = None,
    status: Annotated[
        ControlStatus | None, typer.Option(help="Status.", case_sensitive=False)
    ] = None,
    created: Annotated[
        str | None, typer.Option(metavar="D", help="Made on or before this business date.")
    ] = None,
) -> Document:
    """Find tender controls, the newest first, 300 at most."""
    day: date | None = None if created is None else day_of(created, field="created")
    wanted = ControlSearch(
        None if id_ is None else control_of(id_),
        source.strip().upper(),
        None if deposit_control is None else _deposit(deposit_control),
        None if of_user is None else call.services.tender_controls.user_named(of_user, call.actor),
        status,
        day,
    )
    found = call.services.tender_controls.search(wanted, call.actor)
    return {"count": len(found), "controls": [_found(call, one) for one in found]}


def _found(call: Call, one: "FoundControl") -> dict[str, Any]:
    currency = call.setup.currencies[one.currency]
    balanced_at = one.balanced_at
    return {
        "id": short_id(one.id),
        "tender_source": one.tender_source,
        "source_type": one.source_type.value,
        "office": one.office,
        "deposit_control_id": short_id(one.deposit_control_id),
        "deposit_status": one.deposit_status.value,
        "currency": one.currency,
        "business_date": one.business_date.isoformat(),
        "all_users": one.all_users,
        "user": one.user_name or None,
        "status": one.status.value,
        "starting_balance": currency.text(one.starting_balance),
        "created_at": one.created_at.isoformat(),
        "balanced_at": None if balanced_at is None else balanced_at.isoformat(),
        "balanced_by": one.balanced_by or None,
    }


def _stale(call: Call) -> Document:
    """List drawers of an earlier business date that are not balanced."""
    found = call.services.tender_controls.stale(call.actor)
    currencies = call.setup.currencies
    return {
        "count": len(found),
        "controls": [listed_control(one, currencies[one.currency]) for one in found],
    }


def _rows(
    call: Call,
    control: ControlArgument,
    type_: Annotated[str, typer.Option("--type", metavar="TYPE", help="Tender type.")],
    figure: Annotated[Figure, typer.Option(help="Figure of the line.")] = Figure.EXPECTED,
) -> Document:
    """Show the rows that a figure of a drawer sums up."""
    control_id = control_of(control)
    currency = currency_of(call, control_id)
    kind = type_.strip().upper()
    found = call.services.tender_controls.rows_behind(control_id, kind, figure, call.actor)
    return {
        "id": short_id(control_id),
        "type": kind,
        "figure": figure.value,
        "count": len(found),
        "rows": [
            {
                "kind": one.kind.value,
                "id": long_id(one.id),
                "event_id": None if one.event_id is None else long_id(one.event_id),
                "at": one.at.isoformat(),
                "user": one.user_name,
                "amount": currency.text(one.amount),
                "name": one.name or None,
                "says": one.says or None,
            }
            for one in found
        ],
    }
