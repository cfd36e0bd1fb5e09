"""``posapp receipt``: a receipt as a PDF file."""

from pathlib import Path
from typing import Annotated

import typer

from posapp.cli.call import Call, replayed
from posapp.cli.commands import command
from posapp.cli.file_printer import FilePrinter
from posapp.cli.inputs import id_of
from posapp.cli.plain import Document
from posapp.domain.ids import EventId, long_id
from posapp.errors import Refused


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(
        app,
        "receipt",
        writes=True,
        example="posapp receipt 001000000312 --long -o receipt.pdf --user kim",
    )(receipt)


def receipt(
    call: Call,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="Payment event.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.pdf", help="The PDF.")],
    long: Annotated[bool, typer.Option("--long", help="With segments and balances.")] = False,
    duplicate: Annotated[
        bool, typer.Option("--duplicate", help="Mark it as a duplicate even if it is the first.")
    ] = False,
    layout: Annotated[
        str, typer.Option(metavar="PAPER", help="roll80, letter or a4; default: the workstation's.")
    ] = "",
) -> Document:
    """Print the receipt of an event into a PDF file; the print log remembers it."""
    event_id = EventId(id_of(event, field="event"))
    _refuse_to_replace(call, output)
    printed = call.services.printing.print_receipt(
        event_id,
        call.actor,
        FilePrinter(output),
        long=long,
        layout=layout or call.settings.receipt_layout,
        duplicate=duplicate,
        request_id=call.request_id,
        target=str(output.resolve()),
    )
    shown = call.services.payment_events.show(event_id, call.actor)
    return replayed(
        {
            "event_id": long_id(event_id),
            "receipt_number": shown.receipt_number,
            "file": printed.where,
            "size": len(printed.pdf),
            "copy": printed.copy,
        },
        printed,
    )


def _refuse_to_replace(call: Call, output: Path) -> None:
    """Leave a file alone that another request or somebody else made.

    Raises:
        Refused: ``M-57``.
    """
    if output.is_file() and not call.services.printing.was_asked(call.request_id, call.actor):
        raise Refused("M-57", field="file", value=str(output))
