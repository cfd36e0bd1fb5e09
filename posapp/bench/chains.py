"""P12: following the audit chains, rows per second, on both engines."""

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time
from typing import Final

from posapp.bench.child import ChildFailedError, Options, answer
from posapp.bench.figures import SQLITE, Figure, at_least
from posapp.bench.office import NOW, open_office
from posapp.bench.server import ENGINE, server_at
from posapp.storage.audit import row_hash
from posapp.storage.audit_proof import verify_chains
from posapp.storage.bulk import BulkInsert, plain
from posapp.storage.tables.system import AuditHeadRow, AuditRow
from posapp.storage.types import UtcDateTime

_LEAST: Final = 300_000
_BATCH: Final = 20_000
_BODY: Final = '{"payor":1000000042,"receipt":"1000000007-17","rows":{"tender":[{"amount":2500}]}}'


def measure(options: Options) -> Sequence[Figure]:
    """Rows per second: ``rows``, ``server``."""
    rows = int(options["rows"])
    with TemporaryDirectory() as name:
        found = [_followed(Path(name) / "chain.db", rows, SQLITE)]
    try:
        with server_at(options.get("server", "")) as server:
            url = server.create()
            try:
                found.append(_followed(url, rows, ENGINE))
            finally:
                server.drop(url)
    except ChildFailedError as error:
        found.append(
            Figure("P12", "chain check was not measured", 0, engine=ENGINE, note=str(error))
        )
    return found


def _followed(where: Path | str, rows: int, engine: str) -> Figure:
    office = open_office(where)
    with office.db.begin() as s:
        stamp, user = NOW.astimezone(UTC).isoformat(timespec="microseconds"), office.actor.user_id
        at, prev = plain(s, UtcDateTime())(NOW), ""
        columns = "seq prev hash"
        same = {"chain": "bench", "user_id": user, "action": "event", "object_id": 1, "body": _BODY}
        write = BulkInsert(s, AuditRow, f"at {columns}", **same)
        for start in range(0, rows, _BATCH):
            links = []
            for seq in range(start + 1, min(rows, start + _BATCH) + 1):
                own = row_hash("bench", seq, prev, stamp, user, "event", 1, _BODY)
                links.append((at, seq, prev, own))
                prev = own
            write(links)
        BulkInsert(s, AuditHeadRow, "at chain length hash")([(at, "bench", rows, prev)])
    with office.db.read() as s:
        began, worked = perf_counter(), thread_time()
        proofs = verify_chains(s)
        took, busy = perf_counter() - began, thread_time() - worked
    office.db.dispose()
    followed = sum(proof.rows for proof in proofs)
    return at_least(
        "P12", f"chain check of {rows:,} rows", followed / took, None, _LEAST, unit="rows/s",
        note=f"of the processor {followed / busy:,.0f} rows/s",
        engine=engine,
    )  # fmt: skip


if __name__ == "__main__":
    answer(measure)
