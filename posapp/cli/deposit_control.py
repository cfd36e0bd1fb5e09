"""``posapp deposit-control``: open one, look at the drawers under it."""

from typing import Annotated

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.control_json import deposit_document
from posapp.cli.inputs import id_of
from posapp.cli.plain import Document
from posapp.domain.codes import SourceType
from posapp.domain.ids import DepositControlId
from posapp.domain.tender_controls import OpenDepositControl

app = noun(
    "Deposit controls: the drawers of an office that go to the bank together.",
    "posapp deposit-control open --user sam",
)


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
    view = call.services.deposit_controls.show(saved.value, actor)
    return replayed(deposit_document(view, call.setup), saved)


@command(app, "show", example="posapp deposit-control show 1000000041 --user sam")
def show(
    call: Call, control: Annotated[str, typer.Argument(metavar="ID", help="Deposit control.")]
) -> Document:
    """Show a deposit control with its tender controls."""
    deposit_id = DepositControlId(id_of(control, field="deposit_control"))
    view = call.services.deposit_controls.show(deposit_id, call.actor)
    return deposit_document(view, call.setup)
