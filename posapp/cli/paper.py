"""``posapp paper``: the papers of the drawer day as PDF files (controls 17)."""

from pathlib import Path
from typing import Annotated, Any

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.control_inputs import control_of
from posapp.cli.deposit_inputs import deposit_control_of
from posapp.cli.file_printer import FilePrinter
from posapp.cli.inputs import day_of, id_of
from posapp.cli.plain import Document
from posapp.domain.day_paper import DayPaper
from posapp.domain.day_papers import PaperOrder, layout_for
from posapp.domain.ids import short_id
from posapp.domain.rights import Right
from posapp.errors import Refused

app = noun(
    "Papers of the drawer day as PDF files.",
    "posapp paper z 1000000042 -o z.pdf --user sam",
)
OutputOption = Annotated[Path, typer.Option("--output", "-o", metavar="FILE.pdf", help="The PDF.")]
LayoutOption = Annotated[
    str, typer.Option(metavar="PAPER", help="roll80, letter or a4; default: the workstation's.")
]
FromOption = Annotated[
    str | None, typer.Option("--from", metavar="D", help="First day.", show_default=False)
]
ToOption = Annotated[
    str | None, typer.Option("--to", metavar="D", help="Last day; default: today.")
]


@command(app, "x", writes=True, example="posapp paper x 1000000042 -o x.pdf --user kim")
def x_report(
    call: Call,
    control: Annotated[str, typer.Argument(metavar="ID", help="Tender control.")],
    output: OutputOption,
    layout: LayoutOption = "",
) -> Document:
    """Print the X report of a drawer: how it stands now, resetting nothing."""
    return _printed(call, PaperOrder(DayPaper.X, control_of(control)), output, layout)


@command(app, "z", writes=True, example="posapp paper z 1000000042 -o z.pdf --user sam")
def z_report(
    call: Call,
    control: Annotated[str, typer.Argument(metavar="ID", help="Tender control.")],
    output: OutputOption,
    version: Annotated[
        int, typer.Option(metavar="N", min=0, help="Of a drawer that was reopened; 0: the last.")
    ] = 0,
    layout: LayoutOption = "",
) -> Document:
    """Print the Z report of a balanced drawer; copies after the first are duplicates."""
    order = PaperOrder(DayPaper.Z, control_of(control), version)
    return _printed(call, order, output, layout)


@command(app, "turn-in", writes=True, example="posapp paper turn-in 1000000077 -o t.pdf --user kim")
def turn_in(
    call: Call,
    turn_in_id: Annotated[str, typer.Argument(metavar="ID", help="Turn-in.")],
    output: OutputOption,
    layout: LayoutOption = "",
) -> Document:
    """Print the slip of a turn-in in two copies."""
    order = PaperOrder(DayPaper.TURN_IN, id_of(turn_in_id, field="turn_in"))
    return _printed(call, order, output, layout)


@command(
    app,
    "deposit-slip",
    writes=True,
    example="posapp paper deposit-slip 1000000081 -o slip.pdf --user sam",
)
def deposit_slip(
    call: Call,
    deposit: Annotated[str, typer.Argument(metavar="ID", help="Bank deposit or settlement.")],
    output: OutputOption,
    layout: LayoutOption = "",
) -> Document:
    """Print the slip of a bank deposit: notes, coins, checks."""
    order = PaperOrder(DayPaper.DEPOSIT_SLIP, id_of(deposit, field="tender_deposit"))
    return _printed(call, order, output, layout)


@command(
    app,
    "deposit-control",
    writes=True,
    example="posapp paper deposit-control 1000000040 -o day.pdf --user sam",
)
def deposit_control(
    call: Call,
    deposit: Annotated[str, typer.Argument(metavar="ID", help="Deposit control.")],
    output: OutputOption,
    layout: LayoutOption = "",
) -> Document:
    """Print the report of a deposit control."""
    order = PaperOrder(DayPaper.DEPOSIT_CONTROL, deposit_control_of(deposit))
    return _printed(call, order, output, layout)


@command(
    app,
    "payment-balance",
    writes=True,
    example="posapp paper payment-balance --from 2026-11-01 -o balance.pdf --user sam",
)
def payment_balance(
    call: Call,
    output: OutputOption,
    first: FromOption = None,
    last: ToOption = None,
    layout: LayoutOption = "",
) -> Document:
    """Print the payments of some days by drawer and tender type; default: seven days ago to today."""
    return _printed(call, _of_period(DayPaper.PAYMENT_BALANCE, first, last), output, layout)


@command(
    app,
    "over-under",
    writes=True,
    example="posapp paper over-under --from 2026-11-01 --cashier kim -o log.pdf --user sam",
)
def over_under(
    call: Call,
    output: OutputOption,
    first: FromOption = None,
    last: ToOption = None,
    cashier: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of one cashier only.", show_default=False)
    ] = None,
    layout: LayoutOption = "",
) -> Document:
    """Print what drawers were over or under, by cashier with running totals."""
    user_id = None
    if cashier is not None:
        user_id = call.services.tender_controls.user_named(cashier, call.actor)
    order = _of_period(DayPaper.OVER_UNDER, first, last, cashier=user_id)
    return _printed(call, order, output, layout)


def _of_period(kind: DayPaper, first: str | None, last: str | None, **more: Any) -> PaperOrder:
    return PaperOrder(
        kind,
        first=None if first is None else day_of(first, field="from"),
        last=None if last is None else day_of(last, field="to"),
        **more,
    )


def _printed(call: Call, order: PaperOrder, output: Path, layout: str) -> dict[str, Any]:
    """Print into the file and say which copy it is.

    Who may look and not print (an auditor) gets a duplicate, and the print log stays as it is.

    Raises:
        Refused: ``M-57`` for a file that another request or somebody else made.
    """
    papers, settings = call.services.papers, call.settings
    prints = call.actor.may(Right.PRINT)
    if output.is_file() and not (prints and papers.was_asked(call.request_id, call.actor)):
        raise Refused("M-57", field="file", value=str(output))
    paper = layout or layout_for(order.kind, settings.receipt_layout, settings.paper_number_locale)
    if not prints:
        pdf, copy = papers.copy_of(order, call.actor, layout=paper)
        where = FilePrinter(output).print_pdf(pdf, order.kind.value)
        return _said(order, where, pdf, copy) | {"logged": False}
    printed = papers.print_paper(
        order,
        call.actor,
        FilePrinter(output),
        layout=paper,
        request_id=call.request_id,
        target=str(output.resolve()),
    )
    said = _said(order, printed.where, printed.pdf, printed.copy) | {"logged": True}
    return replayed(said, printed)


def _said(order: PaperOrder, where: str, pdf: bytes, copy: int) -> dict[str, Any]:
    return {
        "paper": order.kind.value,
        "id": short_id(order.id) if order.id else None,
        "file": where,
        "size": len(pdf),
        "copy": copy,
    }
