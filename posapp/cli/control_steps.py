"""``posapp control start-balancing / reopen / balance / delete``: the life of a drawer (5.3)."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command
from posapp.cli.control_inputs import ApproverOption, ControlArgument, control_of, secret_of
from posapp.cli.control_json import control_document
from posapp.cli.plain import Document
from posapp.cli.upkeep_json import told
from posapp.domain.codes import ControlStatus
from posapp.domain.ids import ControlId, short_id
from posapp.domain.topics import Saved
from posapp.domain.upkeep import CopyReason


class BackTo(StrEnum):
    """The status that a drawer goes back to."""

    OPEN = "open"
    BALANCING = "balancing"


def register(app: typer.Typer) -> None:
    """Add the commands to the group of tender controls."""
    say = "posapp control {} 1000000042 --user kim --json"
    command(app, "start-balancing", writes=True, example=say.format("start-balancing"))(_start)
    command(app, "reopen", writes=True, example=say.format("reopen"))(_reopen)
    command(
        app,
        "balance",
        writes=True,
        example="posapp control balance 1000000042 --user kim --approver sam --json",
    )(_balance)
    command(app, "delete", writes=True, example=say.format("delete"))(_delete)


def _start(call: Call, control: ControlArgument) -> Document:
    """Begin to balance a drawer: no payment is taken from now on."""
    life = call.services.control_life
    saved = life.start_balancing(control_of(control), call.request_id, call.actor)
    return _shown(call, saved)


def _reopen(
    call: Call,
    control: ControlArgument,
    to: Annotated[
        BackTo, typer.Option(help="Status to go back to.", case_sensitive=False)
    ] = BackTo.OPEN,
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why; needed for a balanced drawer.")
    ] = "",
    approver: ApproverOption = None,
) -> Document:
    """Back to open, or from balanced to balancing; not while the deposit control is balanced."""
    status = ControlStatus.OPEN if to is BackTo.OPEN else ControlStatus.BALANCING
    saved = call.services.control_life.reopen(
        control_of(control),
        status,
        reason,
        call.request_id,
        call.actor,
        secret=secret_of(approver),
    )
    return _shown(call, saved)


def _balance(call: Call, control: ControlArgument, approver: ApproverOption = None) -> Document:
    """Confirm a counted drawer as balanced; the Z report gets its number.

    A supervisor who does not work at the drawer confirms, or approves at the cashier's desk.
    """
    saved = call.services.control_life.balance(
        control_of(control),
        call.request_id,
        call.actor,
        confirmed=call.confirmed,
        secret=secret_of(approver),
    )
    # The Z report stands by now, whatever becomes of the copy.
    made = None if saved.replayed else call.services.copies.make(CopyReason.Z_REPORT, call.actor)
    return _shown(call, saved) | {"copy": told(made)}


def _delete(call: Call, control: ControlArgument) -> Document:
    """Take a drawer away that was opened by mistake, before anything went through it."""
    saved = call.services.control_life.delete(control_of(control), call.request_id, call.actor)
    return replayed({"id": short_id(saved.value), "deleted": True}, saved)


def _shown(call: Call, saved: Saved[ControlId]) -> dict[str, Any]:
    view = call.services.tender_controls.show(saved.value, call.actor)
    return replayed(control_document(view, call.setup), saved)
