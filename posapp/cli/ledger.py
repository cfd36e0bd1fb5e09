"""``posapp ledger``: the general ledger for finance, and the proof of a day."""

from typing import Any

from posapp.cli.batch_inputs import BatchOption, OutputOption, UntilOption
from posapp.cli.call import Call, replayed
from posapp.cli.commands import command, noun
from posapp.cli.inputs import day_of
from posapp.cli.options import LimitOption
from posapp.cli.plain import Document
from posapp.domain.ledger_export import LedgerBatch, LedgerExport
from posapp.domain.topics import Saved

app = noun(
    "The general ledger, handed over to finance.", "posapp ledger export -o ledger.csv --user sam"
)


@command(
    app,
    "export",
    writes=True,
    example="posapp ledger export --until 2026-11-20 -o ledger.xlsx --user sam",
)
def export(
    call: Call,
    output: OutputOption,
    until: UntilOption = None,
    batch: BatchOption = None,
) -> Document:
    """Write what was not exported yet as new batches, one for each currency, or a batch again."""
    exports = call.services.ledger_exports
    # Before a batch is made: a file that cannot be written must not use one up.
    exports.check_file(output)
    if batch is not None:
        saved: Saved[tuple[LedgerExport, ...]] = Saved(
            (exports.batch(batch, call.actor),), frozenset()
        )
    else:
        day = None if until is None else day_of(until, field="until")
        saved = exports.export(call.request_id, call.actor, day)
    exports.write(saved.value, output)
    document = {"file": str(output), "batches": [_batch(call, one.batch) for one in saved.value]}
    return replayed(document, saved)


@command(app, "list", example="posapp ledger list --user sam")
def list_(call: Call, limit: LimitOption = 20) -> Document:
    """List the batches that were exported, newest first."""
    found = call.services.ledger_exports.batches(call.actor, limit)
    return {"batches": [_batch(call, one) for one in found]}


def _batch(call: Call, batch: LedgerBatch) -> dict[str, Any]:
    currency = call.setup.currencies[batch.currency]
    return {
        "number": batch.number,
        "currency": batch.currency,
        "until": batch.until.isoformat(),
        "lines": batch.lines,
        "debits": currency.text(batch.debits),
        "credits": currency.text(batch.credits),
        "created_at": batch.created_at.isoformat(),
        "created_by": batch.created_by,
    }
