"""``posapp control``: open a drawer, look at its lines."""

from typing import Annotated

import typer

from posapp.cli import (
    control_counting,
    control_differences,
    control_lists,
    control_steps,
    control_variance,
)
from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.control_inputs import (
    ApproverOption,
    CoinOption,
    NoteOption,
    pieces_of,
    secret_of,
)
from posapp.cli.control_json import control_document
from posapp.cli.inputs import id_of
from posapp.cli.plain import Document
from posapp.domain.ids import ControlId, DepositControlId
from posapp.domain.money import Currency
from posapp.domain.tender_controls import OpenControl
from posapp.errors import Refused

app = noun(
    "Tender controls: one drawer, one period.",
    "posapp control open --source CASH-A01 --float 150.00 --user kim",
)


@command(
    app,
    "open",
    writes=True,
    example="posapp control open --source CASH-A01 --float 150.00 --user kim --json",
)
def open_control(
    call: Call,
    source: Annotated[
        str | None, typer.Option(metavar="S", help="Tender source; default: the one you work at.")
    ] = None,
    deposit_control: Annotated[
        str | None,
        typer.Option(metavar="D", help="Deposit control; default: the newest that fits."),
    ] = None,
    float_: Annotated[
        str | None,
        typer.Option("--float", metavar="A", help="Starting balance; default: the source's."),
    ] = None,
    note: NoteOption = None,
    coin: CoinOption = None,
    all_users: Annotated[bool, typer.Option(help="A drawer that everybody may use.")] = False,
    to_user: Annotated[
        str | None, typer.Option(metavar="NAME", help="Open it for somebody else.")
    ] = None,
    comments: Annotated[str, typer.Option(help="Remarks.")] = "",
    approver: ApproverOption = None,
) -> Document:
    """Open a drawer under an open deposit control; notes and coins that are named are the float."""
    actor, services = call.actor, call.services
    counted = pieces_of(note, coin, _currency(call, source or ""))
    order = OpenControl(
        request_id=call.request_id,
        tender_source="" if source is None else _source(source),
        deposit_control_id=None
        if deposit_control is None
        else DepositControlId(id_of(deposit_control, field="deposit_control")),
        starting_balance=None
        if float_ is None
        else _currency(call, source or "").parse(float_, field="starting_balance"),
        counted=counted,
        user_id=None if to_user is None else services.tender_controls.user_named(to_user, actor),
        all_users=all_users,
        comments=comments,
    )
    saved = call.services.tender_controls.open(order, actor, secret=secret_of(approver))
    view = call.services.tender_controls.show(saved.value, actor)
    return replayed(control_document(view, call.setup), saved)


@command(app, "show", example="posapp control show 1000000042 --user kim")
def show(
    call: Call, control: Annotated[str, typer.Argument(metavar="ID", help="Tender control.")]
) -> Document:
    """Show a drawer with its lines; a blind cashier sees no received and expected money."""
    control_id = ControlId(id_of(control, field="tender_control"))
    view = call.services.tender_controls.show(control_id, call.actor)
    return control_document(view, call.setup)


control_steps.register(app)
control_counting.register(app)
control_differences.register(app)
control_lists.register(app)
control_variance.register(app)


def _source(text: str) -> str:
    """The source that was named; nothing is no name."""
    if not text.strip():
        raise Refused("M-50", field="tender_source", value=text, reason="is missing")
    return text.strip().upper()


def _currency(call: Call, source: str) -> Currency:
    """The source's currency; an unknown source is refused by the service."""
    setup = call.setup
    known = setup.tender_sources.get(source.strip().upper())
    call.currency = known.currency if known else setup.installation.currency
    return setup.currencies[call.currency]
