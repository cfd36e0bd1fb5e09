"""``posapp payroll``: deductions handed over in batches, each once, and acknowledged (ML-5)."""

from typing import Annotated, Any

import typer

from posapp.cli.batch_inputs import BatchOption, OutputOption, UntilOption
from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inputs import day_of
from posapp.cli.options import LimitOption
from posapp.cli.plain import Document
from posapp.domain.payroll import PayrollBatch

app = noun(
    "Payroll deductions, handed over in batches.", "posapp payroll export -o payroll.csv --user sam"
)


@command(
    app,
    "export",
    writes=True,
    example="posapp payroll export --until 2026-11-20 -o payroll.xlsx --user sam",
)
def export(
    call: Call,
    output: OutputOption,
    until: UntilOption = None,
    batch: BatchOption = None,
) -> Document:
    """Write deductions that no batch has taken as new batches, or a batch again."""
    batches = call.services.payroll_batches
    # Before a batch is made: a file that cannot be written must not use one up.
    batches.check_file(output)
    if batch is not None:
        found = (batches.batch(batch, call.actor),)
        batches.write(found, output)
        return {"file": str(output), "batches": [_batch(call, one.batch) for one in found]}
    day = None if until is None else day_of(until, field="until")
    saved = batches.make(call.request_id, call.actor, day)
    batches.write(saved.value, output)
    made = [_batch(call, one.batch) for one in saved.value]
    return replayed({"file": str(output), "batches": made}, saved)


@command(app, "list", example="posapp payroll list --user sam")
def list_(call: Call, limit: LimitOption = 20) -> Document:
    """List what waits for a batch, and the batches, newest first."""
    batches, actor = call.services.payroll_batches, call.actor
    currencies = call.setup.currencies
    return {
        "waiting": [
            {
                "currency": one.currency,
                "lines": len(one.lines),
                "amount": currencies[one.currency].text(one.amount),
                "since": one.since.isoformat(),
            }
            for one in batches.preview(actor)
        ],
        "batches": [_batch(call, one) for one in batches.batches(actor, limit)],
    }


@command(
    app,
    "acknowledge",
    writes=True,
    example="posapp payroll acknowledge 3 --by 'Ana of payroll' --user sam",
)
def acknowledge(
    call: Call,
    batch: Annotated[int, typer.Argument(metavar="N", help="Number of the batch.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who said so at payroll.")],
) -> Document:
    """Note that payroll has a batch."""
    batches, actor = call.services.payroll_batches, call.actor
    saved = batches.acknowledge(batch, by, call.request_id, actor)
    return replayed(_batch(call, batches.batch(batch, actor).batch), saved)


def _batch(call: Call, batch: PayrollBatch) -> dict[str, Any]:
    noted = batch.acknowledged_at
    return {
        "number": batch.number,
        "currency": batch.currency,
        "since": batch.since.isoformat(),
        "until": batch.until.isoformat(),
        "lines": batch.lines,
        "amount": call.setup.currencies[batch.currency].text(batch.amount),
        "created_at": batch.created_at.isoformat(),
        "created_by": batch.created_by,
        "acknowledged_at": None if noted is None else noted.isoformat(),
        "acknowledged_by": batch.acknowledged_by or None,
        "acknowledged_name": batch.acknowledged_name or None,
    }
