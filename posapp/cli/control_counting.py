"""``posapp control count / submit / attempts``: counting a drawer (5.5)."""

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
    ending_of,
    instrument_of,
    pieces_of,
    secret_of,
)
from posapp.cli.control_json import control_document
from posapp.cli.plain import Document, maybe
from posapp.domain.control_counts import CountControl
from posapp.domain.ids import ControlId, short_id
from posapp.domain.messages import sentence
from posapp.domain.money import Currency

if TYPE_CHECKING:
    from posapp.domain.control_counts import Count, Difference, Submitted


def register(app: typer.Typer) -> None:
    """Add the commands to the group of tender controls."""
    command(
        app,
        "count",
        writes=True,
        example="posapp control count 1000000042 --note 20:7 --coin 0.25:40 --ending CARD:85 --user kim",
    )(_count)
    command(
        app, "submit", writes=True, example="posapp control submit 1000000042 --user kim --json"
    )(_submit)
    command(app, "attempts", example="posapp control attempts 1000000042 --user sam --json")(
        _attempts
    )


def _count(
    call: Call,
    control: ControlArgument,
    note: NoteOption = None,
    coin: CoinOption = None,
    item: Annotated[
        list[str] | None,
        typer.Option(
            "--item",
            metavar="TYPE:AMOUNT[:NUMBER[:NAME]]",
            help="A check or slip; repeatable.",
            show_default=False,
        ),
    ] = None,
    ending: Annotated[
        list[str] | None,
        typer.Option(
            "--ending",
            metavar="TYPE:AMOUNT",
            help="What there is of a type, in one amount; repeatable.",
            show_default=False,
        ),
    ] = None,
    recount: Annotated[
        bool, typer.Option("--recount", help="Begin another count, keep the present one.")
    ] = False,
) -> Document:
    """Enter what lies in a drawer, whole or in parts; it counts once it is submitted."""
    control_id = control_of(control)
    currency = currency_of(call, control_id)
    order = CountControl(
        call.request_id,
        control_id,
        pieces_of(note, coin, currency),
        tuple(instrument_of(text, currency) for text in item or ()),
        tuple(ending_of(text, currency) for text in ending or ()),
        recount,
    )
    saved = call.services.control_counts.count(order, call.actor)
    return replayed(_count_document(call, control_id, saved.value, currency), saved)


def _submit(call: Call, control: ControlArgument, approver: ApproverOption = None) -> Document:
    """Give the count in; until the second one a cashier learns only that it differs."""
    control_id = control_of(control)
    currency = currency_of(call, control_id)
    saved = call.services.control_counts.submit(
        control_id, call.request_id, call.actor, secret=secret_of(approver)
    )
    return replayed(submitted_document(call, saved.value, currency), saved)


def _attempts(call: Call, control: ControlArgument) -> Document:
    """List every count of a drawer, the first one first."""
    control_id = control_of(control)
    currency = currency_of(call, control_id)
    found = call.services.control_counts.attempts(control_id, call.actor)
    return {
        "id": short_id(control_id),
        "count": len(found),
        "attempts": [_attempt(one, currency) for one in found],
    }


def _count_document(
    call: Call, control_id: ControlId, count_id: int, currency: Currency
) -> dict[str, Any]:
    found = call.services.control_counts.attempts(control_id, call.actor)
    (count,) = (one for one in found if one.id == count_id)
    return {"id": short_id(control_id), **_attempt(count, currency)}


def _attempt(count: "Count", currency: Currency) -> dict[str, Any]:
    submitted_at = count.submitted_at
    return {
        "attempt": count.attempt,
        "counted_at": count.counted_at.isoformat(),
        "counted_by": count.counted_by,
        "submitted_at": None if submitted_at is None else submitted_at.isoformat(),
        "submitted_by": count.submitted_by or None,
        "supervised_by": count.supervised_by or None,
        "differs": count.differs,
        "lines": [
            {
                "type": line.tender_type,
                "ending": currency.text(line.ending),
                "expected": maybe(currency, line.expected),
                "over_under": maybe(currency, line.difference),
            }
            for line in count.lines
        ],
        "denominations": [
            {"value": currency.text(item.value), "coin": item.coin, "quantity": quantity}
            for item, quantity in count.denominations
        ],
        "items": [
            {
                "type": one.tender_type,
                "amount": currency.text(one.amount),
                "number": one.number,
                "name": one.name,
            }
            for one in count.instruments
        ],
    }


def submitted_document(call: Call, done: "Submitted", currency: Currency) -> dict[str, Any]:
    """A submitted count and the drawer as its user may see it now (C-05, C-05H)."""
    view = call.services.tender_controls.show(done.control_id, call.actor)
    return control_document(view, call.setup) | {
        "attempt": done.attempt,
        "differs": done.differs,
        "messages": [
            {"code": code, "message": sentence(code, fields), "fields": fields}
            for code, fields in (_said(one, currency) for one in done.lines)
        ],
    }


def _said(one: "Difference", currency: Currency) -> tuple[str, dict[str, Any]]:
    if one.expected is None or one.difference is None:
        return "C-05H", {"tender_type": one.description, "type": one.tender_type}
    return "C-05", {
        "tender_type": one.description,
        "type": one.tender_type,
        "counted": currency.text(one.counted),
        "expected": currency.text(one.expected),
        "difference": currency.text(one.difference),
    }
