"""``posapp turn-in``: money between a drawer and its supervisor (controls 9, D-37)."""

from dataclasses import replace
from typing import Annotated, Any

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.control_inputs import (
    ApproverOption,
    CoinOption,
    NoteOption,
    control_of,
    currency_of,
    pieces_of,
    secret_of,
)
from posapp.cli.deposit_inputs import CheckOption, deposit_control_of, tenders_of
from posapp.cli.deposit_json import turn_in_document, turn_in_line
from posapp.cli.inputs import id_of, tender_of
from posapp.cli.plain import Document
from posapp.domain.codes import TurnInDirection
from posapp.domain.money import ZERO, Currency
from posapp.domain.turn_in import AddTurnIn, Counted, TurnInContent, TurnInId

app = noun(
    "Turn-ins: money from a drawer to its supervisor, or back.",
    "posapp turn-in add 1000000042 CASH:1500.00 --user kim",
)
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Turn-in.")]
ReceiptOption = Annotated[
    str | None, typer.Option("--receipt", metavar="N", help="Receipt number; default: the next.")
]
CommentsOption = Annotated[str | None, typer.Option("--comments", help="Remarks.")]


@command(
    app,
    "add",
    writes=True,
    example="posapp turn-in add 1000000042 CASH:1500.00 --user kim --json",
)
def add(
    call: Call,
    control: Annotated[str, typer.Argument(metavar="CONTROL", help="Tender control.")],
    amount: Annotated[str, typer.Argument(metavar="TYPE:AMOUNT", help="What is handed over.")],
    direction: Annotated[
        TurnInDirection, typer.Option(help="Out of the drawer, or into it.", case_sensitive=False)
    ] = TurnInDirection.OUT,
    receipt: ReceiptOption = None,
    note: NoteOption = None,
    coin: CoinOption = None,
    check: CheckOption = None,
    comments: CommentsOption = None,
) -> Document:
    """Hand money over; it waits for the other side's approval."""
    control_id = control_of(control)
    currency = currency_of(call, control_id)
    said = _said(receipt, pieces_of(note, coin, currency), check, comments)
    content = _amount(TurnInContent("", ZERO, **said), currency, amount)
    order = AddTurnIn(call.request_id, control_id, content, direction)
    saved = call.services.turn_ins.add(order, call.actor)
    return replayed(_shown(call, saved.value), saved)


@command(
    app,
    "set",
    writes=True,
    example="posapp turn-in set 1000000077 --amount CASH:1480.00 --user kim",
    sees=True,
)
def change(
    call: Call,
    turn_in: IdArgument,
    amount: Annotated[
        str | None, typer.Option("--amount", metavar="TYPE:AMOUNT", help="What it should say.")
    ] = None,
    receipt: ReceiptOption = None,
    note: NoteOption = None,
    coin: CoinOption = None,
    check: CheckOption = None,
    comments: CommentsOption = None,
) -> Document:
    """Correct a turn-in that waits; notes, coins and checks are dropped unless given again."""
    turn_in_id = _id(turn_in)
    view = call.services.turn_ins.show(turn_in_id, call.actor)
    currency = call.setup.currencies[view.turn_in.currency]
    call.currency = currency.code
    content = view.content
    if amount is not None:
        content = replace(_amount(content, currency, amount), counted=(), tenders=())
    said = _said(receipt, pieces_of(note, coin, currency), check, comments)
    content = replace(content, **said)
    saved = call.services.turn_ins.change(
        turn_in_id, content, call.request_id, call.actor, seen=call.seen
    )
    return replayed(_shown(call, turn_in_id), saved)


@command(
    app, "delete", writes=True, example="posapp turn-in delete 1000000077 --user kim", sees=True
)
def delete(call: Call, turn_in: IdArgument) -> Document:
    """Take a turn-in away that waits."""
    turn_in_id = _id(turn_in)
    saved = call.services.turn_ins.delete(turn_in_id, call.request_id, call.actor, seen=call.seen)
    return replayed({"id": turn_in, "deleted": True}, saved)


@command(
    app, "approve", writes=True, example="posapp turn-in approve 1000000077 --user sam", sees=True
)
def approve(call: Call, turn_in: IdArgument, approver: ApproverOption = None) -> Document:
    """Receive what was handed over; the other side approves, never who wrote it."""
    turn_in_id = _id(turn_in)
    saved = call.services.turn_ins.approve(
        turn_in_id, call.request_id, call.actor, seen=call.seen, secret=secret_of(approver)
    )
    return replayed(_shown(call, turn_in_id), saved)


@command(app, "show", example="posapp turn-in show 1000000077 --user kim")
def show(call: Call, turn_in: IdArgument) -> Document:
    """Show a turn-in with what it consists of."""
    return _shown(call, _id(turn_in))


@command(app, "list", example="posapp turn-in list --control 1000000042 --user kim")
def list_(
    call: Call,
    control: Annotated[
        str | None, typer.Option(metavar="ID", help="Of this tender control.")
    ] = None,
    deposit_control: Annotated[
        str | None, typer.Option(metavar="ID", help="Of this deposit control.")
    ] = None,
) -> Document:
    """List the turn-ins of a drawer or of a deposit control."""
    if (control is None) == (deposit_control is None):
        raise typer.BadParameter(
            "give one of them.", param_hint="'--control' / '--deposit-control'"
        )
    turn_ins = call.services.turn_ins
    if control is not None:
        found = turn_ins.of_control(control_of(control), call.actor)
    else:
        found = turn_ins.of_deposit(deposit_control_of(deposit_control or ""), call.actor)
    currencies = call.setup.currencies
    return {"turn_ins": [turn_in_line(one, currencies[one.currency]) for one in found]}


def _id(text: str) -> TurnInId:
    return TurnInId(id_of(text, field="turn_in"))


def _shown(call: Call, turn_in_id: TurnInId) -> dict[str, Any]:
    return turn_in_document(call.services.turn_ins.show(turn_in_id, call.actor), call.setup)


def _amount(content: TurnInContent, currency: Currency, text: str) -> TurnInContent:
    """The content with another type and amount."""
    given = tender_of(text, hint="TYPE:AMOUNT")
    money = currency.parse(given.amount, field="amount")
    return replace(content, tender_type=given.tender_type, amount=money)


def _said(
    receipt: str | None, counted: Counted, check: list[str] | None, comments: str | None
) -> dict[str, Any]:
    """What else was given."""
    given = {
        "receipt_number": receipt,
        "counted": counted or None,
        "tenders": tenders_of(check) or None,
        "comments": comments,
    }
    return {name: value for name, value in given.items() if value is not None}
