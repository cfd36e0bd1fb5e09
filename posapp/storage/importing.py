"""Import runs: one at a time, each with the digest of its file and its outcome (T13)."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select, text

from posapp.domain.ids import UserId
from posapp.domain.imports import ControlTotal, ImportReport, MappedFile, Reject
from posapp.domain.money import Money
from posapp.storage.base import table_of
from posapp.storage.tables.system import ImportRunRow

_QUEUE = text("SELECT pg_advisory_xact_lock(hashtextextended('posapp.import', 0))")


def queue_imports(s: Connection) -> None:
    """Wait for an import that is running: two at once would make the same account twice.

    Counters go on working meanwhile; SQLite has one writer anyway.
    """
    if s.dialect.name == "postgresql":
        s.execute(_QUEUE)


def insert_run(
    s: Connection,
    run_id: int,
    mapped: MappedFile,
    report: ImportReport,
    *,
    at: datetime,
    user_id: UserId,
) -> None:
    """Write down an import with everything its report says."""
    s.execute(
        insert(table_of(ImportRunRow)),
        {
            "id": run_id,
            "kind": mapped.kind,
            "profile": mapped.profile,
            "file_name": mapped.file_name,
            "sha256": mapped.sha256,
            "outcome": json.dumps(_stored(report), ensure_ascii=False, separators=(",", ":")),
            "imported_at": at,
            "imported_by": user_id,
        },
    )


def load_report(s: Connection, run_id: int) -> ImportReport:
    """The report of an earlier run, for a request that comes again (D-21)."""
    outcome = s.execute(select(ImportRunRow.outcome).where(ImportRunRow.id == run_id)).scalar_one()
    said = json.loads(outcome)
    return ImportReport(
        read=said["read"],
        added=said["added"],
        changed=said["changed"],
        unchanged=said["unchanged"],
        rejected=tuple(Reject(*row) for row in said["rejected"]),
        totals={name: _total(*value) for name, value in said["totals"].items()},
        dry_run=False,
    )


def _stored(report: ImportReport) -> Mapping[str, object]:
    return {
        "read": report.read,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "rejected": [[r.line, r.column, r.value, r.reason] for r in report.rejected],
        "totals": {
            name: [one.count, None if one.amount is None else one.amount.minor]
            for name, one in report.totals.items()
        },
    }


def _total(count: int, minor: int | None) -> ControlTotal:
    return ControlTotal(count, None if minor is None else Money(minor))
